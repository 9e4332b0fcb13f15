import { type Deprecation, deprecationLine, type ReceivedHeaders } from "./deprecation.js";
import { LOG_LEVELS } from "./logger.js";
import { notify, type ReportTarget, writeLine } from "./notify.js";

/** One attempt, after it has ended. */
export interface AttemptEvent {
  /** The contract's `operationId`; absent for a call of a path that the contract does not have. */
  readonly operationId: string | undefined;
  /** HTTP method, in capitals. */
  readonly method: string;
  /** Template, for example `/disputes/{id}`. */
  readonly path: string;
  /** 1 for the first one. */
  readonly attempt: number;
  /** Absent when there was no response. */
  readonly status: number | undefined;
  /** The response's `x-request-id`, else `request-id`; absent where it has neither, or there was no response. */
  readonly requestId: string | undefined;
  /** Until the body was read (with `asResponse()`, until the headers came), or until the attempt failed. @unit milliseconds */
  readonly durationMs: number;
  /** Name of the error that the attempt ended with. */
  readonly error: string | undefined;
  /** Wait before the next attempt; absent when this was the last one. @unit milliseconds */
  readonly retryInMs: number | undefined;
  /** What the response says of the operation's end; absent when it says nothing. */
  readonly deprecation: Deprecation | undefined;
}

export interface Reporter extends ReportTarget {
  readonly onAttempt?: ((event: AttemptEvent) => void) | undefined;
}

/** Whether anybody is watching. */
export function isWatched({ logLevel, onAttempt }: Reporter): boolean {
  return logLevel >= INFO || onAttempt !== undefined;
}

/**
 * Writes the log line and calls the observer. Neither can make a call fail that has already been acted on.
 * @param headers without what must not be shown
 */
export function reportAttempt(target: Reporter, event: AttemptEvent, headers?: ReceivedHeaders): void {
  const { logger, logLevel, onAttempt } = target;
  if (logLevel > INFO) writeLine(() => logger.debug(toLine(event), headers && pickHeaders(headers)));
  else if (logLevel === INFO) writeLine(() => logger.info(toLine(event)));
  if (onAttempt) notify(onAttempt, "onAttempt", target, () => onAttempt(event));
}

/** Operations whose end has been told, by API, method and path. */
const warned = new Set<string>();

/** Once for an operation and process: it would be in the way with every call. */
export function warnOfDeprecation(
  { logger, logLevel }: Reporter,
  api: string,
  { method, path }: Pick<AttemptEvent, "method" | "path">,
  deprecation: Deprecation,
): void {
  const operation = `${api} ${method} ${path}`;
  if (logLevel < WARN || warned.has(operation)) return;
  warned.add(operation);
  writeLine(() => logger.warn(deprecationLine(method, path, deprecation)));
}

function toLine({ method, path, attempt, status, requestId, durationMs, error, retryInMs }: AttemptEvent): string {
  const outcome = [status, error].filter((part) => part !== undefined).join(" ");
  const next = retryInMs === undefined ? "" : `, next in ${Math.round(retryInMs)} ms`;
  return `${method} ${path} ${outcome} in ${durationMs} ms, attempt ${attempt}${requestId ? `, request ${requestId}` : ""}${next}`;
}

const WARN = LOG_LEVELS.indexOf("warn");
const INFO = LOG_LEVELS.indexOf("info");

/** Headers that say something about the response and nothing about the account. */
const SHOWN = ["content-type", "content-length", "date", "retry-after", "x-request-id"];

function pickHeaders(headers: ReceivedHeaders): Record<string, string> {
  return Object.fromEntries(
    SHOWN.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}
