import { describe, expect, test, vi } from "vitest";
import type { AttemptEvent, ClientOptions } from "../../../src/runtime/index.js";
import { client, failureOf, fault, json } from "../support.js";

/** What a client is told of a response with these headers: the warnings, and the events' `deprecation`. */
async function tell(headers: Record<string, string>, options: ClientOptions = {}) {
  const warnings: string[] = [];
  const events: AttemptEvent[] = [];
  const skip = (): void => {};
  const logger = { debug: skip, info: skip, error: skip, warn: (line: string) => void warnings.push(line) };
  const answers = [json({ id: "1" }, { headers }), json({ id: "1" }, { headers })];
  const { things } = client(answers, { logger, onAttempt: (event) => events.push(event), ...options });
  await things.retrieve("a");
  await things.retrieve("b");
  return { warnings, deprecation: events[1]?.deprecation };
}

const since = "2023-06-30T23:59:59.000Z";
const sunset = "2026-12-31T23:59:59.000Z";
const nothing = { since: undefined, sunset: undefined, successor: undefined };

describe("what a response says of an operation that is going away", () => {
  test.each<[string, Record<string, string>, object | undefined]>([
    ["nothing", {}, undefined],
    ["RFC 9745", { deprecation: "@1688169599" }, { ...nothing, since }],
    ["the draft's true", { deprecation: "true" }, nothing],
    ["false", { deprecation: "false" }, undefined],
    ["the draft's date", { deprecation: "Fri, 30 Jun 2023 23:59:59 GMT" }, { ...nothing, since }],
    ["a date that is none", { deprecation: "@9999999999999999999" }, nothing],
    ["Sunset", { sunset: "Thu, 31 Dec 2026 23:59:59 GMT" }, { ...nothing, sunset }],
    ["a Sunset that is no date", { sunset: "soon" }, undefined],
    ["a link", { link: '</payouts>; rel="successor-version"' }, { ...nothing, successor: "/payouts" }],
    ["a link without quotes", { link: "</payouts>;rel=successor-version" }, { ...nothing, successor: "/payouts" }],
    [
      "the second link; commas and semicolons in quotes and addresses",
      {
        link: '</a,b;c>; title="x, \\"<y>; rel=successor-version"; rel=next, </v2>; a=1; REL="alternate Successor-Version"',
      },
      { ...nothing, successor: "/v2" },
    ],
    ["another relation", { link: '</v2>; rel="next"; title="successor-version"' }, undefined],
    [
      "without the query",
      { link: "<https://a.test/v2?token=1#x>; rel=successor-version" },
      { ...nothing, successor: "https://a.test/v2" },
    ],
    ["an address with control characters", { link: "</v2\u0085evil>; rel=successor-version" }, undefined],
    ["an address without end", { link: `</${"v".repeat(600)}>; rel=successor-version` }, undefined],
  ])("%s", async (_name, headers, want) => {
    expect((await tell(headers)).deprecation).toEqual(want);
  });
});

test("one warning for an operation and process, none below the level of warnings", async () => {
  const headers = {
    deprecation: "@1688169599",
    sunset: "Thu, 31 Dec 2026 23:59:59 GMT",
    link: '</payouts>; rel="successor-version"',
  };
  expect((await tell(headers, { logLevel: "error" })).warnings).toEqual([]);
  vi.resetModules();
  const fresh = await import("../support.js");
  const warnings: string[] = [];
  const logger = { ...console, warn: (line: string) => void warnings.push(line) };
  for (const path of ["a", "b"]) {
    const { things } = fresh.client([json({ id: path }, { headers })], { logger });
    await things.retrieve(path);
  }
  const { things } = fresh.client([fault(410, "Use /payouts.", headers)], { logger });
  const error = await failureOf(things.delete("a"));
  expect(error.name).toBe("GoneError");
  const words = `deprecated as of ${since}, works until ${sunset}, replaced by /payouts`;
  expect(warnings).toEqual([`GET /things/{id} is going away: ${words}`, `DELETE /things/{id} is going away: ${words}`]);
});
