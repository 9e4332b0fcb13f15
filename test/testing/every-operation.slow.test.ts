import { afterAll, describe, expect, test } from "vitest";
import { Decisionly } from "../../src/decisionly.js";
import { mockDecisionly, mockWhop, mockWhopCurrent } from "../../src/testing.js";
import { Whop } from "../../src/whop.js";
import { Whop as WhopCurrent } from "../../src/whop-current.js";
import { methodAt } from "../support/callable.js";
import { listKind, readContract } from "../support/contract.js";
import { methodTable } from "../support/method-table.js";
import { contractFile } from "../support/paths.js";
import { sampleArguments } from "../support/sample-call.js";
import { contractJudge } from "./contract-judge.js";

const now = () => new Date("2026-11-28T12:00:00Z");
const rows = [
  { id: "whop", mockApi: () => mockWhop({}, { now }), create: (options: object) => new Whop(options), count: 220 },
  {
    id: "whop-current",
    mockApi: () => mockWhopCurrent({}, { now }),
    create: (options: object) => new WhopCurrent(options),
    count: 156,
  },
  {
    id: "decisionly",
    mockApi: () => mockDecisionly({}, { now }),
    create: (options: object) => new Decisionly(options),
    count: 19,
  },
];

/** A mock takes only those that it gave out. */
const CURSORS = ["after", "before", "cursor", "starting_after", "ending_before"];
/** More than the payment has, and a key whose sample has characters that no header takes. */
const TOO_MUCH = ["partial_amount", "idempotence_key"];

function omit(params: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !names.includes(name)));
}

/** Signed-in sessions alone can make these: the mock refuses a key as the provider does, and the client before it. */
const sessionOnly = /cannot be made with an API key|API keys cannot|session/i;

describe.each(rows)("$id", ({ id, mockApi, create, count }) => {
  const contract = readContract(contractFile(id));
  const table = methodTable(id);
  const judge = contractJudge(id);
  let judged = 0;
  let refused = 0;

  afterAll(() => {
    expect(contract.operations).toHaveLength(count);
    expect(judged).toBe(count * 2 - refused);
    // Those of sessions, in both styles, and a few samples whose fields do not go together.
    const sessions = contract.operations.filter(({ isSessionOnly }) => isSessionOnly).length;
    expect(refused - sessions * 2).toBeLessThan(count / 10);
  });

  const operations = contract.operations.map(
    (operation) => [`${operation.verb} ${operation.path}`, operation] as const,
  );
  test.each(operations)("%s gets a response that the contract allows", async (_, operation) => {
    const [, , resource = "", name = ""] = table[operation.id] ?? [];
    for (const style of ["full", "bare"] as const) {
      const mock = mockApi();
      const client = create({ ...mock.clientOptions, maxRetries: 0 });
      const given = sampleArguments(contract, operation, { style });
      const params = given.params && omit(given.params, [...CURSORS, ...TOO_MUCH]);
      const args = [given.positional, given.file, params].filter((value) => value !== undefined);
      const called = methodAt(client, resource, name)(...args) as PromiseLike<unknown> & {
        asResponse(): Promise<Response>;
      };
      const response = await called.asResponse().catch((error: unknown) => error);
      if (response instanceof Error) {
        const { body, refusal = response.message } = mock.requests.at(-1) ?? { body: undefined };
        // Samples may break rules on which fields go together: then both validators must say so.
        const wasSent = mock.requests.length > 0;
        const isWrong = wasSent && operation.body !== undefined && judge(operation.body.schema, body).length > 0;
        expect(refusal).toMatch(isWrong ? /^(?:Invalid|Missing)/ : sessionOnly);
        refused++;
        continue;
      }
      if (!(response instanceof Response)) throw new Error("no response");
      const text = await response.text();
      expect(response.ok, text).toBe(true);
      expect(judge(operation.answer ?? {}, text === "" ? undefined : JSON.parse(text))).toEqual([]);
      judged++;
    }
  });

  test("every list is walked to its end", async () => {
    const mock = mockApi();
    const lists = contract.operations.filter((operation) => listKind(contract, operation) !== undefined);
    expect(lists.length).toBeGreaterThan(1);
    for (const operation of lists.filter(({ isSessionOnly }) => !isSessionOnly)) {
      const [, , resource = "", name = ""] = table[operation.id] ?? [];
      const given = sampleArguments(contract, operation, { style: "bare" });
      const args = [given.positional, given.params].filter((value) => value !== undefined);
      const pager = methodAt(create(mock.clientOptions), resource, name)(...args);
      if (!(Symbol.asyncIterator in pager)) continue;
      const before = mock.requests.length;
      const items: unknown[] = [];
      for await (const item of pager as AsyncIterable<unknown>) items.push(item);
      expect(new Set(items.map((item) => JSON.stringify(item))).size, operation.id).toBe(items.length);
      expect(items.length, operation.id).toBeGreaterThanOrEqual(25);
      expect(mock.requests.length - before, operation.id).toBe(
        operation.query.some(({ name }) => CURSORS.includes(name)) ? Math.ceil(items.length / 10) : 1,
      );
    }
  });
});
