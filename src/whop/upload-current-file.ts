import type { FileSource } from "../runtime/files/file-source.js";
import { FileUploadError } from "./file-upload-error.js";
import { putFile } from "./put-file.js";
import { type PartAddress, putParts, type SentPart } from "./put-parts.js";
import { runUpload, type Upload, type UploadOptions } from "./run-upload.js";
import type { RetrieveFile, StoredFile } from "./wait-for-file.js";

/** The options of an upload to the Current API. */
export interface UploadCurrentFileOptions extends UploadOptions {
  /**
   * Who may read the file; it cannot be changed later. Leave evidence "private": it holds your customer's data, anybody who has the
   * address of a public file can read it, and Whop cannot take that back.
   * @default "private", which is always sent, so that it does not depend on Whop's own default
   */
  readonly visibility?: "public" | "private" | undefined;
  /**
   * Whether to ask Whop for an address per part. A part that fails is sent again alone, and up to four are under way at a time.
   * Whop requires it above 5 GB, and refuses it for files of 5 MB or less.
   * @default true for files of more than 100 MB
   */
  readonly multipart?: boolean | undefined;
}

/** A new file, and where its bytes go. */
export interface NewCurrentFile {
  readonly id: string;
  readonly upload_url?: string | null | undefined;
  readonly upload_headers?: Readonly<Record<string, unknown>> | null | undefined;
  readonly multipart_upload_id?: string | null | undefined;
  readonly multipart_upload_urls?: readonly PartAddress[] | null | undefined;
  /** Size of each part but the last. @unit bytes */
  readonly multipart_chunk_size?: number | null | undefined;
}

/** The three calls of the API that an upload makes. */
export interface CurrentFileCalls<File extends StoredFile> extends RetrieveFile<File> {
  create(
    params: { filename: string; visibility: "public" | "private"; multipart?: true; byte_size?: number },
    options: { signal: AbortSignal | null | undefined },
  ): PromiseLike<NewCurrentFile>;
  complete(
    id: string,
    params: { multipart_upload_id: string; multipart_parts: SentPart[] },
    options: { signal: AbortSignal | null | undefined },
  ): PromiseLike<unknown>;
}

/** Whop advises parts above about this size. @unit bytes */
const PARTS_ABOVE = 100_000_000;

/**
 * Creates a file, sends its bytes to the address or addresses that Whop gives, completes it where it went up in parts, and waits
 * until Whop has processed it.
 * @throws InvalidRequestError before anything is sent, when the source or its name cannot be used
 * @throws FileUploadError when the file was created but cannot be used
 * @throws APIError from the API calls; APIUserAbortError when the signal ends the upload
 */
export function uploadCurrentFile<File extends StoredFile>(
  files: CurrentFileCalls<File>,
  source: FileSource,
  options: UploadCurrentFileOptions = {},
): Promise<File> {
  const { signal, visibility = "private" } = options;
  return runUpload(files, source, options, async (upload) => {
    const { filename, blob } = upload;
    const inParts = options.multipart ?? blob.size > PARTS_ABOVE;
    const params = inParts
      ? { filename, visibility, multipart: true as const, byte_size: blob.size }
      : { filename, visibility };
    const file = await files.create(params, { signal });
    upload.report("upload", 0);
    // The response decides, not what was asked for.
    if (file.multipart_upload_urls) await sendInParts(files, file, file.multipart_upload_urls, upload);
    else await putFile({ fileId: file.id, url: file.upload_url, headers: file.upload_headers }, blob, upload.settings);
    return file.id;
  });
}

async function sendInParts<File extends StoredFile>(
  files: CurrentFileCalls<File>,
  file: NewCurrentFile,
  addresses: readonly PartAddress[],
  { blob, settings, report }: Upload,
): Promise<void> {
  const { id: fileId, multipart_upload_id, multipart_chunk_size: partSize, upload_headers: headers } = file;
  if (!multipart_upload_id || !partSize)
    throw new FileUploadError(
      "the response of POST /files has part addresses, but no multipart_upload_id or chunk size",
      {
        reason: "no-upload-url",
        fileId,
      },
    );
  const multipart_parts = await putParts({ fileId, addresses, partSize, headers }, blob, settings, (loaded) =>
    report("upload", loaded),
  );
  await files.complete(fileId, { multipart_upload_id, multipart_parts }, { signal: settings.signal });
}
