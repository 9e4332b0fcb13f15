import { APIUserAbortError, InvalidRequestError } from "../runtime/errors.js";
import { readBlob } from "../runtime/fetch/body-bytes.js";
import type { PlatformFile } from "../runtime/fetch-types.js";
import { type FileSource, fileName, readFile } from "../runtime/files/file-source.js";
import type { RequestOptions } from "../runtime/settings/options.js";

// For this file's declarations alone: the value of this name is the platform's.
type File = PlatformFile;

/** How a source of evidence is read. */
export interface EvidenceFileOptions {
  /**
   * What the file is called at Decisionly.
   * @default the source's own name: of a `File`, a path or `createReadStream`; else `evidence.` and the format's extension
   */
  readonly filename?: string | undefined;
  /** Ends reading the source. @default none */
  readonly signal?: AbortSignal | null | undefined;
}

/** Formats that Decisionly takes, with the extension for files that have no name. */
const EXTENSIONS = { "image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf" } as const;

type EvidenceType = keyof typeof EXTENSIONS;

/**
 * 5 MB as 5 · 1024² bytes. Decisionly does not say whether it means that or 5,000,000; refusing a file here that it would accept
 * is worse than letting Decisionly refuse it.
 */
const SIZE_LIMIT = 5 * 1024 * 1024;

/**
 * The file as it is sent: JPEG, PNG or PDF by its content, under 5 MB, with the matching media type and a name that is safe in a
 * header.
 * @throws InvalidRequestError that says what is wrong with the file
 */
export async function evidenceFile(source: FileSource, options: EvidenceFileOptions = {}): Promise<File> {
  const blob = await readFile(source, { what: "evidence file", signal: options.signal, maxSize: SIZE_LIMIT });
  if (blob.size === 0) throw new InvalidRequestError("evidence file: must not be empty");
  if (blob.size >= SIZE_LIMIT)
    throw new InvalidRequestError(`evidence file: must be under 5 MB (got ${blob.size} bytes)`);
  const type = detectType(new Uint8Array(await readBlob(blob.slice(0, 1024))));
  if (type === undefined) throw new InvalidRequestError("evidence file: must be a JPEG, PNG or PDF by its content");
  const name = options.filename ?? (fileName(source) || `evidence.${EXTENSIONS[type]}`);
  checkName(name);
  return new File([blob], name, { type });
}

/**
 * The same as a part of a call.
 * @throws APIUserAbortError when the call's signal ends the reading
 */
export async function evidencePart(source: FileSource, path: string, options: RequestOptions = {}): Promise<File> {
  const { signal } = options;
  try {
    return await evidenceFile(source, { signal });
  } catch (reason) {
    if (!signal?.aborted) throw reason;
    const details = { method: "POST", path, attempts: 0, maybeSent: false };
    throw new APIUserAbortError(`POST ${path}: aborted by the caller`, details);
  }
}

/** By the first bytes. PDF readers accept its signature anywhere in the first 1,024 bytes. */
function detectType(head: Uint8Array): EvidenceType | undefined {
  const text = String.fromCharCode(...head);
  if (text.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  return text.includes("%PDF-") ? "application/pdf" : undefined;
}

function checkName(name: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are among what is refused
  if (!/^[^\x00-\x1f\x7f"\\/]{1,255}$/.test(name) || /[\ud800-\udfff]/u.test(name)) {
    throw new InvalidRequestError(
      "evidence file: the file name must be 1 to 255 characters without quotes, slashes and control characters",
    );
  }
}
