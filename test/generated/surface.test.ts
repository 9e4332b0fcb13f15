import { describe, expect, test } from "vitest";
import * as whopClient from "../../generated/whop/client.js";
import * as currentClient from "../../generated/whop-current/client.js";
import * as decisionlyEntry from "../../src/decisionly.js";
import { Decisionly } from "../../src/decisionly.js";
import * as whopEntry from "../../src/whop.js";
import WhopDefault, { Disputes, Whop, WhopCore } from "../../src/whop.js";
import * as currentEntry from "../../src/whop-current.js";
import { methodAt, resourceAt } from "../support/callable.js";
import { type Contract, type ContractOperation, listKind, readContract } from "../support/contract.js";
import { methodTable } from "../support/method-table.js";
import { contractFile } from "../support/paths.js";
import { published } from "../support/published-counts.js";
import { recordingFetch } from "../support/recording-fetch.js";
import { sampleArguments, type Table } from "../support/sample-call.js";

const contracts = { whop: readContract(contractFile("whop")), decisionly: readContract(contractFile("decisionly")) };
const whopTable = methodTable("whop");
const decisionlyTable = methodTable("decisionly");

/** Whop's API of 2025-01-01 and its Current API. */
const versions = [
  {
    id: "whop",
    entry: whopEntry,
    generated: whopClient,
    contract: contracts.whop,
    table: whopTable,
    counts: { operations: published.operations, events: published.webhooks },
  },
  {
    id: "whop-current",
    entry: currentEntry,
    generated: currentClient,
    contract: readContract(contractFile("whop-current")),
    table: methodTable("whop-current"),
    counts: { operations: 156, events: 64 },
  },
];

describe.each(versions)("$id", ({ entry, generated, contract, table, counts }) => {
  const client = new entry.Whop({ apiKey: "key_1" });

  test(`${counts.operations} of ${counts.operations} operations are callable, and there is no other method`, () => {
    expect(contract.operations).toHaveLength(counts.operations);
    for (const { id } of contract.operations) expect(methodOf(client, table, id)).toBeTypeOf("function");
    expect(Object.keys(table)).toHaveLength(counts.operations);
    expect(Object.values(generated).flatMap(ownMethods)).toHaveLength(counts.operations);
  });

  test(`${counts.events} of ${counts.events} events are named, and known from others`, () => {
    const types = contract.events.map(({ type }) => type);
    expect(types).toHaveLength(counts.events);
    expect([...entry.webhookEventTypes].sort()).toEqual([...types].sort());
    for (const { type, body } of contract.events) expect(contract.resolve(body).properties?.type?.const).toBe(type);
    expect(types.filter((type) => !entry.isKnownEvent({ type }))).toEqual([]);
    expect(["dispute.paused", "", "toString"].filter((type) => entry.isKnownEvent({ type }))).toEqual([]);
  });

  const resourceOf = ({ id }: ContractOperation): string => table[id]?.[2] ?? "";

  test.each([...new Set(contract.operations.map(resourceOf))])("%s is of use alone", async (resource) => {
    const operations = contract.operations.filter((operation) => resourceOf(operation) === resource);
    const Resource = resourceAt(client, resource).constructor;
    expect(Object.values(entry)).toContain(Resource);
    const { fetch, requests } = recordingFetch(() => pageOf([], null));
    const alone = Reflect.construct(Resource, [new entry.WhopCore({ apiKey: "key_1", fetch })]) as object;
    for (const operation of operations) {
      const name = table[operation.id]?.[3] ?? "";
      await callBare({ alone }, operation, { [operation.id]: ["", "", "alone", name] }, contract);
    }
    expect(requests.map(({ method }) => method)).toEqual(operations.map(({ verb }) => verb));
  });
});

describe("lists", () => {
  const lists = contracts.whop.operations.filter((operation) => listKind(contracts.whop, operation) === "cursor");

  test("they are those that Whop's document has", () => {
    expect(lists).toHaveLength(published.cursorLists);
  });

  test.each(lists.map((operation) => [operation.path, operation] as const))("%s is iterable", async (_, operation) => {
    const pages = [pageOf([{ id: "1" }, { id: "2" }], "c1"), pageOf([{ id: "3" }], null)];
    const { fetch, requests } = recordingFetch(() => pages.shift());
    const items = [];
    for await (const item of callBare(new Whop({ apiKey: "key_1", fetch }), operation) as AsyncIterable<unknown>)
      items.push(item);
    expect(items).toEqual([{ id: "1" }, { id: "2" }, { id: "3" }]);
    const [first, second] = requests.map(({ url }) => Object.fromEntries(new URL(url).searchParams));
    expect(second).toEqual({ ...first, after: "c1" });
    expect(requests).toHaveLength(2);
  });

  test("beyond them, only the two reads of rows are iterable", async () => {
    const { fetch } = recordingFetch(() => ({}));
    const client = new Whop({ apiKey: "key_1", fetch });
    const others = contracts.whop.operations.filter((operation) => !lists.includes(operation));
    const results = others.map((operation) => [operation.id, callBare(client, operation)] as const);
    await Promise.all(results.map(([, result]) => result));
    expect(results.filter(([, result]) => Symbol.asyncIterator in result).map(([id]) => id)).toEqual([
      "rawStats",
      "sqlStats",
    ]);
  });

  test("both lists of Decisionly are iterable", async () => {
    const ids = contracts.decisionly.operations.filter(
      (operation) => listKind(contracts.decisionly, operation) === "id",
    );
    expect(ids.map(({ id }) => id)).toEqual(["listV1Cases", "listV2Cases"]);
    for (const { id } of ids) {
      const pages = [
        { data: [{ case_id: "a" }, { case_id: "b" }], has_more: true },
        { data: [{ case_id: "c" }], has_more: false },
      ];
      const { fetch, requests } = recordingFetch(() => pages.shift());
      const items = [];
      const list = methodOf(new Decisionly({ apiKey: "key_1", fetch }), decisionlyTable, id)({ limit: 2 });
      for await (const item of list as AsyncIterable<unknown>) items.push(item);
      expect(items).toEqual([{ case_id: "a" }, { case_id: "b" }, { case_id: "c" }]);
      expect(requests.map(({ url }) => new URL(url).search)).toEqual(["?limit=2", "?limit=2&starting_after=b"]);
    }
  });
});

test("15 of 15 events of Decisionly are named", () => {
  const types = contracts.decisionly.events.map(({ type }) => type);
  expect(types).toHaveLength(15);
  expect([...decisionlyEntry.webhookEventTypes].sort()).toEqual([...types].sort());
  expect([...types, "case.paused"].filter((type) => !decisionlyEntry.isKnownEvent({ type }))).toEqual(["case.paused"]);
});

describe("Decisionly", () => {
  const rows = [
    ["v1.cases.create", "POST /v1/issuer/cases"],
    ["v1.cases.list", "GET /v1/issuer/cases"],
    ["v1.cases.retrieve", "GET /v1/issuer/cases/{case_id}"],
    ["v1.cases.update", "PUT /v1/issuer/cases/{case_id}"],
    ["v1.cases.withdraw", "POST /v1/issuer/cases/{case_id}/withdraw"],
    ["v1.files.upload", "POST /v1/issuer/files"],
    ["v2.cases.create", "POST /v2/issuer/cases"],
    ["v2.cases.list", "GET /v2/issuer/cases"],
    ["v2.cases.retrieve", "GET /v2/issuer/cases/{case_id}"],
    ["v2.cases.update", "PUT /v2/issuer/cases/{case_id}"],
    ["v2.cases.file", "POST /v2/issuer/cases/{case_id}/file"],
    ["v2.cases.withdraw", "POST /v2/issuer/cases/{case_id}/withdraw"],
    ["v2.cases.retrieveReview", "GET /v2/issuer/cases/{case_id}/review"],
    ["v2.files.upload", "POST /v2/issuer/files"],
    ["v2.claims.create", "POST /v2/issuer/claims"],
    ["v2.claims.retrieve", "GET /v2/issuer/claims/{claim_id}"],
    ["v2.claims.setCases", "PUT /v2/issuer/claims/{claim_id}/cases"],
    ["v2.claims.file", "POST /v2/issuer/claims/{claim_id}/file"],
    ["v2.claims.createWithCases", "POST /v2/issuer/new_claim"],
  ] as const;

  test.each(rows)("%s is %s", async (method, want) => {
    const { fetch, requests } = recordingFetch(() => ({}));
    const at = method.lastIndexOf(".");
    const call = methodAt(new Decisionly({ apiKey: "key_1", fetch }), method.slice(0, at), method.slice(at + 1));
    await call(...(want.includes("{") ? ["id_1"] : []), ...(/upload/.test(method) ? [new Blob(["%PDF-1.7"])] : []), {});
    expect(requests.map(({ method: verb, url }) => `${verb} ${new URL(url).pathname}`)).toEqual([
      want.replace(/\{\w+\}/, "id_1"),
    ]);
  });

  test("there is no other method", () => {
    expect(
      Object.values(decisionlyTable)
        .map(([, , resource, name]) => `${resource}.${name}`)
        .sort(),
    ).toEqual(rows.map(([method]) => method).sort());
  });
});

test("a resource class alone, as a user writes it", async () => {
  const { fetch, requests } = recordingFetch(() => ({ id: "dspt_1" }));
  const disputes = new Disputes(new WhopCore({ apiKey: "key_1", fetch }));
  expect((await disputes.retrieve("dspt_1")).id).toBe("dspt_1");
  expect(requests.map(({ url }) => url)).toEqual(["https://api.whop.com/api/v1/disputes/dspt_1"]);
});

test("the default export of each entry is its client", () => {
  expect(WhopDefault).toBe(Whop);
  expect(currentEntry.default).toBe(currentEntry.Whop);
  expect(decisionlyEntry.default).toBe(Decisionly);
});

function methodOf(client: object, table: Table, id: string) {
  const [, , resource, name] = table[id] ?? [];
  if (resource === undefined || name === undefined) throw new Error(`nothing was generated for ${id}`);
  return methodAt(client, resource, name);
}

/** Calls an operation of Whop with no more than it requires. */
function callBare(
  client: object,
  operation: ContractOperation,
  table: Table = whopTable,
  contract: Contract = contracts.whop,
) {
  const { positional, params } = sampleArguments(contract, operation, { style: "bare" });
  return methodOf(client, table, operation.id)(...[positional, params].filter((argument) => argument !== undefined));
}

function pageOf(data: readonly unknown[], cursor: string | null) {
  const page_info = {
    start_cursor: "c0",
    end_cursor: cursor ?? "end",
    has_next_page: cursor !== null,
    has_previous_page: false,
  };
  return { data, page_info };
}

function ownMethods(exported: unknown): string[] {
  if (typeof exported !== "function") return [];
  const members = Object.entries(Object.getOwnPropertyDescriptors(exported.prototype));
  return members
    .filter(([name, { value }]) => typeof value === "function" && name !== "constructor")
    .map(([name]) => name);
}
