import type { OpenApiDocument } from "./openapi.js";

/** A parsed contract. Stages take one and give one; none changes the one it was given. */
export interface Spec {
  /** The file as the user named it, for messages. */
  readonly file: string;
  readonly document: OpenApiDocument;
  /** The line (from 1) of a JSON pointer in the file, or of its nearest ancestor there. Parses the text again: for errors only. */
  readonly lineOf: (pointer: string) => number | undefined;
}
