import { LOG_LEVELS, type Logger } from "./logger.js";

/** Where a failing observer is reported. */
export interface ReportTarget {
  readonly logger: Logger;
  /** Index in `LOG_LEVELS`. */
  readonly logLevel: number;
}

/** Observers whose failure has been reported. */
const reported = new WeakSet<object>();

/**
 * Calls an observer. It decides nothing and is not waited for: what it throws, or the promise that it returns rejects with, is caught, and
 * reported the first time, by its name alone, because it may quote anything.
 * @param observer what is called: by it the first time is known
 * @param name the option that it was passed as
 */
export function notify<Result>(
  observer: object,
  name: string,
  target: ReportTarget | undefined,
  call: () => Result,
): Result | undefined {
  return quietly(call, (reason) => {
    if (!target || target.logLevel < WARN || reported.has(observer)) return;
    reported.add(observer);
    writeLine(() =>
      target.logger.warn(`${name} failed (${kindOf(reason)}): what an observer throws is ignored, and reported once`),
    );
  });
}

function kindOf(reason: unknown): string {
  try {
    const { name } = reason as { name?: unknown };
    if (typeof name === "string" && /^\w{1,64}$/.test(name)) return name;
  } catch {}
  return typeof reason;
}

/** Writes to a logger. Nobody is left to be told that it fails. */
export function writeLine(write: () => unknown): void {
  quietly(write, () => {});
}

/** What `call` returns; `undefined` when it throws. */
function quietly<Result>(call: () => Result, onFailure: (reason: unknown) => void): Result | undefined {
  try {
    const result = call();
    // It may be a promise, whatever its type says; and then that it fails must be somebody's business.
    if (typeof result === "object" && result !== null) Promise.resolve(result).catch(onFailure);
    return result;
  } catch (reason) {
    onFailure(reason);
    return undefined;
  }
}

const WARN = LOG_LEVELS.indexOf("warn");
