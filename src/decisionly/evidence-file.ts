import { InvalidRequestError } from "../runtime/errors.js";
import type { PlatformFile } from "../runtime/fetch-types.js";

// For this file's declarations alone: the value of this name is the platform's.
type File = PlatformFile;

/** Bytes of an evidence file. A `File` has its own name. */
export type EvidenceSource = Blob | ArrayBuffer | ArrayBufferView;

export interface EvidenceFileOptions {
  /** @default the name of the `File`, else `evidence.` and the format's extension */
  readonly filename?: string | undefined;
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
export async function evidenceFile(source: EvidenceSource, options: EvidenceFileOptions = {}): Promise<File> {
  const blob = toBlob(source);
  if (blob.size === 0) throw new InvalidRequestError("evidence file: must not be empty");
  if (blob.size >= SIZE_LIMIT)
    throw new InvalidRequestError(`evidence file: must be under 5 MB (got ${blob.size} bytes)`);
  const type = detectType(new Uint8Array(await blob.slice(0, 1024).arrayBuffer()));
  if (type === undefined) throw new InvalidRequestError("evidence file: must be a JPEG, PNG or PDF by its content");
  const own = "name" in blob && typeof blob.name === "string" ? blob.name : undefined;
  const name = options.filename ?? (own || `evidence.${EXTENSIONS[type]}`);
  checkName(name);
  return new File([blob], name, { type });
}

function toBlob(source: EvidenceSource): Blob {
  if (source instanceof Blob) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return new Blob([source as BlobPart]);
  const given = source === null ? "null" : typeof source;
  throw new InvalidRequestError(`evidence file: must be a Blob or bytes (got ${given})`);
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
