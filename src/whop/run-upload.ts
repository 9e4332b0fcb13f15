import type { ClientCore } from "../runtime/client/client-core.js";
import { InvalidRequestError } from "../runtime/errors.js";
import { type FileSource, fileName, readFile } from "../runtime/files/file-source.js";
import { notify, type ReportTarget } from "../runtime/observe/notify.js";
import { mergeOptions } from "../runtime/settings/merge-options.js";
import { checkFetchOptions, type FetchFunction, type FetchOptions } from "../runtime/settings/options.js";
import { defaultPlatform } from "../runtime/settings/platform.js";
import { abortError, type PutSettings } from "./put-file.js";
import {
  checkWaiting,
  type RetrieveFile,
  type StoredFile,
  type WaitForFileOptions,
  waitForFile,
  wrongNumber,
} from "./wait-for-file.js";

/** How far an upload is. */
export interface UploadProgress {
  /** What begins, or has got further: the record at Whop, the bytes, Whop's processing; `ready` is the end. */
  readonly phase: "create" | "upload" | "processing" | "ready";
  /** Bytes that the storage has confirmed: 0, then all; in parts, more after each part. `fetch` reports nothing in between. */
  readonly loaded: number;
  /** Bytes of the file. */
  readonly total: number;
}

/** What uploads to both of Whop's APIs have in common. */
export interface UploadOptions extends WaitForFileOptions {
  /** Name of the file, with its extension. @default the name of the `File`, the last part of the path, or that of `createReadStream` */
  readonly filename?: string | undefined;
  /**
   * Called at the start of each phase, and after each part. What it throws, or the promise that it returns rejects with, is ignored, and
   * reported to the client's `logger` the first time. @default none
   */
  readonly onProgress?: ((progress: UploadProgress) => void) | undefined;
  /** Deadline for sending the bytes, or one part of them, once. @unit milliseconds @default 600_000 */
  readonly uploadTimeout?: number | undefined;
  /** How often the bytes, or each part of them, are sent again when the storage fails. @default 2 */
  readonly maxRetries?: number | undefined;
  /**
   * Sends the bytes: as a `Uint8Array` up to 16 MiB, which every `fetch` takes, else as a `Blob`, so that no larger file or part has to
   * fit into memory. @default the client's `fetch`, else the platform's
   */
  readonly fetch?: FetchFunction | undefined;
  /** More fields for the `fetch` call that sends the bytes, such as undici's `dispatcher`. @default {} */
  readonly fetchOptions?: FetchOptions | undefined;
  /** The client's. @internal */
  readonly baseURL?: string | undefined;
  /** Where it is said that `onProgress` fails: the client's logger. @internal */
  readonly reportTarget?: ReportTarget | undefined;
}

/** What uploads take from their client. */
export function clientUploadOptions<Paths extends object>(client: ClientCore<Paths>): UploadOptions {
  const { options } = client._engine();
  const { fetch, fetchOptions, baseURL } = options;
  return { fetch, fetchOptions, baseURL, reportTarget: options };
}

/** An upload whose source has been read. */
export interface Upload {
  readonly filename: string;
  readonly blob: Blob;
  readonly settings: PutSettings;
  /** Tells the caller how far it is. */
  readonly report: (phase: UploadProgress["phase"], loaded: number) => void;
}

/**
 * Reads the source, has `send` create the file and send its bytes, and waits until Whop has processed it.
 * @param send gives the file's id
 * @throws InvalidRequestError before anything is sent, when the source or its name cannot be used
 * @throws FileUploadError when the file was created but cannot be used
 * @throws APIError from the API calls; APIUserAbortError when the signal ends the upload
 */
export async function runUpload<File extends StoredFile>(
  files: RetrieveFile<File>,
  source: FileSource,
  options: UploadOptions,
  send: (upload: Upload) => Promise<string>,
): Promise<File> {
  const { signal, uploadTimeout: timeout = 600_000, maxRetries = 2, fetchOptions, baseURL } = options;
  const { fetch = (url, init) => globalThis.fetch(url, init) } = options;
  if (!(timeout > 0)) throw wrongNumber("uploadTimeout", "above 0", timeout);
  if (!(maxRetries >= 0)) throw wrongNumber("maxRetries", "0 or more", maxRetries);
  checkFetchOptions(fetchOptions);
  checkWaiting(options);
  const filename = checkFilename(options.filename ?? fileName(source));
  const blob = await readFile(source, { what: "files.upload", signal }).catch((reason: unknown) => {
    throw signal?.aborted ? abortError(0, signal) : reason;
  });
  const report: Upload["report"] = (phase, loaded) => tell(options, { phase, loaded, total: blob.size });
  const platform = mergeOptions(defaultPlatform, options.platform);
  const settings: PutSettings = { fetch, fetchOptions, baseURL, timeout, maxRetries, signal, platform };
  report("create", 0);
  const id = await send({ filename, blob, settings, report });
  report("processing", blob.size);
  const file = await waitForFile(files, id, options);
  report("ready", blob.size);
  return file;
}

function checkFilename(name: string | undefined): string {
  if (!name)
    throw new InvalidRequestError("files.upload: filename is missing. Pass the option filename, or a File with a name");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are refused
  if (/[\x00-\x1f\x7f]/.test(name))
    throw new InvalidRequestError("files.upload: filename must not have control characters");
  return name;
}

function tell({ onProgress, reportTarget }: UploadOptions, progress: UploadProgress): void {
  if (onProgress) notify(onProgress, "onProgress", reportTarget, () => onProgress(progress));
}
