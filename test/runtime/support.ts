import type { APIError, ClientOptions } from "../../src/runtime/index.js";
import type { Platform } from "../../src/runtime/settings/platform.js";
import { type Answering, scriptedFetch } from "../support/scripted-fetch.js";
import { ThingsApi, type ThingsApiEnvironment } from "../things/client.js";
import type { Calls } from "../things/resources/calls.js";

export const KEY = "sk_canary_key";

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

type Of<Name extends keyof Calls> = Parameters<Calls[Name]>;

/** The client that is generated from `test/things/openapi.yaml`, with the methods of its one resource at hand. */
export class Things extends ThingsApi {
  constructor(options: ClientOptions<ThingsApiEnvironment> = {}) {
    super({ apiKey: KEY, ...options });
  }

  readonly list = (...given: Of<"list">) => this.calls.list(...given);
  readonly create = (...given: Of<"create">) => this.calls.create(...given);
  readonly createSafely = (...given: Of<"createSafely">) => this.calls.createSafely(...given);
  readonly createByKey = (...given: Of<"createByKey">) => this.calls.createByKey(...given);
  readonly createByBoth = (...given: Of<"createByBoth">) => this.calls.createByBoth(...given);
  readonly retrieve = (...given: Of<"retrieve">) => this.calls.retrieve(...given);
  readonly update = (...given: Of<"update">) => this.calls.update(...given);
  readonly delete = (...given: Of<"delete">) => this.calls.delete(...given);
  readonly touch = (...given: Of<"touch">) => this.calls.touch(...given);
  readonly cases = (...given: Of<"cases">) => this.calls.cases(...given);
  readonly rows = (...given: Of<"rows">) => this.calls.rows(...given);
  readonly charge = (...given: Of<"charge">) => this.calls.charge(...given);
  readonly putNote = (...given: Of<"putNote">) => this.calls.putNote(...given);
  readonly putPicture = (...given: Of<"putPicture">) => this.calls.putPicture(...given);
  readonly upload = (...given: Of<"upload">) => this.calls.upload(...given);
}

/** A client on scripted answers and fake time. */
export function client(answers: Answering[], options: ClientOptions<ThingsApiEnvironment> = {}) {
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
