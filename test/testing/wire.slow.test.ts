import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Decisionly } from "../../src/decisionly.js";
import { type MockServer, mockDecisionly, mockWhop, mockWhopCurrent } from "../../src/testing.js";
import { Whop } from "../../src/whop.js";
import { Whop as WhopCurrent } from "../../src/whop-current.js";
import { methodAt } from "../support/callable.js";
import { type ContractOperation, readContract } from "../support/contract.js";
import { type Arguments, expectedRequest, sortPairs } from "../support/expected-request.js";
import { methodTable } from "../support/method-table.js";
import { contractFile } from "../support/paths.js";
import { published } from "../support/published-counts.js";
import { PROBE, sampleArguments, withSession } from "../support/sample-call.js";
import { declaredPlaces, filledPlaces, type SampleChoice } from "../support/sample-value.js";
import { contractJudge } from "./contract-judge.js";

const now = () => new Date("2026-11-28T12:00:00Z");
const rows = [
  {
    id: "whop",
    mockApi: () => mockWhop({}, { now }),
    create: (options: object) => new Whop(options),
    arrays: "brackets",
    count: published.operations,
  },
  {
    id: "whop-current",
    mockApi: () => mockWhopCurrent({}, { now }),
    create: (options: object) => new WhopCurrent(options),
    arrays: "repeat",
    count: 156,
  },
  {
    id: "decisionly",
    mockApi: () => mockDecisionly({}, { now }),
    create: (options: object) => new Decisionly(options),
    arrays: "repeat",
    count: 19,
  },
] as const;

/** A mock knows those that it gave out, and no others. */
const CURSORS = {
  after: "end",
  cursor: "end",
  starting_after: "end",
  before: "start",
  ending_before: "start",
} as const;
/** What a sample cannot know: a key fits a header as well, and no more is given back than was paid. */
const FITTING = { idempotence_key: "key-1", idempotency_key: "key-1", partial_amount: 0.01 } as const;

// The requests of `test/generated/wire.test.ts`, sent to a mock that listens: what they say, and what comes of them.
describe.each(rows)("$id", ({ id, mockApi, create, arrays, count }) => {
  const contract = readContract(contractFile(id));
  const table = methodTable(id);
  const judge = contractJudge(id);
  const counts = { operations: 0, accepted: 0, refused: 0 };

  const mocks: { readonly mock: ReturnType<typeof mockApi>; readonly server: MockServer }[] = [];
  const start = async () => {
    const mock = mockApi();
    const started = { mock, server: await mock.start() };
    mocks.push(started);
    return started;
  };
  // A write changes what the next one meets; reads can share a mock.
  let reads: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    reads = await start();
  });

  /** Sends one request, and gives the places of the contract that it filled. */
  async function callOverHttp(operation: ContractOperation, choice: SampleChoice): Promise<readonly string[]> {
    const [, , resource = "", name = ""] = table[operation.id] ?? [];
    const { mock, server } = operation.verb === "GET" ? reads : await start();
    let text = "";
    const fetch = async (input: string | URL | Request, init?: RequestInit) => {
      const response = await globalThis.fetch(input, init);
      text = await response.clone().text();
      return response;
    };
    const client = create({ ...mock.clientOptions, fetch, baseURL: server.url, maxRetries: 0 });
    const sample = sampleArguments(contract, operation, choice);
    const call = (given: Arguments) => {
      const options = withSession(operation, choice.style === "bare" ? undefined : { headers: PROBE });
      const hasBody = operation.body !== undefined && given.file === undefined;
      const hasObject = operation.query.length > 0 || hasBody || operation.pathNames.length > 1;
      const params = given.params ?? (options !== undefined && hasObject ? {} : undefined);
      const args = [given.positional, given.file, params, options].filter((value) => value !== undefined);
      return methodAt(client, resource, name)(...args);
    };
    const cursors = Object.keys(sample.params ?? {}).filter((key) => key in CURSORS);
    const bare = sampleArguments(contract, operation, { style: "bare" });
    const ends = cursors.length === 0 ? undefined : await call(bare).then(endsOf);
    const given = { ...sample, params: sample.params && fitted(sample.params, ends) };
    const wrong = wrongPlaces(operation, given);
    const result = await Promise.resolve(call(given)).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    const request = mock.requests.at(-1);
    if (request === undefined) throw new Error("no request arrived");
    const expected = expectedRequest({ ...contract, baseURL: "" }, operation, given, arrays);
    const [path = "", query = ""] = request.path.split("?");
    const got = { verb: request.method, address: path, query: sortPairs(query === "" ? [] : query.split("&")) };
    expect(got).toEqual({ verb: expected.verb, address: expected.address, query: expected.query });
    if (wrong.length > 0) {
      expect(request.refusal, wrong.join()).toMatch(/^(?:Invalid|Missing)/);
      expect(result).toEqual({ error: expect.objectContaining({ status: 400 }) });
      counts.refused++;
    } else {
      expect(result, request.refusal).toHaveProperty("value");
      const body: unknown = text === "" ? undefined : JSON.parse(text);
      if (operation.answer) expect(judge(operation.answer, body)).toEqual([]);
      // A page has methods beside the properties of the response.
      const { value } = result as { value: unknown };
      expect(value ?? undefined).toEqual(body instanceof Object ? expect.objectContaining(body) : body);
      counts.accepted++;
    }
    return [
      ...expected.query.map((pair) => `?${/^[^=[]*/.exec(decodeURIComponent(pair))?.[0]}`),
      ...filledPlaces(expected.body),
    ];
  }

  /** What the contract itself refuses of a sample, such as an empty text where there is a pattern. */
  function wrongPlaces({ query, body }: ContractOperation, { params = {} }: Arguments): string[] {
    const wrong = query.flatMap(({ name, required, schema }) => {
      // An empty list leaves no trace in a query.
      if (required && Array.isArray(params[name]) && params[name].length === 0) return [`${name} is missing`];
      return name in params ? judge(schema, params[name]) : [];
    });
    if (body?.mediaType !== "application/json") return wrong;
    const names = new Set([...declaredPlaces(contract, body.schema)].map((place) => place.split("/")[1]));
    const sent = Object.fromEntries(Object.entries(params).filter(([name]) => names.has(name)));
    return Object.keys(params).length === 0 && !body.required ? wrong : [...wrong, ...judge(body.schema, sent)];
  }

  afterAll(async () => {
    await Promise.all(mocks.map(({ server }) => server.stop()));
    console.info(
      `${id} over HTTP: ${counts.operations} of ${count} operations; ${counts.accepted} requests accepted, ` +
        `${counts.refused} refused that break the contract`,
    );
    expect(contract.operations).toHaveLength(count);
  });

  const operations = contract.operations.map(
    (operation) => [`${operation.verb} ${operation.path}`, operation] as const,
  );
  test.each(operations)("%s", async (_, operation) => {
    const places = operation.body === undefined ? [] : declaredPlaces(contract, operation.body.schema);
    const unsent = new Set([...operation.query.map(({ name }) => `?${name}`), ...places]);
    const send = async (choice: SampleChoice) => {
      for (const place of await callOverHttp(operation, choice)) unsent.delete(place);
    };
    for (const style of ["bare", "falsy", "nulls", "full"] as const) await send({ style });
    for (let variant = 1; variant < 24 && unsent.size > 0; variant++) await send({ style: "full", variant });
    expect([...unsent], "never sent").toEqual([]);
    counts.operations++;
  });
});

interface Ends {
  readonly start: unknown;
  readonly end: unknown;
}

/** Cursors, or ids, of a page's first and last item. */
function endsOf(page: unknown): Ends {
  const {
    data = [],
    page_info,
    pagination,
  } = page as {
    data?: readonly Readonly<Record<string, unknown>>[];
    page_info?: Readonly<Record<string, unknown>>;
    pagination?: Readonly<Record<string, unknown>>;
  };
  const idOf = (item: Readonly<Record<string, unknown>> | undefined) => item?.id ?? item?.case_id;
  return {
    start: page_info?.start_cursor ?? idOf(data[0]),
    end: page_info?.end_cursor ?? pagination?.next_cursor ?? idOf(data.at(-1)),
  };
}

function fitted(params: Readonly<Record<string, unknown>>, ends: Ends | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      const side = (CURSORS as Readonly<Record<string, keyof Ends>>)[name];
      if (side !== undefined && value !== null) return [name, ends?.[side]];
      return [
        name,
        typeof value === "object" ? value : ((FITTING as Readonly<Record<string, unknown>>)[name] ?? value),
      ];
    }),
  );
}
