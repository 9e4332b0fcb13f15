import { pointerOf } from "../diagnostics.js";
import { isJsonType, type SentAs, sentAs } from "./media-types.js";
import type { MediaType } from "./openapi.js";

/** One entry of `content`: a media type, and what a body of that type holds. */
export interface Content {
  readonly mediaType: string;
  readonly node: MediaType;
  readonly pointer: string;
}

/** The entries of a request body's or response's `content`, in the document's order. */
export function readContent(holder: {
  readonly node: { readonly content?: Record<string, MediaType> };
  readonly pointer: string;
}): Content[] {
  return Object.entries(holder.node.content ?? {}).flatMap(([mediaType, node]) =>
    // A document that has not been checked can have anything here.
    typeof node === "object" && node !== null
      ? [{ mediaType, node, pointer: `${holder.pointer}${pointerOf("content", mediaType)}` }]
      : [],
  );
}

/** The first entry that is JSON. */
export function jsonContent(content: readonly Content[]): Content | undefined {
  return content.find(({ mediaType }) => isJsonType(mediaType));
}

/** The one entry that a client reads: the first that is JSON, else the first of all. */
export function preferredContent(content: readonly Content[]): Content | undefined {
  return jsonContent(content) ?? content[0];
}

/** The one entry of a request's body that a client sends, of those that it can: JSON before forms before the others. */
export function sentContent(content: readonly Content[]): (Content & { readonly as: SentAs }) | undefined {
  const sendable = content.flatMap((entry) => {
    const as = sentAs(entry.mediaType, entry.node.schema?.format === "binary");
    return as === undefined ? [] : [{ ...entry, as }];
  });
  return SENT_FIRST.map((kind) => sendable.find(({ as }) => as === kind)).find((entry) => entry) ?? sendable[0];
}

const SENT_FIRST: readonly SentAs[] = ["json", "multipart", "form"];
