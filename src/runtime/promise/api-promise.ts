import { APIError, ResponseParseError } from "../errors.js";
import { readText } from "../receive/read-text.js";
import type { ReadResponse } from "../request/attempt.js";
import { type Call, maskHeaders, maxBytesOf, readRequestId } from "../request/call.js";
import { prepareRequest, type RequestParts } from "../request/prepare.js";
import { parseData, readBreak, tooLarge, toRealResponse } from "../request/response.js";
import { send } from "../request/send.js";
import type { ApiFailure, Result } from "./result.js";

/** Data together with the response that brought it. */
export interface DataWithResponse<T> {
  /** What awaiting the call gives. */
  readonly data: T;
  /** Its body has been read. */
  readonly response: Response;
  /** The response's `x-request-id`, else `request-id`; absent where it has neither. */
  readonly requestId: string | undefined;
  /** What the request carried for the server to recognize a repeat by. */
  readonly idempotencyKey: string | undefined;
  /** Whether the response is that of an earlier call with the same key (`Idempotent-Replayed`). */
  readonly replayed: boolean;
  /** Requests made for the call. */
  readonly attempts: number;
}

/** A call, and what is to become of it. */
export interface CallPlan<T> {
  readonly call: Call;
  /** A promise where a part of it, such as a file, has to be read first. */
  readonly parts: RequestParts | PromiseLike<RequestParts>;
  /** Statuses that `toResult()` gives as values; without a list, all that mean failure. */
  readonly failures: readonly number[] | undefined;
  /** What the caller gets in place of the response's JSON. */
  readonly wrap?: ((body: unknown) => T) | undefined;
}

/** A call that is on its way. Await it for its data, or ask for more. */
export class ApiPromise<T, Failure = ApiFailure> implements Promise<T> {
  /** What consoles and `Object.prototype.toString` show in place of `Promise`. */
  readonly [Symbol.toStringTag]: string = "ApiPromise";
  readonly #plan: CallPlan<T>;
  #response: Promise<ReadResponse> | undefined;
  #data: Promise<T> | undefined;

  /** @internal */
  constructor(plan: CallPlan<T>) {
    this.#plan = plan;
  }

  // biome-ignore lint/suspicious/noThenProperty: it is a promise
  then<R1 = T, R2 = never>(
    onFulfilled?: ((data: T) => R1 | PromiseLike<R1>) | null,
    onRejected?: ((reason: unknown) => R2 | PromiseLike<R2>) | null,
  ): Promise<R1 | R2> {
    this.#data ??= this.start().then((result) => this.#read(result));
    return this.#data.then(onFulfilled, onRejected);
  }

  catch<R = never>(onRejected?: ((reason: unknown) => R | PromiseLike<R>) | null): Promise<T | R> {
    return this.then(undefined, onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<T> {
    return this.then().finally(onFinally);
  }

  /** The data with the response, its request id, the idempotency key, whether it was replayed, and the number of attempts. */
  async withResponse(): Promise<DataWithResponse<T>> {
    const data = await this;
    const { response } = await this.start();
    const { idempotencyKey, attempts } = this.#plan.call;
    const requestId = readRequestId(maskHeaders(response.headers, this.#plan.call));
    const replayed = response.headers.get("idempotent-replayed") === "true";
    return { data, response: toRealResponse(response), requestId, idempotencyKey, replayed, attempts };
  }

  /**
   * The response with its body unread; a failure throws as ever. Ask before awaiting: later the body has been read. `timeout` and
   * `signal` hold until the body has been read to its end; `maxResponseBytes` does not apply.
   */
  async asResponse(): Promise<Response> {
    const { call } = this.#plan;
    call.mode = "raw";
    call.maxBytes = Number.POSITIVE_INFINITY;
    return (await this.start()).response;
  }

  /** The failures that the contract declares as values; all others are thrown. */
  async toResult(): Promise<Result<T, Failure>> {
    try {
      const { data, response, requestId, idempotencyKey } = await this.withResponse();
      return { ok: true, status: response.status, data, response, requestId, idempotencyKey };
    } catch (cause) {
      // Nobody has declared what could not be read.
      const isWhole = cause instanceof APIError && !(cause instanceof ResponseParseError);
      const { failures } = this.#plan;
      if (!isWhole || !(failures?.includes(cause.status!) ?? cause.status! >= 400)) throw cause;
      const { status, body: error, idempotencyKey } = cause;
      return { ok: false, status, error, cause, idempotencyKey } as Failure;
    }
  }

  /** Sends, unless that has been done. @internal */
  start(): Promise<ReadResponse> {
    this.#response ??= this.#send();
    return this.#response;
  }

  /** Whether somebody has asked for the data. @internal */
  get wanted(): boolean {
    return this.#data !== undefined;
  }

  #send(): Promise<ReadResponse> {
    const { call, parts } = this.#plan;
    if ("then" in parts) return Promise.resolve(parts).then((ready) => send(call, prepareRequest(call, ready)));
    try {
      return send(call, prepareRequest(call, parts));
    } catch (reason) {
      return Promise.reject(reason); // a refused value rejects, like every other failure
    }
  }

  #read({ response, data }: ReadResponse): T | Promise<T> {
    const { call, wrap } = this.#plan;
    const give = (body: unknown): T => (wrap ? wrap(body) : (body as T));
    if (call.mode !== "raw") return give(data);
    const bytes = maxBytesOf(call.engine, call.options);
    const error = (): Error => tooLarge(response, call, bytes);
    const read = call.config?.read;
    // Again, where somebody has asked for the response as well.
    if (!read?.countsItself) call.maxBytes = bytes;
    const readJson = async (): Promise<unknown> => {
      const text = await readText(response, bytes);
      if (text === undefined) throw error();
      return parseData(text, response, call);
    };
    const body = read ? read(response, readJson, { bytes, error }) : readJson();
    return body.then(give, (reason) => {
      throw readBreak(response) ?? reason;
    });
  }
}
