import { ClientError } from "../runtime/errors.js";

/** Where an upload got stuck. */
export type FileUploadFault =
  /** The file was created, but the answer has no address to upload to. */
  | "no-upload-url"
  /** The address is not one that bytes are sent to: no `https:`, or with credentials in it. */
  | "unsafe-upload-url"
  /** The storage answered, but not with success; `status` says how. */
  | "upload-refused"
  /** The storage gave no answer. */
  | "upload-failed"
  /** The bytes arrived and Whop could not use them. */
  | "processing-failed"
  /** Whop was not done in time: `waitForFile` can go on with `fileId`. */
  | "not-ready";

/** What is known of a failed upload. The address is not: who has it can write the file. */
export interface FileUploadFacts {
  readonly reason: FileUploadFault;
  readonly fileId: string;
  /** HTTP status of the storage's answer. */
  readonly status?: number | undefined;
  /** Times that the bytes were sent. */
  readonly attempts?: number | undefined;
}

/** A file was created at Whop, but is not there to use. */
export class FileUploadError extends ClientError {
  override readonly name = "FileUploadError";
  declare readonly reason: FileUploadFault;
  declare readonly fileId: string;
  declare readonly status: number | undefined;
  declare readonly attempts: number | undefined;

  constructor(message: string, facts: FileUploadFacts) {
    super(`upload of ${facts.fileId}: ${message}`);
    Object.assign(this, facts);
  }
}
