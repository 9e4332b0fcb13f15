import { serializeBody } from "../encode/body.js";
import { describe } from "../encode/encode.js";
import { addExtras } from "../encode/extras.js";
import type { HeaderValues } from "../encode/headers.js";
import { isCopyable } from "../encode/lossy.js";
import { fillPath } from "../encode/path.js";
import { checkQuery, serializeQuery } from "../encode/query.js";
import { InvalidRequestError } from "../errors.js";
import type { FetchBody } from "../fetch-types.js";
import { checkAccess } from "../settings/access.js";
import { checkVersion } from "../settings/api-version.js";
import type { Credentials } from "../settings/credentials.js";
import { mergeOptions } from "../settings/merge-options.js";
import {
  checkFetchOptions,
  checkLimits,
  checkPage,
  type FetchFunction,
  type FetchOptions,
} from "../settings/options.js";
import { checkOrigin } from "../settings/origin.js";
import { checkSignal } from "./abort.js";
import { type Call, maxBytesOf } from "./call.js";
import { withIdempotencyKey } from "./idempotency-key.js";

/** What a method says of its request. */
export interface RequestParts {
  readonly path?: Readonly<Record<string, unknown>> | undefined;
  readonly query?: object | undefined;
  readonly header?: object | undefined;
  readonly cookie?: object | undefined;
  readonly body?: unknown;
  /** The caller's object, where the others hold copies of what it has. */
  readonly params?: unknown;
  /** Writes the body in another form than JSON. */
  readonly serialize?: ((body: object) => FetchBody | undefined) | undefined;
}

/** A request that can be sent any number of times. */
export interface OutgoingRequest {
  readonly url: string;
  readonly body: FetchBody | undefined;
  /** Between those of the client and those of the call's options. */
  readonly headers?: HeaderValues | undefined;
  readonly fetch?: FetchFunction | undefined;
  readonly fetchOptions?: FetchOptions | undefined;
}

/** The address and the body of a method's call. @throws InvalidRequestError naming the call and the place */
export function prepareRequest(call: Call, parts: RequestParts): OutgoingRequest {
  const { options, config } = call.engine;
  try {
    checkParams(parts);
    checkQuery(parts.query);
    const own = addExtras("query", parts.query, call.options.query);
    const query = options.defaultQuery ? mergeOptions(options.defaultQuery, own) : own;
    const { write, server, headers, serialize: writeBody = serializeBody } = call.config ?? {};
    const written = write?.(call.path, { ...parts, query }, config.queryArrays);
    const search = written?.search ?? (query ? serializeQuery(query, config.queryArrays) : "");
    const path = written?.path ?? fillPath(call.path, parts.path);
    const content = withIdempotencyKey(call, bodyOf(call, parts.body));
    const { serialize = writeBody } = parts;
    return {
      url: `${(server?.(options) ?? options).baseURL}${path}${search && `?${search}`}`,
      headers: written ? { ...headers, ...written.headers } : headers,
      body: content === undefined ? undefined : serialize(content as object),
    };
  } catch (reason) {
    throw nameCall(reason, call);
  }
}

/** A copy of a `Map` has nothing of it. */
function checkParams({ params }: RequestParts): void {
  if (params !== undefined && !isCopyable(params))
    throw new InvalidRequestError(`params must be an object (got ${describe(params)})`);
}

function bodyOf({ method, options }: Call, body: unknown): unknown {
  if (options.body !== undefined && (method === "GET" || method === "HEAD"))
    throw new InvalidRequestError("a request with this method has no body: leave the option body out");
  return addExtras("body", body, options.body);
}

/** @throws ClientError for what no attempt could send */
export function checkRequest(call: Call, { url, headers }: OutgoingRequest, credentials: Credentials): void {
  const { engine, options } = call;
  if (options.apiKey !== undefined) checkPage(engine.options);
  checkLimits(
    options.timeout ?? engine.options.timeout,
    options.maxRetries ?? engine.options.maxRetries,
    maxBytesOf(engine, options),
  );
  checkVersion(options.apiVersionDate);
  checkSignal(options.signal);
  checkFetchOptions(options.fetchOptions);
  checkOrigin(url, (call.config?.server?.(engine.options) ?? engine.options).origin);
  const sources = [engine.options.defaultHeaders, headers, options.headers];
  checkAccess(engine.config, `${call.method} ${call.path}`, credentials.isPresent, sources);
}

/** The same refusal, with the call that it is about where it does not say that already. */
export function nameCall(reason: unknown, { method, path }: Call): unknown {
  return reason instanceof InvalidRequestError && !reason.message.startsWith(`${method} ${path}: `)
    ? new InvalidRequestError(`${method} ${path}: ${reason.message}`)
    : reason;
}
