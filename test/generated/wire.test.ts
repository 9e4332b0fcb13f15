import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { Whop as WhopCurrent } from "../../generated/whop-current/client.js";
import { Decisionly } from "../../src/decisionly.js";
import type { ClientOptions } from "../../src/runtime/index.js";
import { Whop } from "../../src/whop.js";
import { type Contract, type ContractOperation, readContract } from "../support/contract.js";
import { type Arguments, type ExpectedRequest, expectedRequest, sortPairs } from "../support/expected-request.js";
import { methodTable } from "../support/method-table.js";
import { contractFile, ROOT } from "../support/paths.js";
import { published } from "../support/published-counts.js";
import { type RecordingFetch, recordingFetch } from "../support/recording-fetch.js";
import { callOnce, PROBE, SESSION, sampleArguments, type Table, withSession } from "../support/sample-call.js";
import { declaredPlaces, filledPlaces, type SampleChoice } from "../support/sample-value.js";

interface ApiRow {
  readonly id: string;
  readonly create: (fetch: RecordingFetch["fetch"], baseURL: string, options?: ClientOptions) => object;
  readonly table: Table;
  readonly arrays: "brackets" | "repeat";
  /** The body's property that is filled when the caller leaves it empty, by operationId. */
  readonly idempotencyFields: Readonly<Record<string, string>>;
  readonly authorization: string;
  /** How many operations the contract has, counted elsewhere. */
  readonly want: number;
}

const apis: readonly ApiRow[] = [
  {
    id: "whop",
    create: (fetch, baseURL, options) => new Whop({ apiKey: "key_1", fetch, baseURL, ...options }),
    table: methodTable("whop"),
    // Observed of the provider's own client; the contract's style says otherwise.
    arrays: "brackets",
    idempotencyFields: { createTransfer: "idempotence_key", createCompanyTokenTransaction: "idempotency_key" },
    authorization: "Bearer key_1",
    want: published.operations,
  },
  {
    id: "whop-current",
    create: (fetch, baseURL, options) => new WhopCurrent({ apiKey: "key_1", fetch, baseURL, ...options }),
    table: methodTable("whop-current"),
    arrays: "repeat",
    idempotencyFields: { createTransfer: "idempotence_key" },
    authorization: "Bearer key_1",
    want: 156,
  },
  {
    id: "decisionly",
    create: (fetch, baseURL, options) => new Decisionly({ apiKey: "key_1", fetch, baseURL, ...options }),
    table: methodTable("decisionly"),
    arrays: "repeat",
    idempotencyFields: {},
    authorization: "Basic a2V5XzE6",
    want: 19,
  },
];

describe.each(apis)("$id", (api) => {
  const contract = readContract(contractFile(api.id));
  const { operations } = contract;
  const version = versionOf(api.id, contract);
  const counts = { operations: 0, requests: 0 };

  test("the rows are the contract's operations", () => {
    expect(operations.map(({ id }) => id).sort()).toEqual(Object.keys(api.table).sort());
    expect(operations).toHaveLength(api.want);
  });

  const rows = operations.map((operation) => [`${operation.verb} ${operation.path}`, operation] as const);
  test.each(rows)("%s", async (_, operation) => {
    const unsent = placesOf(contract, operation);
    const sendOnce = async (choice: SampleChoice): Promise<void> => {
      const given = withKey(api, operation, sampleArguments(contract, operation, choice));
      const own = choice.style === "bare" ? undefined : { headers: PROBE };
      const create = (fetch: RecordingFetch["fetch"]): object => api.create(fetch, contract.baseURL);
      const { request, answer, result } = await callOnce(
        create,
        api.table,
        contract,
        operation,
        given,
        withSession(operation, own),
      );
      const sent = await readRequest(request);
      const expected = expectedRequest(contract, operation, given, api.arrays);
      expect(sent).toStrictEqual(await wantedRequest(api, version, operation, expected, own !== undefined));
      const field = api.idempotencyFields[operation.id];
      if (field !== undefined && operation.hasKeyHeader)
        expect(sent.headers["idempotency-key"]).toBe((sent.body as Record<string, unknown>)[field]);
      // A page has methods beside the answer's properties.
      expect(result ?? undefined).toEqual(
        typeof answer === "object" ? expect.objectContaining(answer as object) : answer,
      );
      for (const place of [...sent.query.map(nameOfPair), ...filledPlaces(sent.body)]) unsent.delete(place);
      counts.requests++;
    };
    for (const style of ["bare", "falsy", "nulls", "full"] as const) await sendOnce({ style });
    // Until every member of every union has been sent.
    for (let variant = 1; variant < 24 && unsent.size > 0; variant++) await sendOnce({ style: "full", variant });
    expect([...unsent], "never sent").toEqual([]);
    counts.operations++;
  });

  describe.each([
    { name: "the contract's", options: {}, own: {}, want: version ?? null },
    { name: "none, by the client's null", options: { apiVersionDate: null }, own: {}, want: null },
    { name: "the client's option", options: { apiVersionDate: "2026-09-23" }, own: {}, want: "2026-09-23" },
    { name: "none, by the call's null", options: {}, own: { apiVersionDate: null }, want: null },
    { name: "the call's option", options: {}, own: { apiVersionDate: "2026-08-25-2" }, want: "2026-08-25-2" },
    {
      name: "the call's option over the client's",
      options: { apiVersionDate: null },
      own: { apiVersionDate: "2026-08-25-2" },
      want: "2026-08-25-2",
    },
    {
      name: "the contract's, where both options are undefined",
      options: { apiVersionDate: undefined },
      own: { apiVersionDate: undefined },
      want: version ?? null,
    },
    {
      name: "the caller's own header",
      options: { defaultHeaders: { "Api-Version-Date": "x" } },
      own: { headers: { "api-version-date": "y" } },
      want: "y",
    },
  ])("each request asks for the version: $name", ({ options, own, want }) => {
    test("by method and by path", async () => {
      const sent = { method: [] as (string | null)[], path: [] as (string | null)[] };
      for (const operation of operations) {
        const given = withKey(api, operation, sampleArguments(contract, operation, { style: "full" }));
        const create = (fetch: RecordingFetch["fetch"]) => api.create(fetch, contract.baseURL, options);
        const chosen = withSession(operation, own);
        const { request } = await callOnce(create, api.table, contract, operation, given, chosen);
        sent.method.push(request.headers.get("api-version-date"));
        const recorder = recordingFetch(() => ({}));
        const client = api.create(recorder.fetch, contract.baseURL, options) as { http: AnyHttp };
        const path = Object.fromEntries(operation.pathNames.map((name) => [name, "x"]));
        await client.http.request(operation.verb, operation.path, { params: { path }, ...chosen });
        sent.path.push(...recorder.requests.map(({ headers }) => headers.get("api-version-date")));
      }
      const all = operations.map(() => want);
      expect(sent).toEqual({ method: all, path: all });
    });
  });

  afterAll(() => {
    console.info(
      `${api.id}: ${counts.operations} of ${operations.length} operations held, in ${counts.requests} requests`,
    );
  });
});

interface AnyHttp {
  request(verb: string, path: string, init: object): Promise<unknown>;
}

/** Of the contract, or of the overlay that says what the document leaves out. */
function versionOf(api: string, { versionDate }: Contract): string | undefined {
  const file = resolve(ROOT, "specs", api, "overlay.yaml");
  if (versionDate !== undefined || !existsSync(file)) return versionDate;
  const { actions }: { actions: readonly { update?: Record<string, string> }[] } = parse(readFileSync(file, "utf8"));
  const said = actions.flatMap(({ update }) => update?.["x-api-version-date"] ?? []);
  expect(said).toHaveLength(1);
  return said[0];
}

/** A key that goes into a header as well has visible ASCII characters only. */
function withKey({ idempotencyFields }: ApiRow, { id, hasKeyHeader }: ContractOperation, given: Arguments): Arguments {
  const field = idempotencyFields[id];
  if (field === undefined || !hasKeyHeader || !given.params?.[field]) return given;
  return { ...given, params: { ...given.params, [field]: "key-1" } };
}

interface SentRequest {
  readonly verb: string;
  readonly address: string;
  readonly query: readonly string[];
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** A request as plain data; a form is its parts by name. */
async function readRequest(request: Request): Promise<SentRequest> {
  const [address = "", query = ""] = request.url.split("?");
  const headers = Object.fromEntries(request.headers);
  const sent = { verb: request.method, address, query: sortPairs(query === "" ? [] : query.split("&")), headers };
  if (request.body === null) return { ...sent, body: undefined };
  if (headers["content-type"]?.startsWith("multipart/form-data") !== true)
    return { ...sent, body: await request.json() };
  return { ...sent, body: await readParts(await request.formData()) };
}

async function wantedRequest(
  api: ApiRow,
  version: string | undefined,
  operation: ContractOperation,
  { body, ...expected }: ExpectedRequest,
  withOptions: boolean,
): Promise<SentRequest> {
  const headers = {
    accept: "application/json",
    ...(!operation.isPublic && {
      authorization: operation.isSessionOnly ? SESSION.authorization : api.authorization,
    }),
    ...(version !== undefined && { "api-version-date": version }),
    ...(operation.hasKeyHeader && { "idempotency-key": expect.stringMatching(/^(?:[0-9a-f-]{36}|key-1)$/) }),
    "user-agent": expect.stringMatching(/^disputekit\/\d/),
    ...(withOptions && PROBE),
  };
  switch (body === undefined ? undefined : operation.body?.mediaType) {
    case undefined:
      return { ...expected, headers, body: undefined };
    case "application/json": {
      const field = api.idempotencyFields[operation.id];
      const key = field === undefined ? {} : { [field]: body?.[field] || expect.stringMatching(/^[0-9a-f-]{36}$/) };
      return { ...expected, headers: { ...headers, "content-type": "application/json" }, body: { ...body, ...key } };
    }
    case "multipart/form-data": {
      const type = expect.stringMatching(/^multipart\/form-data; boundary=./);
      return {
        ...expected,
        headers: { ...headers, "content-type": type },
        body: await readParts(Object.entries(body ?? {})),
      };
    }
    default:
      throw new Error(`no expectation for ${operation.body?.mediaType}`);
  }
}

async function readParts(parts: Iterable<[name: string, part: unknown]>): Promise<Record<string, unknown>> {
  const read = [...parts].map(async ([name, part]) => {
    if (!(part instanceof File)) return [name, part] as const;
    return [name, { fileName: part.name, type: part.type, text: await part.text() }] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}

/** Every query parameter as `?name`, every property of the body as `/name`. */
function placesOf(contract: Contract, { query, body }: ContractOperation): Set<string> {
  const places = body === undefined ? [] : declaredPlaces(contract, body.schema);
  return new Set([...query.map(({ name }) => `?${name}`), ...places]);
}

function nameOfPair(pair: string): string {
  return `?${/^[^=[]*/.exec(decodeURIComponent(pair))?.[0]}`;
}
