import fc from "fast-check";
import { expect } from "vitest";
import type { APIError } from "../../../src/runtime/index.js";
import type { Platform } from "../../../src/runtime/settings/platform.js";
import { json, networkError, Things } from "../support.js";

/*
 * One call beside a reference: what the server sees and when, what the caller is told and when. Server, caller and clock are simulated;
 * the reference knows the rules as README tells them, and nothing of the runtime.
 */

const statuses = [302, 400, 401, 404, 408, 409, 429, 500, 503] as const;

/** What a request meets. */
interface Step {
  readonly answer: "value" | "not JSON" | "connection refused" | "reset" | "silence" | (typeof statuses)[number];
  /** @unit milliseconds */
  readonly delay: number;
  /** @unit seconds */
  readonly retryAfter: number | undefined;
  readonly shouldRetry: "true" | "false" | undefined;
}

interface Story {
  readonly kind: "GET" | "DELETE" | "POST" | "POST with a key";
  readonly retry: "auto" | "always" | "never";
  readonly maxRetries: number;
  readonly timeout: number;
  /** Whether the key comes of a function, which can be asked again. */
  readonly canRenew: boolean;
  /** When the caller gives up. */
  readonly abortAt: number;
  /** What `random` gives. */
  readonly random: number;
  /** One for each request; the last one goes on. */
  readonly steps: readonly Step[];
}

/** What became of it. */
interface Told {
  readonly outcome: string;
  readonly attempts: number;
  readonly maybeSent: boolean | undefined;
  /** When each request left. */
  readonly sentAt: readonly number[];
  readonly endedAt: number;
}

// The fractions differ, so that no two things happen at the same time.
const step: fc.Arbitrary<Step> = fc.record({
  answer: fc.oneof(
    fc.constantFrom("value", "not JSON", "connection refused", "reset", "silence" as const),
    fc.constantFrom(...statuses, 429, 500, 503),
  ),
  delay: fc.integer({ min: 0, max: 3_000 }).map((ms) => ms + 0.001),
  retryAfter: fc.option(fc.constantFrom(1, 2, 30, 60, 61), { nil: undefined, freq: 2 }),
  shouldRetry: fc.option(fc.constantFrom("true", "false"), { nil: undefined, freq: 3 }),
});
const story: fc.Arbitrary<Story> = fc.record({
  kind: fc.constantFrom("GET", "DELETE", "POST", "POST with a key"),
  retry: fc.constantFrom("auto", "auto", "always", "never"),
  maxRetries: fc.integer({ min: 0, max: 5 }),
  timeout: fc.constantFrom(1_000.01, 60_000.01),
  canRenew: fc.boolean(),
  abortAt: fc.oneof(
    fc.constant(Number.POSITIVE_INFINITY),
    fc.integer({ min: 0, max: 20_000 }).map((ms) => ms + 0.1234567),
  ),
  random: fc.constantFrom(0, 0.25, 0.5, 0.999),
  steps: fc.array(step, { minLength: 1, maxLength: 7 }),
});

const NAMES: Readonly<Record<string, string>> = {
  "not JSON": "ResponseParseError",
  "connection refused": "APIConnectionError",
  reset: "APIConnectionError",
  302: "RedirectError",
  400: "BadRequestError",
  401: "AuthenticationError",
  404: "NotFoundError",
  408: "APIError",
  409: "ConflictError",
  429: "RateLimitError",
  500: "InternalServerError",
  503: "InternalServerError",
};

/** The reference. */
function foretell({ kind, retry, maxRetries, timeout, canRenew, abortAt, random, steps }: Story): Told {
  const isHarmless = kind !== "POST" || retry === "always";
  const sentAt: number[] = [];
  let isRenewed = false;
  let mayHaveActed = false;
  let wasRead = false;
  let repeats = 0;
  let now = 0;
  const end = (outcome: string, endedAt: number): Told => {
    const maybeSent = outcome === "value" ? undefined : mayHaveActed || (wasRead ? undefined : false);
    return { outcome, attempts: sentAt.length, maybeSent, sentAt, endedAt };
  };
  for (;;) {
    const { answer, delay, retryAfter, shouldRetry } = steps[Math.min(sentAt.length, steps.length - 1)]!;
    sentAt.push(now);
    const answeredAt = answer === "silence" ? Number.POSITIVE_INFINITY : now + delay;
    const isTimeout = now + timeout < answeredAt;
    const attemptEnd = Math.min(answeredAt, now + timeout);
    if (abortAt < attemptEnd) {
      mayHaveActed = true;
      return end("APIUserAbortError", abortAt);
    }
    if (answer === "value" && !isTimeout) return end("value", attemptEnd);
    if (isTimeout || answer !== "connection refused") wasRead = true;
    const isRefusal = !isTimeout && typeof answer === "number" && answer >= 400 && answer < 500 && answer !== 408;
    if (!isRefusal && (isTimeout || answer !== "connection refused")) mayHaveActed = true;

    let again: "always" | "harmless" | "never" = "never";
    let wait = random * Math.min(500 * 2 ** repeats, 8_000);
    if (isTimeout || answer === "reset") again = "harmless";
    else if (answer === "connection refused") again = "always";
    else if (typeof answer === "number" && answer >= 400) {
      if (answer === 429) again = "always";
      else if ([408, 500, 503].includes(answer) || shouldRetry === "true") again = "harmless";
      if (shouldRetry === "false") again = "never";
      if (retryAfter !== undefined) wait = retryAfter * 1_000;
      if (wait > 60_000) again = "never";
    }
    if (!isTimeout && answer === 401 && canRenew && !isRenewed) {
      isRenewed = true;
      wait = 0;
    } else {
      if (repeats >= maxRetries || retry === "never") again = "never";
      if (again === "harmless" && !isHarmless) again = "never";
      if (again === "never") return end(isTimeout ? "APIConnectionTimeoutError" : NAMES[answer]!, attemptEnd);
      repeats++;
    }
    if (abortAt < attemptEnd + wait) return end("APIUserAbortError", abortAt);
    now = attemptEnd + wait;
  }
}

/** Time that passes only when nothing else can happen. */
class Clock {
  now = 0;
  readonly #timers = new Set<{ readonly at: number; readonly run: () => void }>();

  /** Gives what calls it off. */
  at(at: number, run: () => void): () => void {
    const timer = { at, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  async runUntilSettled(work: PromiseLike<unknown>): Promise<void> {
    let isSettled = false;
    const settle = (): void => {
      isSettled = true;
    };
    work.then(settle, settle);
    for (;;) {
      for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
      if (isSettled) return;
      const [next] = [...this.#timers].sort((left, right) => left.at - right.at);
      if (!next) throw new Error("the call hangs: nothing is left that could end it");
      this.#timers.delete(next);
      this.now = Math.max(this.now, next.at);
      next.run();
    }
  }
}

function respond({ answer, retryAfter, shouldRetry }: Step): Response | Error {
  if (answer === "value") return json({ id: "1" });
  if (answer === "not JSON") return new Response("<html>");
  if (answer === "connection refused") return networkError("ECONNREFUSED", "connect");
  if (typeof answer !== "number") return networkError("ECONNRESET", "read");
  const headers = new Headers();
  if (retryAfter !== undefined) headers.set("retry-after", String(retryAfter));
  if (shouldRetry) headers.set("x-should-retry", shouldRetry);
  return json({ error: { message: "No." } }, { status: answer, headers });
}

/** The same with the runtime. */
async function live(given: Story): Promise<Told & { bodies: readonly unknown[]; timers: number }> {
  const clock = new Clock();
  const caller = new AbortController();
  if (Number.isFinite(given.abortAt)) clock.at(given.abortAt, () => caller.abort());
  let timers = 0;
  const timer: Platform["timer"] = (ms, run) => {
    timers++;
    let isOver = false;
    const end = (): void => {
      if (!isOver) timers--;
      isOver = true;
    };
    const cancel = clock.at(clock.now + ms, () => {
      end();
      run();
    });
    return () => {
      end();
      cancel();
    };
  };
  const sentAt: number[] = [];
  const bodies: unknown[] = [];
  let keys = 0;
  const things = new Things({
    apiKey: given.canRenew ? () => `key-${++keys}` : "key",
    timeout: given.timeout,
    maxRetries: given.maxRetries,
    platform: { now: () => clock.now, random: () => given.random, timer, uuid: () => `uuid-${sentAt.length}` },
    fetch: (_url, { signal, body }) =>
      new Promise((resolve, reject) => {
        const step = given.steps[Math.min(sentAt.length, given.steps.length - 1)]!;
        sentAt.push(clock.now);
        bodies.push(body);
        const cancel =
          step.answer === "silence"
            ? () => {}
            : clock.at(clock.now + step.delay, () => {
                const end = respond(step);
                if (end instanceof Error) reject(end);
                else resolve(end);
              });
        signal!.addEventListener("abort", () => {
          cancel();
          reject(signal!.reason);
        });
      }),
  });
  const options = { retry: given.retry, signal: caller.signal };
  const calls = {
    GET: () => things.retrieve("x", options),
    DELETE: () => things.delete("x", options),
    POST: () => things.create({ name: "x" }, options),
    "POST with a key": () => things.createSafely({ name: "x" }, options),
  };
  const call: PromiseLike<Omit<Told, "sentAt" | "endedAt">> = Promise.resolve(calls[given.kind]().withResponse()).then(
    ({ attempts }) => ({ outcome: "value", attempts, maybeSent: undefined }),
    ({ name, attempts, maybeSent }: APIError) => ({ outcome: name, attempts: attempts!, maybeSent }),
  );
  await clock.runUntilSettled(call);
  return { ...(await call), sentAt, endedAt: clock.now, bodies, timers };
}

/** Lives `numRuns` stories beside the reference. */
export async function checkRetries(numRuns: number, seed: number): Promise<void> {
  console.log(`retries beside the model: ${numRuns} runs, seed ${seed}`);
  await fc.assert(
    fc.asyncProperty(story, async (given) => {
      const { bodies, timers, ...told } = await live(given);
      const want = foretell(given);
      expect({ ...told, sentAt: [], endedAt: 0 }).toEqual({ ...want, sentAt: [], endedAt: 0 });
      expect([...told.sentAt, told.endedAt].map(toMicros)).toEqual([...want.sentAt, want.endedAt].map(toMicros));
      // Repeats are alike, key and all, and nothing is left behind.
      expect(new Set(bodies).size).toBe(1);
      expect(timers).toBe(0);
    }),
    { numRuns, seed },
  );
}

function toMicros(ms: number): number {
  return Math.round(ms * 1_000);
}
