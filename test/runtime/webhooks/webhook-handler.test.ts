import { describe, expect, expectTypeOf, test } from "vitest";
import { createWebhookHandler, type UnknownWebhookEvent } from "../../../src/runtime/webhooks/webhook-handler.js";

interface Created {
  readonly type: "dispute.created";
  readonly data: { readonly id: string };
}
interface Updated {
  readonly type: "dispute.updated";
  readonly data: { readonly id: string; readonly status: string };
}
interface Refunded {
  readonly type: "refund.created";
  readonly data: { readonly amount: number };
}
interface Events {
  "dispute.created": Created;
  "dispute.updated": Updated;
  "refund.created": Refunded;
}

const created: Created = { type: "dispute.created", data: { id: "dspt_1" } };

describe("dispatching", () => {
  test.each([
    { name: "a known event", type: "dispute.created", fallback: true, want: ["handled", ["created"]] },
    {
      name: "one of several types of a handler",
      type: "refund.created",
      fallback: true,
      want: ["handled", ["other refund.created"]],
    },
    {
      name: "an unknown event",
      type: "dispute.exploded",
      fallback: true,
      want: ["fallback", ["fallback dispute.exploded"]],
    },
    { name: "an unknown event without fallback", type: "dispute.exploded", fallback: false, want: ["ignored", []] },
    {
      name: "a type that every object has",
      type: "constructor",
      fallback: true,
      want: ["fallback", ["fallback constructor"]],
    },
    { name: "a type of the prototype", type: "__proto__", fallback: false, want: ["ignored", []] },
    { name: "an empty type", type: "", fallback: false, want: ["ignored", []] },
  ])("$name: $want", async ({ type, fallback, want }) => {
    const calls: string[] = [];
    const handler = createWebhookHandler<Events>()
      .on("dispute.created", () => calls.push("created"))
      .on(["dispute.updated", "refund.created"], (event) => calls.push(`other ${event.type}`));
    if (fallback) handler.fallback((event) => calls.push(`fallback ${event.type}`));
    expect([await handler.dispatch({ type }), calls]).toEqual(want);
  });

  test("waits for the handler, and what it throws comes out", async () => {
    const handler = createWebhookHandler<Events>().on("dispute.created", async () => {
      await Promise.resolve();
      throw new Error("the database is down");
    });
    await expect(handler.dispatch(created)).rejects.toThrow("the database is down");
  });

  test("the context of a delivery goes along", async () => {
    const seen: unknown[] = [];
    const handler = createWebhookHandler<Events, { requestId: string }>()
      .on("dispute.created", (event, { requestId }) => seen.push(event.data.id, requestId))
      .fallback((_, { requestId }) => seen.push(requestId));
    await handler.dispatch(created, { requestId: "r1" });
    await handler.dispatch({ type: "new.thing" }, { requestId: "r2" });
    expect(seen).toEqual(["dspt_1", "r1", "r2"]);
  });

  test("a second handler of a type is refused", () => {
    const handler = createWebhookHandler<Events>();
    handler.on("dispute.created", () => {});
    expect(() => handler.on("dispute.created", () => {})).toThrow('"dispute.created" has two handlers');
  });
});

test("types", () => {
  const complete = createWebhookHandler<Events>()
    .on("dispute.created", (event) => expectTypeOf(event).toEqualTypeOf<Created>())
    .on(["dispute.updated", "refund.created"], (event) => expectTypeOf(event).toEqualTypeOf<Updated | Refunded>())
    .fallback((event) => expectTypeOf(event).toEqualTypeOf<UnknownWebhookEvent>())
    .exhaustive();
  expectTypeOf(complete.dispatch).parameter(1).toBeVoid();

  const partial = createWebhookHandler<Events>().on("dispute.created", () => {});
  // @ts-expect-error two events have no handler
  partial.exhaustive();
  // @ts-expect-error nothing stands in for a handler
  partial.exhaustive("dispute.updated");
  // @ts-expect-error no such event
  createWebhookHandler<Events>().on("dispute.exploded", () => {});
  expect(() => {
    // @ts-expect-error it has a handler
    partial.on("dispute.created", () => {});
  }).toThrow();
});
