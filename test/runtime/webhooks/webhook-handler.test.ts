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
      name: "an event that the map lacks and that has a handler",
      type: "dispute.paused",
      fallback: true,
      want: ["handled", ["new dispute.paused"]],
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
      .on(["dispute.updated", "refund.created"], (event) => calls.push(`other ${event.type}`))
      .on("dispute.paused", (event) => calls.push(`new ${event.type}`));
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

  test.each(["dispute.created", "dispute.paused"])("a second handler of %s is refused", (type) => {
    const handler = createWebhookHandler<Events>();
    handler.on(type, () => {});
    expect(() => handler.on(type, () => {})).toThrow(`"${type}" has two handlers`);
  });
});

describe("types", () => {
  test("each handler gets its own events", () => {
    const complete = createWebhookHandler<Events>()
      .on("dispute.created", (event) => expectTypeOf(event).toEqualTypeOf<Created>())
      .on(["dispute.updated", "refund.created"], (event) => expectTypeOf(event).toEqualTypeOf<Updated | Refunded>())
      .fallback((event) => expectTypeOf(event).toEqualTypeOf<UnknownWebhookEvent>())
      .exhaustive();
    expectTypeOf(complete.dispatch).parameter(1).toBeVoid();
  });

  test("a name that the map lacks is taken, and nothing is known of its data", () => {
    createWebhookHandler<Events>()
      .on("dispute.paused", (event) => {
        expectTypeOf(event).toEqualTypeOf<UnknownWebhookEvent<"dispute.paused">>();
        expectTypeOf(event).toExtend<UnknownWebhookEvent>();
        expectTypeOf(event.data).toBeUnknown();
      })
      .on(["dispute.created", "dispute.ended"], (event) => {
        if (event.type === "dispute.ended") expectTypeOf(event).toEqualTypeOf<UnknownWebhookEvent<"dispute.ended">>();
        else expectTypeOf(event).toEqualTypeOf<Created>();
      });
  });

  test("a name that is known at run time only may be that of any event", () => {
    const name: string = "dispute.created";
    const handler = createWebhookHandler<Events>().on(name, (event) =>
      expectTypeOf(event).toEqualTypeOf<UnknownWebhookEvent>(),
    );
    // @ts-expect-error it is not known which event has a handler
    handler.exhaustive();
  });

  test("what has no handler, or two, does not compile", () => {
    const partial = createWebhookHandler<Events>()
      .on("dispute.created", () => {})
      .on("dispute.paused", () => {});
    // @ts-expect-error two events have no handler
    partial.exhaustive();
    // @ts-expect-error nothing stands in for a handler
    partial.exhaustive("dispute.updated");
    // @ts-expect-error it has a handler
    expect(() => partial.on("dispute.created", () => {})).toThrow();
    // @ts-expect-error so has this one, which the map lacks
    expect(() => partial.on("dispute.paused", () => {})).toThrow();
    // @ts-expect-error one of the two has
    expect(() => partial.on(["refund.created", "dispute.paused"], () => {})).toThrow();
  });
});
