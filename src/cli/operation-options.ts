import { type Contract, type ContractOperation, type JsonSchema, Schemas } from "../testing/contract.js";
import { UsageError } from "./terminal.js";

/** Flags of the command line's own. A parameter of the same name is `--field-limit`. */
const OWN = new Set(["json", "yes", "limit", "body", "idempotency-key", "server", "environment", "help", "version"]);

/** One flag of a call: `--company-id`. */
export interface Flag {
  /** The name on the wire. */
  readonly name: string;
  readonly flag: string;
  readonly description: string;
  readonly required: boolean;
  /** Given several times, or once. */
  readonly repeats: boolean;
  readonly isBoolean: boolean;
  readonly isFile: boolean;
  /** @throws UsageError where the text is not what the contract wants */
  readonly read: (text: string) => unknown;
}

/** The flags of an operation, from its contract: parameters, then what its body has. */
export function flagsOf(contract: Contract, operation: ContractOperation): Flag[] {
  const schemas = new Schemas(contract);
  const positional = pathNames(operation).at(-1);
  const parameters = operation.parameters
    .filter(({ in: place, name }) => place === "query" || (place === "path" && name !== positional))
    .map(({ name, description, required, schema }) => flag(schemas, name, schema, required === true, description));
  const body = operation.body && schemas.resolve(operation.body.schema);
  const { properties, required } = body === undefined ? { properties: {}, required: [] } : fieldsOf(schemas, body);
  const needed = new Set(operation.body?.required === true ? required : []);
  const fields = Object.entries(properties).map(([name, schema]) => flag(schemas, name, schema, needed.has(name)));
  const taken = new Set(parameters.map(({ name }) => name));
  return [...parameters, ...fields.filter(({ name }) => !taken.has(name))];
}

/** The names in a path's template, in order. The last one is a method's first argument. */
export function pathNames({ path }: ContractOperation): string[] {
  return [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? "");
}

/** The properties of a body, those of all variants together; required is what all of them require. */
function fieldsOf(schemas: Schemas, body: JsonSchema): { properties: Record<string, JsonSchema>; required: string[] } {
  const variants = [...(body.oneOf ?? []), ...(body.anyOf ?? [])].map((one) => schemas.resolve(one));
  const parts = [body, ...(body.allOf ?? []).map((one) => schemas.resolve(one)), ...variants];
  const inAll = (name: string) => variants.length > 0 && variants.every(({ required }) => required?.includes(name));
  const properties = Object.assign({}, ...parts.map((part) => part.properties ?? {}));
  const common = parts.filter((part) => !variants.includes(part)).flatMap((part) => part.required ?? []);
  return { properties, required: [...common, ...Object.keys(properties).filter(inAll)] };
}

function flag(
  schemas: Schemas,
  name: string,
  given: JsonSchema,
  required: boolean,
  description: string = textOf(given),
): Flag {
  const schema = schemas.resolve(given);
  const types = typesOf(schemas, schema);
  const items = itemsOf(schemas, schema);
  const isList = types.includes("array") && items !== undefined && isScalar(schemas, items);
  const one = isList ? items : schema;
  const values = valuesOf(schemas, one);
  return {
    name,
    flag: flagOf(name),
    description: [firstLine(description), values.length > 0 ? `one of ${values.join(", ")}` : ""]
      .filter(Boolean)
      .join(" "),
    required,
    repeats: isList,
    isBoolean: types.includes("boolean") && types.every((type) => type === "boolean" || type === "null"),
    isFile: schema.format === "binary",
    read: (text) => readText(name, text, typesOf(schemas, one), values),
  };
}

function flagOf(name: string): string {
  const text = name.replaceAll("_", "-");
  return OWN.has(text) ? `--field-${text}` : `--${text}`;
}

function readText(name: string, text: string, types: readonly string[], values: readonly unknown[]): unknown {
  const wrong = (want: string) => new UsageError(`${flagOf(name)}: ${want}, not ${JSON.stringify(text)}`);
  if (text === "null" && types.includes("null")) return null;
  if (values.length > 0 && !values.includes(text)) throw wrong(`one of ${values.join(", ")}`);
  if (types.includes("object") || types.includes("array")) {
    try {
      return JSON.parse(text);
    } catch {
      throw wrong("JSON");
    }
  }
  if (types.includes("boolean")) {
    if (text !== "true" && text !== "false") throw wrong("true or false");
    return text === "true";
  }
  const isNumber = types.includes("number") || types.includes("integer");
  if (!isNumber || (types.includes("string") && !/^-?\d+(?:\.\d+)?$/.test(text))) return text;
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw wrong("a number");
  if (!types.includes("number") && !Number.isInteger(value)) throw wrong("a whole number");
  return value;
}

function members(schemas: Schemas, schema: JsonSchema): JsonSchema[] {
  const inner = schema.oneOf ?? schema.anyOf ?? schema.allOf;
  return inner === undefined ? [schema] : inner.flatMap((one) => members(schemas, schemas.resolve(one)));
}

function typesOf(schemas: Schemas, schema: JsonSchema): string[] {
  return members(schemas, schemas.resolve(schema)).flatMap((one) => {
    const types = schemas.typesOf(one);
    return types.length > 0 ? types : one.properties === undefined ? ["string"] : ["object"];
  });
}

function itemsOf(schemas: Schemas, schema: JsonSchema): JsonSchema | undefined {
  return members(schemas, schema).find(({ items }) => items !== undefined)?.items;
}

/** The values of a closed enum. */
function valuesOf(schemas: Schemas, schema: JsonSchema): unknown[] {
  const all = members(schemas, schemas.resolve(schema)).filter((one) => one.type !== "null");
  return all.every((one) => one.enum !== undefined)
    ? all.flatMap((one) => one.enum ?? []).filter((one) => one !== null)
    : [];
}

function isScalar(schemas: Schemas, schema: JsonSchema): boolean {
  return typesOf(schemas, schema).every((type) => type !== "object" && type !== "array");
}

function textOf(schema: JsonSchema & { readonly description?: unknown }): string {
  return typeof schema.description === "string" ? schema.description : "";
}

function firstLine(text: string): string {
  return text.split(/(?<=\.)\s/)[0]?.replaceAll("\n", " ") ?? "";
}
