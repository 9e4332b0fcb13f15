import { describe, expect, expectTypeOf, test } from "vitest";
import { Decisionly, type V2CaseCreateParams, type V2CaseUpdateParams } from "../../../src/decisionly.js";
import type {
  ApiPromise,
  ClientOptions,
  CursorPage,
  CursorPager,
  Dispute,
  DisputeListItem,
  DisputeStatuses,
  KnownDisputeStatuses,
  WhopFailure,
  WhopOptions,
} from "../../../src/whop.js";
import { DisputeStatusValues, isKnown, Whop } from "../../../src/whop.js";

/** Checked by the compiler in `npm run check`: nothing here calls a server. */
declare const whop: Whop;

describe("types that callers see", () => {
  test("a call, a list, a page", () => {
    expectTypeOf<Whop["disputes"]["retrieve"]>().returns.toEqualTypeOf<ApiPromise<Dispute, WhopFailure>>();
    expectTypeOf<Whop["disputes"]["list"]>().returns.toEqualTypeOf<CursorPager<DisputeListItem, WhopFailure>>();
    expectTypeOf<Awaited<ReturnType<Whop["disputes"]["list"]>>>().toEqualTypeOf<CursorPage<DisputeListItem>>();
    expectTypeOf<Awaited<ReturnType<Whop["products"]["delete"]>>>().toEqualTypeOf<boolean>();
  });

  test("a result is told apart by ok and status", () => {
    type Outcome = Awaited<ReturnType<ApiPromise<Dispute, WhopFailure>["toResult"]>>;
    type Failed = Extract<Outcome, { ok: false }>;
    expectTypeOf<Extract<Outcome, { ok: true }>["data"]>().toEqualTypeOf<Dispute>();
    expectTypeOf<Failed["status"]>().toEqualTypeOf<400 | 401 | 403 | 404 | 409 | 422 | 429 | 500>();
    expectTypeOf<Extract<Failed, { status: 404 }>["error"]["error"]["message"]>().toEqualTypeOf<string>();
  });

  test("an enum of answers takes any string and keeps its known values", () => {
    expectTypeOf<"won">().toExtend<DisputeStatuses>();
    expectTypeOf<string>().toExtend<DisputeStatuses>();
    expectTypeOf<string>().not.toExtend<KnownDisputeStatuses>();
    const status: DisputeStatuses = "settled_by_the_moon";
    expect(isKnown(DisputeStatusValues, status)).toBe(false);
    expect(isKnown(DisputeStatusValues, "won")).toBe(true);
    if (isKnown(DisputeStatusValues, status)) expectTypeOf(status).toExtend<KnownDisputeStatuses>();
  });

  test("a case of Decisionly has its reason at the top or in the dispute, and needs no system", () => {
    const dispute = { date: "2026-11-01T00:00:00Z", amount: 690, currency: "USD", raised_by: "cardholder" };
    const card = { network: "visa", last4: "4242" } as const;
    const transaction = { date: "2026-10-01T00:00:00Z", amount: 690, currency: "USD", card, arn: "0".repeat(23) };
    const shared = { cardholder: { name: "Jo" }, merchant: { name: "Shop" }, transaction };
    const newest = { ...shared, dispute: { ...dispute, reason: "fraud" } } as const;
    const older = { ...shared, dispute, reason: "fraud" } as const;
    expectTypeOf(newest).toExtend<V2CaseCreateParams & V2CaseUpdateParams>();
    expectTypeOf(older).toExtend<V2CaseCreateParams & V2CaseUpdateParams>();
  });

  test("what is wrong does not compile", () => {
    const wrong = (): unknown[] => [
      // @ts-expect-error company_id is required
      whop.disputes.list({}),
      // @ts-expect-error an enum of requests is closed
      whop.disputes.list({ company_id: "biz_1", direction: "sideways" }),
      // @ts-expect-error the id is a string
      whop.disputes.retrieve(1),
      // @ts-expect-error no such option
      whop.disputes.retrieve("dspt_1", { retries: 3 }),
      // @ts-expect-error a body needs its required fields
      whop.transfers.create({ amount: 1 }),
    ];
    expect(wrong).toBeTypeOf("function");
    expectTypeOf<WhopOptions["timeout"]>().toEqualTypeOf<number | undefined>();
    expectTypeOf<WhopOptions["environment"]>().toEqualTypeOf<"production" | "sandbox" | undefined>();
    expectTypeOf<ConstructorParameters<typeof Decisionly>[0]>().toEqualTypeOf<
      ClientOptions<"production"> | undefined
    >();
    expectTypeOf<Whop["withOptions"]>().returns.toEqualTypeOf<Whop>();
    expectTypeOf<Whop["withOptions"]>().parameter(0).toEqualTypeOf<WhopOptions>();
  });

  test("options without the name of a server fit each client", () => {
    const make = (options: ClientOptions): unknown[] => [new Whop(options), new Decisionly(options)];
    const wrong = (options: ClientOptions): unknown[] => [
      // @ts-expect-error Whop has no such server
      new Whop({ ...options, environment: "staging" }),
      // @ts-expect-error neither for a client that is made of another
      whop.withOptions({ environment: "staging" }),
      // @ts-expect-error Decisionly has one server
      new Decisionly({ environment: "sandbox" }),
    ];
    expect([typeof make, typeof wrong]).toEqual(["function", "function"]);
  });
});
