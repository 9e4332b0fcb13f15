import { type FileSource, fileName, readFile } from "../runtime/files/file-source.js";

/** A file with the name under which it is uploaded. */
export type NamedFile = Blob & {
  /** With its extension, without a path. */
  readonly name: string;
  /** When its content last changed. @unit milliseconds since 1970 */
  readonly lastModified: number;
};

/** Settings of {@link toFile}. */
export interface ToFileOptions {
  /** The media type. @default that of a `Blob` or a response, else none */
  readonly type?: string | undefined;
  /** When the content last changed. @unit milliseconds since 1970 @default now */
  readonly lastModified?: number | undefined;
}

/**
 * A file made of what there is, under a name: for code that comes from `@whop/sdk`. `files.upload` takes all of this itself, so new
 * code needs it only to give something a name.
 *
 * @param value a `Blob` or `File`, bytes, a stream of bytes, a `Response`, or where there is a file system a path or a `file:` URL
 * @param name @default the name of the source, the last segment of a response's address, or `unknown_file`
 * @throws InvalidRequestError when the source is of an unknown kind, or cannot be read
 */
export async function toFile(
  value: FileSource | Response | PromiseLike<FileSource | Response>,
  name?: string | null | undefined,
  { type, lastModified }: ToFileOptions = {},
): Promise<NamedFile> {
  const source = await value;
  const response = isResponse(source) ? source : undefined;
  const blob = response ? await response.blob() : await readFile(source as FileSource, { what: "toFile" });
  const own = response ? new URL(response.url || "file:").pathname.split("/").at(-1) : fileName(source as FileSource);
  const given = type ?? response?.headers.get("content-type") ?? (source instanceof Blob ? source.type : "");
  return new File([blob], name || own || "unknown_file", {
    type: given,
    ...(lastModified === undefined ? {} : { lastModified }),
  });
}

function isResponse(source: unknown): source is Response {
  return Object.prototype.toString.call(source) === "[object Response]";
}
