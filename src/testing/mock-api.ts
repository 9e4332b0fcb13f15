import { Actor, type Flows } from "./act.js";
import { Checker } from "./check-request.js";
import { type Contract, type ContractOperation, type Entity, isEntity } from "./contract.js";
import { CONNECTION_CODES, Faults, type MockFault } from "./faults.js";
import { ValueMaker } from "./make-value.js";
import { Refusal } from "./refusal.js";
import { Router } from "./route.js";
import { Store } from "./store.js";

/** How a mock behaves. */
export interface MockOptions {
  /** Other data with another seed; the same seed gives the same data everywhere. @default "disputekit" */
  seed?: string | undefined;
  /** The mock's clock. @default the system's */
  now?: (() => Date) | undefined;
  /** Items of each list whose data are not given. @default 25 */
  size?: number | undefined;
  /** Items of a page where a request does not say. @default 10 */
  pageSize?: number | undefined;
  /** Waits out `latency`. @default a timer */
  wait?: ((milliseconds: number) => Promise<void>) | undefined;
}

/** A request that a mock got. */
export interface MockRequest {
  /** What the caller wrote: `disputes.list`; `undefined` for a path that the contract does not have. */
  readonly call: string | undefined;
  /** HTTP method, in capitals. */
  readonly method: string;
  /** Below the base URL, with its query. */
  readonly path: string;
  /** All that the client sent, the key among them. */
  readonly headers: Headers;
  /** As it was read: JSON, a `FormData`, `URLSearchParams`, text, or bytes in a `Uint8Array`. */
  readonly body: unknown;
  /** The response's status; 0 where the connection broke. */
  readonly status: number;
  /** Why the mock refused it. */
  readonly refusal: string | undefined;
}

/** What one API adds to the contract. */
export interface MockProvider {
  readonly flows: Flows;
  /** Fields of made objects, by the path of their collection: so that they are where a test would begin. */
  readonly defaults: Readonly<Record<string, (now: Date) => Entity>>;
  /** The body of a refusal. */
  readonly refusalBody: (refusal: Refusal, contract: Contract) => unknown;
  /** Answers addresses outside of the API, such as those that files are uploaded to. */
  readonly outside?: ((request: Request, store: Store) => Promise<Response | undefined>) | undefined;
}

/** A response, or the code of the error that breaks the connection. */
export type Outcome = { readonly response: Response } | { readonly drop: string };

/** The engine of a mock: a contract, and a state. */
export class MockApi {
  readonly contract: Contract;
  readonly store: Store;
  readonly requests: MockRequest[] = [];
  readonly faults: Faults = new Faults();
  readonly now: () => Date;
  readonly maker: ValueMaker;
  readonly #router: Router;
  readonly #checker: Checker;
  readonly #actor: Actor;
  readonly #provider: MockProvider;
  readonly #wait: (milliseconds: number) => Promise<void>;
  readonly #apiKey: string;
  readonly #replays = new Map<string, { fingerprint: string; response: Promise<Response>; isRunning: boolean }>();
  #count = 0;

  constructor(
    contract: Contract,
    provider: MockProvider,
    given: Readonly<Record<string, readonly Entity[]>>,
    apiKey: string,
    options: MockOptions,
  ) {
    const { seed = "disputekit", now = () => new Date(), size = 25, pageSize = 10, wait = sleep } = options;
    this.contract = contract;
    this.now = now;
    this.#provider = provider;
    this.#wait = wait;
    this.#apiKey = apiKey;
    this.#checker = new Checker(contract);
    this.#router = new Router(contract.operations);
    this.maker = new ValueMaker(this.#checker.schemas, seed, now());
    this.store = new Store(contract, this.#checker, this.maker, { size, given, defaults: provider.defaults, now });
    const actorOptions = { pageSize, now, flows: provider.flows };
    this.#actor = new Actor(contract.operations, this.#checker, this.store, this.maker, actorOptions);
  }

  async respond(request: Request): Promise<Outcome> {
    const outside = await this.#provider.outside?.(request, this.store);
    if (outside !== undefined) return { response: outside };
    const url = new URL(request.url);
    const path = this.#below(url.pathname);
    const route = this.#router.find(request.method, path);
    const copy = request.clone();
    const faults = this.faults.take(route?.operation.call);
    for (const { latency = 0 } of faults) if (latency > 0) await this.#wait(latency);
    const record = async (status: number, refusal?: string) => {
      const body = await readBody(copy);
      const { method, headers } = request;
      this.requests.push({
        call: route?.operation.call,
        method,
        path: path + url.search,
        headers,
        body,
        status,
        refusal,
      });
    };
    const broken = faults.find(({ connection }) => connection === "refused" || connection === "reset");
    if (broken?.connection !== undefined) {
      await record(0);
      return { drop: CONNECTION_CODES[broken.connection] };
    }
    const { response, refusal } = await this.#answer(request, url, path, route, faults);
    const isLost = faults.some(({ connection }) => connection === "lost-response");
    await record(isLost ? 0 : response.status, refusal);
    return isLost ? { drop: CONNECTION_CODES["lost-response"] } : { response };
  }

  async #answer(
    request: Request,
    url: URL,
    path: string,
    route: ReturnType<Router["find"]>,
    faults: readonly MockFault[],
  ): Promise<{ response: Response; refusal?: string }> {
    try {
      const failing = faults.find(({ status }) => status !== undefined);
      if (failing !== undefined) throw asRefusal(failing);
      if (route === undefined) {
        throw new Refusal(404, `${this.contract.name} has no ${request.method} ${path}`);
      }
      this.#checkHeaders(route.operation, request.headers);
      return { response: await this.#once(route.operation, route.pathValues, url, request) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const body = this.#provider.refusalBody(error, this.contract);
      return { response: this.#respondWith(error.status, body, error.headers), refusal: error.message };
    }
  }

  /** The first response again, where the key of the call was used before. Refusals are replayed as well. */
  async #once(
    operation: ContractOperation,
    pathValues: Readonly<Record<string, string>>,
    url: URL,
    request: Request,
  ): Promise<Response> {
    const { idempotency } = operation;
    const text = idempotency === undefined ? "" : await request.clone().text();
    const key = this.#keyOf(operation, request, text);
    if (key === undefined) return this.#act(operation, pathValues, url, request);
    const fingerprint = `${request.method} ${url.pathname}${url.search} ${text}`;
    const known = this.#replays.get(key);
    if (known === undefined) {
      // Remembered before anything is awaited: of two calls at once, one acts.
      const outcome = { fingerprint, response: this.#act(operation, pathValues, url, request), isRunning: true };
      this.#replays.set(key, outcome);
      const response = await outcome.response.finally(() => {
        outcome.isRunning = false;
      });
      return response.clone();
    }
    if (known.fingerprint !== fingerprint) throw new Refusal(400, "The idempotency key was used for another request");
    const mark: Readonly<Record<string, string>> =
      idempotency?.header === true ? { "idempotent-replayed": "true" } : {};
    if (known.isRunning && idempotency?.header === true) {
      throw new Refusal(409, "A call with this idempotency key is still running", { type: "conflict" });
    }
    const replay = await known.response.catch((error: unknown) => {
      throw error instanceof Refusal ? error.with(mark) : error;
    });
    const headers = new Headers({ ...Object.fromEntries(replay.headers), ...mark });
    return new Response(replay.clone().body, { status: replay.status, headers });
  }

  async #act(
    operation: ContractOperation,
    pathValues: Readonly<Record<string, string>>,
    url: URL,
    request: Request,
  ): Promise<Response> {
    const checked = await this.#checker.checkRequest(operation, url, request);
    const body = await this.#actor.act(operation, pathValues, url, checked);
    const { status = 200, as, mediaType = "" } = operation.success ?? {};
    return as === undefined ? this.#respondWith(status, body) : this.#respondAs(as, mediaType, status, body, url);
  }

  #keyOf({ idempotency, call, body }: ContractOperation, { headers }: Request, text: string): string | undefined {
    if (idempotency === undefined) return undefined;
    const header = idempotency.header ? headers.get("idempotency-key") : null;
    if (header !== null) return `${headers.get("authorization")} ${header}`;
    const { field: name } = idempotency;
    if (name === undefined) return undefined;
    const field = body?.as === "form" ? new URLSearchParams(text).get(name) : parsed(text)?.[name];
    return typeof field === "string" ? `${call} ${field}` : undefined;
  }

  #checkHeaders({ key }: ContractOperation, headers: Headers): void {
    const authorization = headers.get("authorization");
    const scheme = this.contract.auth === "basic" ? /^Basic [A-Za-z0-9+/=]+$/ : /^Bearer \S+$/;
    const isPublic = key === "none" || (key === "optional" && authorization === null);
    if (!isPublic && !(authorization !== null && scheme.test(authorization))) {
      throw new Refusal(401, authorization === null ? "The request has no API key" : "The API key is not valid");
    }
    // A caller may bring the session of a user in place of the key.
    if (key === "session" && authorization === `Bearer ${this.#apiKey}`) {
      throw new Refusal(403, "API keys cannot make this call");
    }
    const version = headers.get("api-version-date");
    const own = this.contract.apiVersionDate;
    if (own !== undefined && version !== null && version !== own) {
      throw new Refusal(400, `Unknown Api-Version-Date ${version}. This mock knows ${own}.`);
    }
  }

  #respondWith(status: number, body: unknown, more: Readonly<Record<string, string>> = {}): Response {
    this.#count++;
    const headers = { "x-request-id": `req_mock_${this.#count}`, ...more };
    if (body === undefined || status === 204) return new Response(null, { status, headers });
    return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });
  }

  /** Text or bytes: what the schema says, where it says anything of text. Of a range, a type that is one of it. */
  #respondAs(as: "text" | "blob" | "events", mediaType: string, status: number, body: unknown, url: URL): Response {
    this.#count++;
    const text = typeof body === "string" ? body : String(this.maker.make({ type: "string" }, `${url.pathname}/text`));
    const any = { text: "text/plain", blob: "application/octet-stream", events: "text/event-stream" }[as];
    const type = /^image\/\*/.test(mediaType) ? "image/png" : mediaType.includes("*") ? any : mediaType;
    const headers = { "x-request-id": `req_mock_${this.#count}`, "content-type": type };
    return new Response(as === "events" ? `data: ${text}\n\n` : text, { status, headers });
  }

  /** The path below the base URL, whichever of the API's servers it is for. */
  #below(pathname: string): string {
    const prefixes = this.contract.servers.map(({ url }) => new URL(url).pathname.replace(/\/$/, ""));
    const prefix = prefixes.find((one) => one !== "" && pathname.startsWith(`${one}/`));
    return prefix === undefined ? pathname : pathname.slice(prefix.length);
  }
}

function asRefusal({ status = 500, retryAfter }: MockFault): Refusal {
  const wait = retryAfter ?? 1;
  const message =
    status === 429 ? `Too many requests. Try again in ${wait} seconds` : `The mock was told to fail with ${status}`;
  const headers: Record<string, string> = retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
  return new Refusal(status, message, { headers });
}

async function readBody(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  if (/multipart/i.test(type)) return request.formData().catch(() => undefined);
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.length === 0) return undefined;
  if (/^(?:image|audio|video|font)\/|octet-stream|\/(?:pdf|zip|gzip)\b/i.test(type)) return bytes;
  const text = new TextDecoder().decode(bytes);
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) return new URLSearchParams(text);
  return parsed(text) ?? text;
}

function parsed(text: string): Entity | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isEntity(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
