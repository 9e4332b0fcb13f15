import { APIError, ConfigurationError } from "../runtime/errors.js";
import { Deadline, pause } from "../runtime/request/deadline.js";
import { mergeOptions } from "../runtime/settings/merge-options.js";
import { defaultPlatform, type Platform } from "../runtime/settings/platform.js";
import { FileUploadError } from "./file-upload-error.js";
import { abortError } from "./put-file.js";

/** How to wait for a file. */
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

/** The part of a file that an upload reads. */
export interface StoredFile {
  readonly id: string;
  readonly upload_status: string;
}

/** The call of the API that waiting makes. */
export interface RetrieveFile<File extends StoredFile> {
  retrieve(id: string, options: { signal: AbortSignal | null | undefined }): PromiseLike<File>;
}

/**
 * Polls the file until Whop has processed it.
 * @throws FileUploadError with the reason `processing-failed` or `not-ready`
 */
export async function waitForFile<File extends StoredFile>(
  files: RetrieveFile<File>,
  id: string,
  options: WaitForFileOptions = {},
): Promise<File> {
  const { readyTimeout, pollInterval } = checkWaiting(options);
  const { timer } = mergeOptions(defaultPlatform, options.platform);
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
    throw deadline.cause === "abort" && !(reason instanceof APIError) ? abortError(1, options.signal) : reason;
  } finally {
    deadline.release();
  }
}

/** @throws ConfigurationError for a time that is none */
export function checkWaiting({ readyTimeout = 120_000, pollInterval = 1_000 }: WaitForFileOptions): {
  readyTimeout: number;
  pollInterval: number;
} {
  if (!(readyTimeout > 0)) throw wrongNumber("readyTimeout", "above 0", readyTimeout);
  if (!(pollInterval > 0)) throw wrongNumber("pollInterval", "above 0", pollInterval);
  return { readyTimeout, pollInterval };
}

/** For an option that must be a number. */
export function wrongNumber(option: string, rule: string, given: unknown): ConfigurationError {
  return new ConfigurationError(`${option} must be a number ${rule} (got ${String(given)})`);
}
