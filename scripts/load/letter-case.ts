import { createHash } from "node:crypto";

/** `created_after`, `webhook-id` and `Course lessons` as `CreatedAfter`, `WebhookId`, `CourseLessons`. ASCII letters and digits only. */
export function pascalCase(text: string): string {
  return words(text)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/** `case_id` as `caseId`. */
export function camelCase(text: string): string {
  const pascal = pascalCase(text);
  return pascal.charAt(0).toLowerCase() + pascal.slice(1);
}

/** `DisputeAlerts` and `Dispute alerts` as `dispute-alerts`. An apostrophe is part of its word: `user's cards` is `users-cards`. */
export function kebabCase(text: string): string {
  const split = text
    .replaceAll(/['’]/g, "")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, "$1-$2");
  return words(split).join("-").toLowerCase();
}

/**
 * The name of the file of a class, without its ending: `dispute-alerts`. It is a file of its own on every system: Windows keeps some
 * names for devices, and file systems have a limit.
 */
export function fileNameOf(className: string): string {
  const name = kebabCase(className);
  const own = name === "" || DEVICE.test(name) ? `${name}-resource`.replace(/^-/, "") : name;
  if (own.length <= MAX_FILE_NAME) return own;
  const hash = createHash("sha256").update(className).digest("hex").slice(0, 8);
  return `${own.slice(0, MAX_FILE_NAME - hash.length - 1).replace(/-+$/, "")}-${hash}`;
}

const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;
/** @unit characters */
const MAX_FILE_NAME = 100;

/** The singular of an English plural, by its ending: enough for the nouns of resources, lists and enums. */
export function singular(plural: string): string {
  if (/(?:series|species|news)$/i.test(plural)) return plural;
  if (/ies$/i.test(plural)) return `${plural.slice(0, -3)}y`;
  if (/(?:ss|x|ch|sh)es$/i.test(plural)) return plural.slice(0, -2);
  if (/(?:alias|bias|bonus|campus|canvas|census|status|virus)es$/i.test(plural)) return plural.slice(0, -2);
  if (/s$/i.test(plural) && !/(?:ss|us|is)$/i.test(plural)) return plural.slice(0, -1);
  return plural;
}

function words(text: string): string[] {
  return text.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
}
