import type { Contract, Entity } from "./contract.js";
import { isEntity } from "./contract.js";
import type { MockFault } from "./faults.js";
import { MockApi, type MockOptions, type MockProvider, type MockRequest } from "./mock-api.js";
import { type MockServer, serve } from "./serve.js";

/** Where an event is delivered: your handler, or the address of a running one. */
export type EventTarget = string | ((request: Request) => Response | Promise<Response>);

/** The part of an object that a test says; the mock makes the rest. */
export type Partially<Value> = Value extends readonly (infer Item)[]
  ? readonly Partially<Item>[]
  : Value extends object
    ? { readonly [Name in keyof Value]?: Partially<Value[Name]> }
    : Value;

/** The part of msw's `http` that `mswHandlers` uses. */
export interface MswHttp<Handler> {
  /** Makes the handler of all methods at a path with `*`. */
  all(path: string, resolver: (info: { request: Request }) => Promise<Response>): Handler;
}

/** What an event says, and how it is delivered. */
export interface EmitOptions<Data> {
  /** The fields that matter; an object of the mock with the same id is used where there is one. @default made */
  readonly data?: Partially<Data> | undefined;
  /** The delivery's id, which stays the same when the event is delivered again. @default a new one */
  readonly id?: string | undefined;
}

/** What a mock gives each client. */
export interface MockClientOptions {
  /** A key that the mock takes. */
  readonly apiKey: string;
}

/** Prepares a delivery: signs it, where the API signs. */
export type Deliver = (body: string, id: string, now: Date) => Promise<Readonly<Record<string, string>>>;

/**
 * An API in memory. It knows each operation of the contract, refuses requests that break it, pages, remembers what was created and
 * changed, and replays idempotency keys. Nothing leaves the process unless you `start()` it.
 *
 * It is no simulation of the provider: what the contract and the documentation do not say, it does in the simplest way.
 */
export class Mock<Events, Options extends MockClientOptions> {
  /** Give it to a client as `fetch`. */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** For the client: `new Whop(mock.clientOptions)`. A key that the mock takes, its `fetch`, and the secret of its events. */
  readonly clientOptions: Options & {
    /** The mock's own `fetch`: nothing goes over the network. */
    readonly fetch: Mock<Events, Options>["fetch"];
  };
  readonly #api: MockApi;
  readonly #deliver: Deliver;
  #events = 0;

  /** Use `mockWhop`, `mockWhopCurrent` or `mockDecisionly`. */
  constructor(
    contract: Contract,
    provider: MockProvider,
    deliver: Deliver,
    given: Readonly<Record<string, readonly Entity[]>>,
    clientOptions: Options,
    options: MockOptions,
  ) {
    this.#api = new MockApi(contract, provider, given, clientOptions.apiKey, options);
    this.#deliver = deliver;
    this.fetch = async (input, init) => {
      const request = new Request(input, init);
      request.signal.throwIfAborted();
      const outcome = await this.#api.respond(request);
      request.signal.throwIfAborted();
      if ("response" in outcome) return outcome.response;
      throw new TypeError("fetch failed", { cause: Object.assign(new Error(outcome.drop), { code: outcome.drop }) });
    };
    this.clientOptions = { ...clientOptions, fetch: this.fetch };
  }

  /** What the mock was made from: operations, events and schemas. */
  get contract(): Contract {
    return this.#api.contract;
  }

  /** Every request so far, in order. */
  get requests(): readonly MockRequest[] {
    return this.#api.requests;
  }

  /** Makes coming requests fail: `mock.fault({ call: "transfers.create", connection: "lost-response" })`. */
  fault(fault: MockFault): void {
    this.#api.faults.add(fault);
  }

  /** Forgets the faults that have not happened yet. */
  clearFaults(): void {
    this.#api.faults.clear();
  }

  /** An object as the mock has it now, by the path that retrieves it: `mock.state("/disputes", "dspt_1")`. */
  state(collection: string, id: string): Readonly<Entity> | undefined {
    return this.#api.store.collection(collection).entities.get(id);
  }

  /** Changes an object, as the provider or a bank would: `mock.change("/disputes", "dspt_1", { status: "won" })`. */
  change(collection: string, id: string, fields: Readonly<Entity>): void {
    const entity = this.#api.store.find(collection, id);
    if (entity === undefined) throw new Error(`The mock has no ${id} at ${collection}`);
    this.#api.store.put(collection, { ...entity, ...fields });
  }

  /**
   * Delivers an event, signed where the API signs, and gives the receiver's response.
   *
   * @throws Error when the contract has no event of this type
   */
  async emit<Type extends keyof Events & string>(
    type: Type,
    target: EventTarget,
    options: EmitOptions<Events[Type] extends { data: infer Data } ? Data : never> = {},
  ): Promise<Response> {
    const event = this.#event(type, options.data);
    const id = options.id ?? `msg_mock_${++this.#events}`;
    const body = JSON.stringify(event);
    const headers = { "content-type": "application/json", ...(await this.#deliver(body, id, this.#api.now())) };
    const url = typeof target === "string" ? target : "http://localhost/webhook";
    const request = new Request(url, { method: "POST", body, headers });
    return typeof target === "string" ? fetch(request) : target(request);
  }

  /** Handlers for Mock Service Worker (tried with 2.15): `setupServer(...mock.mswHandlers(http))`, with `http` of `msw`. */
  mswHandlers<Handler>(http: MswHttp<Handler>): Handler[] {
    const origins = new Set(this.#api.contract.servers.map(({ url }) => new URL(url).origin));
    return [...origins].map((origin) => http.all(`${origin}/*`, ({ request }) => this.fetch(request)));
  }

  /** Serves the mock on a free port of 127.0.0.1: for programs in another process. Needs Node, Deno or Bun. */
  start(port = 0): Promise<MockServer> {
    const [server] = this.#api.contract.servers;
    return serve((request) => this.#api.respond(request), new URL(server?.url ?? "http://localhost").pathname, port);
  }

  #event(type: string, data: unknown): Entity {
    const { contract, store, maker, now } = this.#api;
    const schema = contract.events.find((event) => event.type === type)?.schema;
    if (schema === undefined) throw new Error(`${contract.name} has no event ${type}`);
    const made = maker.make(schema, `event/${type}/${this.#events}`);
    const event: Entity = { ...(isEntity(made) ? made : {}), type };
    for (const name of ["timestamp", "created"]) if (name in event) event[name] = now().toISOString();
    const below = isEntity(data) ? data : {};
    const place = this.#placeOf(event);
    const id = place === undefined ? undefined : below[store.idName(place)];
    const known = place === undefined || typeof id !== "string" ? undefined : this.#known(place, id);
    event.data = { ...(known ?? (isEntity(event.data) ? event.data : {})), ...below };
    if (place !== undefined) store.put(place, { ...(event.data as Entity) });
    return event;
  }

  #known(place: string, id: string): Entity | undefined {
    return this.#api.store.collection(place).entities.get(id);
  }

  /** The collection that the event's data belong to. */
  #placeOf(event: Entity): string | undefined {
    const { contract, store } = this.#api;
    const schema = contract.events.find(({ type }) => type === event.type)?.schema;
    const data = schema?.$ref && contract.components.schemas[schema.$ref.split("/").at(-1) ?? ""]?.properties?.data;
    if (!data || data.$ref === undefined) return undefined;
    const one = contract.operations.find(
      ({ verb, path, success }) =>
        verb === "GET" && /^\/[^{]+\/\{[^/]+\}$/.test(path) && success?.schema?.$ref === data.$ref,
    );
    const place = one?.path.slice(0, one.path.lastIndexOf("/"));
    return place !== undefined && store.schemaOf(place) !== undefined ? place : undefined;
  }
}
