import type { APIError } from "../errors.js";

/** What `toResult()` gives: a success, or one of the failures that the contract declares, told apart by `ok` and `status`. */
export type Result<T, Failure = ApiFailure> = Success<T> | Failure;

/** A call that succeeded. */
export interface Success<T> {
  /** Tells it from a {@link Failure}. */
  readonly ok: true;
  /** HTTP status of the response: 200 to 299. */
  readonly status: number;
  /** What awaiting the call would have given. */
  readonly data: T;
  /** Its body has been read. */
  readonly response: Response;
  /** The response's `x-request-id`, else `request-id`; absent where it has neither. */
  readonly requestId: string | undefined;
  /** What the request carried for the server to recognize a repeat by. */
  readonly idempotencyKey: string | undefined;
}

/** A declared failure. `Body` is what the contract says of the response; the server may say something else. */
export interface Failure<Status extends number, Body> {
  /** Tells it from a {@link Success}. */
  readonly ok: false;
  /** HTTP status of the response, one that the contract declares: compare it to narrow the type of `error`. */
  readonly status: Status;
  /** The response's body. */
  readonly error: Body;
  /** What awaiting the call would have thrown. */
  readonly cause: APIError;
  /** What the request carried for the server to recognize a repeat by. */
  readonly idempotencyKey: string | undefined;
}

/** Failures with the same body, one for each status: `Failures<400 | 404, ErrorResponse>`. */
export type Failures<Status extends number, Body> = Status extends number ? Failure<Status, Body> : never;

/** A declared failure of which nothing more is known. */
export type ApiFailure = Failure<number, unknown>;
