import { pointerOf, SpecError } from "../diagnostics.js";
import { isJsonObject, type JsonObject } from "../load/json-object.js";

/** The names that people chose for the components that pulling extracts: the content of `specs/<api>/names.yaml`. */
export interface ChosenNames {
  /** The file, for messages. */
  readonly file: string;
  readonly schemas: readonly SchemaRow[];
  readonly parameters: readonly ParameterRow[];
}

/**
 * How an inline schema is recognized: by one place where it is, or by its property names. A row without `title` means
 * schemas without one.
 */
export interface SchemaRow {
  readonly name: string;
  /** Where it is, such as `Dispute.payment`, `createInvoice.request.line_items[]`, `sqlStats.200.debug`. */
  readonly place?: string;
  /** All of its property names. */
  readonly properties?: readonly string[];
  /** The properties that hold it, where equal schemas under other properties have another name. */
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
  /** Its name in requests. */
  readonly wire: string;
  readonly in: string;
  readonly required: boolean;
}

/** No names: each extracted component gets its name by rule. */
export const noChosenNames: ChosenNames = { file: "names.yaml", schemas: [], parameters: [] };

/**
 * Reads a parsed `names.yaml`.
 *
 * @throws SpecError `contract/bad-names` when a row has an unknown field, a wrong value or nothing to be recognized by
 */
export function readChosenNames(file: string, data: unknown): ChosenNames {
  const fail = (pointer: string, what: string): never => {
    throw new SpecError(
      "contract/bad-names",
      { pointer, file },
      what,
      "See the head of the file for what a row may have.",
    );
  };
  const table = (value: unknown, field: string): [string, JsonObject][] => {
    if (value === undefined || value === null) return [];
    if (!isJsonObject(value)) return fail(pointerOf(field), "Must be a map of names.");
    return Object.entries(value).map(([name, row]) => {
      if (!/^[A-Z][A-Za-z0-9]*$/.test(name)) fail(pointerOf(field, name), `"${name}" is not a PascalCase name.`);
      return [
        name,
        isJsonObject(row) ? row : fail(pointerOf(field, name), "Must be a map of facts, such as properties or place."),
      ];
    });
  };
  if (!isJsonObject(data)) return fail("", "Must be a map with schemas and parameters.");
  for (const field of Object.keys(data))
    if (!["schemas", "parameters"].includes(field))
      fail(pointerOf(field), `"${field}" is not a table of this file; schemas and parameters are.`);

  const schemas = table(data.schemas, "schemas").map(([name, row]): SchemaRow => {
    const pointer = pointerOf("schemas", name);
    for (const [field, value] of Object.entries(row)) {
      const isRight = STRING_FACTS.has(field) ? typeof value === "string" : LIST_FACTS.has(field) && isStrings(value);
      if (!isRight)
        fail(
          `${pointer}${pointerOf(field)}`,
          `${JSON.stringify(field)} is not a fact of a row, or its value is not ${LIST_FACTS.has(field) ? "a list of strings" : "a string"}.`,
        );
    }
    if (row.place === undefined && row.properties === undefined) fail(pointer, "Needs a place or properties.");
    return { ...row, name };
  });
  const parameters = table(data.parameters, "parameters").map(([name, row]): ParameterRow => {
    const { name: wire, in: location = "query", required = location === "path", ...unknown } = row;
    const isRight = typeof wire === "string" && typeof location === "string" && typeof required === "boolean";
    if (!isRight || Object.keys(unknown).length > 0)
      return fail(pointerOf("parameters", name), "Must have a name, may have in and required, and nothing else.");
    return { name, wire, in: location, required };
  });
  return { file, schemas, parameters };
}

const STRING_FACTS: ReadonlySet<string> = new Set(["place", "title"]);
const LIST_FACTS: ReadonlySet<string> = new Set(["properties", "at", "required", "nullable"]);

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
