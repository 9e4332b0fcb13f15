import {
  type APIError,
  type ApiConfig,
  type ApiPromise,
  ClientCore,
  type ClientOptions,
  type CursorPager,
  createHttp,
  type Http,
  type IdPager,
  multipartBody,
  type NextCursorPager,
  type RequestOptions,
  type Uploadable,
} from "../../src/runtime/index.js";
import type { Platform } from "../../src/runtime/settings/platform.js";

/** A contract small enough to know by heart, in the shape that openapi-typescript gives it. */
export interface paths {
  "/things": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: {
      parameters: {
        query?: ThingListParams;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: { 200: Json<ThingList>; 400: Json<Fault>; 500: Json<Fault> };
    };
    post: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never };
      requestBody: { content: { "application/json": ThingCreateParams } };
      responses: { 200: Json<Thing>; 400: Json<Fault> };
    };
  };
  "/safe_things": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    post: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never };
      requestBody: { content: { "application/json": ThingCreateParams } };
      responses: { 200: Json<Thing>; 400: Json<Fault> };
    };
  };
  "/things/{id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never };
      requestBody?: never;
      responses: { 200: Json<Thing>; 404: Json<Fault> };
    };
    put: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never };
      requestBody?: { content: { "application/json": { name?: string | null } } };
      responses: { 200: Json<Thing>; 404: Json<Fault> };
    };
    delete: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never };
      requestBody?: never;
      responses: { 200: Json<boolean>; 404: Json<Fault> };
    };
  };
  "/things/{id}/touch": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    post: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never };
      requestBody?: never;
      responses: { 204: { headers: { [name: string]: unknown }; content?: never } };
    };
  };
  "/cases": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: {
      parameters: {
        query?: CaseListParams;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: { 200: Json<{ data?: Case[]; has_more?: boolean }> };
    };
  };
  "/rows": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: {
      parameters: { query: RowsParams; header?: never; path?: never; cookie?: never };
      requestBody?: never;
      responses: { 200: Json<RowsBody> };
    };
  };
  "/files": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    post: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never };
      requestBody: { content: { "multipart/form-data": { file: Uploadable; category?: string } } };
      responses: { 200: Json<{ file_id: string }> };
    };
  };
}

interface Json<Body> {
  headers: { [name: string]: unknown };
  content: { "application/json": Body };
}

export interface Thing {
  id: string;
  name: string | null;
  tags?: string[];
}
export interface ThingListParams {
  first?: number | null;
  after?: string | null;
  last?: number | null;
  before?: string | null;
  kinds?: string[];
  filters?: Record<string, unknown>;
}
export interface ThingCreateParams {
  name: string;
  amount?: number;
  key?: string | null;
  at?: string;
}
export interface ThingList {
  data: Thing[];
  page_info: {
    end_cursor: string | null;
    start_cursor: string | null;
    has_next_page: boolean;
    has_previous_page: boolean;
  };
}
export interface Case {
  case_id: string;
}
export interface CaseListParams {
  limit?: number;
  starting_after?: string;
  ending_before?: string;
}
export interface RowsParams {
  resource: string;
  cursor?: string | null;
}
export interface Row {
  [column: string]: unknown;
}
export interface RowsBody {
  columns: string[];
  data: Row[] | null;
  pagination: { next_cursor: string | null };
}
export interface Fault {
  error: { type: string; message: string; code?: string | null; param?: string | null };
}

export const facts: ApiConfig = {
  name: "Things",
  servers: { production: "https://api.things.test/v1", sandbox: "https://sandbox.things.test/v1" },
  auth: "bearer",
  env: { apiKey: "THINGS_API_KEY", baseURL: "THINGS_BASE_URL", logLevel: "THINGS_LOG" },
  queryArrays: "brackets",
  failures: [400, 401, 404, 429, 500],
  idempotencyFields: { "POST /safe_things": "key" },
};

export const KEY = "sk_canary_key";

/** What the runtime handed to `fetch`. */
export interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: unknown;
  readonly init: RequestInit;
}

export type Answering = Response | Error | ((sent: Sent) => Response | Promise<Response>);

/** Gives the answers in turn and keeps what was sent. One request too many is an error that names it. */
export function scriptedFetch(...answers: Answering[]): { fetch: NonNullable<ClientOptions["fetch"]>; sent: Sent[] } {
  const sent: Sent[] = [];
  return {
    sent,
    fetch: async (url, init) => {
      const request: Sent = {
        url,
        method: init.method ?? "",
        headers: init.headers as Record<string, string>,
        body: init.body ?? undefined,
        init,
      };
      const answer = answers[sent.push(request) - 1];
      if (answer === undefined) throw Object.assign(new Error("script"), { code: `unexpected_${sent.length}` });
      if (answer instanceof Error) throw answer;
      return typeof answer === "function" ? answer(request) : answer;
    },
  };
}

export function json(body: unknown, init: ResponseInit = {}): Response {
  return Response.json(body, init);
}

export function fault(status: number, message = "No.", headers: Record<string, string> = {}): Response {
  return json({ error: { type: "kind", message, code: "a_code", param: "a_param" } }, { status, headers });
}

/** A failure as Node's fetch reports it. */
export function networkError(code: string, syscall?: string): Error {
  const cause = Object.assign(new Error(`${code} 127.0.0.1:1`), { code, ...(syscall && { syscall }) });
  return new TypeError("fetch failed", { cause });
}

/** Time that passes only when nothing else can happen: then the earliest timer runs. */
export interface FakeTime extends Platform {
  /** All timers ever set, in milliseconds. */
  readonly waits: number[];
  /** How many are set now. */
  readonly pending: () => number;
}

export function fakeTime(start: number = Date.UTC(2026, 0, 1)): FakeTime {
  let now = start;
  let lastId = 0;
  const waits: number[] = [];
  const timers = new Map<number, { at: number; run: () => void }>();
  const fireWhenIdle = async (id: number): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    if (!timers.has(id)) return;
    const [first] = [...timers].sort(([, a], [, b]) => a.at - b.at);
    timers.delete(first![0]);
    now = Math.max(now, first![1].at);
    first![1].run();
    if (first![0] !== id) await fireWhenIdle(id);
  };
  return {
    waits,
    pending: () => timers.size,
    now: () => now,
    random: () => 0.5,
    uuid: () => "uuid-1",
    timer: (ms, run) => {
      const id = ++lastId;
      timers.set(id, { at: now + ms, run });
      waits.push(ms);
      void fireWhenIdle(id);
      return () => timers.delete(id);
    },
  };
}

/** A client with the methods that the emitter would write for the contract above. */
export class Things extends ClientCore<paths> {
  readonly http: Http<paths> = createHttp<paths>(this);

  constructor(options: ClientOptions = {}) {
    super(facts, { apiKey: KEY, ...options });
  }

  list(params: ThingListParams = {}, options?: RequestOptions): CursorPager<Thing> {
    return this.cursorList("/things", { query: params }, options, "listThing");
  }

  create(params: ThingCreateParams, options?: RequestOptions): ApiPromise<Thing> {
    return this.request("POST", "/things", { body: params }, options, "createThing");
  }

  createSafely(params: ThingCreateParams, options?: RequestOptions): ApiPromise<Thing> {
    return this.request("POST", "/safe_things", { body: params }, options, "createThing");
  }

  retrieve(id: string, options?: RequestOptions): ApiPromise<Thing> {
    return this.request("GET", "/things/{id}", { path: { id } }, options, "retrieveThing");
  }

  update(id: string, params: { name?: string | null } = {}, options?: RequestOptions): ApiPromise<Thing> {
    return this.request("PUT", "/things/{id}", { path: { id }, body: params }, options, "updateThing");
  }

  delete(id: string, options?: RequestOptions): ApiPromise<boolean> {
    return this.request("DELETE", "/things/{id}", { path: { id } }, options, "deleteThing");
  }

  touch(id: string, options?: RequestOptions): ApiPromise<void> {
    return this.request("POST", "/things/{id}/touch", { path: { id } }, options, "touchThing");
  }

  cases(params: CaseListParams = {}, options?: RequestOptions): IdPager<Case> {
    return this.idList("case_id", "/cases", { query: params }, options, "listCases");
  }

  rows(params: RowsParams, options?: RequestOptions): NextCursorPager<Row, RowsBody> {
    const names = { cursor: "cursor", next: "pagination.next_cursor" };
    return this.nextCursorList(names, "/rows", { query: params }, options, "rows");
  }

  upload(params: { file: Uploadable; category?: string }, options?: RequestOptions): ApiPromise<{ file_id: string }> {
    return this.request("POST", "/files", { body: params, serialize: multipartBody }, options, "uploadFile");
  }
}

/** A client on scripted answers and fake time. */
export function client(answers: Answering[], options: ClientOptions = {}) {
  const { fetch, sent } = scriptedFetch(...answers);
  const time = fakeTime();
  return { things: new Things({ fetch, platform: time, ...options }), sent, time };
}

/** What a call rejects with. */
export async function failureOf(call: PromiseLike<unknown>): Promise<APIError> {
  try {
    await call;
  } catch (reason) {
    return reason as APIError;
  }
  throw new Error("it did not fail");
}
