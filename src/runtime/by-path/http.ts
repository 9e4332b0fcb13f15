// The only file that imports openapi-fetch.

import createClient from "openapi-fetch";
import type { ClientCore } from "../client/client-core.js";
import { serializeBody } from "../encode/body.js";
import { addExtras } from "../encode/extras.js";
import { formBlob, isForm } from "../encode/form-blob.js";
import { type HeaderValues, headerEntries } from "../encode/headers.js";
import type { ParameterValues } from "../encode/parameters.js";
import { fillPath } from "../encode/path.js";
import { checkQuery, serializeQuery } from "../encode/query.js";
import { APIError, InvalidRequestError, ResponseParseError } from "../errors.js";
import { makeResponse } from "../fetch/make-response.js";
import type { FetchBody } from "../fetch-types.js";
import { type Call, type Engine, startCall } from "../request/call.js";
import { checkKey, KEY_HEADER, withIdempotencyKey } from "../request/idempotency-key.js";
import { nameCall } from "../request/prepare.js";
import { readBreak, unreadable } from "../request/response.js";
import { send } from "../request/send.js";
import type { IdempotencyTable, OperationTable } from "../settings/config.js";
import { mergeOptions } from "../settings/merge-options.js";
import { checkFetchOptions, type RequestOptions } from "../settings/options.js";
import type { Http } from "./http-types.js";

/** The middleware of a client stays, so there is one for each. */
const made = new WeakMap<Engine, unknown>();

/** Calls by path of a client: openapi-fetch makes the URL and calls the middleware; the sending is the runtime's. */
export function createHttp<Paths extends object>(client: ClientCore<Paths>): Http<Paths> {
  const engine = client._engine();
  const known = made.get(engine) as Http<Paths> | undefined;
  const http = known ?? connectHttp<Paths>(engine, client._idempotency, client._operations);
  made.set(engine, http);
  return http;
}

function connectHttp<Paths extends object>(
  engine: Engine,
  idempotency: IdempotencyTable,
  operations: OperationTable,
): Http<Paths> {
  const { baseURL, defaultQuery } = engine.options;
  const client = createClient({
    baseUrl: baseURL,
    // The platform's own is slow to load, and cannot be sent twice.
    Request: PlainRequest as unknown as typeof Request,
    pathSerializer: fillPath,
    querySerializer: (query) => serializeQuery(mergeOptions(defaultQuery, query), engine.config.queryArrays),
    bodySerializer: (body) => (isForm(body) ? formBlob(body) : serializeBody(body)),
  });
  const methods = client as unknown as Record<string, Method>;
  for (const name of ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"]) {
    const method = methods[name]!;
    methods[name] = (path, init = {}) => {
      const { body: _, ...options } = init; // the request's whole body, and no addition to it
      const place = `${name} ${path}`;
      const own = operations[place] && { ...operations[place], id: place };
      const call = startCall(engine, name, path, options, undefined, idempotency[place], own);
      return callByPath(method, call, init);
    };
  }
  const request: RequestMethod = (name, path, init) => methods[name.toUpperCase()]!(path, init);
  // Kept for the clients that are made of this one.
  const { middleware } = engine;
  const { use, eject } = client as unknown as Middleware;
  use(...middleware);
  const keep: Middleware = {
    use(...added) {
      use(...added);
      middleware.push(...added);
    },
    eject(...removed) {
      eject(...removed);
      for (const each of removed) if (middleware.includes(each)) middleware.splice(middleware.indexOf(each), 1);
    },
  };
  return Object.assign(client, { request, ...keep }) as unknown as Http<Paths>;
}

/** What openapi-fetch takes for a request. It copies the other fields of `init` on to it. */
class PlainRequest {
  readonly url: string;
  readonly headers: Headers;
  readonly body: FetchBody | undefined;
  declare readonly method: string;

  constructor(url: string, { headers, body }: { headers: Headers; body: FetchBody | undefined }) {
    this.url = url;
    this.headers = headers;
    this.body = body;
  }
}

/** A call by path. openapi-fetch does not hand the response out when reading fails. */
interface Exchange {
  readonly call: Call;
  response?: Response;
}

interface Init extends Omit<RequestOptions, "body"> {
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  readonly params?: ParameterValues | undefined;
  readonly body?: unknown;
  readonly parseAs?: string | undefined;
  readonly bodySerializer?: ((body: unknown) => unknown) | undefined;
  /** Refused: the method is that of the call. */
  readonly method?: never;
}

type Method = (path: string, init?: Init) => Promise<{ data?: unknown; error?: unknown; response: Response }>;

type RequestMethod = (name: string, ...rest: Parameters<Method>) => ReturnType<Method>;

type Middleware = Record<"use" | "eject", (...middleware: object[]) => void>;

async function callByPath(method: Method, call: Call, init: Init): ReturnType<Method> {
  const exchange: Exchange = { call };
  try {
    refuseListOptions(init);
    if (init.parseAs === "stream") call.maxBytes = Number.POSITIVE_INFINITY;
    checkFetchOptions({ method: init.method });
    checkQuery(init.params?.query);
    const body = withIdempotencyKey(call, init.body);
    // Not as a field of the request, where middleware would find it, keys and all.
    const fetch = (request: unknown): Promise<Response> => sendByPath(request as PlainRequest, exchange);
    const params = { ...init.params, query: addExtras("query", init.params?.query ?? {}, init.query) };
    return await method(call.path, { ...withOwnParts(call, { ...withoutOptions(init), params }), body, fetch });
  } catch (reason) {
    const { response } = exchange;
    const broken = response && readBreak(response);
    throw broken ?? (response && reason instanceof SyntaxError ? unreadable(response, call) : nameCall(reason, call));
  }
}

/** What the operation says of its own parameters, types and server, in openapi-fetch's words. */
function withOwnParts(call: Call, init: Init): Init {
  const { write, headers, server, serialize } = call.config ?? {};
  const { options, config } = call.engine;
  const params = init.params ?? {};
  const written = write?.(
    call.path,
    { ...params, query: mergeOptions(options.defaultQuery, params.query) },
    config.queryArrays,
  );
  return {
    ...(server && { baseUrl: server(options).baseURL }),
    ...(serialize && { bodySerializer: serialize }),
    ...init,
    ...(written && {
      params: { path: {}, query: {} },
      // It is given the whole address.
      pathSerializer: (address: string) => address.slice(0, -call.path.length) + written.path,
      querySerializer: () => written.search,
    }),
    headers: mergeOptions(mergeOptions(headers, written?.headers), init.headers),
  };
}

/** Whether an option of a call works by path. The compiler refuses a list that lacks one. */
const worksByPath: { readonly [Option in keyof RequestOptions]-?: boolean } = {
  headers: true,
  timeout: true,
  maxRetries: true,
  maxResponseBytes: true,
  retry: true,
  signal: true,
  idempotencyKey: true,
  fetchOptions: true,
  apiVersionDate: true,
  apiKey: true,
  query: true,
  // The whole body, which may have properties that the contract lacks.
  body: true,
  maxItems: false,
  maxPages: false,
  prefetch: false,
};

const OPTIONS = Object.keys(worksByPath) as (keyof RequestOptions)[];

function refuseListOptions(init: Init): void {
  const name = OPTIONS.find((option) => !worksByPath[option] && init[option] !== undefined);
  if (name) throw new InvalidRequestError(`${name} is an option of lists, which calls by path are not`);
}

/** The options are the call's: what openapi-fetch gets of them, middleware can read and `fetch` receives. */
function withoutOptions({ headers, ...init }: Init): Init {
  const own = Object.entries(init).filter(([name]) => !Object.hasOwn(worksByPath, name));
  // openapi-fetch reads no Map, and no Headers of another realm.
  return {
    ...Object.fromEntries(own),
    ...(headers && { headers: Object.fromEntries(headerEntries(headers)) as HeaderValues }),
  };
}

/** openapi-fetch's `fetch`. */
async function sendByPath(request: PlainRequest, exchange: Exchange): Promise<Response> {
  const { url, body, headers, method: _, ...fetchOptions } = request;
  // openapi-fetch says that it is JSON.
  if (body instanceof Blob) headers.delete("content-type");
  const { call } = exchange;
  checkFetchOptions(fetchOptions);
  if (url.includes("{")) fillPath(call.path); // refuses the first parameter that was not given
  const own = (call.options as Init).fetch;
  const key = headers.get(KEY_HEADER);
  try {
    // Middleware may have set it: what is sent is what is reported.
    if (key !== null && call.idempotency?.header) {
      checkKey(key, call.idempotency.header);
      call.idempotencyKey = key;
      call.hasKeyHeader = true;
    }
    const { response } = await send(call, {
      url,
      body,
      headers: Object.fromEntries(headers),
      fetch: own && ((address, init) => own(new Request(address, init))),
      // What is left are the caller's own options of `fetch`.
      fetchOptions,
    });
    exchange.response = response;
    return response;
  } catch (reason) {
    const isWhole = reason instanceof APIError && !(reason instanceof ResponseParseError);
    // Jest's jsdom has no Response.
    if (isWhole && reason.status! >= 400 && typeof Response === "function") return toResponse(reason);
    throw reason;
  }
}

function toResponse(error: APIError): Response {
  const { status, body, message } = error;
  const text = typeof body === "string" ? body : JSON.stringify(body ?? message);
  const response = makeResponse(text, { status: status!, headers: APIError.headersOf(error)! });
  response.headers.delete("content-length"); // of the body as it came
  return response;
}
