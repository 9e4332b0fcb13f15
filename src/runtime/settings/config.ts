import type { QueryArrays } from "../encode/query.js";

/** What the runtime has to know of one API. Generated beside the client; everything that is not here is a caller's option. */
export interface ApiConfig {
  /** Shown in messages. */
  readonly name: string;
  /** Base URLs by the value of the option `environment`; the first is the default. */
  readonly servers: Readonly<Record<string, string>>;
  /** `basic` sends the key as user name with an empty password. */
  readonly auth: "bearer" | "basic";
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
   * Operations that differ in who may call them, by method and path. `optional`: a call without a key is possible. `session`: no API
   * key can make it. Any other text names the credentials that are accepted, where that is not every API key. Absent where a key is
   * needed everywhere.
   */
  readonly access?: Readonly<Record<string, string>> | undefined;
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

/** What the runtime has to know of one operation beside its method and path; the operationId alone is the common case. */
export interface OperationConfig {
  readonly id: string;
  /** Declared failures, where they differ from those of the API. */
  readonly failures?: readonly number[] | undefined;
  /** Absent where the server does not recognize a repeat. */
  readonly idempotency?: IdempotencyPlaces | undefined;
}
