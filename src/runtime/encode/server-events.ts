/** One event of a stream of the type `text/event-stream`, as it came: its data is text, which may be JSON. */
export interface ServerEvent {
  /** @default "message" */
  readonly event: string;
  readonly data: string;
  readonly id: string | undefined;
}
