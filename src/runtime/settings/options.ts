import { describe } from "../encode/encode.js";
import type { Extras } from "../encode/extras.js";
import { type HeaderValues, mergeHeaders } from "../encode/headers.js";
import { isCopyable } from "../encode/lossy.js";
import { ConfigurationError } from "../errors.js";
import { LOG_LEVELS, type Logger, type LogLevel } from "../observe/logger.js";
import type { AttemptEvent } from "../observe/report.js";
import type { TraceHook } from "../observe/tracing.js";
import { VERSION } from "../version.js";
import { checkVersion } from "./api-version.js";
import type { ApiConfig } from "./config.js";
import { readEnv } from "./env.js";
import { type Defaults, mergeOptions } from "./merge-options.js";
import { checkBaseURL } from "./origin.js";
import { defaultPlatform, type Platform } from "./platform.js";

/** A key, or a function that gives one: asked on the first call, and once more when the server responds with 401. */
export type ApiKey = string | (() => string | Promise<string>);

/** Whether a failed request may be sent again. `always` is the caller's word that repeating does no harm. */
export type RetryChoice = "auto" | "always" | "never";

/** The part of `fetch` that the runtime uses. */
export type FetchFunction = (url: string, init: RequestInit) => Promise<Response>;

/**
 * How a client is set up. Everything has a default but the key, which the environment may hold and public operations do without. The
 * type by itself, without the names of one API's servers, fits the clients of all.
 */
export interface ClientOptions<Environment extends string = never> {
  /** Where there is none, calls that need one fail. @default the API's environment variable, for example `WHOP_API_KEY` */
  apiKey?: ApiKey | undefined;
  /**
   * The credentials of operations that take another one than `apiKey`, or several together, by the name of their security scheme.
   * @default {}
   */
  credentials?: Readonly<Record<string, ApiKey>> | undefined;
  /**
   * Where requests and credentials go, and the only place they go. `https:`, or `http:` on a loopback address.
   * @default the API's environment variable, else the server of `environment`
   */
  baseURL?: string | undefined;
  /** One of the servers that the API names. Not together with `baseURL`. @default "production", where the API has one */
  environment?: Environment | undefined;
  /**
   * The version of the API that is asked for, sent as `Api-Version-Date`: a date, with `-2` and so on for further versions of a day.
   * The types describe the default; another version's responses may have other shapes, and its operations may act differently. With
   * `null` no version is sent, and the server decides by the key.
   * @default the version that the contract describes, where the API has versions
   */
  apiVersionDate?: string | null | undefined;
  /** Deadline of one attempt: connecting, headers and body. `Infinity` for none. @unit milliseconds @default 60_000 */
  timeout?: number | undefined;
  /** Attempts after the first one, where repeating is safe. @default 2 */
  maxRetries?: number | undefined;
  /**
   * The most that is read of a response's body, after gzip and the like were undone; a larger one is a `ResponseParseError`, and is not
   * asked for again. Of a failure's body 1 MiB at most is read; in a stream of events it is the limit of each event. It does not apply to
   * `asResponse()`, nor to `parseAs: "stream"` of a call by path. `Infinity` for none. @unit bytes @default 67_108_864 (64 MiB)
   */
  maxResponseBytes?: number | undefined;
  /** Sends the requests. @default the platform's `fetch` */
  fetch?: FetchFunction | undefined;
  /** Further fields for every `fetch` call, for example undici's `dispatcher`. @default {} */
  fetchOptions?: FetchOptions | undefined;
  /** Sent with each request; wins over the client's own. `null` leaves one out. @default {} */
  defaultHeaders?: HeaderValues | undefined;
  /** Sent with each request; a call's own parameters win. @default {} */
  defaultQuery?: Readonly<Record<string, unknown>> | undefined;
  /** Gets one line per attempt: no body, no query, no credentials. That it fails changes nothing. @default console */
  logger?: Logger | undefined;
  /** What reaches `logger`. @default the API's environment variable, else "warn" */
  logLevel?: LogLevel | undefined;
  /**
   * Called after each attempt. What it throws, or the promise that it returns rejects with, is ignored, and reported to `logger` the first
   * time. @default none
   */
  onAttempt?: ((event: AttemptEvent) => void) | undefined;
  /** Called when a call starts and ends; `openTelemetry(tracer)` makes one. It may fail as `onAttempt` may. @default none */
  tracing?: TraceHook | undefined;
  /** Lets the client run in a web page, where each visitor can read its key. @default false */
  dangerouslyAllowBrowser?: boolean | undefined;
  /** Lets the key travel unencrypted to an `http:` address other than loopback. @default false */
  dangerouslyAllowHttp?: boolean | undefined;
  /** Headers that an option of one API stands for; `defaultHeaders` win. @internal */
  apiHeaders?: HeaderValues | undefined;
  /** @internal */
  platform?: Partial<Platform> | undefined;
}

/** `RequestInit` less what the client decides, plus what some platforms add. */
export type FetchOptions = Readonly<Record<string, unknown>> & {
  readonly [Field in (typeof DECIDED)[number]]?: undefined;
};

/** What each request decides for itself; some of it has an option of its own. */
const DECIDED = ["method", "headers", "body", "signal", "redirect"] as const;

/** @throws ConfigurationError for a field that would be dropped */
export function checkFetchOptions(options: FetchOptions | undefined): void {
  checkObject("fetchOptions", options);
  const field = DECIDED.find((name) => options?.[name] !== undefined);
  if (field !== undefined)
    throw new ConfigurationError(`fetchOptions must not have ${field}, which each request decides for itself`);
}

/** @throws ConfigurationError for what has no fields, such as a `Map`, and would be dropped */
function checkObject(name: string, value: unknown): void {
  if (value !== undefined && !isCopyable(value))
    throw new ConfigurationError(`${name} must be an object (got ${describe(value)})`);
}

/** What one call does differently. */
export interface RequestOptions {
  /**
   * For this call alone, for example that of a connected account. As secret as the client's, and not renewed: for a function, make a
   * client with `withOptions`. @default the client's
   */
  apiKey?: string | undefined;
  /** Wins over all other headers. `null` leaves one out. @default {} */
  headers?: HeaderValues | undefined;
  /** As for the client: the types describe its default. @default the client's */
  apiVersionDate?: string | null | undefined;
  /** As for the client. @unit milliseconds @default the client's */
  timeout?: number | undefined;
  /** As for the client. @default the client's */
  maxRetries?: number | undefined;
  /** As for the client. @unit bytes @default the client's */
  maxResponseBytes?: number | undefined;
  /** Whether the call may be sent again. @default "auto": by method, failure and idempotency key */
  retry?: RetryChoice | undefined;
  /** Ends the call, its waits and the reading of its response. @default none */
  signal?: AbortSignal | null | undefined;
  /**
   * For operations whose contract has a place for one; refused elsewhere. Where that is a header: 1 to 255 visible ASCII characters.
   * @default a new one for each call
   */
  idempotencyKey?: string | undefined;
  /** Further fields for `fetch`. @default the client's */
  fetchOptions?: FetchOptions | undefined;
  /** Query parameters that the contract does not have. One that the call has as well is refused. @default {} */
  query?: Extras | undefined;
  /**
   * Properties of the body that the contract does not have. One that the call has as well is refused. By path, `body` is the whole body.
   * @default {}
   */
  body?: Extras | undefined;
  /** Lists only: a walk ends after so many items. @default Infinity */
  maxItems?: number | undefined;
  /** Lists only: a walk ends after so many pages. @default Infinity */
  maxPages?: number | undefined;
  /** Lists only: a walk asks for the next page while the current one is used. @default false */
  prefetch?: boolean | undefined;
}

/** What each option of a client is when it is left out. `undefined` is what its own line in {@link ClientOptions} says. */
const clientDefaults: Defaults<ClientOptions<string>> = {
  apiKey: undefined,
  credentials: undefined,
  baseURL: undefined,
  environment: undefined,
  apiVersionDate: undefined,
  timeout: 60_000,
  maxRetries: 2,
  maxResponseBytes: 64 * 1024 * 1024,
  fetch: undefined,
  fetchOptions: undefined,
  defaultHeaders: undefined,
  defaultQuery: undefined,
  logger: console,
  logLevel: undefined,
  onAttempt: undefined,
  tracing: undefined,
  dangerouslyAllowBrowser: false,
  dangerouslyAllowHttp: false,
  apiHeaders: undefined,
  platform: defaultPlatform,
};

/** The client's options with nothing left open; past the constructor only this travels. */
export interface ResolvedOptions
  extends Pick<ClientOptions, "credentials" | "fetch" | "fetchOptions" | "onAttempt" | "tracing"> {
  readonly apiKey: ApiKey | undefined;
  readonly baseURL: string;
  readonly origin: string;
  /** The server's environment; absent where the caller chose the base URL. */
  readonly environment: string | undefined;
  /** Nullish for none. */
  readonly apiVersionDate: string | null | undefined;
  readonly timeout: number;
  readonly maxRetries: number;
  readonly maxResponseBytes: number;
  readonly apiHeaders?: HeaderValues | undefined;
  readonly defaultHeaders?: HeaderValues | undefined;
  /** Absent where the browser has its own. */
  readonly userAgent: string | undefined;
  readonly defaultQuery?: Readonly<Record<string, unknown>> | undefined;
  readonly logger: Logger;
  /** Index in `LOG_LEVELS`. */
  readonly logLevel: number;
  readonly platform: Platform;
  /** Whether a page in a browser may send a key. */
  readonly dangerouslyAllowBrowser: boolean;
}

/** The package and its version. */
export const USER_AGENT: string = `disputekit/${VERSION}`;

/** @throws ConfigurationError naming the option */
export function resolveOptions(config: ApiConfig, given: ClientOptions<string>): ResolvedOptions {
  const options = mergeOptions(clientDefaults, given);
  const { timeout = Number.NaN, maxRetries = Number.NaN, logger = console, defaultHeaders } = options;
  const { maxResponseBytes = Number.NaN } = options;
  const apiKey = (options.apiKey ?? readEnv(config.env.apiKey)) || undefined;
  if (apiKey) checkPage(options);
  // `null` is the caller's word that none is to be sent.
  const { apiVersionDate = config.apiVersionDate } = options;
  checkVersion(apiVersionDate);
  checkLimits(timeout, maxRetries, maxResponseBytes);
  checkFetchOptions(options.fetchOptions);
  checkObject("defaultQuery", options.defaultQuery);
  mergeHeaders({}, options.apiHeaders, defaultHeaders); // refuses what no request could carry
  const [server, environment] = chooseServer(config, options);
  const { baseURL, origin } = checkBaseURL(server, options.dangerouslyAllowHttp);
  return {
    apiKey,
    baseURL,
    origin,
    environment,
    credentials: options.credentials,
    apiVersionDate,
    timeout,
    maxRetries,
    maxResponseBytes,
    fetch: options.fetch,
    fetchOptions: options.fetchOptions,
    apiHeaders: options.apiHeaders,
    defaultHeaders,
    userAgent: isWebPage() ? undefined : USER_AGENT,
    defaultQuery: options.defaultQuery,
    logger,
    logLevel: resolveLogLevel(config, options.logLevel),
    onAttempt: options.onAttempt,
    tracing: options.tracing,
    platform: mergeOptions(defaultPlatform, options.platform),
    dangerouslyAllowBrowser: options.dangerouslyAllowBrowser === true,
  };
}

/** @throws ConfigurationError when one of them is not such a number */
export function checkLimits(timeout: number, maxRetries: number, maxResponseBytes: number): void {
  if (!(timeout > 0))
    throw new ConfigurationError(`timeout must be a number above 0, in milliseconds (got ${String(timeout)})`);
  if (!(maxRetries >= 0))
    throw new ConfigurationError(`maxRetries must be a number of 0 or more (got ${String(maxRetries)})`);
  if (!(maxResponseBytes > 0))
    throw new ConfigurationError(`maxResponseBytes must be a number above 0 (got ${String(maxResponseBytes)})`);
}

/** @throws ConfigurationError where each visitor could read the key */
export function checkPage({ dangerouslyAllowBrowser }: Pick<ClientOptions, "dangerouslyAllowBrowser">): void {
  if (dangerouslyAllowBrowser || !isWebPage()) return;
  throw new ConfigurationError("a key in a web page is public: see dangerouslyAllowBrowser");
}

/** The base URL, and its environment unless the caller chose the URL. */
function chooseServer(
  { servers, env, name }: ApiConfig,
  { baseURL, environment }: Defaults<ClientOptions<string>>,
): [server: string, environment?: string] {
  if (environment === undefined) {
    const chosen = baseURL ?? readEnv(env.baseURL);
    if (chosen !== undefined) return [chosen];
    const [first] = Object.entries(servers);
    if (!first) throw new ConfigurationError(`baseURL is missing: the contract of ${name} names no server`);
    return [first[1], first[0]];
  }
  const server = Object.hasOwn(servers, environment) ? servers[environment] : undefined;
  if (baseURL !== undefined || server === undefined) {
    throw new ConfigurationError(`environment must be one of ${Object.keys(servers).join(", ")}, without baseURL`);
  }
  return [server, environment];
}

function resolveLogLevel({ env }: ApiConfig, given: LogLevel | undefined): number {
  const level = LOG_LEVELS.indexOf(given ?? (readEnv(env.logLevel) as LogLevel));
  return level < 0 ? LOG_LEVELS.indexOf("warn") : level;
}

function isWebPage(): boolean {
  return typeof document === "object" && typeof window === "object";
}
