import { expect, test } from "vitest";
import { type Compiler, compileTexts } from "../support/compile.js";
import { type Contract, readContract } from "../support/contract.js";
import { contractFile } from "../support/paths.js";
import { published } from "../support/published-counts.js";

/** Of each entry: how many events it has, and what is known of others beside `type` and `data`, written down by hand. */
const ENTRIES = {
  whop: {
    count: published.webhooks,
    envelope: `{
      id: string; api_version: "v1"; api_version_date?: string | null; timestamp: string;
      company_id?: string | null; account_id?: string | null; previous_attributes?: { [key: string]: unknown };
    }`,
  },
  "whop-current": {
    count: 64,
    envelope: `{
      id: string; api_version: "v1"; api_version_date: string | null; timestamp: string;
      company_id?: string | null; account_id?: string | null; previous_attributes?: { [key: string]: unknown };
    }`,
  },
  decisionly: { count: 15, envelope: "{ event_id: string; created: string }" },
} as const;

/** A handler of each API with a case for each of its events. */
export const handlers = Object.entries(ENTRIES).map(([api, { count, envelope }]) => {
  const contract = readContract(contractFile(api));
  return { api, count, contract, text: handlerOf(api, contract, envelope) };
});

/** The tests of `WebhookEvent`, by one compiler. */
export function testEventTypes(compiler: Compiler): void {
  const good = Object.fromEntries(handlers.map(({ api, text }) => [`${api}.ts`, text]));
  const whop = good["whop.ts"] ?? "";
  const errors = compileTexts(compiler, {
    ...good,
    "stranger.ts": whop.replace('case "dispute.created"', 'case "dispute.vanished"'),
    "mix-up.ts": whop.replace(/(dispute\.created[^;]*)Dispute>/, "$1Refund>"),
    "unguarded.ts": whop.replace("if (!isKnownEvent(event))", "if (isKnownEvent({ type: event.id }))"),
    "compared.ts": whop.replace('"new.thing" as string', '"new.thing"'),
  });

  test.each([
    ["the events of Whop, each with its own data", "whop", []],
    ["the events of Whop's Current API, each with its own data", "whop-current", []],
    ["the events of Decisionly, each with its own data", "decisionly", []],
    ["an event that the contract lacks, and so one left over", "stranger", [/not comparable/, /'never'/, /'false'/]],
    ["another event's data", "mix-up", [/'true' is not assignable to type 'false'/]],
    ["events that were not told apart", "unguarded", [/'false'/, /'false'/, /not assignable to type 'keyof/]],
    ["a name that the contract lacks is compared as a text", "compared", [/^TS2367.*\(not in the contract\)/]],
  ])("WebhookEvent is told apart by type: %s", (_, file, want) => {
    expect(errors[`${file}.ts`]).toEqual(want.map((pattern) => expect.stringMatching(pattern)));
  });
}

/**
 * A handler with a case for each event of the contract, where `data` has just its own type, and what is left over has just the
 * envelope. The type of `data` is what the contract refers to; of one that stands inline, the properties; of any other, unknown.
 */
function handlerOf(api: string, contract: Contract, envelope: string): string {
  const dataTypes = contract.events.map(({ body }) => contract.resolve(body).properties?.data ?? {});
  const names = dataTypes.flatMap(({ $ref }) => $ref?.split("/").at(-1) ?? []);
  const cases = contract.events.map(({ type }, index) => {
    const { $ref, properties } = dataTypes[index] ?? {};
    const keys = Object.keys(properties ?? {}).map((key) => JSON.stringify(key));
    const [given, want] =
      $ref === undefined && keys.length > 0
        ? ["keyof typeof event.data", keys.join(" | ")]
        : ["typeof event.data", $ref?.split("/").at(-1) ?? "unknown"];
    return `    case ${JSON.stringify(type)}: {
      const exact: Same<${given}, ${want}> = true;
      return exact;
    }`;
  });
  const first = JSON.stringify(contract.events[0]?.type);
  return `import { isKnownEvent } from "./src/${api}.js";
import type { KnownWebhookEvent, UnknownWebhookEvent, WebhookEvent, WebhookEventMap } from "./src/${api}.js";
import type { ${[...new Set(names)].join(", ")} } from "./generated/${api}/models.js";
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Rest = Omit<UnknownWebhookEvent, "type" | "data">;
export const exact: Same<{ [Key in keyof Rest]: Rest[Key] }, ${envelope}> = true;
export const known: Same<KnownWebhookEvent, WebhookEventMap[keyof WebhookEventMap]> = true;

export function handle(event: WebhookEvent): boolean {
  switch (event.type) {
${cases.join("\n")}
    default: {
      const exact: Same<typeof event, UnknownWebhookEvent> = true;
      const data: Same<typeof event.data, unknown> = true;
      return exact && data && event.type === ("new.thing" as string);
    }
  }
}

export function guard(event: WebhookEvent): boolean {
  if (!isKnownEvent(event)) {
    const exact: Same<typeof event, UnknownWebhookEvent> = true;
    return exact;
  }
  const exact: Same<typeof event, KnownWebhookEvent> = true;
  const type: keyof WebhookEventMap = event.type;
  return exact && type !== undefined;
}

export function compare(event: WebhookEvent): boolean {
  if (event.type === ${first}) {
    const exact: Same<typeof event, WebhookEventMap[${first}]> = true;
    return exact;
  }
  const exact: Same<typeof event, Exclude<WebhookEvent, WebhookEventMap[${first}]>> = true;
  return exact;
}
`;
}
