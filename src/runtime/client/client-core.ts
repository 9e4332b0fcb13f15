import { createHttp } from "../by-path/http.js";
import type { Http } from "../by-path/http-types.js";
import * as errors from "../errors.js";
import type { FetchPage } from "../lists/page.js";
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
import { type Answer, type CallInit, startCall } from "../request/call.js";
import { RetryBudget } from "../request/retry-budget.js";
import type { Engine } from "../request/send.js";
import type { ApiConfig, OperationConfig } from "../settings/config.js";
import { Credentials } from "../settings/credentials.js";
import { type ClientOptions, type RequestOptions, resolveOptions } from "../settings/options.js";
import { ApiPromise, type CallPlan } from "./api-promise.js";
import type { ApiFailure } from "./result.js";

/** One typed call through openapi-fetch, as the generated methods make it. */
export type Send<Paths extends object, T> = (http: Http<Paths>, init: CallInit) => Promise<{ data?: T | undefined }>;

/** The same for one page of a list. */
export type SendPage<Paths extends object, Params, Body> = (
  http: Http<Paths>,
  init: CallInit,
  query: Params,
) => Promise<{ data?: Body | undefined }>;

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
  #http: Http<Paths> | undefined;

  /** @throws ConfigurationError when an option is missing or impossible */
  constructor(facts: ApiConfig, options: ClientOptions = {}) {
    const resolved = resolveOptions(facts, options);
    this.baseURL = resolved.baseURL;
    this.#engine = {
      facts,
      options: resolved,
      credentials: new Credentials(resolved.apiKey),
      budget: new RetryBudget(),
    };
  }

  /** Calls by method and path, typed by the contract, as safe as the methods. */
  get http(): Http<Paths> {
    this.#http ??= createHttp(this.#engine);
    return this.#http;
  }

  /** Whether the key is known and starts so; the key itself is not given out. */
  keyStartsWith(prefix: string): boolean {
    return this.#engine.credentials.startsWith(prefix);
  }

  /** For generated methods: one call, which starts at once. */
  call<T, F = ApiFailure>(
    operation: string | OperationConfig,
    options: RequestOptions | undefined,
    send: Send<Paths, T>,
  ): ApiPromise<T, F> {
    const promise = new ApiPromise<T, F>(this.#plan(operation, options, send));
    promise.start();
    return promise;
  }

  /** For generated methods: a list with `page_info`. */
  cursorList<Item, Params extends object, F = ApiFailure>(
    operation: string | OperationConfig,
    params: Params,
    options: RequestOptions | undefined,
    send: SendPage<Paths, Params, CursorBody<Item>>,
  ): CursorPager<Item, F> {
    return this.#list(operation, params, options, send, cursorScheme<Item>());
  }

  /** For generated methods: a list with `has_more`, whose items have their cursor in the property `id`. */
  idList<Item, Params extends object, F = ApiFailure>(
    operation: string | OperationConfig,
    id: string,
    params: Params,
    options: RequestOptions | undefined,
    send: SendPage<Paths, Params, IdBody<Item>>,
  ): IdPager<Item, F> {
    return this.#list(operation, params, options, send, idScheme<Item>(id));
  }

  /** For generated methods: a read whose answer names the following cursor. */
  nextCursorList<
    Item,
    Body extends { data?: readonly Item[] | null | undefined },
    Params extends object,
    F = ApiFailure,
  >(
    operation: string | OperationConfig,
    names: NextCursorNames,
    params: Params,
    options: RequestOptions | undefined,
    send: SendPage<Paths, Params, Body>,
  ): NextCursorPager<Item, Body, F> {
    return this.#list(operation, params, options, send, nextCursorScheme<Item>(names));
  }

  #list<Item, Page, Params extends object, F>(
    operation: string | OperationConfig,
    params: Params,
    options: RequestOptions = {},
    send: SendPage<Paths, Params, unknown>,
    scheme: Scheme<Item>,
  ): Pager<Item, Page, F> {
    const { maxItems = Number.POSITIVE_INFINITY, maxPages = Number.POSITIVE_INFINITY, prefetch = false } = options;
    const limits = { maxItems, maxPages, prefetch, signal: options.signal ?? undefined };
    const plan = (query: Query, signal: AbortSignal | undefined): CallPlan<never> =>
      this.#plan(operation, { ...options, signal }, (http, init) => send(http, init, query as Params));
    const fetchPage: FetchPage = (query, signal, wrap) => new ApiPromise({ ...plan(query, signal), wrap });
    const list = { fetchPage, scheme, limits, cursor: undefined };
    return new Pager(plan(params as Query, limits.signal), list, params as Query);
  }

  #plan(
    operation: string | OperationConfig,
    options: RequestOptions = {},
    send: Send<Paths, unknown>,
  ): CallPlan<never> {
    const facts = typeof operation === "string" ? { id: operation } : operation;
    const call = startCall(facts, options);
    const run = async (): Promise<Answer> => {
      await send(this.http, { call, redirect: "manual" });
      return call.answer!;
    };
    return { call, run, failures: facts.failures ?? this.#engine.facts.failures };
  }
}
