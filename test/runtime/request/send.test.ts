import { describe, expect, test } from "vitest";
import type { AttemptEvent } from "../../../src/runtime/index.js";
import { client, failureOf, fault, json, networkError } from "../support.js";

test("after 401 a body that can be read once is not sent with another key", async () => {
  const { things, sent } = client([fault(401), json({})], { apiKey: async () => "key" });
  const stream = new ReadableStream({ start: (controller) => controller.close() });
  const init = { params: { path: { id: "x" } }, body: {}, bodySerializer: () => stream };
  expect((await things.http.PUT("/things/{id}", init)).response.status).toBe(401);
  expect(sent).toHaveLength(1);
});

test("a response that does not say that its operation is going away is no warning that was given", async () => {
  const lines: string[] = [];
  const skip = (): void => {};
  const logger = { debug: skip, info: skip, error: skip, warn: (line: string) => void lines.push(line) };
  const answers = [json({}), json({}, { headers: { deprecation: "true" } })];
  const { things } = client(answers, { logger });
  await things.request("GET", "/going_away", {});
  await things.request("GET", "/going_away", {});
  expect(lines).toHaveLength(1);
});

describe("an observer hears", () => {
  test("how long each attempt took", async () => {
    const events: AttemptEvent[] = [];
    const { time } = client([]);
    const later = (ms: number, end: () => Response) => (): Promise<Response> =>
      new Promise((resolve) => time.timer(ms, () => resolve(end())));
    const slow = client([later(300, () => fault(500)), later(200, () => json({ id: "1" }))], {
      platform: time,
      onAttempt: (event) => events.push(event),
    });
    await slow.things.retrieve("x");
    expect(events.map(({ durationMs }) => durationMs)).toEqual([300, 200]);
  });

  test("no name of an error after a success, whatever its response is called", async () => {
    const events: AttemptEvent[] = [];
    const { things } = client([Object.assign(json({ id: "1" }), { name: "Odd" })], {
      onAttempt: (event) => events.push(event),
    });
    await things.retrieve("x");
    expect(events.map(({ error }) => error)).toEqual([undefined]);
  });

  test("nothing of a response where there was none", async () => {
    const events: AttemptEvent[] = [];
    const { things } = client([networkError("ECONNRESET")], {
      maxRetries: 0,
      onAttempt: (event) => events.push(event),
    });
    await failureOf(things.retrieve("x"));
    expect(events).toMatchObject([{ attempt: 1, status: undefined, requestId: undefined, retryInMs: undefined }]);
  });
});
