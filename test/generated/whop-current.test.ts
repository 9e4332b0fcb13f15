import { describe, expect, test } from "vitest";
import { Whop } from "../../generated/whop-current/client.js";
import { methodAt } from "../support/callable.js";
import { readContract } from "../support/contract.js";
import { methodTable } from "../support/method-table.js";
import { contractFile } from "../support/paths.js";
import { recordingFetch } from "../support/recording-fetch.js";
import { sampleArguments, withSession } from "../support/sample-call.js";

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
    const options = withSession(operation, undefined);
    const given = [positional, options ? (params ?? {}) : params, options].filter((argument) => argument !== undefined);
    for await (const item of list(...given) as AsyncIterable<unknown>) items.push(item);
    expect(items).toEqual([{ id: "1" }, { id: "2" }]);
    expect(requests).toHaveLength(2);
    const cursor = path === "/financial_activity" ? "cursor" : "after";
    expect(new URL(requests[1]?.url ?? "").searchParams.get(cursor)).toBe("c1");
  });
});

describe("operations that no API key can call", () => {
  const refused = contract.operations.filter(({ isSessionOnly }) => isSessionOnly);

  test("are 13, among them those of API keys, passkeys and OAuth grants", () => {
    expect(refused).toHaveLength(13);
    const paths = new Set(refused.map(({ path }) => path.replace(/\/\{.*|\/challenge/, "")));
    expect([...paths].sort()).toEqual(["/api_keys", "/team_members", "/users/me/oauth_grants", "/users/me/passkeys"]);
  });

  test.each(refused.map((operation) => [operation.id, operation] as const))(
    "%s is refused unsent",
    async (_, operation) => {
      const { fetch, requests } = recordingFetch(() => ({}));
      const client = new Whop({ apiKey: "key_1", fetch });
      const [, , resource = "", name = ""] = table[operation.id] ?? [];
      const { positional, params } = sampleArguments(contract, operation, { style: "full" });
      const given = [positional, params].filter((argument) => argument !== undefined);
      const call = async () => methodAt(client, resource, name)(...given);
      await expect(call()).rejects.toThrow(/no API key can call this operation, only a signed-in session of Whop/);
      expect(requests).toEqual([]);
    },
  );
});

test("beyond them, nothing is iterable", async () => {
  const { fetch } = recordingFetch(() => ({}));
  const client = new Whop({ apiKey: "key_1", fetch });
  const others = contract.operations.filter((operation) => !lists.includes(operation) && !operation.isSessionOnly);
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
