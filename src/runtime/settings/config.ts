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
  /** The body's property that makes a repeated call safe, by method and path: `{ "POST /transfers": "idempotence_key" }`. */
  readonly idempotencyFields: Readonly<Record<string, string>>;
  /**
   * Operations that differ in who may call them, by method and path. `optional`: a call without a key is possible. `session`: no API
   * key can make it. Any other text names the credentials that are accepted, where that is not every API key. Absent where a key is
   * needed everywhere.
   */
  readonly access?: Readonly<Record<string, string>> | undefined;
}

/** What the runtime has to know of one operation beside its method and path; the operationId alone is the common case. */
export interface OperationConfig {
  readonly id: string;
  /** Declared failures, where they differ from those of the API. */
  readonly failures?: readonly number[] | undefined;
}
