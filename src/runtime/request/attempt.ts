import { mergeHeaders } from "../encode/headers.js";
import { isByteStream } from "../encode/lossy.js";
import { ConfigurationError } from "../errors.js";
import { adoptResponse } from "../fetch/adopt-response.js";
import { sendableBlob } from "../fetch/body-bytes.js";
import type { FetchBody } from "../fetch-types.js";
import { readText } from "../receive/read-text.js";
import { authorization } from "../settings/credentials.js";
import { mergeOptions } from "../settings/merge-options.js";
import type { FetchFunction } from "../settings/options.js";
import type { Call } from "./call.js";
import type { Deadline } from "./deadline.js";
import { toStatusError, unusableResponse } from "./failure.js";
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
  const pendingBody = bodyOf(call, request);
  const body = pendingBody instanceof Promise ? await pendingBody : pendingBody;
  deadline.signal.throwIfAborted();
  const dispatch = request.fetch ?? options.fetch ?? platformFetch();
  const headers = headersOf(call, request);
  const pending = authorize(call, key, headers);
  const query = typeof pending === "string" ? pending : await pending;
  // What the caller says of a header wins.
  mergeHeaders(headers, options.apiHeaders, options.defaultHeaders, request.headers, call.options.headers);
  // Last: whatever these headers say of it has been heard, and what is reported must be what is sent.
  if (call.hasKeyHeader) headers[KEY_HEADER] = call.idempotencyKey!;
  call.sent = headers;
  call.sentQuery = query;
  call.attempts++;
  const url = query ? `${request.url}${request.url.includes("?") ? "&" : "?"}${query}` : request.url;
  const given: unknown = await dispatch(url, {
    ...mergeOptions(mergeOptions(options.fetchOptions, request.fetchOptions), call.options.fetchOptions),
    method: call.method,
    headers,
    body,
    // Without it, the platforms' own `fetch` refuses a stream.
    ...(isByteStream(body) && { duplex: "half" }),
    signal: deadline.signal,
    redirect: "manual",
  });
  const response = adoptResponse(given);
  if (!response) throw unusableResponse(given, call);
  refuseRedirect(response, call);
  if (call.mode === "raw" && response.ok)
    return { response: guardBody(response, deadline, call, request.url), data: undefined };
  const limit = response.ok ? call.maxBytes : Math.min(call.maxBytes, MAX_ERROR_BYTES);
  const text = await readText(response, limit);
  if (text === undefined) throw tooLarge(response, call, limit);
  if (!response.ok) throw toStatusError(response, text, call, options.platform.now());
  return { response, data: parseData(text, response, call) };
}

function headersOf(call: Call, request: OutgoingRequest): Record<string, string> {
  const { options } = call.engine;
  const { apiVersionDate = options.apiVersionDate } = call.options;
  // Without a prototype: a header may be named like one of its members.
  const headers: Record<string, string> = Object.create(null);
  headers.accept = "application/json";
  if (apiVersionDate) headers["api-version-date"] = apiVersionDate;
  if (options.userAgent) headers["user-agent"] = options.userAgent;
  if (typeof request.body === "string") headers["content-type"] = "application/json";
  // A form's has the boundary. Bytes can be without a type.
  if (request.body instanceof Blob && request.body.type !== "") headers["content-type"] = request.body.type;
  return headers;
}

/** @throws ConfigurationError where there is none, as in Jest's jsdom */
function platformFetch(): FetchFunction {
  if (typeof fetch === "function") return fetch;
  throw new ConfigurationError("there is no fetch here: pass one as the option fetch");
}

/** Puts the credentials where the operation takes them. Gives what is to be added to the query. */
function authorize(call: Call, key: string | undefined, headers: Record<string, string>): string | Promise<string> {
  const { config, options } = call.engine;
  const { auth } = config;
  if (call.config?.authorize) return call.config.authorize(options, key, headers);
  if (!key || config.access?.[`${call.method} ${call.path}`] === "none") return "";
  if (typeof auth === "function") return auth(key, headers);
  headers.authorization = authorization(auth, key);
  return "";
}

/**
 * What `fetch` gets. Deno's sends a request again by itself when the connection breaks, unless the body is more than plain text or bytes:
 * there, what must not arrive twice goes as a Blob.
 */
function bodyOf({ method, idempotencyKey }: Call, { body }: OutgoingRequest): FetchBody | null | Promise<FetchBody> {
  const isWrite = method === "POST" || method === "PATCH";
  const isOnce = isWrite && idempotencyKey === undefined && "Deno" in globalThis;
  if (isOnce && (body === undefined || typeof body === "string")) return new Blob([body ?? ""]);
  return body instanceof Blob && !isOnce ? sendableBlob(body) : (body ?? null);
}
