import * as errors from "../errors.js";
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
import { ApiPromise, type CallPlan } from "../promise/api-promise.js";
import type { ApiFailure } from "../promise/result.js";
import { type Engine, startCall } from "../request/call.js";
import type { RequestParts } from "../request/prepare.js";
import { RetryBudget } from "../request/retry.js";
import type { ApiConfig, OperationConfig } from "../settings/config.js";
import { Credentials } from "../settings/credentials.js";
import { type ClientOptions, type RequestOptions, resolveOptions } from "../settings/options.js";
import type { Data, Operation, Parts, PathsWith, Verb } from "../wire-types.js";

/** What every client has and every generated method uses. */
export class ClientCore<Paths extends object> {
  static readonly ClientError: typeof errors.ClientError = errors.ClientError;
  static readonly APIError: typeof errors.APIError = errors.APIError;
  static readonly APIConnectionError: typeof errors.APIConnectionError = errors.APIConnectionError;
  static readonly APIConnectionTimeoutError: typeof errors.APIConnectionTimeoutError = errors.APIConnectionTimeoutError;
  static readonly APIUserAbortError: typeof errors.APIUserAbortError = errors.APIUserAbortError;
  static readonly AuthenticationError: typeof errors.AuthenticationError = errors.AuthenticationError;
  static readonly BadRequestError: typeof errors.BadRequestError = errors.BadRequestError;
  static readonly ConflictError: typeof errors.ConflictError = errors.ConflictError;
  static readonly GoneError: typeof errors.GoneError = errors.GoneError;
  static readonly InternalServerError: typeof errors.InternalServerError = errors.InternalServerError;
  static readonly NotFoundError: typeof errors.NotFoundError = errors.NotFoundError;
  static readonly PermissionDeniedError: typeof errors.PermissionDeniedError = errors.PermissionDeniedError;
  static readonly RateLimitError: typeof errors.RateLimitError = errors.RateLimitError;
  static readonly UnprocessableEntityError: typeof errors.UnprocessableEntityError = errors.UnprocessableEntityError;
  static readonly RedirectError: typeof errors.RedirectError = errors.RedirectError;
  static readonly ResponseParseError: typeof errors.ResponseParseError = errors.ResponseParseError;
  static readonly PaginationError: typeof errors.PaginationError = errors.PaginationError;
  static readonly InvalidRequestError: typeof errors.InvalidRequestError = errors.InvalidRequestError;
  static readonly ConfigurationError: typeof errors.ConfigurationError = errors.ConfigurationError;
  static readonly WebhookVerificationError: typeof errors.WebhookVerificationError = errors.WebhookVerificationError;

  /** Where requests go. */
  readonly baseURL: string;
  readonly #engine: Engine;

  /** @throws ConfigurationError when an option is missing or impossible */
  constructor(config: ApiConfig, options: ClientOptions = {}) {
    const resolved = resolveOptions(config, options);
    this.baseURL = resolved.baseURL;
    this.#engine = {
      config,
      options: resolved,
      credentials: new Credentials(resolved.apiKey),
      budget: new RetryBudget(),
    };
  }

  /** Whether the key is known and starts so; the key itself is not given out. */
  keyStartsWith(prefix: string): boolean {
    return this.#engine.credentials.startsWith(prefix);
  }

  /** For what is made beside the methods, such as calls by path, and sends as they do. @internal */
  connect<Api>(make: (engine: Engine) => Api): Api {
    return make(this.#engine);
  }

  /** For generated methods: one call, which starts at once. `parts` are checked against the contract's `paths`. */
  request<M extends Uppercase<Verb>, P extends PathsWith<Paths, Lowercase<M>>, F = ApiFailure>(
    method: M,
    path: P,
    parts: Parts<Operation<Paths, P, Lowercase<M>>> | PromiseLike<Parts<Operation<Paths, P, Lowercase<M>>>>,
    options: RequestOptions | undefined,
    operation: string | OperationConfig,
  ): ApiPromise<Data<Operation<Paths, P, Lowercase<M>>>, F> {
    const plan = this.#plan(method, path as string, parts as RequestParts, options, operation);
    const promise = new ApiPromise<Data<Operation<Paths, P, Lowercase<M>>>, F>(plan);
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
    return this.#list(path, parts as RequestParts, options, operation, cursorScheme());
  }

  /** For generated methods: a list with `has_more`, whose items have their cursor in the property `id`. @internal */
  idList<P extends PathsWith<Paths, "get">, F = ApiFailure>(
    id: string,
    path: P,
    parts: Parts<Operation<Paths, P, "get">>,
    options: RequestOptions | undefined,
    operation: string | OperationConfig,
  ): IdPager<ItemOf<IdBody<unknown>, Data<Operation<Paths, P, "get">>>, F> {
    return this.#list(path, parts as RequestParts, options, operation, idScheme(id));
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
    return this.#list(path, parts as RequestParts, options, operation, nextCursorScheme(names));
  }

  #list<Item, Page, F>(
    path: unknown,
    parts: RequestParts,
    options: RequestOptions = {},
    operation: string | OperationConfig,
    scheme: Scheme<Item>,
  ): Pager<Item, Page, F> {
    const { maxItems = Number.POSITIVE_INFINITY, maxPages = Number.POSITIVE_INFINITY, prefetch = false } = options;
    const limits = { maxItems, maxPages, prefetch, signal: options.signal ?? undefined };
    const plan = (query: Query, signal: AbortSignal | undefined): CallPlan<never> =>
      this.#plan("GET", path as string, { ...parts, query }, { ...options, signal }, operation);
    const fetchPage: FetchPage = (query, signal, wrap) => new ApiPromise({ ...plan(query, signal), wrap });
    const query: Query = { ...parts.query };
    const list = { name: `GET ${path}`, fetchPage, scheme, limits, walk: startOf(scheme, query) };
    return new Pager(plan(query, limits.signal), list, query);
  }

  #plan(
    method: string,
    path: string,
    parts: RequestParts,
    options: RequestOptions = {},
    operation: string | OperationConfig,
  ): CallPlan<never> {
    const own = typeof operation === "string" ? undefined : operation.failures;
    const call = startCall(this.#engine, method, path, options, operation);
    return { call, parts, failures: own ?? this.#engine.config.failures };
  }
}

/** The item of a list; `undefined`, which no method promises, where the response is not one that the scheme can read. */
type ItemOf<Page, Body> = Body extends Page & { data?: infer Items }
  ? NonNullable<Items> extends readonly (infer Item)[]
    ? Item
    : undefined
  : undefined;
