import { expect, expectTypeOf, test } from "vitest";
import * as whop from "../../src/whop.js";
import * as current from "../../src/whop-current.js";
import { readContract, type Schema } from "../support/contract.js";
import { contractFile } from "../support/paths.js";
import { recordingFetch } from "../support/recording-fetch.js";

test.each([
  { entry: "whop", client: whop.Whop },
  { entry: "whop-current", client: current.Whop },
])("$entry: a webhook can be created and updated for an event that is newer than the contract", async ({ client }) => {
  const { fetch, requests } = recordingFetch(() => ({ id: "hook_1" }));
  const { webhooks } = new client({ apiKey: "key_1", fetch });
  const events = ["dispute.created", "dispute.paused"];
  await webhooks.create({ url: "https://merchant.example", events });
  await webhooks.update("hook_1", { events });
  expect(requests.map(({ method }) => method)).toEqual(["POST", "PATCH"]);
  for (const request of requests) expect(await request.json()).toMatchObject({ events });
});

test("the names that are known are suggested, and none is demanded", () => {
  type Names<Params> = Params extends { events?: (infer Name)[] | null | undefined } ? Name : never;
  expectTypeOf<Names<whop.WebhookCreateParams>>().toEqualTypeOf<whop.WebhookEventType>();
  expectTypeOf<Names<whop.WebhookUpdateParams>>().toEqualTypeOf<whop.WebhookEventType>();
  expectTypeOf<Names<current.WebhookCreateParams>>().toEqualTypeOf<current.WebhookEventTypeInput>();
  expectTypeOf<Names<current.WebhookUpdateParams>>().toEqualTypeOf<current.WebhookEventTypeInput>();
  expectTypeOf<"dispute.paused">().toExtend<whop.WebhookEventType & current.WebhookEventTypeInput>();
  // What is known stays a closed list.
  expectTypeOf<"dispute.paused">().not.toExtend<whop.KnownWebhookEventType>();
  expectTypeOf<"dispute.paused">().not.toExtend<current.KnownWebhookEventTypeInput>();
  // What a response lists can be sent again.
  expectTypeOf<current.Webhook["events"]>().toExtend<current.WebhookEventTypeInput[]>();
});

test("the lists of known names are those of the contracts", () => {
  const legacy = readContract(contractFile("whop"));
  const newest = readContract(contractFile("whop-current"));
  const listed = (schema: Schema | undefined) => [...(schema?.enum ?? [])].sort();
  const named = legacy.resolve({ $ref: "#/components/schemas/WebhookEvent" });
  expect([...whop.WebhookEventTypeValues].sort()).toEqual(listed(named));
  const sent = newest.operations.find(({ id }) => id === "createWebhook")?.body?.schema.properties?.events?.items;
  expect([...current.WebhookEventTypeInputValues].sort()).toEqual(listed(sent));
  const received = newest.resolve({ $ref: "#/components/schemas/Webhook" }).properties?.events?.items;
  expect([...current.WebhookEventTypeValues].sort()).toEqual(listed(received));
  for (const schema of [named, sent, received]) expect(listed(schema)).toContain("dispute.created");
});
