import { describe, expect, test } from "vitest";
import { isKnownEvent } from "../../generated/decisionly/webhooks.js";
import { confirmDecisionlyWebhook, parseDecisionlyWebhook } from "../../src/decisionly/parse-webhook.js";

const EVENT = {
  event_id: "event_0123456789abcdef0123456789abcdef",
  created: "2026-01-01T00:00:00Z",
  type: "case.won",
  data: { case_id: "case_1" },
};
const TEXT = JSON.stringify(EVENT);

/** The event with one part put in another's place. */
const changed = (change: object): string => JSON.stringify({ ...EVENT, ...change });

describe("parsing", () => {
  test.each([
    { name: "text", body: TEXT },
    { name: "bytes", body: new TextEncoder().encode(TEXT) },
    { name: "a Buffer", body: Buffer.from(TEXT) },
    { name: "an object that was parsed before", body: EVENT },
  ])("reads $name", ({ body }) => {
    expect(parseDecisionlyWebhook(body, isKnownEvent)).toEqual(EVENT);
  });

  test.each([
    { name: "another thing", type: "claim.filed", data: { claim_id: "claim_1" } },
    { name: "several cases", type: "case.merged", data: { case_ids: ["case_1", "case_2"] } },
    { name: "no data", type: "case.paused", data: null },
  ])("a type that is newer than the contract is no failure: $name", ({ type, data }) => {
    const event = { ...EVENT, type, data };
    expect(parseDecisionlyWebhook(JSON.stringify(event), isKnownEvent)).toEqual(event);
  });

  test.each([
    { name: "no JSON", body: "{" },
    { name: "empty text", body: "" },
    { name: "null", body: "null" },
    { name: "nothing", body: undefined },
    { name: "a list", body: "[]" },
    { name: "no UTF-8", body: Uint8Array.from([0xff]) },
    { name: "no type", body: changed({ type: undefined }) },
    { name: "no event_id", body: changed({ event_id: undefined }) },
    { name: "an empty event_id", body: changed({ event_id: "" }) },
    { name: "no created", body: changed({ created: 5 }) },
    { name: "no data", body: changed({ data: undefined }) },
    { name: "data null", body: changed({ data: null }) },
    { name: "data without case_id", body: changed({ data: {} }) },
    { name: "case_id a number", body: changed({ data: { case_id: 1 } }) },
    { name: "case_id an object", body: changed({ data: { case_id: { $ne: "" } } }) },
  ])("refuses $name", ({ body }) => {
    expect(() => parseDecisionlyWebhook(body as string, isKnownEvent)).toThrow(
      expect.objectContaining({ name: "WebhookVerificationError", reason: "malformed-body" }),
    );
  });
});

describe("confirming", () => {
  test("gives the case as it is now, read by the event's id", async () => {
    const asked: string[] = [];
    const retrieve = async (id: string) => {
      asked.push(id);
      return { case_id: id, status: "lost" };
    };
    const { event, case: found } = await confirmDecisionlyWebhook(TEXT, retrieve);
    expect(asked).toEqual(["case_1"]);
    expect(event).toEqual(EVENT);
    expect(found).toEqual({ case_id: "case_1", status: "lost" });
  });

  test.each([
    {
      name: "no such case",
      retrieve: () => Promise.reject(Object.assign(new Error("404"), { status: 404 })),
      want: "unconfirmed",
    },
    {
      name: "an id that no path takes",
      retrieve: () => Promise.reject(Object.assign(new Error(), { name: "InvalidRequestError" })),
      want: "unconfirmed",
    },
    { name: "another case", retrieve: () => Promise.resolve({ case_id: "case_2" }), want: "unconfirmed" },
  ])("refuses an event with $name", async ({ retrieve, want }) => {
    await expect(confirmDecisionlyWebhook(TEXT, retrieve)).rejects.toMatchObject({
      name: "WebhookVerificationError",
      reason: want,
    });
  });

  test.each([401, 429, 500, undefined])(
    "a failure of status %s comes out, so that the event is sent again",
    async (status) => {
      const failure = Object.assign(new Error("down"), { status });
      await expect(confirmDecisionlyWebhook(TEXT, () => Promise.reject(failure))).rejects.toBe(failure);
    },
  );

  test("an event whose type is newer than the contract is confirmed by the case that it names", async () => {
    const body = changed({ type: "case.reopened" });
    const { event, case: found } = await confirmDecisionlyWebhook(body, async (id) => ({ case_id: id }));
    expect([event.type, found]).toEqual(["case.reopened", { case_id: "case_1" }]);
  });

  test("an event that names no case confirms nothing, and nothing is asked", async () => {
    const body = changed({ type: "claim.filed", data: { claim_id: "claim_1" } });
    const retrieve = () => Promise.reject(new Error("asked"));
    await expect(confirmDecisionlyWebhook(body, retrieve)).rejects.toMatchObject({ reason: "malformed-body" });
  });
});
