import { describe, expect, test } from "vitest";
import { client, failureOf, fault, json } from "../support.js";

const stalled = (): Promise<Response> => new Promise(() => {});

test.each([
  ["the longest that timers hold", 2 ** 31 - 1, [2 ** 31 - 1]],
  ["more means none", 2 ** 31, []],
])("a timeout of %s", async (_name, timeout, want) => {
  const { things, time } = client([json({ id: "1" })]);
  await things.retrieve("x", { timeout });
  expect(time.waits).toEqual(want);
});

test("a response that is handed out may have no deadline", async () => {
  const { things, time } = client([json({ id: "1" })]);
  const response = await things.retrieve("x", { timeout: Number.POSITIVE_INFINITY }).asResponse();
  expect([await response.json(), time.waits]).toEqual([{ id: "1" }, []]);
});

describe("a signal that has fired already", () => {
  test("ends a call that waits for a key which never comes", async () => {
    const { things } = client([], { apiKey: () => new Promise(() => {}), timeout: Number.POSITIVE_INFINITY });
    const error = await failureOf(things.retrieve("x", { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ name: "APIUserAbortError", attempts: 0, maybeSent: false });
  });

  test("ends the wait for the next attempt before it begins", async () => {
    const controller = new AbortController();
    let events = 0;
    const onAttempt = (): void => {
      events++;
      controller.abort("enough");
    };
    const { things, sent, time } = client([fault(429, "", { "retry-after": "50" })], { onAttempt });
    const error = await failureOf(things.create({ name: "x" }, { signal: controller.signal }));
    // The one attempt was refused.
    expect(error).toMatchObject({ name: "APIUserAbortError", cause: "enough", attempts: 1, maybeSent: undefined });
    expect([sent.length, events, time.pending()]).toEqual([1, 1, 0]);
  });
});

describe("calls that share a signal", () => {
  test("the end of one leaves the others to it", async () => {
    const controller = new AbortController();
    const { things } = client([stalled, json({ id: "1" })], { timeout: Number.POSITIVE_INFINITY });
    const slow = failureOf(things.retrieve("x", { signal: controller.signal }));
    await things.retrieve("y", { signal: controller.signal });
    controller.abort();
    expect((await slow).name).toBe("APIUserAbortError");
  });

  test("one that begins while another times out is ended by it, too", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    let second: Promise<Error> | undefined;
    const { things, sent } = client(
      [
        ({ init }) => {
          init.signal!.addEventListener("abort", () => {
            second = failureOf(things.retrieve("y", { signal, timeout: Number.POSITIVE_INFINITY }));
          });
          return stalled();
        },
        stalled,
      ],
      { maxRetries: 0 },
    );
    expect((await failureOf(things.retrieve("x", { signal }))).name).toBe("APIConnectionTimeoutError");
    expect(sent).toHaveLength(2);
    controller.abort();
    expect((await second)?.name).toBe("APIUserAbortError");
  });
});
