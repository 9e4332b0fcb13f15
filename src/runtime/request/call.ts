import { isRequestId } from "../error-headers.js";
import type { ReceivedHeaders } from "../observe/deprecation.js";
import { type Mask, maskOf } from "../receive/mask.js";
import type { ApiConfig, IdempotencyPlaces, OperationConfig } from "../settings/config.js";
import type { Credentials } from "../settings/credentials.js";
import type { ClientOptions, RequestOptions, ResolvedOptions } from "../settings/options.js";
import { visible } from "../visible.js";
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
  /** Absent where there is nothing to know beside method and path. */
  readonly config: OperationConfig | undefined;
  /** What becomes of a success's body. `data`: read as JSON. `raw`: left to the caller. */
  mode: "data" | "raw";
  /** Where the contract has the call's idempotency key. */
  readonly idempotency: IdempotencyPlaces | undefined;
  /** What the request carries for the server to recognize a repeat by. */
  idempotencyKey: string | undefined;
  /** Whether the key is sent as a header. */
  hasKeyHeader: boolean;
  /** The most that is read of a success's body. @unit bytes */
  maxBytes: number;
  /** The headers of the latest attempt, with names in lower case. */
  sent: Readonly<Record<string, string>> | undefined;
  /** The credentials of the latest attempt that are in the query. */
  sentQuery: string | undefined;
  /** Requests made so far. */
  attempts: number;
  /** Whether the server may have acted on one of them: `false` until one has left, `undefined` while all that left were refused. */
  maybeSent: boolean | undefined;
  /** The same of the latest attempt by itself, once it has failed. */
  latestMaybeSent: boolean | undefined;
}

export function startCall(
  engine: Engine,
  method: string,
  path: string,
  options: RequestOptions,
  operation?: string | OperationConfig,
  idempotency?: IdempotencyPlaces,
  byPath?: OperationConfig,
): Call {
  const own: OperationConfig | undefined = typeof operation === "string" ? { id: operation } : operation;
  const config = own ?? byPath;
  return {
    engine,
    method,
    path,
    options,
    operationId: own?.id,
    config,
    mode: !own || own.read ? "raw" : "data",
    idempotency: idempotency ?? own?.idempotency,
    idempotencyKey: undefined,
    hasKeyHeader: false,
    maxBytes: config?.read?.countsItself ? Number.POSITIVE_INFINITY : maxBytesOf(engine, options),
    sent: undefined,
    sentQuery: undefined,
    attempts: 0,
    maybeSent: false,
    latestMaybeSent: undefined,
  };
}

/** The most that is read of the body of a success that becomes data. @unit bytes */
export function maxBytesOf(engine: Engine, options: RequestOptions): number {
  return options.maxResponseBytes ?? engine.options.maxResponseBytes;
}

/** For what a server says of the call: replaces the credentials and the headers of its latest attempt. */
export function maskFor({ sent, sentQuery }: Call): Mask {
  return maskOf(sent, sentQuery);
}

/** The headers of a response without what the call's request had in its own, and nothing hidden in them. */
export function maskHeaders(headers: ReceivedHeaders, call: Call): ReceivedHeaders {
  const mask = maskFor(call);
  return {
    get(name) {
      const value = headers.get(name);
      return value === null ? null : visible(mask(value));
    },
  };
}

/**
 * The identifier that the server gave to the request, for its support to find it by. Anything else than letters, digits and `_.:-` is none.
 * @param headers masked
 */
export function readRequestId(headers: ReceivedHeaders): string | undefined {
  return [headers.get("x-request-id"), headers.get("request-id")].find(isRequestId);
}
