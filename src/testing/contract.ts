/** The part of JSON Schema that contracts use. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly example?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
}

/** How a list is paged: see `x-pagination` in the contracts. */
export type Pagination =
  | { readonly scheme: "cursor" }
  | { readonly scheme: "id"; readonly id: string }
  | { readonly scheme: "next-cursor"; readonly cursor: string; readonly next: string; readonly more?: string };

export interface ContractParameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly style?: string;
  readonly description?: string;
  readonly schema: JsonSchema;
}

export interface ContractOperation {
  readonly id: string;
  /** What callers write: `disputes.list`. */
  readonly call: string;
  readonly verb: string;
  readonly path: string;
  readonly summary?: string;
  readonly key?: "required" | "optional" | "none" | "session" | "limited";
  readonly parameters: readonly ContractParameter[];
  readonly body?: { readonly required: boolean; readonly mediaType: string; readonly schema: JsonSchema };
  readonly success?: { readonly status: number; readonly schema?: JsonSchema };
  readonly failures: Readonly<Record<string, JsonSchema | null>>;
  readonly pagination?: Pagination;
  readonly idempotency?: { readonly header: boolean; readonly field?: string };
}

/** `contract.json`, as the generator writes it for each API. */
export interface Contract {
  readonly id: string;
  readonly name: string;
  readonly servers: readonly { readonly environment: string; readonly url: string }[];
  readonly auth: string;
  readonly queryArrays: string;
  readonly apiVersionDate?: string;
  readonly operations: readonly ContractOperation[];
  readonly events: readonly { readonly type: string; readonly schema?: JsonSchema }[];
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

/** A JSON object. */
export type Entity = Record<string, unknown>;

export function isEntity(value: unknown): value is Entity {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const SCHEMAS = "#/components/schemas/";

/** The schemas of a contract, with references followed. */
export class Schemas {
  readonly #components: Readonly<Record<string, JsonSchema>>;

  constructor(contract: Contract) {
    this.#components = contract.components.schemas;
  }

  /** The schema itself; what stands beside a reference wins. */
  resolve(schema: JsonSchema): JsonSchema {
    if (schema.$ref === undefined) return schema;
    const { $ref, ...beside } = schema;
    const target = this.#components[$ref.slice(SCHEMAS.length)];
    if (target === undefined) throw new Error(`${$ref} is not in the contract`);
    return { ...this.resolve(target), ...beside };
  }

  /** By reference, in the form that the validator looks them up. */
  get byReference(): Record<string, JsonSchema> {
    return Object.fromEntries(Object.entries(this.#components).map(([name, schema]) => [SCHEMAS + name, schema]));
  }

  /** The types that a schema lists, `null` included. */
  typesOf(schema: JsonSchema): readonly string[] {
    const { type } = this.resolve(schema);
    return type === undefined ? [] : typeof type === "string" ? [type] : type;
  }
}
