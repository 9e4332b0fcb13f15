import { SpecError } from "../diagnostics.js";
import type { OpenApiDocument } from "./openapi.js";

/**
 * The version of the API that a document describes, from `info.x-api-version-date`: `2025-01-01`, or `2026-08-25-2` for the second
 * version of a day. `undefined` where it names none.
 *
 * @throws SpecError `load/api-version` for anything else
 */
export function apiVersionOf({ info }: OpenApiDocument): string | undefined {
  const version = info["x-api-version-date"];
  if (version === undefined) return undefined;
  if (typeof version === "string" && isVersionDate(version)) return version;
  throw new SpecError(
    "load/api-version",
    "/info/x-api-version-date",
    `x-api-version-date must be a date such as "2025-01-01" or "2025-01-01-2".`,
    "Correct it with an overlay action, or remove it: then no version is sent.",
  );
}

/** Whether a text is one that can be sent and shown as a version. */
export function isVersionDate(text: string): boolean {
  return /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:-[1-9]\d{0,2})?$/.test(text);
}
