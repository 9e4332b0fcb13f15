import type { MethodModel, ResourceModel, TypeModel } from "../../scripts/model/api-model.js";
import {
  type Contract,
  type ContractOperation,
  isEntity,
  type JsonSchema,
  Schemas,
} from "../../src/testing/contract.js";
import { ValueMaker } from "../../src/testing/make-value.js";

/** Values in examples depend on nothing but their place, so that a site made again is the same. */
const SEED = "reference";
const NOW = new Date("2026-01-15T12:00:00.000Z");

/** What an operation that no API key can call is given. */
const SESSION = '{ headers: { authorization: "Bearer …" } }';

/** A method as a reader looks for it, and a program that calls it. */
export interface CallExample {
  /** The class of the resource: `Disputes`. */
  readonly className: string;
  readonly method: MethodModel;
  /** As callers write it: `whop.disputes.list`. */
  readonly call: string;
  /** A module that compiles: imports, the client, the call with what it requires. */
  readonly code: string;
}

/** One for each method of the resources, in their order. */
export function callExamples(
  { entry, clientName }: { readonly entry: string; readonly clientName: string },
  resources: readonly ResourceModel[],
  contract: Contract,
): CallExample[] {
  const samples = new Samples(contract);
  const client = clientName.charAt(0).toLowerCase() + clientName.slice(1);
  const ofResource = (resource: ResourceModel): CallExample[] => [
    ...resource.methods.map((method): CallExample => {
      const call = [client, ...resource.path, method.name].join(".");
      const lines = [
        `import { ${clientName} } from "${entry}";`,
        "",
        `const ${client} = new ${clientName}();`,
        ...statementOf(call, method, samples.argumentsOf(method)),
      ];
      return { className: resource.className, method, call, code: lines.join("\n") };
    }),
    ...resource.children.flatMap(ofResource),
  ];
  return resources.flatMap(ofResource);
}

function statementOf(call: string, method: MethodModel, given: readonly string[]): string[] {
  const text = `${call}(${given.join(", ")})`;
  if (method.kind !== "call") return [`for await (const item of ${text}) {`, "  console.log(item);", "}"];
  const name = nameOf(method.result);
  if (name === undefined) return [`await ${text};`];
  return [`const ${name} = await ${text};`, `console.log(${name});`];
}

/** `undefined` for a result that says nothing, as that of a deletion does. */
function nameOf(result: TypeModel): string | undefined {
  if (result.kind === "primitive" && (result.type === "undefined" || result.type === "boolean")) return undefined;
  return "result";
}

/** Arguments with as little in them as a call can do with. */
class Samples {
  readonly #operations: ReadonlyMap<string, ContractOperation>;
  readonly #schemas: Schemas;
  readonly #maker: ValueMaker;

  constructor(contract: Contract) {
    this.#operations = new Map(contract.operations.map((operation) => [operation.id, operation]));
    this.#schemas = new Schemas(contract);
    this.#maker = new ValueMaker(this.#schemas, SEED, NOW);
  }

  /** The source text of each argument. */
  argumentsOf(method: MethodModel): string[] {
    const operation = this.#operations.get(method.operationId);
    if (operation === undefined) throw new Error(`the contract has no operation ${method.operationId}`);
    const { positional, upload, params } = method;
    const given: string[] = [];
    if (positional !== undefined) given.push(literalOf(this.#parameter(operation, positional.wire)));
    if (method.bodyArgument !== undefined && operation.body !== undefined)
      given.push(literalOf(this.#value(operation.body.schema, "body")));
    if (upload !== undefined) given.push('new Blob(["…"], { type: "application/pdf" })');
    const isSession = operation.key === "session";
    if (params !== undefined) {
      const values = this.#params(method, operation);
      if (Object.keys(values).length > 0 || !params.optional || isSession) given.push(literalOf(values));
    }
    if (isSession) given.push(SESSION);
    return given;
  }

  #params(method: MethodModel, operation: ContractOperation): Record<string, unknown> {
    const names = new Set([...method.pathNames, ...method.requiredQueryNames]);
    const values: Record<string, unknown> = {};
    for (const { name } of operation.parameters) if (names.has(name)) values[name] = this.#parameter(operation, name);
    const { body } = operation;
    if (body === undefined || method.bodyArgument !== undefined || method.params?.optional === true) return values;
    const value = this.#value(body.schema, "body");
    if (!isEntity(value)) return values;
    if (method.upload !== undefined) delete value[method.upload.wire];
    return { ...values, ...value };
  }

  #parameter(operation: ContractOperation, name: string): unknown {
    const parameter = operation.parameters.find((one) => one.name === name);
    if (parameter === undefined) return "…";
    // An `id` without a form is that of the object itself.
    const isPlainId = name === "id" && parameter.schema.example === undefined;
    const own =
      isPlainId && operation.success?.schema && this.#schemas.resolve(operation.success.schema).properties?.id;
    if (isPlainId && !own) return "…";
    return this.#value(own || parameter.schema, name);
  }

  #value(schema: JsonSchema, place: string): unknown {
    return this.#maker.make(this.#bare(schema, 0), place);
  }

  /** The schema without what may be left out. */
  #bare(given: JsonSchema, depth: number): JsonSchema {
    const schema = this.#schemas.resolve(given);
    if (depth > 8) return schema;
    const all = (members: readonly JsonSchema[] | undefined) => members?.map((member) => this.#bare(member, depth + 1));
    const required = new Set(schema.required);
    const properties =
      schema.properties &&
      Object.fromEntries(
        Object.entries(schema.properties).flatMap(([name, property]) =>
          required.has(name) ? [[name, this.#bare(property, depth + 1)] as const] : [],
        ),
      );
    const { anyOf, oneOf, allOf, items } = schema;
    return {
      ...schema,
      ...(properties && { properties }),
      ...(items && { items: this.#bare(items, depth + 1) }),
      ...(anyOf && { anyOf: all(anyOf) ?? [] }),
      ...(oneOf && { oneOf: all(oneOf) ?? [] }),
      ...(allOf && { allOf: all(allOf) ?? [] }),
    };
  }
}

/** As a person writes it: names without quotes, short objects on one line. */
function literalOf(value: unknown, indent = ""): string {
  const inner = `${indent}  `;
  const pieces = Array.isArray(value)
    ? value.map((item) => literalOf(item, inner))
    : isEntity(value)
      ? Object.entries(value).map(([name, item]) => `${keyOf(name)}: ${literalOf(item, inner)}`)
      : undefined;
  if (pieces === undefined) return JSON.stringify(value);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{ ", " }"];
  if (pieces.length === 0) return Array.isArray(value) ? "[]" : "{}";
  const line = `${open}${pieces.join(", ")}${close}`;
  if (line.length <= 70 && !line.includes("\n")) return line;
  return `${open.trim()}\n${pieces.map((piece) => `${inner}${piece},\n`).join("")}${indent}${close.trim()}`;
}

function keyOf(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}
