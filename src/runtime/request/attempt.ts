import { mergeHeaders } from "../encode/headers.js";
import type { FetchBody } from "../fetch-types.js";
import { readText } from "../receive/read-text.js";
import { authorization } from "../settings/credentials.js";
import type { Call } from "./call.js";
import type { Deadline } from "./deadline.js";
import { toStatusError } from "./failure.js";
import { KEY_HEADER } from "./idempotency-key.js";

import type { OutgoingRequest } from "./prepare.js";
import { guardBody, parseData, refuseRedirect, tooLarge } from "./response.js";

/** A response that means success. */
export interface ReadResponse {
  readonly response: Response;
  /** Of mode `data`. */
  readonly data: unknown;
}

/** The most that is read of the body of a failure. @unit bytes */
const MAX_ERROR_BYTES = 1024 * 1024;

/** Sends the request once, and reads the response. @throws APIError for a response that means failure; whatever `fetch` throws */
export async function attempt(
  call: Call,
  request: OutgoingRequest,
  deadline: Deadline,
  pendingKey: string | Promise<string> | undefined,
): Promise<ReadResponse> {
  const { options } = call.engine;
  const key = typeof pendingKey === "object" ? await pendingKey : pendingKey;
  deadline.signal.throwIfAborted();
  const dispatch = request.fetch ?? options.fetch ?? fetch;
  const headers = headersOf(call, request, key);
  call.sent = headers;
  call.attempts++;
  const response = await dispatch(request.url, {
    ...options.fetchOptions,
    ...request.fetchOptions,
    ...call.options.fetchOptions,
    method: call.method,
    headers,
    body: bodyOf(call, request),
    signal: deadline.signal,
    redirect: "manual",
  });
  refuseRedirect(response, call);
  if (call.mode === "raw" && response.ok) return { response: guardBody(response, deadline, call), data: undefined };
  const limit = response.ok ? call.maxBytes : Math.min(call.maxBytes, MAX_ERROR_BYTES);
  const text = await readText(response, limit);
  if (text === undefined) throw tooLarge(response, call, limit);
  if (!response.ok) throw toStatusError(response, text, call, options.platform.now());
  return { response, data: parseData(text, response, call) };
}

function headersOf(call: Call, request: OutgoingRequest, key: string | undefined): Record<string, string> {
  const { config, options } = call.engine;
  const { options: own, idempotencyKey } = call;
  const { apiVersionDate = options.apiVersionDate } = own;
  // Without a prototype: a header may be named like one of its members.
  const headers: Record<string, string> = Object.create(null);
  headers.accept = "application/json";
  if (key) headers.authorization = authorization(config.auth, key);
  if (apiVersionDate) headers["api-version-date"] = apiVersionDate;
  if (options.userAgent) headers["user-agent"] = options.userAgent;
  if (typeof request.body === "string") headers["content-type"] = "application/json";
  mergeHeaders(headers, options.defaultHeaders, request.headers, own.headers);
  // Last: whatever these headers say of it has been heard, and what is reported must be what is sent.
  if (call.hasKeyHeader && idempotencyKey !== undefined) headers[KEY_HEADER] = idempotencyKey;
  return headers;
}

/**
 * What `fetch` gets. Deno's sends a request again by itself when the connection breaks, unless the body is more than plain text:
 * there, what must not arrive twice goes as a Blob.
 */
function bodyOf({ method, idempotencyKey }: Call, { body }: OutgoingRequest): FetchBody | null {
  const isOnce = /^(?:POST|PATCH)$/.test(method) && idempotencyKey === undefined;
  if (isOnce && "Deno" in globalThis && (body === undefined || typeof body === "string")) return new Blob([body ?? ""]);
  return body ?? null;
}
