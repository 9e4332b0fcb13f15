import { addExtras } from "../encode/extras.js";
import { checkQuery } from "../encode/query.js";
import * as errors from "../errors.js";
import { hide } from "../hide.js";
import { type FetchPage, startOf } from "../lists/page.js";
import { type CursorPager, type IdPager, type NextCursorPager, Pager } from "../lists/pager.js";
import {
  type CursorBody,
  cursorScheme,
  type IdBody,
  idScheme,
  type NextCursorNames,
  nextCursorScheme,
  type Query,
  type Scheme,
} from "../lists/schemes.js";
import { LOG_LEVELS } from "../observe/logger.js";
import { ApiPromise, type CallPlan } from "../promise/api-promise.js";
import type { ApiFailure } from "../promise/result.js";
import { type Engine, startCall } from "../request/call.js";
import { nameCall, type RequestParts } from "../request/prepare.js";
import { RetryBudget } from "../request/retry.js";
import type {
  ApiConfig,
  IdempotencyPlaces,
  IdempotencyTable,
  OperationConfig,
  OperationTable,
} from "../settings/config.js";
import { Credentials } from "../settings/credentials.js";
import { mergeOptions } from "../settings/merge-options.js";
import { type ClientOptions, type RequestOptions, resolveOptions } from "../settings/options.js";
import type { Data, Operation, Parts, PathsWith, Verb } from "../wire-types.js";
import { checkUndocumented, type UndocumentedMethod, type UndocumentedParts } from "./undocumented.js";

/** What every client has and every generated method uses. */
export class ClientCore<Paths extends object, Options extends ClientOptions<string> = ClientOptions<string>> {
  /** The base of all errors that a client throws. */
  static readonly ClientError: typeof errors.ClientError = errors.ClientError;
  /** A call failed, with a response or without one. */
  static readonly APIError: typeof errors.APIError = errors.APIError;
  /** There was no response, or only a part of one. */
  static readonly APIConnectionError: typeof errors.APIConnectionError = errors.APIConnectionError;
  /** An attempt took longer than `timeout`, or than a limit of `fetch`. */
  static readonly APIConnectionTimeoutError: typeof errors.APIConnectionTimeoutError = errors.APIConnectionTimeoutError;
  /** The caller's signal ended the call. */
  static readonly APIUserAbortError: typeof errors.APIUserAbortError = errors.APIUserAbortError;
  /** Status 401: the credentials are not taken. */
  static readonly AuthenticationError: typeof errors.AuthenticationError = errors.AuthenticationError;
  /** Status 400: the request cannot be read, or a value in it is refused. */
  static readonly BadRequestError: typeof errors.BadRequestError = errors.BadRequestError;
  /** Status 409: the state of things does not allow the call now. */
  static readonly ConflictError: typeof errors.ConflictError = errors.ConflictError;
  /** Status 410: what was called has been withdrawn for good. */
  static readonly GoneError: typeof errors.GoneError = errors.GoneError;
  /** Status 500 or more: the server failed. */
  static readonly InternalServerError: typeof errors.InternalServerError = errors.InternalServerError;
  /** Status 404: not there, or not for this key. */
  static readonly NotFoundError: typeof errors.NotFoundError = errors.NotFoundError;
  /** Status 403: the key has no permission for the call. */
  static readonly PermissionDeniedError: typeof errors.PermissionDeniedError = errors.PermissionDeniedError;
  /** Status 429: too many requests, also after the retries. */
  static readonly RateLimitError: typeof errors.RateLimitError = errors.RateLimitError;
  /** Status 422: readable, but against a rule. */
  static readonly UnprocessableEntityError: typeof errors.UnprocessableEntityError = errors.UnprocessableEntityError;
  /** The server points elsewhere, which is never followed. */
  static readonly RedirectError: typeof errors.RedirectError = errors.RedirectError;
  /** The body of the response is not JSON, or too large. */
  static readonly ResponseParseError: typeof errors.ResponseParseError = errors.ResponseParseError;
  /** A list cannot be walked on. */
  static readonly PaginationError: typeof errors.PaginationError = errors.PaginationError;
  /** The call was refused before anything was sent. */
  static readonly InvalidRequestError: typeof errors.InvalidRequestError = errors.InvalidRequestError;
  /** An option is missing or impossible. */
  static readonly ConfigurationError: typeof errors.ConfigurationError = errors.ConfigurationError;
  /** A webhook delivery could not be verified to come from its sender. */
  static readonly WebhookVerificationError: typeof errors.WebhookVerificationError = errors.WebhookVerificationError;

  /** Where requests go. */
  readonly baseURL: string;
  /** What all calls share. @internal */
  declare readonly _engine: () => Engine;
  /** Never set: tells the clients of different APIs apart, so that a resource takes none but its own. */
  declare protected readonly _paths?: Paths;

  /** Where operations take an idempotency key; the client with every resource has the contract's table. @internal */
  get _idempotency(): IdempotencyTable {
    return {};
  }

  /** What operations have of their own, for calls by path; likewise. @internal */
  get _operations(): OperationTable {
    return {};
  }

  /** @throws ConfigurationError when an option is missing or impossible */
  constructor(config: ApiConfig, options?: Options) {
    const { heritage, ...given }: InheritedOptions = options ?? {};
    const resolved = resolveOptions(config, given);
    const parent = heritage?.parent;
    const isSameKey = parent && given.apiKey === parent.given.apiKey;
    const isSameServer = parent?.options.origin === resolved.origin;
    const engine: Engine = {
      config,
      given,
      options: resolved,
      credentials: isSameKey ? parent.credentials : new Credentials(resolved.apiKey),
      budget: parent && isSameServer ? parent.budget : new RetryBudget(),
      middleware: [...(parent?.middleware ?? [])],
    };
    if (heritage) heritage.isTaken = true;
    this.baseURL = resolved.baseURL;
    hide(this, "_engine", () => engine);
  }

  /**
   * A client that differs in these options and shares everything else: the key and its renewal, `fetch` and its connections, observers,
   * the reserve of retries. An option takes the place of this client's, also where it is an object or a list; `undefined` keeps this
   * client's. `environment` and `baseURL` take each other's place. Changing one client afterwards does not change the other.
   *
   * @throws ConfigurationError when an option is impossible, and in a subclass whose constructor does not pass its options on
   */
  withOptions(options: Options): this {
    const parent = this._engine();
    const heritage: Heritage = { parent, isTaken: false };
    const { baseURL, logLevel } = parent.options;
    const server = options?.environment === undefined ? baseURL : undefined;
    const own = { ...parent.given, environment: undefined, baseURL: server, logLevel: LOG_LEVELS[logLevel], heritage };
    const Client = this.constructor as new (options: ClientOptions<string>) => this;
    const client = new Client(mergeOptions(own, options));
    if (heritage.isTaken) return client;
    throw new errors.ConfigurationError(
      `withOptions: the constructor of ${Client.name} does not pass its options on: override withOptions there`,
    );
  }

  /** Whether the key is known and starts so; the key itself is not given out. */
  keyStartsWith(prefix: string): boolean {
    return this._engine().credentials.startsWith(prefix);
  }

  /**
   * A call that the contract does not have, for example of a path that is new: it is as safe as the methods, and its result is `unknown`.
   * Values go into `path`, each as one segment, so that logs and errors name the template alone. A POST or PATCH is sent once, unless the
   * server cannot have acted on it or you pass `retry: "always"`; a `ReadableStream` is sent once in any case. `toResult()` has every failure that the server responds with.
   */
  request(
    method: UndocumentedMethod,
    path: `/${string}`,
    parts?: UndocumentedParts,
    options?: RequestOptions,
  ): ApiPromise<unknown>;
  /** For generated methods: one call, which starts at once. `parts` are checked against the contract's `paths`. @internal */
  request<M extends Uppercase<Verb>, P extends PathsWith<Paths, Lowercase<M>>, F = ApiFailure>(
    method: M,
    path: P,
    parts: Parts<Operation<Paths, P, Lowercase<M>>> | PromiseLike<Parts<Operation<Paths, P, Lowercase<M>>>>,
    options: RequestOptions | undefined,
    operation: string | OperationConfig,
  ): ApiPromise<Data<Operation<Paths, P, Lowercase<M>>>, F>;
  request(
    method: string,
    path: string,
    parts: RequestParts | PromiseLike<RequestParts> = {},
    options?: RequestOptions,
    operation?: string | OperationConfig,
  ): ApiPromise<never, never> {
    const plan: CallPlan<never> =
      operation === undefined
        ? planUndocumented(this._engine(), method, path, parts, options, this._idempotency[`${method} ${path}`])
        : planCall(this._engine(), method, path, parts, options, operation);
    const promise = new ApiPromise<never, never>(plan);
    promise.start();
    return promise;
  }

  /** For generated methods: a list with `page_info`. @internal */
  cursorList<P extends PathsWith<Paths, "get">, F = ApiFailure>(
    path: P,
    parts: Parts<Operation<Paths, P, "get">>,
    options: RequestOptions | undefined,
    operation: string | OperationConfig,
  ): CursorPager<ItemOf<CursorBody<unknown>, Data<Operation<Paths, P, "get">>>, F> {
    return listOf(this._engine(), path, parts as RequestParts, options, operation, cursorScheme());
  }

  /** For generated methods: a list with `has_more`, whose items have their cursor in the property `id`. @internal */
  idList<P extends PathsWith<Paths, "get">, F = ApiFailure>(
    id: string,
    path: P,
    parts: Parts<Operation<Paths, P, "get">>,
    options: RequestOptions | undefined,
    operation: string | OperationConfig,
  ): IdPager<ItemOf<IdBody<unknown>, Data<Operation<Paths, P, "get">>>, F> {
    return listOf(this._engine(), path, parts as RequestParts, options, operation, idScheme(id));
  }

  /** For generated methods: a read whose response names the following cursor. @internal */
  nextCursorList<P extends PathsWith<Paths, "get">, F = ApiFailure>(
    names: NextCursorNames,
    path: P,
    parts: Parts<Operation<Paths, P, "get">>,
    options: RequestOptions | undefined,
    operation: string | OperationConfig,
  ): NextCursorPager<
    ItemOf<{ data?: readonly unknown[] | null | undefined }, Data<Operation<Paths, P, "get">>>,
    Data<Operation<Paths, P, "get">>,
    F
  > {
    return listOf(this._engine(), path, parts as RequestParts, options, operation, nextCursorScheme(names));
  }
}

/** The additions are part of the list's query, so that a cursor among them counts. What is refused is left to the first request. */
function withExtras(own: object | undefined, options: RequestOptions): { query: Query; rest: RequestOptions } {
  try {
    checkQuery(own);
    return { query: addExtras("query", { ...own }, options.query), rest: { ...options, query: undefined } };
  } catch {
    return { query: own as Query, rest: options };
  }
}

/** What `withOptions` passes to the constructor beside the options. */
interface Heritage {
  readonly parent: Engine;
  /** Set by the constructor. */
  isTaken: boolean;
}

interface InheritedOptions extends ClientOptions<string> {
  readonly heritage?: Heritage;
}

function listOf<Item, Page, F>(
  engine: Engine,
  path: unknown,
  parts: RequestParts,
  options: RequestOptions = {},
  operation: string | OperationConfig,
  scheme: Scheme<Item>,
): Pager<Item, Page, F> {
  const { maxItems = Number.POSITIVE_INFINITY, maxPages = Number.POSITIVE_INFINITY, prefetch = false } = options;
  const limits = { maxItems, maxPages, prefetch, signal: options.signal ?? undefined };
  const plan = (query: Query, signal: AbortSignal | undefined): CallPlan<never> =>
    planCall(engine, "GET", path as string, { ...parts, query }, { ...rest, signal }, operation);
  const fetchPage: FetchPage = (query, signal, wrap) => new ApiPromise({ ...plan(query, signal), wrap });
  const { query, rest } = withExtras(parts.query, options);
  const list = { name: `GET ${path}`, fetchPage, scheme, limits, walk: startOf(scheme, query) };
  return new Pager(plan(query, limits.signal), list, query);
}

function planUndocumented(
  engine: Engine,
  method: string,
  path: string,
  parts: unknown,
  options: RequestOptions = {},
  idempotency: IdempotencyPlaces | undefined,
): CallPlan<never> {
  const call = startCall(engine, method, path, options, undefined, idempotency);
  call.mode = "data";
  const checked = checkUndocumented(method, path, parts, options.headers).catch((reason) => {
    throw nameCall(reason, call);
  });
  return { call, parts: checked, failures: undefined };
}

function planCall(
  engine: Engine,
  method: string,
  path: string,
  parts: RequestParts | PromiseLike<RequestParts>,
  options: RequestOptions = {},
  operation: string | OperationConfig,
): CallPlan<never> {
  const own = typeof operation === "string" ? undefined : operation.failures;
  const call = startCall(engine, method, path, options, operation);
  return { call, parts, failures: own ?? engine.config.failures };
}

/** The item of a list; `undefined`, which no method promises, where the response is not one that the scheme can read. */
type ItemOf<Page, Body> = Body extends Page & { data?: infer Items }
  ? NonNullable<Items> extends readonly (infer Item)[]
    ? Item
    : undefined
  : undefined;
