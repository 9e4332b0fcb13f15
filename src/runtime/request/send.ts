import { isByteStream } from "../encode/lossy.js";
import { APIError, ResponseParseError } from "../errors.js";
import { readDeprecation } from "../observe/deprecation.js";
import { isWatched, reportAttempt, warnOfDeprecation } from "../observe/report.js";
import { traceCall } from "../observe/trace-call.js";
import { Credentials } from "../settings/credentials.js";
import { attempt, type ReadResponse } from "./attempt.js";
import { type Call, maskHeaders, readRequestId } from "./call.js";
import { Deadline, pause } from "./deadline.js";
import { toClientError } from "./failure.js";
import { checkRequest, type OutgoingRequest } from "./prepare.js";
import { nextDelay, type Outcome, retryPolicy } from "./retry.js";

/** The one way to the server: attempts until one succeeds or the call has failed. @throws ClientError, and nothing else */
export function send(call: Call, request: OutgoingRequest): Promise<ReadResponse> {
  const { options } = call.engine;
  return options.tracing
    ? traceCall(options.tracing, options, call, request.url, () => sendUntraced(call, request))
    : sendUntraced(call, request);
}

/** Attempts, each with its deadline, and the waits between them. */
async function sendUntraced(call: Call, request: OutgoingRequest): Promise<ReadResponse> {
  const { options, budget } = call.engine;
  const { timeout = options.timeout, maxRetries = options.maxRetries, retry, signal } = call.options;
  const { now, random, timer } = options.platform;
  const { apiKey } = call.options;
  const credentials = apiKey === undefined ? call.engine.credentials : Credentials.of(apiKey);
  checkRequest(call, request, credentials);
  const isSingle = isByteStream(request.body);
  const policy = retryPolicy(call.method, call.idempotencyKey !== undefined, isSingle ? "never" : retry, maxRetries);
  let mayRenew = !isSingle;
  budget.earn();
  for (let repeats = 0; ; ) {
    const startedAt = now();
    const { attempts } = call;
    call.latestMaybeSent = undefined;
    const deadline = new Deadline(timeout, signal, timer);
    const key = credentials.get();
    try {
      const result = await deadline.race(attempt(call, request, deadline, key));
      if (call.mode !== "raw") deadline.release();
      report(call, now() - startedAt, result.response);
      return result;
    } catch (reason) {
      deadline.release();
      const failure = toClientError(reason, call, deadline, call.attempts > attempts);
      let delay: number | undefined;
      if (failure instanceof ResponseParseError) {
        // Whatever its status: the next response would be as large.
      } else if (mayRenew && failure instanceof APIError && failure.status === 401 && credentials.renew(key)) {
        // Refused before it was acted on: with a new key this is the same attempt again.
        mayRenew = false;
        delay = 0;
      } else if (failure instanceof APIError && deadline.cause !== "abort") {
        delay = nextDelay(policy, repeats++, outcomeOf(failure, call), random());
        if (delay !== undefined && !budget.spend()) delay = undefined;
      }
      report(call, now() - startedAt, failure, delay);
      if (delay === undefined) throw failure;
      await pause(delay, signal, timer).catch((reason) => {
        throw toClientError(reason, call, { cause: "abort", reason }, false);
      });
    }
  }
}

/** Whether to repeat is for this attempt to say: one that never left may be repeated, whatever became of those before it. */
function outcomeOf(failure: APIError, { latestMaybeSent }: Call): Outcome {
  const { status, code, retryAfterMs }: Outcome = failure;
  return { status, code, retryAfterMs, headers: APIError.headersOf(failure), maybeSent: latestMaybeSent };
}

function report(call: Call, durationMs: number, end: object, retryInMs?: number): void {
  const { options, config } = call.engine;
  // A response, or an error that may have had one.
  const { status } = end as { status?: number };
  const received = end instanceof APIError ? APIError.headersOf(end) : (end as { headers?: Headers }).headers;
  const headers = received && maskHeaders(received, call);
  const deprecation = headers && readDeprecation(headers);
  if (deprecation) warnOfDeprecation(options, config.name, call, deprecation);
  if (!isWatched(options)) return;
  const { operationId, method, path, attempts } = call;
  reportAttempt(
    options,
    {
      operationId,
      method,
      path,
      attempt: attempts,
      status,
      requestId: headers && readRequestId(headers),
      durationMs,
      error: end instanceof Error ? end.name : undefined,
      retryInMs,
      deprecation,
    },
    headers,
  );
}
