import type { ApiConfig, IdempotencyPlaces, OperationConfig } from "../settings/config.js";
import type { Credentials } from "../settings/credentials.js";
import type { ClientOptions, RequestOptions, ResolvedOptions } from "../settings/options.js";
import type { RetryBudget } from "./retry.js";

/** What all calls of a client share. */
export interface Engine {
  readonly config: ApiConfig;
  /** What the client was made with. */
  readonly given: ClientOptions<string>;
  readonly options: ResolvedOptions;
  readonly credentials: Credentials;
  readonly budget: RetryBudget;
  /** Of calls by path. */
  readonly middleware: object[];
}

/** One call: what it is, and how far it has come. */
export interface Call {
  readonly engine: Engine;
  readonly method: string;
  /** Template, for example `/disputes/{id}`. */
  readonly path: string;
  readonly options: RequestOptions;
  /** Absent for a call by path. */
  readonly operationId: string | undefined;
  /** Absent where the operationId is all there is to know. */
  readonly config: OperationConfig | undefined;
  /** What becomes of a success's body. `data`: read as JSON. `raw`: left to the caller. */
  mode: "data" | "raw";
  /** Where the contract has the call's idempotency key. */
  readonly idempotency: IdempotencyPlaces | undefined;
  /** What the request carries for the server to recognize a repeat by. */
  idempotencyKey: string | undefined;
  /** Whether the key is sent as a header. */
  hasKeyHeader: boolean;
  /** Requests made so far. */
  attempts: number;
  /** Whether the server may have acted on one of them: `false` until one has left, `undefined` while all that left were refused. */
  maybeSent: boolean | undefined;
}

export function startCall(
  engine: Engine,
  method: string,
  path: string,
  options: RequestOptions,
  operation?: string | OperationConfig,
  idempotency: IdempotencyPlaces | undefined = typeof operation === "object" ? operation.idempotency : undefined,
  config: OperationConfig | undefined = typeof operation === "object" ? operation : undefined,
): Call {
  return {
    engine,
    method,
    path,
    options,
    operationId: typeof operation === "object" ? operation.id : operation,
    config,
    mode: operation === undefined || config?.read ? "raw" : "data",
    idempotency,
    idempotencyKey: undefined,
    hasKeyHeader: false,
    attempts: 0,
    maybeSent: false,
  };
}

/** The identifier that the server gave to the request, for its support to find it by. */
export function readRequestId(headers: Headers): string | undefined {
  return headers.get("x-request-id") ?? headers.get("request-id") ?? undefined;
}
