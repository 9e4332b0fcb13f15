import { APIUserAbortError, ConfigurationError, InvalidRequestError } from "../runtime/errors.js";
import { Deadline, pause } from "../runtime/request/deadline.js";
import type { FetchFunction, FetchOptions } from "../runtime/settings/options.js";
import { defaultPlatform, type Platform } from "../runtime/settings/platform.js";
import { FileUploadError } from "./file-upload-error.js";
import { abortError, putFile, type UploadTarget } from "./put-file.js";
import { readSource, sourceName, type UploadSource } from "./upload-source.js";

/** The progress of an upload. */
export interface UploadProgress {
  readonly phase: "create" | "upload" | "processing" | "ready";
  /** Bytes that the storage has confirmed: 0, then all. `fetch` reports nothing in between. */
  readonly loaded: number;
  /** Bytes of the file. */
  readonly total: number;
}

export interface WaitForFileOptions {
  /** How long to wait for Whop to process the file after the bytes arrived. @unit milliseconds @default 120_000 */
  readonly readyTimeout?: number | undefined;
  /** Time between two checks of the file. @unit milliseconds @default 1_000 */
  readonly pollInterval?: number | undefined;
  /** Ends reading, sending and waiting. @default none */
  readonly signal?: AbortSignal | null | undefined;
  /** @internal */
  readonly platform?: Partial<Platform> | undefined;
}

export interface UploadFileOptions extends WaitForFileOptions {
  /** Name of the file, with its extension. @default the name of the `File`, or the last part of the path */
  readonly filename?: string | undefined;
  /** Who may read the file; it cannot be changed later. @default Whop's, which is "public" */
  readonly visibility?: "public" | "private" | null | undefined;
  /** Called at the start of each phase. What it throws is ignored. @default none */
  readonly onProgress?: ((progress: UploadProgress) => void) | undefined;
  /** Deadline for sending the bytes once. @unit milliseconds @default 600_000 */
  readonly uploadTimeout?: number | undefined;
  /** How often the bytes are sent again when the storage fails. @default 2 */
  readonly maxRetries?: number | undefined;
  /** Sends the bytes. @default the platform's `fetch` */
  readonly fetch?: FetchFunction | undefined;
  /** More fields for the `fetch` call that sends the bytes, such as undici's `dispatcher`. @default {} */
  readonly fetchOptions?: FetchOptions | undefined;
}

/** The part of a file that an upload reads. */
export interface StoredFile {
  readonly id: string;
  readonly upload_status: string;
}

/** The two calls of the API that an upload makes. */
export interface FileCalls<File extends StoredFile> {
  create(
    params: { filename: string; visibility?: "public" | "private" | null },
    options: { signal: AbortSignal | null | undefined },
  ): PromiseLike<UploadTarget>;
  retrieve(id: string, options: { signal: AbortSignal | null | undefined }): PromiseLike<File>;
}

/**
 * Creates a file, sends its bytes to the address that Whop gives, and waits until Whop has processed it.
 * @throws InvalidRequestError before anything is sent, when the source or its name cannot be used
 * @throws FileUploadError when the file was created but cannot be used
 * @throws APIError from the two API calls; APIUserAbortError when the signal ends the upload
 */
export async function uploadFile<File extends StoredFile>(
  files: FileCalls<File>,
  source: UploadSource,
  options: UploadFileOptions = {},
): Promise<File> {
  const { signal, visibility, uploadTimeout: timeout = 600_000, maxRetries = 2 } = options;
  const { fetch = (url, init) => globalThis.fetch(url, init), fetchOptions, platform } = options;
  if (!(timeout > 0)) throw wrongNumber("uploadTimeout", "above 0", timeout);
  if (!(maxRetries >= 0)) throw wrongNumber("maxRetries", "0 or more", maxRetries);
  checkWaiting(options);
  const filename = checkFilename(options.filename ?? sourceName(source));
  const params = visibility === undefined ? { filename } : { filename, visibility };
  const blob = await readSource(source, signal).catch((reason: unknown) => {
    throw signal?.aborted ? abortError(0) : reason;
  });
  const reportPhase = (phase: UploadProgress["phase"], loaded: number): void =>
    report(options, { phase, loaded, total: blob.size });
  reportPhase("create", 0);
  const target = await files.create(params, { signal });
  reportPhase("upload", 0);
  await putFile(target, blob, {
    fetch,
    fetchOptions,
    timeout,
    maxRetries,
    signal,
    platform: { ...defaultPlatform, ...platform },
  });
  reportPhase("processing", blob.size);
  const file = await waitForFile(files, target.id, options);
  reportPhase("ready", blob.size);
  return file;
}

/**
 * Polls the file until Whop has processed it.
 * @throws FileUploadError with the reason `processing-failed` or `not-ready`
 */
export async function waitForFile<File extends StoredFile>(
  files: Pick<FileCalls<File>, "retrieve">,
  id: string,
  options: WaitForFileOptions = {},
): Promise<File> {
  const { readyTimeout, pollInterval } = checkWaiting(options);
  const { timer } = { ...defaultPlatform, ...options.platform };
  const deadline = new Deadline(readyTimeout, options.signal, timer);
  const { signal } = deadline;
  const poll = async (): Promise<File> => {
    for (;;) {
      const file = await files.retrieve(id, { signal });
      if (file.upload_status === "ready") return file;
      if (file.upload_status === "failed") {
        throw new FileUploadError("Whop could not process the file. Upload it again", {
          reason: "processing-failed",
          fileId: id,
        });
      }
      await pause(pollInterval, signal, timer);
    }
  };
  try {
    return await deadline.race(poll());
  } catch (reason) {
    if (deadline.cause === "timeout") {
      throw new FileUploadError(`not ready after ${readyTimeout} ms. Continue with waitForFile`, {
        reason: "not-ready",
        fileId: id,
      });
    }
    throw deadline.cause === "abort" && !(reason instanceof APIUserAbortError) ? abortError(1) : reason;
  } finally {
    deadline.release();
  }
}

function checkWaiting({ readyTimeout = 120_000, pollInterval = 1_000 }: WaitForFileOptions) {
  if (!(readyTimeout > 0)) throw wrongNumber("readyTimeout", "above 0", readyTimeout);
  if (!(pollInterval > 0)) throw wrongNumber("pollInterval", "above 0", pollInterval);
  return { readyTimeout, pollInterval };
}

function checkFilename(name: string | undefined): string {
  if (!name)
    throw new InvalidRequestError("files.upload: filename is missing. Pass the option filename, or a File with a name");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are refused
  if (/[\x00-\x1f\x7f]/.test(name))
    throw new InvalidRequestError("files.upload: filename must not have control characters");
  return name;
}

function wrongNumber(option: string, rule: string, given: unknown): ConfigurationError {
  return new ConfigurationError(`${option} must be a number ${rule} (got ${String(given)})`);
}

function report({ onProgress }: UploadFileOptions, progress: UploadProgress): void {
  try {
    onProgress?.(progress);
  } catch {
    // A failing observer must not end the upload.
  }
}
