import type { HeaderValues } from "../encode/headers.js";
import type { WriteParameters } from "../encode/parameters.js";
import type { QueryArrays } from "../encode/query.js";
import type { ReadBody } from "../encode/read-body.js";
import type { FetchBody } from "../fetch-types.js";

/** What the runtime has to know of one API. Generated beside the client; everything that is not here is a caller's option. */
export interface ApiConfig {
  /** Shown in messages. */
  readonly name: string;
  /** Base URLs by the value of the option `environment`; the first is the default. */
  readonly servers: Readonly<Record<string, string>>;
  /** How the client's key is sent. */
  readonly auth: AuthScheme;
  /** Environment variables that stand in for options. */
  readonly env: {
    readonly apiKey: string;
    readonly baseURL?: string | undefined;
    readonly logLevel?: string | undefined;
  };
  readonly queryArrays: QueryArrays;
  /** Statuses of the failures that the contract declares for most operations. */
  readonly failures: readonly number[];
  /** The version that the contract describes, sent as `Api-Version-Date`. Absent where the API has none. */
  readonly apiVersionDate?: string | undefined;
  /**
   * Operations that differ in who may call them, by method and path. `optional`: a call without a key is possible. `none`: no key is sent. `session`: no API
   * key can make it. Any other text names the credentials that are accepted, where that is not every API key. Absent where a key is
   * needed everywhere.
   */
  readonly access?: Readonly<Record<string, string>> | undefined;
}

/** `basic` sends the key as user name with an empty password, or as both where it has a colon between them. */
export type AuthScheme = "bearer" | "basic" | ApplyKey;

/** Puts a key where an API takes it. Gives what is to be added to the query, `""` for nothing. */
export type ApplyKey = (key: string, headers: Record<string, string>) => string;

/** Authorizes the calls of one operation. Gives what is to be added to the query. */
export type Authorize = (
  options: { readonly credentials?: Readonly<Record<string, string | (() => string | Promise<string>)>> | undefined },
  apiKey: string | undefined,
  headers: Record<string, string>,
) => string | Promise<string>;

/** Where the calls of one operation go: to the client's server, or to one of its own. */
export type ServerOf = (client: ServerChoice & { readonly environment: string | undefined }) => ServerChoice;

interface ServerChoice {
  readonly baseURL: string;
  readonly origin: string;
}

/** Where an operation takes the key by which the server recognizes a repeat. */
export interface IdempotencyPlaces {
  /** In the header `Idempotency-Key`: the most characters that it takes. */
  readonly header?: number | undefined;
  /** In this property of the body. */
  readonly field?: string | undefined;
}

/** The same by method and path, for calls by path: `{ "POST /transfers": { field: "idempotence_key" } }`. */
export type IdempotencyTable = Readonly<Record<string, IdempotencyPlaces>>;

/** By method and path, for calls by path: what an operation has of its own. */
export type OperationTable = Readonly<Record<string, Omit<OperationConfig, "id">>>;

/** Writes a body as it is sent; nothing where there would be none. @throws InvalidRequestError for what has no such form */
export type WriteBody = (body: unknown) => FetchBody | undefined;

/** What the runtime has to know of one operation beside its method and path; the operationId alone is the common case. */
export interface OperationConfig {
  readonly id: string;
  /** Declared failures, where they differ from those of the API. */
  readonly failures?: readonly number[] | undefined;
  /** Absent where the server does not recognize a repeat. */
  readonly idempotency?: IdempotencyPlaces | undefined;
  /** Absent where parameters are text in the path and the usual query. */
  readonly write?: WriteParameters | undefined;
  /** Sent with each request: the types of a body that is not `application/json`. */
  readonly headers?: HeaderValues | undefined;
  /** Absent where the body is JSON, and where a method passes it beside its body. */
  readonly serialize?: WriteBody | undefined;
  /** Absent where a success is JSON. */
  readonly read?: ReadBody | undefined;
  /** Absent where the credential is the client's. */
  readonly authorize?: Authorize | undefined;
  /** Absent where the server is the client's. */
  readonly server?: ServerOf | undefined;
}
