/**
 * The wait that a response asks for: `retry-after-ms`, `retry-after` (seconds or a date), else the seconds that a 429's
 * message names ("... in 12 seconds"). `undefined` when it names none, or one that is not in the future.
 * @unit milliseconds
 */
export function readRetryAfter(status: number, headers: Headers, message: string, now: number): number | undefined {
  const after = headers.get("retry-after");
  const wait =
    toNumber(headers.get("retry-after-ms")) ??
    seconds(toNumber(after)) ??
    (after === null ? undefined : Date.parse(after) - now) ??
    (status === 429 ? seconds(toNumber(/\bin (\d+(?:\.\d+)?) seconds?\b/i.exec(message)?.[1])) : undefined);
  return wait !== undefined && wait > 0 ? wait : undefined;
}

function toNumber(text: string | null | undefined): number | undefined {
  return text && /^ *[-+]?[\d.]+ *$/.test(text) ? Number(text) : undefined;
}

function seconds(value: number | undefined): number | undefined {
  return value === undefined ? undefined : value * 1000;
}
