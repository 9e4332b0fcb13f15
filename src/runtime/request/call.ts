import type { ClientError } from "../errors.js";
import type { OperationConfig } from "../settings/config.js";
import type { RequestOptions } from "../settings/options.js";

/** One call on its way through the runtime: what is known of it, and what became of it. */
export interface Call {
  /** Absent for a call by path. */
  readonly operation: OperationConfig | undefined;
  readonly options: RequestOptions;
  /** What becomes of a good answer's body. `data`: read as JSON. `raw`: left to the caller. */
  mode: "data" | "raw";
  method: string;
  /** Template, for example `/disputes/{id}`. */
  path: string;
  /** What the request carries for the server to recognise a repeat by. */
  idempotencyKey: string | undefined;
  /** Requests made so far. */
  attempts: number;
  answer: Answer | undefined;
  /** Why the body of a raw answer broke off. */
  broken?: ClientError;
}

/** An answer that means success. */
export interface Answer {
  readonly response: Response;
  /** Of mode `data`. */
  readonly data: unknown;
}

/** What a generated method passes on to openapi-fetch, which hands it back to the runtime. A type, since those fit any record. */
export type CallInit = {
  readonly call: Call;
  readonly redirect: "manual";
};

export function startCall(operation: OperationConfig | undefined, options: RequestOptions): Call {
  const mode = operation ? "data" : "raw";
  return { operation, options, mode, method: "", path: "", idempotencyKey: undefined, attempts: 0, answer: undefined };
}

/** The identifier that the server gave to the request, for its support to find it by. */
export function readRequestId(headers: Headers): string | undefined {
  return headers.get("x-request-id") ?? headers.get("request-id") ?? undefined;
}
