import type { FileSource } from "../runtime/files/file-source.js";
import { putFile } from "./put-file.js";
import { runUpload, type UploadOptions } from "./run-upload.js";
import type { RetrieveFile, StoredFile } from "./wait-for-file.js";

/** The options of an upload to the API of version 2025-01-01. */
export interface UploadFileOptions extends UploadOptions {
  /**
   * Who may read the file; it cannot be changed later. Upload evidence as "private": it holds your customer's data, and anybody who has
   * the address of a public file can read it.
   * @default Whop's, which is "public"
   */
  readonly visibility?: "public" | "private" | null | undefined;
}

/** A new file, and where its bytes go. */
export interface NewFile {
  readonly id: string;
  readonly upload_url: string | null;
  readonly upload_headers: Readonly<Record<string, unknown>> | null;
}

/** The two calls of the API that an upload makes. */
export interface FileCalls<File extends StoredFile> extends RetrieveFile<File> {
  create(
    params: { filename: string; visibility?: "public" | "private" | null },
    options: { signal: AbortSignal | null | undefined },
  ): PromiseLike<NewFile>;
}

/**
 * Creates a file, sends its bytes to the address that Whop gives, and waits until Whop has processed it.
 * @throws InvalidRequestError before anything is sent, when the source or its name cannot be used
 * @throws FileUploadError when the file was created but cannot be used
 * @throws APIError from the two API calls; APIUserAbortError when the signal ends the upload
 */
export function uploadFile<File extends StoredFile>(
  files: FileCalls<File>,
  source: FileSource,
  options: UploadFileOptions = {},
): Promise<File> {
  const { signal, visibility } = options;
  return runUpload(files, source, options, async ({ filename, blob, settings, report }) => {
    const params = visibility === undefined ? { filename } : { filename, visibility };
    const { id, upload_url: url, upload_headers: headers } = await files.create(params, { signal });
    report("upload", 0);
    await putFile({ fileId: id, url, headers }, blob, settings);
    return id;
  });
}
