import { APIUserAbortError, ConfigurationError, InvalidRequestError } from "../runtime/errors.js";
import { pause, startDeadline } from "../runtime/request/deadline.js";
import type { FetchFunction, FetchOptions } from "../runtime/settings/options.js";
import { defaultPlatform, type Platform } from "../runtime/settings/platform.js";
import { FileUploadError } from "./file-upload-error.js";
import { abortError, putFile, type UploadTarget } from "./put-file.js";
import { readSource, sourceName, type UploadSource } from "./upload-source.js";

/** How far an upload has come. */
export interface UploadProgress {
  readonly phase: "create" | "upload" | "processing" | "ready";
  /** Bytes that the storage has confirmed: 0, then all; `fetch` tells nothing in between. */
  readonly loaded: number;
  /** Bytes of the file. */
  readonly total: number;
}

export interface WaitForFileOptions {
  /** Limit for Whop's processing once the bytes are there. @unit milliseconds @default 120_000 */
  readonly readyTimeout?: number | undefined;
  /** Time between two looks at the file. @unit milliseconds @default 1_000 */
  readonly pollInterval?: number | undefined;
  /** Ends reading, sending and waiting. @default none */
  readonly signal?: AbortSignal | null | undefined;
  /** @internal */
  readonly platform?: Partial<Platform> | undefined;
}

export interface UploadFileOptions extends WaitForFileOptions {
  /** With its extension. @default the name of the `File`, or the last part of the path */
  readonly filename?: string | undefined;
  /** Who may read the file; it cannot be changed later. @default Whop's, which is "public" */
  readonly visibility?: "public" | "private" | null | undefined;
  /** Told of each phase as it starts. What it throws is dropped. @default none */
  readonly onProgress?: ((progress: UploadProgress) => void) | undefined;
  /** Limit for sending the bytes once. @unit milliseconds @default 600_000 */
  readonly uploadTimeout?: number | undefined;
  /** Times that the bytes are sent again when the storage fails. @default 2 */
  readonly maxRetries?: number | undefined;
  /** Sends the bytes. @default the platform's `fetch` */
  readonly fetch?: FetchFunction | undefined;
  /** Further fields for sending the bytes, for example undici's `dispatcher`. @default {} */
  readonly fetchOptions?: FetchOptions | undefined;
}

/** A file as far as an upload looks at it. */
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
 * @throws FileUploadError when the file was created but is not there to use
 * @throws APIError of the two API calls; APIUserAbortError when the signal ends it
 */
export async function uploadFile<File extends StoredFile>(
  files: FileCalls<File>,
  source: UploadSource,
  options: UploadFileOptions = {},
): Promise<File> {
  const { signal, visibility, uploadTimeout: timeout = 600_000, maxRetries = 2 } = options;
  const { fetch = (url, init) => globalThis.fetch(url, init), fetchOptions, platform } = options;
  if (!(timeout > 0)) throw new ConfigurationError("uploadTimeout must be above 0");
  if (!(maxRetries >= 0)) throw new ConfigurationError("maxRetries must be 0 or more");
  checkWaiting(options);
  const filename = checkFilename(options.filename ?? sourceName(source));
  const params = visibility === undefined ? { filename } : { filename, visibility };
  const blob = await readSource(source, signal).catch((reason: unknown) => {
    throw signal?.aborted ? abortError(0) : reason;
  });
  const tell = (phase: UploadProgress["phase"], loaded: number): void =>
    report(options, { phase, loaded, total: blob.size });
  tell("create", 0);
  const target = await files.create(params, { signal });
  tell("upload", 0);
  await putFile(target, blob, {
    fetch,
    fetchOptions,
    timeout,
    maxRetries,
    signal,
    platform: { ...defaultPlatform, ...platform },
  });
  tell("processing", blob.size);
  const file = await waitForFile(files, target.id, options);
  tell("ready", blob.size);
  return file;
}

/**
 * Looks at the file until Whop has processed it.
 * @throws FileUploadError with the reason `processing-failed` or `not-ready`
 */
export async function waitForFile<File extends StoredFile>(
  files: Pick<FileCalls<File>, "retrieve">,
  id: string,
  options: WaitForFileOptions = {},
): Promise<File> {
  const { readyTimeout, pollInterval } = checkWaiting(options);
  const { timer } = { ...defaultPlatform, ...options.platform };
  const limit = startDeadline(readyTimeout, options.signal, timer);
  const { signal } = limit;
  const poll = async (): Promise<File> => {
    for (;;) {
      const file = await files.retrieve(id, { signal });
      if (file.upload_status === "ready") return file;
      if (file.upload_status === "failed") {
        throw new FileUploadError("Whop could not process the file", { reason: "processing-failed", fileId: id });
      }
      await pause(pollInterval, signal, timer);
    }
  };
  try {
    return await limit.race(poll());
  } catch (reason) {
    if (limit.cause === "timeout") {
      throw new FileUploadError(`not ready after ${readyTimeout} ms`, { reason: "not-ready", fileId: id });
    }
    throw limit.cause === "abort" && !(reason instanceof APIUserAbortError) ? abortError(1) : reason;
  } finally {
    limit.release();
  }
}

function checkWaiting({ readyTimeout = 120_000, pollInterval = 1_000 }: WaitForFileOptions) {
  if (!(readyTimeout > 0)) throw new ConfigurationError("readyTimeout must be above 0");
  if (!(pollInterval > 0)) throw new ConfigurationError("pollInterval must be above 0");
  return { readyTimeout, pollInterval };
}

function checkFilename(name: string | undefined): string {
  if (!name) throw new InvalidRequestError("filename is missing: pass it, or a File that has a name");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (/[\x00-\x1f\x7f]/.test(name)) throw new InvalidRequestError("filename holds a control character");
  return name;
}

function report({ onProgress }: UploadFileOptions, progress: UploadProgress): void {
  try {
    onProgress?.(progress);
  } catch {
    // An observer's trouble is not the upload's.
  }
}
