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

/** A parameter of an operation, as OpenAPI has it. */
export interface ContractParameter {
  /** As it is sent: a placeholder of the path, a key of the query, or a header. */
  readonly name: string;
  /** `path`, `query`, `header` or `cookie`. */
  readonly in: string;
  /** Absent for one that may be left out. */
  readonly required?: boolean;
  /** How lists and objects are written, in OpenAPI's words; absent for the usual way. */
  readonly style?: string;
  /** What it does, in a sentence. */
  readonly description?: string;
  /** What values it takes. */
  readonly schema: JsonSchema;
}

/** An operation of a contract: what it takes, and what it responds with. */
export interface ContractOperation {
  /** Its `operationId`, for example `listDispute`. */
  readonly id: string;
  /** What callers write: `disputes.list`. */
  readonly call: string;
  /** HTTP method, in capitals. */
  readonly verb: string;
  /** Template below the server's URL, for example `/disputes/{id}`. */
  readonly path: string;
  /** What it does, in a sentence. */
  readonly summary?: string;
  /**
   * Whether it takes an API key. `none`: it is public. `session`: no key can make the call, only a signed-in user. `limited`: only the
   * kinds of key that the documentation names. `other`: it takes other credentials than the client's key.
   */
  readonly key?: "required" | "optional" | "none" | "session" | "limited" | "other";
  /** Those of path, query, headers and cookies; the body is `body`. */
  readonly parameters: readonly ContractParameter[];
  /** What the request's body is; absent where it has none. */
  readonly body?: {
    /** Whether a request without a body is refused. */
    readonly required: boolean;
    /** `application/json`, for example, or `multipart/form-data`. */
    readonly mediaType: string;
    /** How it is sent, where that is neither JSON nor a form with files: as an urlencoded form, as text, or as bytes. */
    readonly as?: "form" | "text" | "bytes";
    /** Of an urlencoded form: how properties are written that are neither text nor lists of texts. */
    readonly styles?: Readonly<Record<string, string>>;
    /** What the body holds. */
    readonly schema: JsonSchema;
  };
  /** What a success is; absent where the contract has none. */
  readonly success?: {
    /** HTTP status, for example 201; 200 where the contract says `2XX`. */
    readonly status: number;
    /** Absent where its body is JSON, or there is none. */
    readonly mediaType?: string;
    /** How the client gives it, where that is not JSON: as text, as a `Blob`, or as events one by one. */
    readonly as?: "text" | "blob" | "events";
    /** What its body holds; absent where it has none. */
    readonly schema?: JsonSchema;
  };
  /** The body of each declared failure by its status; `null` where it has none. */
  readonly failures: Readonly<Record<string, JsonSchema | null>>;
  /** How its list is paged; absent where it is not a list. */
  readonly pagination?: Pagination;
  /** Where it takes an idempotency key; absent where the server does not recognize a repeat. */
  readonly idempotency?: {
    /** Whether it is taken from the header `Idempotency-Key`. */
    readonly header: boolean;
    /** The property of the body that it is taken from; absent where there is none. */
    readonly field?: string;
  };
}

/** `contract.json`, as the generator writes it for each API. */
export interface Contract {
  /** `whop`, `whop-current` or `decisionly`: as the entry of the package is called. */
  readonly id: string;
  /** What messages call the API. */
  readonly name: string;
  /** Where the API is; the first is what a client takes by itself. */
  readonly servers: readonly {
    /** The client's option `environment`. */
    readonly environment: string;
    /** What paths are appended to, without a slash at its end. */
    readonly url: string;
  }[];
  /** How a key is sent in `Authorization`: `bearer`, or `basic` as the user name. */
  readonly auth: string;
  /** How a list is written in a query: `brackets` is `a[]=1&a[]=2`, `repeat` is `a=1&a=2`. */
  readonly queryArrays: string;
  /** The version that the contract describes, as `Api-Version-Date` names it; absent where the API has no versions. */
  readonly apiVersionDate?: string;
  /** Each once, in the order of the contract. */
  readonly operations: readonly ContractOperation[];
  /** What the API delivers to webhooks. */
  readonly events: readonly {
    /** The name of the event, for example `dispute.created`. */
    readonly type: string;
    /** What the delivery's body holds; absent where the contract does not say. */
    readonly schema?: JsonSchema;
  }[];
  /** What references lead to. */
  readonly components: {
    /** By the name that stands after `#/components/schemas/`. */
    readonly schemas: Readonly<Record<string, JsonSchema>>;
  };
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
