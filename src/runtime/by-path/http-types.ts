import type { FetchBody } from "../fetch-types.js";
import type { RequestOptions } from "../settings/options.js";
import type { Body, Content, Data, Operation, PathsWith, Success, Verb } from "../wire-types.js";

/**
 * Calls by method and path, typed by the contract's `paths`: openapi-fetch's client, as safe as the methods. A failure that the
 * server responds with comes back as `error`, which is never empty; any other is thrown as a `ClientError`.
 *
 * The types are declared here and not taken from openapi-fetch, whose own cost a caller's compiler 150,000 instantiations before
 * the first call by path is written.
 */
export interface Http<in out Paths extends object> {
  /** Reads: sent again when it fails, as far as `maxRetries` goes. Compiles for paths that the contract has with this method only. */
  GET: HttpMethod<Paths, "get">;
  /** Replaces what is at the path: sent again when it fails. */
  PUT: HttpMethod<Paths, "put">;
  /** Creates or acts: sent again only with an idempotency key, where the server cannot have acted, or with `retry: "always"`. */
  POST: HttpMethod<Paths, "post">;
  /** Removes what is at the path: sent again when it fails. */
  DELETE: HttpMethod<Paths, "delete">;
  /** Asks what the path allows; typed for contracts that describe it. */
  OPTIONS: HttpMethod<Paths, "options">;
  /** The headers of a `GET` without its body; typed for contracts that describe it. */
  HEAD: HttpMethod<Paths, "head">;
  /** Changes a part of what is at the path: sent again only under the conditions of `POST`. */
  PATCH: HttpMethod<Paths, "patch">;
  /** Typed for contracts that describe it. `fetch` refuses to send this method. */
  TRACE: HttpMethod<Paths, "trace">;
  /** The same with the method as an argument. */
  request<M extends Verb | Uppercase<Verb>, P extends PathsWith<Paths, Lowercase<M>>, As extends ParseAs = "json">(
    method: M,
    path: P,
    ...init: InitArguments<Operation<Paths, P, Lowercase<M>>, As>
  ): Promise<HttpResult<Operation<Paths, P, Lowercase<M>>, As>>;
  /** Adds middleware to all calls by path from now on. Requests pass it in this order, responses and errors in the opposite one. */
  use(...middleware: HttpMiddleware[]): void;
  /** Takes out middleware that `use` added: pass the same object. One that was never added is ignored. */
  eject(...middleware: HttpMiddleware[]): void;
}

/** One HTTP method: a path of the contract, then its parameters, its body and the options. */
export type HttpMethod<Paths, V extends Verb> = <P extends PathsWith<Paths, V>, As extends ParseAs = "json">(
  path: P,
  ...init: InitArguments<Operation<Paths, P, V>, As>
) => Promise<HttpResult<Operation<Paths, P, V>, As>>;

/** What a call by path may say beside its parameters and its body. Further fields go to `fetch`. */
export interface HttpOptions<As extends ParseAs = ParseAs> extends Omit<RequestOptions, "body"> {
  /** How a success is read. @default "json" */
  parseAs?: As;
  /** Only within the client's origin. @default the client's */
  baseUrl?: string;
  /** Sends this call. @default the client's */
  fetch?: (request: Request) => Promise<Response>;
  /** For this call alone, after what `use` added. @default [] */
  middleware?: HttpMiddleware[];
  /** Makes of `body` what `fetch` sends. @default as the operation's method does: JSON, a form, text or bytes; a `FormData` stays one */
  bodySerializer?: (body: never) => unknown;
  /** Makes of `params.query` the text after the `?`. @default as the API writes lists and objects */
  querySerializer?: (query: never) => string;
  /** Puts `params.path` into the template. @default each value as one segment, encoded */
  pathSerializer?: (path: string, values: Record<string, unknown>) => string;
  /** Refused: it is that of the call. */
  method?: undefined;
  /** Refused: redirects are never followed. */
  redirect?: undefined;
  [field: string]: unknown;
}

/** Sees each call by path on its way. It may change the headers. */
export interface HttpMiddleware {
  /** Called before the call is sent, once, whatever is sent again afterwards. */
  onRequest?(event: HttpEvent): unknown;
  /** The response that it returns takes the place of the one that came. */
  onResponse?(
    event: HttpEvent & {
      /** As it came, or as middleware before this one has made it. Its body can be read once: `clone()` it to look. */
      response: Response;
    },
  ): unknown;
  /** The error that it returns takes the place of the one that was thrown; a response is treated as if it had come. */
  onError?(
    event: HttpEvent & {
      /** As it was thrown, or as middleware before this one has made it. */
      error: unknown;
    },
  ): unknown;
}

/** A call by path, as middleware sees it. */
export interface HttpEvent {
  /** What will be sent; its headers can be changed. */
  readonly request: HttpRequest;
  /** Template, for example `/disputes/{id}`. */
  readonly schemaPath: string;
  /** The call's parameters by their place. */
  readonly params: Readonly<Partial<Record<"query" | "header" | "path" | "cookie", Record<string, unknown>>>>;
  /** One for each call. */
  readonly id: string;
}

/** A request that has not been sent yet, without the credentials. */
export interface HttpRequest {
  /** With the query. */
  readonly url: string;
  /** HTTP method, in capitals. */
  readonly method: string;
  /** Those of the call, to be changed in place; the client's own are added afterwards. */
  readonly headers: Headers;
  /** As it will be sent; absent where there is none. */
  readonly body: FetchBody | undefined;
}

type ParseAs = "json" | "text" | "blob" | "arrayBuffer" | "stream";

/** `init` may be left out where it has nothing that is required. */
type InitArguments<O, As extends ParseAs> = object extends Params<O> & Body<O>
  ? [init?: Params<O> & Body<O> & HttpOptions<As>]
  : [init: Params<O> & Body<O> & HttpOptions<As>];

type Params<O> = O extends { parameters: infer P } ? (object extends P ? { params?: P } : { params: P }) : unknown;

type HttpResult<O, As extends ParseAs> = O extends { responses: infer R }
  ?
      | { data: Read<Data<O>, As>; error?: never; response: Response }
      | { data?: never; error: Content<R[Exclude<keyof R, Success>]>; response: Response }
  : never;

interface Forms {
  text: string;
  blob: Blob;
  arrayBuffer: ArrayBuffer;
  stream: ReadableStream<Uint8Array> | null;
}

type Read<T, As extends ParseAs> = As extends keyof Forms ? Forms[As] : T;
