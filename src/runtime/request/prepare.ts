import { checkCopyable, serializeBody } from "../encode/body.js";
import type { HeaderValues } from "../encode/headers.js";
import { fillPath } from "../encode/path.js";
import { serializeQuery } from "../encode/query.js";
import { InvalidRequestError } from "../errors.js";
import { checkLimits, type FetchFunction, type FetchOptions } from "../settings/options.js";
import { checkOrigin } from "../settings/origin.js";
import type { Call } from "./call.js";

/** What a method says of its request. */
export interface RequestParts {
  readonly path?: Readonly<Record<string, unknown>> | undefined;
  readonly query?: object | undefined;
  readonly body?: unknown;
  /** Writes the body in another form than JSON. */
  readonly serialize?: ((body: object) => BodyInit) | undefined;
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

/** The address and the body of a method's call. @throws InvalidRequestError naming the call and the place */
export function prepareRequest(call: Call, parts: RequestParts): OutgoingRequest {
  const { options, config } = call.engine;
  try {
    const query = options.defaultQuery ? { ...options.defaultQuery, ...parts.query } : parts.query;
    const search = query ? serializeQuery(query as Readonly<Record<string, unknown>>, config.queryArrays) : "";
    const path = fillPath(call.path, parts.path);
    const content = withIdempotencyKey(call, parts.body);
    const { serialize = serializeBody } = parts;
    return {
      url: `${options.baseURL}${path}${search && `?${search}`}`,
      body: content === undefined ? undefined : serialize(content as object),
    };
  } catch (reason) {
    throw nameCall(reason, call);
  }
}

/**
 * The body with the call's idempotency key in it, where the contract has a field for one: the caller's, else a new one. Once a call,
 * since a repeat must carry the key of the first attempt.
 *
 * @throws InvalidRequestError for a key that has no place
 */
export function withIdempotencyKey(call: Call, body: unknown): unknown {
  const { config, options } = call.engine;
  const field = config.idempotencyFields[`${call.method} ${call.path}`];
  const chosen = call.options.idempotencyKey;
  if (field === undefined) {
    if (chosen) throw new InvalidRequestError("idempotencyKey is not supported by this operation");
    return body;
  }
  checkCopyable(body);
  const given = (body as Readonly<Record<string, string | null | undefined>> | undefined)?.[field];
  call.idempotencyKey = given || chosen || options.platform.uuid();
  return { ...(body as object), [field]: call.idempotencyKey };
}

/** @throws ClientError for what no attempt could send */
export function checkRequest({ engine, options }: Call, { url }: OutgoingRequest): void {
  checkLimits(options.timeout ?? engine.options.timeout, options.maxRetries ?? engine.options.maxRetries);
  checkOrigin(url, engine.options.origin);
}

/** The same refusal, with the call that it is about. */
export function nameCall(reason: unknown, { method, path }: Call): unknown {
  return reason instanceof InvalidRequestError
    ? new InvalidRequestError(`${method} ${path}: ${reason.message}`)
    : reason;
}
