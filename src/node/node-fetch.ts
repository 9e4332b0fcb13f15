/// <reference lib="esnext.disposable" preserve="true" />
import { setMaxListeners } from "node:events";
import type { Dispatcher as UndiciDispatcher } from "undici";
import { ConfigurationError, InvalidRequestError } from "../runtime/errors.js";
import { onAbort } from "../runtime/request/abort.js";
import { NodeResponse } from "./node-response.js";
import { openPool } from "./open-pool.js";
import { parseProxy } from "./proxy.js";
import { requestBody } from "./request-body.js";
import { requestHeaders } from "./request-headers.js";

/** Any of undici's agents, pools and clients. Declared here, so that declarations do not depend on an optional package. */
export interface Dispatcher {
  /** What requests go through, with the options of undici. */
  request(options: never): Promise<unknown>;
}

/** How `nodeFetch` connects. */
export interface NodeFetchOptions {
  /**
   * Connections to each origin that are open at once; further requests wait for one, and the wait counts towards their `timeout`.
   * A response that is not read holds its connection. @default 128
   */
  readonly connections?: number | undefined;
  /**
   * An HTTP proxy, `http://user:password@host:port`. Requests go through a tunnel, so that it sees no key and no body of an API with
   * `https:`. No environment variable is read. @default none
   */
  readonly proxy?: string | undefined;
  /** undici's own, in place of what the other two options make: its timeouts count, and closing it is up to you. @default none */
  readonly dispatcher?: Dispatcher | undefined;
}

/** For a client's option `fetch`. */
export interface NodeFetch {
  /**
   * What comes back has the members of a `Response`, and each but `status`, `headers`, `text` and `json` makes one behind it. The clients
   * give their callers the platform's own.
   */
  (url: string, init?: RequestInit): Promise<Response>;
  /** Lets the requests under way end and closes the connections. Not needed for the process to end: idle ones do not keep it alive. */
  close(): Promise<void>;
  /** The same as `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * A `fetch` for Node that takes about a third of the CPU time of the platform's with many calls in flight: it runs on undici's `request`,
 * and makes a `Response` only where a caller asks for one. Redirects are not followed: a 3xx comes back with its `location`. Compressed responses are decoded. Share one
 * among clients; each has its own connections. Needs the package `undici`, version 7.
 * @throws ConfigurationError when an option is impossible; the first request, when undici is not installed
 */
export function nodeFetch(options: NodeFetchOptions = {}): NodeFetch {
  const { connections = 128, dispatcher } = options;
  if (!Number.isInteger(connections) || connections < 1) {
    throw new ConfigurationError("nodeFetch: connections must be an integer of 1 or more");
  }
  const proxy = options.proxy === undefined ? undefined : parseProxy(options.proxy);
  if (dispatcher && (proxy || options.connections !== undefined)) {
    throw new ConfigurationError("nodeFetch: a dispatcher has its own connections and proxy: pass it alone");
  }
  let pool = dispatcher as UndiciDispatcher | undefined;
  let opening: Promise<UndiciDispatcher> | undefined;
  let isClosed = false;

  const open = async (): Promise<UndiciDispatcher> => {
    opening ??= openPool(connections, proxy);
    pool = await opening;
    return pool;
  };
  const send = async (url: string, init: NodeFetchInit = {}): Promise<Response> => {
    if (isClosed) throw new ConfigurationError("nodeFetch: it was closed; make another one");
    return request((init.dispatcher as UndiciDispatcher | undefined) ?? pool ?? (await open()), url, init);
  };
  const close = async (): Promise<void> => {
    isClosed = true;
    const opened = await opening?.catch(() => undefined);
    await opened?.close();
  };
  return Object.assign(send, { close, [Symbol.asyncDispose]: close });
}

interface NodeFetchInit extends RequestInit {
  readonly dispatcher?: unknown;
}

async function request(dispatcher: UndiciDispatcher, url: string, init: RequestInit): Promise<Response> {
  const { signal } = init;
  const method = init.method?.toUpperCase() ?? "GET";
  signal?.throwIfAborted();
  const { protocol, origin, pathname, search, username, password } = new URL(url);
  if (!/^https?:$/.test(protocol) || username || password) {
    throw new InvalidRequestError("nodeFetch: the address must be http: or https:, without credentials");
  }
  const { body, contentType } = requestBody(init.body);
  // Each request listens, and Node warns of more than ten; the platform's fetch lifts the bound as well.
  if (signal) setMaxListeners(0, signal);
  const sent = dispatcher.request({
    origin,
    path: pathname + search,
    method: method as UndiciDispatcher.HttpMethod,
    headers: requestHeaders(init.headers, contentType),
    body,
    signal: signal ?? null,
  });
  return new NodeResponse(await (signal ? untilAborted(sent, signal) : sent), method, url);
}

/** Rejects at once, also while the request waits for a connection, where undici does not look at the signal. It is not sent then. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const release = onAbort(signal, () => reject(signal.reason));
    work.then(resolve, reject).finally(release);
  });
}
