import type { JsonSchema } from "./contract.js";
import { hashedText } from "./hash.js";

export type HashOf = (place: string) => number;

const DAY = 86_400_000;

/** A number within the bounds. Amounts have two decimals, or none where the contract counts in the smallest unit. */
export function makeNumber(schema: JsonSchema, type: "integer" | "number", place: string, hashOf: HashOf): number {
  const name = nameOf(place);
  const { minimum = 1, maximum = minimum + (/amount|total|price|fee/.test(name) ? 20_000 : 100) } = schema;
  if (/decimals$/.test(name)) return 2;
  if (/year$/.test(name) && schema.maximum === undefined) return 2030 + (hashOf(place) % 8);
  const whole = Math.ceil(minimum) + (hashOf(place) % (Math.floor(maximum) - Math.ceil(minimum) + 1));
  if (type === "integer" || schema.maximum !== undefined) return whole;
  return Math.round(whole) / 100 >= minimum ? whole / 100 : whole;
}

/** A text in the form that the schema, its example and its name tell. */
export function makeText(schema: JsonSchema, place: string, hashOf: HashOf, now: Date): string {
  const text = plainText(schema, place, hashOf, now);
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
  return text.length < minLength ? text.padEnd(minLength, "x") : text.slice(0, maxLength);
}

function plainText(schema: JsonSchema, place: string, hashOf: HashOf, now: Date): string {
  const name = nameOf(place);
  const example = typeof schema.example === "string" ? schema.example : undefined;
  const { format } = schema;
  if (format === "date-time" || (example !== undefined && /^\d{4}-\d\d-\d\dT/.test(example))) {
    return timeFor(name, place, hashOf, now).toISOString();
  }
  if (format === "date" || (example !== undefined && /^\d{4}-\d\d-\d\d$/.test(example))) {
    return timeFor(name, place, hashOf, now).toISOString().slice(0, 10);
  }
  if (format === "email") return `${hashedText(place, 6)}@example.com`;
  if (format === "uri") return `https://example.com/${hashedText(place, 10)}`;
  if (format === "uuid") return uuid(place);
  if (format === "decimal") return decimal(place, hashOf);
  const id = example?.match(/^([a-z]+_)x{6,}$/i);
  if (id) return id[1] + hashedText(`${hashOf(place)}`, (example?.length ?? 0) - (id[1]?.length ?? 0));
  if (example !== undefined) return example;
  return byName(name, place, hashOf, now);
}

/** Where only the name tells something. */
function byName(name: string, place: string, hashOf: HashOf, now: Date): string {
  if (/(?:^|_)email(?:$|_address$)/.test(name)) return `${hashedText(place, 6)}@example.com`;
  if (/(?:^|_)urls?$|_uri$/.test(name)) return `https://example.com/${hashedText(place, 10)}`;
  if (/currency$/.test(name)) return "usd";
  if (/country(?:_code)?$/.test(name)) return "US";
  if (/_at$|^created$|_date$/.test(name)) return timeFor(name, place, hashOf, now).toISOString();
  if (/^amount$|_amount$|_usd$|^total|balance$/.test(name)) return decimal(place, hashOf);
  if (/last4$/.test(name)) return String(1000 + (hashOf(place) % 9000));
  if (/(?:^|_)ip(?:_address)?$/.test(name)) return `192.0.2.${1 + (hashOf(place) % 254)}`;
  if (/(?:^|_)id$/.test(name)) return `${name.replace(/_?id$/, "") || "id"}_${hashedText(`${hashOf(place)}`, 14)}`;
  return `${name.replaceAll("_", " ")} ${1 + (hashOf(place) % 99)}`;
}

/** Deadlines lie in the coming three weeks, everything else in the past two months. */
function timeFor(name: string, place: string, hashOf: HashOf, now: Date): Date {
  const isAhead = /due|deadline|needs_response|expires|expected|renewal_period_end|release|next/.test(name);
  const days = isAhead ? 7 + (hashOf(place) % 14) : -1 - (hashOf(place) % 60);
  return new Date(now.getTime() + days * DAY);
}

function decimal(place: string, hashOf: HashOf): string {
  return ((100 + (hashOf(place) % 20_000)) / 100).toFixed(2);
}

function uuid(place: string): string {
  const digits = Array.from({ length: 32 }, (_, index) =>
    (hashedText(`${place}${index}`, 1).charCodeAt(0) % 16).toString(16),
  );
  const text = digits.join("");
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-8${text.slice(17, 20)}-${text.slice(20)}`;
}

/** The last segment that is a name: `payment/total` and `documents/0` give `total` and `documents`. */
function nameOf(place: string): string {
  const names = place.split("/").filter((segment) => !/^\d+$/.test(segment));
  return names.at(-1) ?? "";
}
