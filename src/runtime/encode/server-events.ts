/** One event of a stream of the type `text/event-stream`, as it came: its data is text, which may be JSON. */
export interface ServerEvent {
  /** What kind it is, from its line `event:`. @default "message" */
  readonly event: string;
  /** Its lines `data:`, joined by line breaks. */
  readonly data: string;
  /** The last id that the stream has named, by this event or one before it; absent where there was none. */
  readonly id: string | undefined;
}
