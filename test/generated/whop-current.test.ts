import { describe, expect, test } from "vitest";
import { Whop } from "../../generated/whop-current/client.js";
import { methodAt } from "../support/callable.js";
import { readContract } from "../support/contract.js";
import { methodTable } from "../support/method-table.js";
import { contractFile } from "../support/paths.js";
import { recordingFetch } from "../support/recording-fetch.js";
import { sampleArguments } from "../support/sample-call.js";

const contract = readContract(contractFile("whop-current"));
const table = methodTable("whop-current");
const lists = contract.operations.filter(
  ({ answer }) => answer !== undefined && contract.resolve(answer).properties?.page_info !== undefined,
);

test("37 operations respond with page_info", () => {
  expect(lists).toHaveLength(37);
});

describe("each of them is iterable to its end", () => {
  test.each(lists.map((operation) => [operation.path, operation] as const))("%s", async (path, operation) => {
    const pages = [pageOf([{ id: "1" }], "c1"), pageOf([{ id: "2" }], null)];
    const { fetch, requests } = recordingFetch(() => pages.shift());
    const { positional, params } = sampleArguments(contract, operation, { style: "bare" });
    const [, , resource = "", name = ""] = table[operation.id] ?? [];
    const list = methodAt(new Whop({ apiKey: "key_1", fetch }), resource, name);
    const items = [];
    const given = [positional, params].filter((argument) => argument !== undefined);
    for await (const item of list(...given) as AsyncIterable<unknown>) items.push(item);
    expect(items).toEqual([{ id: "1" }, { id: "2" }]);
    expect(requests).toHaveLength(2);
    const cursor = path === "/financial_activity" ? "cursor" : "after";
    expect(new URL(requests[1]?.url ?? "").searchParams.get(cursor)).toBe("c1");
  });
});

test("beyond them, nothing is iterable", async () => {
  const { fetch } = recordingFetch(() => ({}));
  const client = new Whop({ apiKey: "key_1", fetch });
  const others = contract.operations.filter((operation) => !lists.includes(operation));
  const results = others.map((operation) => {
    const { positional, params } = sampleArguments(contract, operation, { style: "bare" });
    const [, , resource = "", name = ""] = table[operation.id] ?? [];
    const given = [positional, params].filter((argument) => argument !== undefined);
    return [operation.id, methodAt(client, resource, name)(...given)] as const;
  });
  await Promise.all(results.map(([, result]) => result));
  expect(results.filter(([, result]) => Symbol.asyncIterator in result).map(([id]) => id)).toEqual([]);
});

function pageOf(data: readonly unknown[], cursor: string | null) {
  const end = { end_cursor: cursor ?? "end", has_next_page: cursor !== null };
  return { data, page_info: { start_cursor: "c0", has_previous_page: false, ...end } };
}
