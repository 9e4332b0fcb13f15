import { pointerOf, SpecError } from "../diagnostics.js";
import { isNode, type Node } from "../load/rewrite.js";

/** The names that people chose for what the contract hoists: the content of `specs/<api>/names.yaml`. */
export interface Names {
  /** The file, for messages. */
  readonly file: string;
  readonly schemas: readonly SchemaRow[];
  readonly parameters: readonly ParameterRow[];
}

/**
 * How an inline schema is recognised: by the place where one of its kind stands, or by its property names. A row without
 * `title` means schemas without one.
 */
export interface SchemaRow {
  readonly name: string;
  /** A place that it holds, such as `Dispute.payment`, `createInvoice.request.line_items[]`, `sqlStats.200.debug`. */
  readonly place?: string;
  /** All of its property names. */
  readonly properties?: readonly string[];
  /** The properties under which it stands, where other places give the same shape another name. */
  readonly at?: readonly string[];
  /** Exactly these properties are required. */
  readonly required?: readonly string[];
  /** Exactly these properties may be null. */
  readonly nullable?: readonly string[];
  readonly title?: string;
}

/** A parameter that many operations share. */
export interface ParameterRow {
  readonly name: string;
  /** Its name on the wire. */
  readonly wire: string;
  readonly in: string;
  readonly required: boolean;
}

/** No names: everything that is hoisted gets its name by rule. */
export const noNames: Names = { file: "names.yaml", schemas: [], parameters: [] };

/**
 * Reads a parsed `names.yaml`.
 *
 * @throws SpecError `contract/bad-names` when a row has an unknown field, a wrong value or nothing to be recognised by
 */
export function readNames(file: string, data: unknown): Names {
  const fail = (pointer: string, what: string): never => {
    throw new SpecError(
      "contract/bad-names",
      { pointer, file },
      what,
      "See the head of the file for what a row may say.",
    );
  };
  const table = (value: unknown, field: string): [string, Node][] => {
    if (value === undefined || value === null) return [];
    if (!isNode(value)) return fail(pointerOf(field), "Must be a map of names.");
    return Object.entries(value).map(([name, row]) => {
      if (!/^[A-Z][A-Za-z0-9]*$/.test(name)) fail(pointerOf(field, name), `"${name}" is no PascalCase name.`);
      return [name, isNode(row) ? row : fail(pointerOf(field, name), "Must be a map of facts.")];
    });
  };
  if (!isNode(data)) return fail("", "Must be a map with schemas and parameters.");
  for (const field of Object.keys(data))
    if (!["schemas", "parameters"].includes(field)) fail(pointerOf(field), "Unknown field.");

  const schemas = table(data.schemas, "schemas").map(([name, row]): SchemaRow => {
    const pointer = pointerOf("schemas", name);
    for (const [field, value] of Object.entries(row)) {
      const isRight = STRING_FACTS.has(field) ? typeof value === "string" : LIST_FACTS.has(field) && isStrings(value);
      if (!isRight) fail(`${pointer}${pointerOf(field)}`, "Unknown fact or wrong value.");
    }
    if (row.place === undefined && row.properties === undefined) fail(pointer, "Needs a place or properties.");
    return { ...row, name };
  });
  const parameters = table(data.parameters, "parameters").map(([name, row]): ParameterRow => {
    const { name: wire, in: where = "query", required = where === "path", ...unknown } = row;
    const isRight = typeof wire === "string" && typeof where === "string" && typeof required === "boolean";
    if (!isRight || Object.keys(unknown).length > 0)
      return fail(pointerOf("parameters", name), "Must say name, in and required.");
    return { name, wire, in: where, required };
  });
  return { file, schemas, parameters };
}

/** `created_after`, `webhook-id` and `listFees` in PascalCase. */
export function pascal(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("");
}

const STRING_FACTS: ReadonlySet<string> = new Set(["place", "title"]);
const LIST_FACTS: ReadonlySet<string> = new Set(["properties", "at", "required", "nullable"]);

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
