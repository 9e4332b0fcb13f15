// The only file that imports openapi-fetch.
import createClient from "openapi-fetch";
import { serializeBody } from "../encode/body.js";
import { fillPath } from "../encode/path.js";
import { serializeQuery } from "../encode/query.js";
import { APIError, InvalidRequestError } from "../errors.js";
import { type Call, startCall } from "../request/call.js";
import { unreadable } from "../request/response.js";
import { type Engine, send } from "../request/send.js";
import type { RequestOptions } from "../settings/options.js";
import type { Http } from "./http-types.js";

/** openapi-fetch makes the URL and calls the middleware; the sending is the runtime's. */
export function createHttp<Paths extends object>(engine: Engine): Http<Paths> {
  const { baseURL, defaultQuery } = engine.options;
  const client = createClient({
    baseUrl: baseURL,
    // The platform's own is slow to load, and cannot be sent twice.
    Request: PlainRequest as unknown as typeof Request,
    fetch: (request) => receive(engine, request as unknown as PlainRequest),
    pathSerializer: fillPath,
    querySerializer: (query) => serializeQuery({ ...defaultQuery, ...query }, engine.facts.queryArrays),
    bodySerializer: serializeBody,
  });
  const methods = client as unknown as Record<string, Method>;
  for (const name of ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"]) {
    const method = methods[name]!;
    methods[name] = (path, init) => {
      const call = init?.call ?? startCall(undefined, init ?? {});
      call.method = name;
      call.path = path;
      if (!call.operation) return callByPath(method, call, init);
      fillIdempotencyKey(call, init!, engine);
      return method(path, init);
    };
  }
  const request: RequestMethod = (name, path, init) => methods[name.toUpperCase()]!(path, init);
  return Object.assign(client, { request }) as unknown as Http<Paths>;
}

/** What openapi-fetch takes for a request. It copies the other fields of `init` on to it. */
class PlainRequest {
  readonly url: string;
  readonly headers: Headers;
  readonly body: BodyInit | undefined;
  declare readonly method: string;
  declare readonly call: Call;

  constructor(url: string, { headers, body }: { headers: Headers; body: BodyInit | undefined }) {
    this.url = url;
    this.headers = headers;
    this.body = body;
  }
}

interface Init extends RequestOptions {
  readonly call?: Call;
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  body?: unknown;
}

type Method = (path: string, init?: Init) => Promise<{ data?: unknown; error?: unknown; response: Response }>;

type RequestMethod = (name: string, ...rest: Parameters<Method>) => ReturnType<Method>;

/** Once a call: a repeat must carry the key of the first attempt. */
function fillIdempotencyKey(call: Call, init: Init, { options }: Engine): void {
  const field = call.operation?.idempotencyField;
  const chosen = call.options.idempotencyKey;
  if (field) {
    const body = init.body as Record<string, string | null | undefined> | undefined;
    call.idempotencyKey = body?.[field] || chosen || options.seams.uuid();
    init.body = { ...body, [field]: call.idempotencyKey };
  } else if (chosen) {
    throw new InvalidRequestError(`${call.method} ${call.path} has no place for an idempotencyKey`);
  }
}

async function callByPath(method: Method, call: Call, init: Init | undefined): ReturnType<Method> {
  try {
    return await method(call.path, { ...init, call, fetch: undefined });
  } catch (reason) {
    // Chromium's readers hide the error that a stream ended with behind their own.
    throw call.broken ?? (reason instanceof SyntaxError ? unreadable(call.answer!.response, call) : reason);
  }
}

/** openapi-fetch's `fetch`. */
async function receive(engine: Engine, request: PlainRequest): Promise<Response> {
  const { url, body, call } = request;
  if (url.includes("{")) throw new InvalidRequestError(`${call.path} lacks a path parameter`);
  if (call.operation) {
    call.answer = await send(engine, call, { url, body });
    return NOTHING_TO_READ;
  }
  // What is left are the caller's own options of `fetch`.
  const { call: _, headers, ...fetchOptions } = request;
  const own = (call.options as Init).fetch;
  try {
    call.answer = await send(engine, call, {
      url,
      body,
      headers: Object.fromEntries(headers),
      fetch: own && ((address, init) => own(new Request(address, init))),
      fetchOptions,
    });
    return call.answer.response;
  } catch (reason) {
    if (reason instanceof APIError && reason.status! >= 400) return toResponse(reason);
    throw reason;
  }
}

/** Stands for an answer that was read already. */
const NOTHING_TO_READ = { ok: true, status: 204, headers: { get: () => null } } as unknown as Response;

function toResponse({ status, headers, body, message }: APIError): Response {
  const text = typeof body === "string" ? body : JSON.stringify(body ?? message);
  const response = new Response(text, { status: status!, headers: headers! });
  response.headers.delete("content-length"); // of the body as it came
  return response;
}
