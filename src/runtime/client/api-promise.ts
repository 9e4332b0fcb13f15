import { APIError } from "../errors.js";
import { type Answer, type Call, readRequestId } from "../request/call.js";
import { toRealResponse } from "../request/lazy-response.js";
import { readData } from "../request/response.js";
import type { ApiFailure, Result } from "./result.js";

/** Data together with the answer that brought it. */
export interface DataWithResponse<T> {
  readonly data: T;
  /** Its body has been read. */
  readonly response: Response;
  readonly requestId: string | undefined;
  /** What the request carried for the server to recognise a repeat by. */
  readonly idempotencyKey: string | undefined;
  /** Requests made for the call. */
  readonly attempts: number;
}

/** How a promise comes to its answer. */
export interface CallPlan<T> {
  readonly call: Call;
  readonly run: () => Promise<Answer>;
  /** Statuses that `toResult()` gives as values. */
  readonly failures: readonly number[];
  /** What the caller gets in place of the answer's JSON. */
  readonly wrap?: ((body: unknown) => T) | undefined;
}

/** A call that is on its way. Await it for its data, or ask for more. */
export class ApiPromise<T, Failure = ApiFailure> implements Promise<T> {
  readonly [Symbol.toStringTag]: string = "ApiPromise";
  readonly #plan: CallPlan<T>;
  #answer: Promise<Answer> | undefined;
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
    this.#data ??= this.#read();
    return this.#data.then(onFulfilled, onRejected);
  }

  catch<R = never>(onRejected?: ((reason: unknown) => R | PromiseLike<R>) | null): Promise<T | R> {
    return this.then(undefined, onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<T> {
    return this.then().finally(onFinally);
  }

  /** The data with the answer, its request id, the idempotency key and the number of attempts. */
  async withResponse(): Promise<DataWithResponse<T>> {
    const data = await this;
    const { response } = await this.start();
    const { idempotencyKey, attempts } = this.#plan.call;
    const requestId = readRequestId(response.headers);
    return { data, response: toRealResponse(response), requestId, idempotencyKey, attempts };
  }

  /**
   * The answer with its body unread; a failure throws as ever. Ask before awaiting: later the body has been read. `timeout` and
   * `signal` hold until the body has been read to its end.
   */
  async asResponse(): Promise<Response> {
    this.#plan.call.mode = "raw";
    return (await this.start()).response;
  }

  /** The failures that the contract declares as values; all others are thrown. */
  async toResult(): Promise<Result<T, Failure>> {
    try {
      const { data, response, requestId } = await this.withResponse();
      return { ok: true, status: response.status, data, response, requestId };
    } catch (cause) {
      if (!(cause instanceof APIError && this.#plan.failures.includes(cause.status!))) throw cause;
      return { ok: false, status: cause.status, error: cause.body, cause } as Failure;
    }
  }

  /** Sends, unless that has been done. @internal */
  start(): Promise<Answer> {
    this.#answer ??= this.#plan.run();
    return this.#answer;
  }

  /** Whether somebody has asked for the data. @internal */
  get wanted(): boolean {
    return this.#data !== undefined;
  }

  async #read(): Promise<T> {
    const { response, data } = await this.start();
    const { call, wrap } = this.#plan;
    const body = call.mode === "raw" ? await readData(response, call) : data;
    return wrap ? wrap(body) : (body as T);
  }
}
