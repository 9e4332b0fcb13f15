/// <reference path="./testing/contract-json.d.ts" />
import type { Decisionly } from "../generated/decisionly/client.js";
import decisionlyContract from "../generated/decisionly/contract.json" with { type: "json" };
import type { WebhookEventMap as DecisionlyEventMap } from "../generated/decisionly/webhooks.js";
import type { Whop } from "../generated/whop/client.js";
import whopContract from "../generated/whop/contract.json" with { type: "json" };
import type { WebhookEventMap as WhopEventMap } from "../generated/whop/webhooks.js";
import type { Whop as WhopCurrent } from "../generated/whop-current/client.js";
import whopCurrentContract from "../generated/whop-current/contract.json" with { type: "json" };
import type { WebhookEventMap as WhopCurrentEventMap } from "../generated/whop-current/webhooks.js";
import { signWebhook } from "./runtime/webhooks/sign-webhook.js";
import type { Entity } from "./testing/contract.js";
import { decisionlyProvider } from "./testing/decisionly-flows.js";
import { type Deliver, Mock, type Partially } from "./testing/mock.js";
import type { MockOptions } from "./testing/mock-api.js";
import { whopCurrentProvider, whopProvider } from "./testing/whop-flows.js";

export type { Contract, ContractOperation } from "./testing/contract.js";
export type { MockFault } from "./testing/faults.js";
export type { EmitOptions, EventTarget, Mock, MswHttp, Partially } from "./testing/mock.js";
export type { MockOptions, MockRequest } from "./testing/mock-api.js";
export type { MockServer } from "./testing/serve.js";

/** What a mock has, by the names of the client's resources. What is listed is what exists; of all other resources there is something. */
export type MockData<Client> = {
  readonly [Name in keyof Client as Client[Name] extends Retrievable<unknown>
    ? Name
    : never]?: Client[Name] extends Retrievable<infer Data> ? readonly Partially<Data>[] : never;
};

interface Retrievable<Data> {
  retrieve(...args: never[]): PromiseLike<Data>;
}

/** What a mock of Whop, version 2025-01-01, has: `{ disputes: [{ id: "dspt_1" }] }`. */
export type MockWhopData = MockData<Omit<Whop, "request">>;
/** What a mock of Whop's Current API has: `{ disputes: [{ id: "dspt_1" }] }`. */
export type MockWhopCurrentData = MockData<Omit<WhopCurrent, "request">>;

/** What a mock of Decisionly has: cases and claims of v2, and cases of v1. */
export interface MockDecisionlyData {
  /** Cases of v2. @default 25 made ones */
  readonly cases?: readonly Partially<Awaited<ReturnType<Decisionly["v2"]["cases"]["retrieve"]>>>[];
  /** Claims of v2. @default 25 made ones */
  readonly claims?: readonly Partially<Awaited<ReturnType<Decisionly["v2"]["claims"]["retrieve"]>>>[];
  /** Cases of v1; the mock keeps them apart from those of v2. @default 25 made ones */
  readonly v1Cases?: readonly Partially<Awaited<ReturnType<Decisionly["v1"]["cases"]["retrieve"]>>>[];
}

/** The secret that the mocks of Whop sign events with. */
export const MOCK_WEBHOOK_SECRET = "ws_mock_secret_for_tests_only";

/**
 * A mock of Whop, version 2025-01-01, for `disputekit/whop`.
 *
 * ```ts
 * const mock = mockWhop({ disputes: [{ id: "dspt_1", status: "needs_response" }] });
 * const whop = new Whop(mock.clientOptions);
 * ```
 * @param data what exists @default 25 made objects of each resource, and any other id that is asked for
 */
export function mockWhop(data: MockWhopData = {}, options: MockOptions = {}): MockWhop {
  return new Mock(whopContract, whopProvider, sign, asEntities(data), whopOptions, options);
}

/** A mock of Whop's Current API, for `disputekit/whop-current`. @see mockWhop */
export function mockWhopCurrent(data: MockWhopCurrentData = {}, options: MockOptions = {}): MockWhopCurrent {
  return new Mock(whopCurrentContract, whopCurrentProvider, sign, asEntities(data), whopOptions, options);
}

/** A mock of Decisionly, for `disputekit/decisionly`. Its events are not signed, as the provider's are not. @see mockWhop */
export function mockDecisionly(data: MockDecisionlyData = {}, options: MockOptions = {}): MockDecisionly {
  const { cases, claims, v1Cases } = asEntities(data);
  const given = { "v2.cases": cases, "v2.claims": claims, "v1.cases": v1Cases };
  const known = Object.fromEntries(Object.entries(given).filter(([, list]) => list !== undefined));
  const clientOptions = { apiKey: "test_mock_key" };
  return new Mock(decisionlyContract, decisionlyProvider(), unsigned, asEntities(known), clientOptions, options);
}

/** What `mockWhop` gives: its `clientOptions` are for the client of `disputekit/whop`. */
export type MockWhop = Mock<WhopEventMap, typeof whopOptions>;
/** What `mockWhopCurrent` gives: its `clientOptions` are for the client of `disputekit/whop-current`. */
export type MockWhopCurrent = Mock<WhopCurrentEventMap, typeof whopOptions>;
/** What `mockDecisionly` gives: its `clientOptions` are for the client of `disputekit/decisionly`. */
export type MockDecisionly = Mock<
  DecisionlyEventMap,
  {
    /** A test key, so that `isTestMode` is true; the mock takes any other as well. */
    readonly apiKey: string;
  }
>;

const whopOptions: { readonly apiKey: string; readonly webhookKey: string } = {
  apiKey: "whop_mock_key",
  webhookKey: MOCK_WEBHOOK_SECRET,
};

const sign: Deliver = (body, id, timestamp) => signWebhook(body, { secret: MOCK_WEBHOOK_SECRET, id, timestamp });
const unsigned: Deliver = async () => ({});

function asEntities(data: object): Record<string, Entity[]> {
  return data as Record<string, Entity[]>;
}
