import { type Schema, validate } from "@cfworker/json-schema";
import {
  type Contract,
  type ContractOperation,
  type ContractParameter,
  type Entity,
  isEntity,
  type JsonSchema,
  Schemas,
} from "./contract.js";
import { readForm } from "./read-form.js";
import { Refusal } from "./refusal.js";

/** A request's parameters and body, read as the contract says. */
export interface CheckedRequest {
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** Holds values against the schemas of a contract. */
export class Checker {
  readonly schemas: Schemas;
  readonly #lookup: Record<string, Schema>;
  readonly #closed: Record<string, Schema>;

  constructor(contract: Contract) {
    this.schemas = new Schemas(contract);
    const schemas = this.schemas.byReference;
    // The validator's own type of a schema allows changes to it; it makes none without `dereference`.
    this.#lookup = schemas as Record<string, Schema>;
    this.#closed = closeEnums(schemas) as Record<string, Schema>;
  }

  accepts(schema: JsonSchema, value: unknown): boolean {
    return this.fault(schema, value) === undefined;
  }

  /** Whether the API would say this today: the same, but for an enum that may grow only what it has. */
  wouldSay(schema: JsonSchema, value: unknown): boolean {
    return validate(value, closeEnums(schema) as Schema, "2020-12", this.#closed, true).valid;
  }

  /** Where the value breaks the schema, and how: `#/evidence/notes` and a sentence. */
  fault(schema: JsonSchema, value: unknown): { readonly place: string; readonly rule: string } | undefined {
    const { valid, errors } = validate(value, schema as Schema, "2020-12", this.#lookup, true);
    if (valid) return undefined;
    // The last one is the innermost: those before it say that a part of them is wrong.
    const deepest = errors.at(-1);
    return { place: deepest?.instanceLocation ?? "#", rule: deepest?.error ?? "does not match" };
  }

  /** @throws Refusal with the status that the API has for it */
  async checkRequest(operation: ContractOperation, url: URL, request: Request): Promise<CheckedRequest> {
    const query = this.#readQuery(operation, url);
    return { query, body: await this.#readBody(operation, request) };
  }

  #readQuery(operation: ContractOperation, url: URL): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    for (const parameter of operation.parameters.filter((one) => one.in === "query")) {
      const { name, required, schema } = parameter;
      const value = this.#readParameter(parameter, url.searchParams);
      if (value === undefined) {
        if (required !== true) continue;
        throw new Refusal(400, `Missing required parameter: ${name}`, { code: "parameter_missing", param: name });
      }
      const fault = this.fault(schema, value);
      if (fault !== undefined) throw invalid(name, fault);
      values[name] = value;
    }
    return values;
  }

  #readParameter({ name, style, schema }: ContractParameter, params: URLSearchParams): unknown {
    const types = this.schemas.typesOf(schema);
    if (style === "deepObject") return readDeepObject(name, params);
    if (types.includes("array")) {
      const texts = params.has(`${name}[]`) ? params.getAll(`${name}[]`) : params.getAll(name);
      const { items = {} } = this.schemas.resolve(schema);
      if (texts.length === 0) return undefined;
      if (texts.length === 1 && texts[0] === "" && this.accepts(schema, null)) return null;
      return texts.map((text) => this.#readText(items, text));
    }
    const text = params.get(name);
    return text === null ? undefined : this.#readText(schema, text);
  }

  /** The value that a text stands for: the first of number, boolean, null and text that the schema allows. */
  #readText(schema: JsonSchema, text: string): unknown {
    const readings: unknown[] = [];
    if (/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text)) readings.push(Number(text));
    if (text === "true" || text === "false") readings.push(text === "true");
    if (text === "") readings.push(null);
    readings.push(text);
    const fitting = readings.filter((value) => this.accepts(schema, value));
    return fitting.length === 0 ? text : fitting[0];
  }

  async #readBody(operation: ContractOperation, request: Request): Promise<unknown> {
    const { body } = operation;
    if (body === undefined) return undefined;
    const type = request.headers.get("content-type") ?? "";
    if (body.mediaType.startsWith("multipart/")) return this.#readForm(body.schema, request, type);
    if (body.as !== undefined) return this.#readOther(body, body.as, request, type);
    const text = await request.text();
    if (text === "") {
      if (body.required) throw new Refusal(400, "The request has no body", { code: "parameter_missing" });
      return undefined;
    }
    if (!/json/i.test(type)) throw new Refusal(400, `A body of ${type || "no type"} instead of ${body.mediaType}`);
    const value = parse(text);
    this.#checkBody(body.schema, value);
    return value;
  }

  /** A form in the text of an address, text, or bytes. */
  async #readOther(body: Body, as: "form" | "text" | "bytes", request: Request, type: string): Promise<unknown> {
    const bytes = new Uint8Array(await request.arrayBuffer());
    if (bytes.length === 0 && type === "") {
      if (body.required) throw new Refusal(400, "The request has no body", { code: "parameter_missing" });
      return undefined;
    }
    if (!isOfType(type, body.mediaType))
      throw new Refusal(400, `A body of ${type || "no type"} instead of ${body.mediaType}`);
    if (as === "bytes") return bytes;
    const text = new TextDecoder().decode(bytes);
    if (as === "text") {
      if (this.schemas.typesOf(body.schema).includes("string")) this.#checkBody(body.schema, text);
      return text;
    }
    const pairs = [...new URLSearchParams(text)];
    const value = readForm(pairs, body.schema, body.styles ?? {}, this.schemas, (of, part) => this.#readText(of, part));
    this.#checkBody(body.schema, value);
    return value;
  }

  #checkBody(schema: JsonSchema, value: unknown): void {
    const { required = [] } = this.schemas.resolve(schema);
    const missing = isEntity(value) ? required.find((name) => value[name] === undefined) : undefined;
    if (missing !== undefined) {
      throw new Refusal(400, `Missing required parameter: ${missing}`, { code: "parameter_missing", param: missing });
    }
    const fault = this.fault(schema, value);
    if (fault !== undefined) throw invalid(fault.place.replace(/^#\/?/, "").replaceAll("/", "."), fault);
  }

  async #readForm(schema: JsonSchema, request: Request, type: string): Promise<Entity> {
    if (!/^multipart\/form-data;.*boundary=/i.test(type)) {
      throw new Refusal(400, `A body of ${type || "no type"} instead of multipart/form-data`);
    }
    const form = await request.formData();
    const value = readForm([...form], schema, {}, this.schemas, (of, text) => this.#readText(of, text));
    const missing = (this.schemas.resolve(schema).required ?? []).find((name) => !form.has(name));
    if (missing !== undefined) {
      throw new Refusal(400, `Missing required part: ${missing}`, { code: "parameter_missing", param: missing });
    }
    const { properties = {} } = this.schemas.resolve(schema);
    for (const [name, part] of Object.entries(value)) {
      const property = properties[name];
      // A file is what no schema says anything of.
      if (property === undefined || [part].flat().some((one) => one instanceof Blob)) continue;
      const fault = this.fault(property, part);
      if (fault !== undefined) throw invalid(name, fault);
    }
    return value;
  }
}

type Body = NonNullable<ContractOperation["body"]>;

/** Whether a body is of the type that the contract names, which may be a range. */
function isOfType(type: string, wanted: string): boolean {
  const [given = "", range = ""] = [type, wanted].map((text) => text.split(";")[0]?.trim().toLowerCase());
  const [start = "", isRange] = range.split("*");
  return isRange === undefined ? given === range : given.startsWith(start) && given !== "";
}

/** Without the second member of `anyOf: [enum, string]`, by which the contracts leave an enum open. */
function closeEnums(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closeEnums);
  if (typeof node !== "object" || node === null) return node;
  const { anyOf } = node as JsonSchema;
  const [known, other] = anyOf ?? [];
  const isOpen =
    anyOf?.length === 2 && other !== undefined && Object.keys(other).length === 1 && other.type === "string";
  if (isOpen && known !== undefined) return closeEnums(known);
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closeEnums(value)]));
}

function invalid(param: string, { place, rule }: { place: string; rule: string }): Refusal {
  return new Refusal(400, `Invalid parameter: ${param || "body"} (${place}: ${rule})`, {
    code: "parameter_invalid",
    ...(param === "" ? {} : { param }),
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, "The body is not JSON", { code: "invalid_json" });
  }
}

function readDeepObject(name: string, params: URLSearchParams): Entity | undefined {
  const inner = [...params].filter(([key]) => key.startsWith(`${name}[`) && key.endsWith("]"));
  if (inner.length === 0) return undefined;
  return Object.fromEntries(inner.map(([key, value]) => [key.slice(name.length + 1, -1), value]));
}
