import { expect, test } from "vitest";
import { type Contract, readContract } from "../support/contract.js";
import { contractFile } from "../support/paths.js";
import { published } from "../support/published-counts.js";
import { typeErrors } from "../support/type-check.js";

const whop = readContract(contractFile("whop"));
const decisionly = readContract(contractFile("decisionly"));

const good = { whop: handlerOf(whop, "whop"), decisionly: handlerOf(decisionly, "decisionly") };
const errors = typeErrors({
  "test/generated/whop.ts": good.whop,
  "test/generated/decisionly.ts": good.decisionly,
  "test/generated/stranger.ts": good.whop.replace('"dispute.created"', '"dispute.vanished"'),
  "test/generated/mix-up.ts": good.whop.replace(/(dispute\.created[^;]*)Dispute>/, "$1Refund>"),
});

test.each([
  ["the events of Whop, each with its own data", "whop", []],
  ["the events of Decisionly, each with its own data", "decisionly", []],
  [
    "an event that the contract lacks, and so one left over",
    "stranger",
    [/not comparable/, /'never'/, /DisputeCreatedEvent.* to type 'never'/],
  ],
  ["another event's data", "mix-up", [/'true' is not assignable to type 'false'/]],
])("WebhookEvent is told apart by type: %s", (_, file, want) => {
  const found = errors.filter((error) => error.startsWith(`test/generated/${file}.ts`));
  expect(found).toEqual(want.map((pattern) => expect.stringMatching(pattern)));
});

test("the handlers have a case for each event", () => {
  expect([whop.events.length, decisionly.events.length]).toEqual([published.webhooks, 15]);
});

/** A handler with a case for each event of the contract, and none left over. In each case `data` has just its own type. */
function handlerOf(contract: Contract, api: string): string {
  const dataTypes = contract.events.map(
    ({ body }) => contract.resolve(body).properties?.data?.$ref?.split("/").at(-1) ?? "",
  );
  const cases = contract.events.map(
    ({ type }, index) => `    case ${JSON.stringify(type)}: {
      const exact: Same<typeof event.data, ${dataTypes[index]}> = true;
      return exact;
    }`,
  );
  return `import type { ${["WebhookEvent", ...new Set(dataTypes)].join(", ")} } from "../../src/${api}.js";
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
export function handle(event: WebhookEvent): boolean {
  switch (event.type) {
${cases.join("\n")}
    default: {
      const none: never = event;
      return none;
    }
  }
}
`;
}
