import { pointerOf } from "../diagnostics.js";
import { isJsonType } from "./media-types.js";
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

/** The one entry that a client sends or reads: the first that is JSON, else the first of all. */
export function preferredContent(content: readonly Content[]): Content | undefined {
  return jsonContent(content) ?? content[0];
}
