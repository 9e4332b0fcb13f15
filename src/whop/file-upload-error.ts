import { ClientError } from "../runtime/errors.js";

/** Why an upload failed. */
export type FileUploadFault =
  /** The file was created, but the response does not say where all of its bytes go. */
  | "no-upload-url"
  /** Bytes are not sent to this address: it is not `https:`, has credentials in it, or leads into a private network where the API is not. */
  | "unsafe-upload-url"
  /** The storage responded with a failure; see `status`. */
  | "upload-refused"
  /** The storage did not respond. */
  | "upload-failed"
  /** The storage took a part, but its response has no `ETag` header to complete the file with. */
  | "no-etag"
  /** The bytes arrived, but Whop could not process them. */
  | "processing-failed"
  /** Whop was not done in time: continue with `waitForFile` and `fileId`. */
  | "not-ready";

/** What is known of a failed upload. The address is left out, since anybody who has it can write the file. */
export interface FileUploadDetails {
  readonly reason: FileUploadFault;
  readonly fileId: string;
  /** HTTP status of the storage's response. */
  readonly status?: number | undefined;
  /** How often the bytes were sent. */
  readonly attempts?: number | undefined;
}

/** A file was created at Whop, but cannot be used. */
export class FileUploadError extends ClientError {
  override readonly name = "FileUploadError";
  /** Where the upload ended, to decide by: after `not-ready`, for example, `waitForFile` goes on. */
  declare readonly reason: FileUploadFault;
  /** The id of the file that was created at Whop. */
  declare readonly fileId: string;
  /** HTTP status of the storage's response; absent for any other reason than `upload-refused`. */
  declare readonly status: number | undefined;
  /** How often the bytes were sent; absent for any other reason than `upload-refused` and `upload-failed`. */
  declare readonly attempts: number | undefined;

  constructor(message: string, details: FileUploadDetails) {
    super(`upload of ${details.fileId}: ${message}`);
    Object.assign(this, details);
  }
}
