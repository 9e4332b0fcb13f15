/**
 * The wait that a response asks for: `retry-after-ms`, `retry-after` (seconds or a date), else the seconds that a 429's
 * message names ("... in 12 seconds"). A date is measured against the response's own, since the two clocks may differ. Of several
 * values, as proxies leave them, the longest counts. `undefined` when it names none, or one that is not in the future.
 * @unit milliseconds
 */
export function readRetryAfter(status: number, headers: Headers, message: string, now: number): number | undefined {
  const after = headers.get("retry-after");
  const sentAt = Date.parse(headers.get("date") ?? "");
  const wait =
    toNumber(headers.get("retry-after-ms")) ??
    seconds(toNumber(after)) ??
    (after ? latest(after) - (Number.isNaN(sentAt) ? now : sentAt) : undefined) ??
    (status === 429 ? seconds(toNumber(/\bin (\d+(?:\.\d+)?) seconds?\b/i.exec(message)?.[1])) : undefined);
  return wait !== undefined && wait > 0 ? wait : undefined;
}

/** `120`, or `120, 120`. */
function toNumber(text: string | null | undefined): number | undefined {
  const numbers = text?.split(",");
  return numbers?.every((each) => /^ *[-+]?\d+(?:\.\d*)? *$/.test(each)) ? Math.max(...numbers.map(Number)) : undefined;
}

/** A date has a comma of its own, after the name of the day. `NaN` for what is no date. */
function latest(text: string): number {
  return Math.max(...text.split(/, *(?=[a-z]+, )/i).map((date) => Date.parse(date)));
}

function seconds(value: number | undefined): number | undefined {
  return value === undefined ? undefined : value * 1000;
}
