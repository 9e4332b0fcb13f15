/** A file to be written: its path below `generated/<api>/`, with slashes, and its whole text. */
export interface GeneratedText {
  readonly path: string;
  readonly text: string;
}
