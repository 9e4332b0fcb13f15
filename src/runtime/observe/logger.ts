/** Where lines go: `console` fits, and so do the usual logging libraries. */
export interface Logger {
  /** With `logLevel: "debug"`: a line for each attempt, and those headers of the response that say nothing of the account. */
  debug(message: string, ...details: unknown[]): void;
  /** With `logLevel: "info"`: a line for each attempt. */
  info(message: string, ...details: unknown[]): void;
  /** From `logLevel: "warn"` on: deprecated operations, once each, and observers that fail. */
  warn(message: string, ...details: unknown[]): void;
  /** Not called by this version, since failures are thrown. It is here so that loggers fit as they are. */
  error(message: string, ...details: unknown[]): void;
}

/** From silent to talkative; each level includes those before it. */
export type LogLevel = "off" | "error" | "warn" | "info" | "debug";

export const LOG_LEVELS: readonly LogLevel[] = ["off", "error", "warn", "info", "debug"];
