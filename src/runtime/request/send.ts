import { bodyToSend } from "../encode/body.js";
import { type HeaderValues, mergeHeaders } from "../encode/headers.js";
import { APIError, type ClientError } from "../errors.js";
import { isWatched, reportAttempt } from "../observe/report.js";
import type { ApiConfig } from "../settings/config.js";
import { authorization, type Credentials } from "../settings/credentials.js";
import { checkLimits, type FetchFunction, type FetchOptions, type ResolvedOptions } from "../settings/options.js";
import { checkOrigin } from "../settings/origin.js";
import { type Answer, type Call, readRequestId } from "./call.js";
import { type Limit, pause, startDeadline } from "./deadline.js";
import { toClientError, toStatusError } from "./failure.js";
import { guardBody, readData, refuseRedirect } from "./response.js";
import { nextDelay, retryPolicy } from "./retry.js";
import type { RetryBudget } from "./retry-budget.js";
import { traceCall } from "./trace-call.js";

/** What all calls of a client share. */
export interface Engine {
  readonly facts: ApiConfig;
  readonly options: ResolvedOptions;
  readonly credentials: Credentials;
  readonly budget: RetryBudget;
}

/** A request that can be sent any number of times. */
export interface OutgoingRequest {
  readonly url: string;
  readonly body: BodyInit | undefined;
  /** Between those of the client and those of the call's options. */
  readonly headers?: HeaderValues | undefined;
  readonly fetch?: FetchFunction | undefined;
  readonly fetchOptions?: FetchOptions | undefined;
}

/** The one way to the server. @throws ClientError, and nothing else */
export function send(engine: Engine, call: Call, request: OutgoingRequest): Promise<Answer> {
  const { tracing } = engine.options;
  const run = (): Promise<Answer> => attemptAll(engine, call, request);
  return tracing ? traceCall(tracing, call, request.url, run) : run();
}

/** Attempts, each with its limit, and the waits between them. */
async function attemptAll(engine: Engine, call: Call, request: OutgoingRequest): Promise<Answer> {
  const { options, credentials, budget } = engine;
  const { timeout = options.timeout, maxRetries = options.maxRetries, retry = "auto", signal } = call.options;
  const { now, random, timer } = options.seams;
  checkLimits(timeout, maxRetries);
  checkOrigin(request.url, options.origin);
  // A stream can be read once.
  const single = request.body instanceof ReadableStream;
  const policy = retryPolicy(call.method, call.idempotencyKey !== undefined, single ? "never" : retry, maxRetries);
  let mayRenew = !single;
  budget.earn();
  for (let attempt = 0; ; ) {
    const startedAt = now();
    const limit = startDeadline(timeout, signal, timer);
    const key = credentials.get();
    try {
      const answer = await limit.race(tryOnce(engine, call, request, limit, key));
      if (call.mode !== "raw") limit.release();
      report(options, call, now() - startedAt, answer.response);
      return answer;
    } catch (reason) {
      limit.release();
      const failure = toClientError(reason, call, limit.cause);
      let delay: number | undefined;
      if (mayRenew && failure instanceof APIError && failure.status === 401 && credentials.renew(key)) {
        // Refused before it was acted on: with a new key this is the same attempt again.
        mayRenew = false;
        delay = 0;
      } else if (failure instanceof APIError) {
        delay = nextDelay(policy, attempt++, failure, random());
        if (delay !== undefined && !budget.spend()) delay = undefined;
      }
      report(options, call, now() - startedAt, failure, delay);
      if (delay === undefined) throw failure;
      await pause(delay, signal, timer).catch((ended) => {
        throw toClientError(ended, call, "abort");
      });
    }
  }
}

async function tryOnce(
  { facts, options }: Engine,
  call: Call,
  request: OutgoingRequest,
  limit: Limit,
  pendingKey: string | Promise<string>,
): Promise<Answer> {
  const key = typeof pendingKey === "string" ? pendingKey : await pendingKey;
  limit.signal.throwIfAborted();
  // Without a prototype: a header may be named like one of its members.
  const ours: Record<string, string> = Object.create(null);
  Object.assign(ours, { accept: "application/json", authorization: authorization(facts.auth, key) });
  if (options.userAgent) ours["user-agent"] = options.userAgent;
  if (typeof request.body === "string") ours["content-type"] = "application/json";
  const headers = mergeHeaders(ours, options.defaultHeaders, request.headers, call.options.headers);
  const dispatch = request.fetch ?? options.fetch ?? fetch;
  call.attempts++;
  const response = await dispatch(request.url, {
    ...options.fetchOptions,
    ...request.fetchOptions,
    ...call.options.fetchOptions,
    method: call.method,
    headers,
    body: bodyToSend(request.body, call),
    signal: limit.signal,
    redirect: "manual",
  });
  refuseRedirect(response, call);
  if (!response.ok) throw toStatusError(response, await response.text(), call, key, options.seams.now());
  if (call.mode === "raw") return { response: guardBody(response, limit, call), data: undefined };
  return { response, data: await readData(response, call) };
}

function report(
  options: ResolvedOptions,
  call: Call,
  durationMs: number,
  end: Response | ClientError,
  retryInMs?: number,
): void {
  if (!isWatched(options)) return;
  const { operation, method, path, attempts } = call;
  const { status, headers } = end as { status?: number; headers?: Headers };
  reportAttempt(
    options,
    {
      operationId: operation?.id,
      method,
      path,
      attempt: attempts,
      status,
      requestId: headers && readRequestId(headers),
      durationMs,
      error: end instanceof Error ? end.name : undefined,
      retryInMs,
    },
    headers,
  );
}
