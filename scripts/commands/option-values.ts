import { UsageError } from "../diagnostics.js";

/** @throws UsageError with the values that the option takes */
export function oneOf<Value extends string>(option: string, given: string, allowed: readonly Value[]): Value {
  const found = allowed.find((value) => value === given);
  if (found !== undefined) return found;
  throw new UsageError(`${option} takes ${listed(allowed)}, not ${JSON.stringify(given)}.`);
}

/** @throws UsageError for anything but a day of the calendar such as 2026-02-01 */
export function day(option: string, given: string): string {
  const date = new Date(`${given}T00:00:00Z`);
  if (/^\d{4}-\d\d-\d\d$/.test(given) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(given)) {
    return given;
  }
  throw new UsageError(`${option} takes a day such as 2026-02-01, not ${JSON.stringify(given)}.`);
}

/** Today in UTC. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function listed(values: readonly string[]): string {
  return `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
}
