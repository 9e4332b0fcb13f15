import { describe } from "../encode/encode.js";
import { ConfigurationError } from "../errors.js";

/** What is to be ended, by the signal that ends it. */
const ends = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Runs `end` when the signal fires; returns a function that cancels it. However many calls share a signal, it gets one
 * listener: Node warns of more than ten.
 */
export function onAbort(signal: AbortSignal, end: () => void): () => void {
  let all = ends.get(signal);
  if (!all) {
    all = new Set();
    ends.set(signal, all);
    signal.addEventListener("abort", endAll);
  }
  all.add(end);
  return () => {
    if (!all.delete(end) || all.size > 0) return;
    ends.delete(signal);
    signal.removeEventListener("abort", endAll);
  };
}

/** @throws ConfigurationError for what is no signal, of whichever realm: it would never end the call */
export function checkSignal(signal: unknown): void {
  if (signal === undefined || signal === null) return;
  if (typeof (signal as Partial<AbortSignal>).addEventListener !== "function" || !("aborted" in (signal as object)))
    throw new ConfigurationError(`signal must be an AbortSignal (got ${describe(signal)})`);
}

function endAll(this: AbortSignal): void {
  for (const end of ends.get(this)!) end();
}
