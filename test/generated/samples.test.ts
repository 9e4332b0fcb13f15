import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import Whop from "../../src/whop.js";
import { type Contract, readContract } from "../support/contract.js";
import { expectedRequest, sortPairs } from "../support/expected-request.js";
import { type RecordingServer, startServer } from "../support/recording-server.js";
import { sampleValue } from "../support/sample-value.js";
import { typeErrors } from "../support/type-check.js";
import { upstreamSpecs } from "../support/upstream.js";
import { argumentsInSample, type DocumentedSample, documentedSamples, withImport } from "./documented-samples.js";

const upstream = upstreamSpecs("the provider's JavaScript samples");
const contract = upstream && readContract(upstream.path("whop.upstream.yaml"));
const samples = documentedSamples(contract?.operations ?? []);

test("the samples are read from the provider's document, or said to be left out", () => {
  expect(samples).toHaveLength(upstream === undefined ? 0 : 218);
});

describe.skipIf(contract === undefined)("documented samples", () => {
  let server: RecordingServer;
  let answer: unknown;
  let ran = 0;

  beforeAll(async () => {
    server = await startServer((response) => {
      response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
    });
    vi.stubEnv("WHOP_BASE_URL", `${server.url}/api/v1`);
    vi.stubEnv("WHOP_API_KEY", "key_1");
    vi.stubEnv("WHOP_APP_ID", undefined);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await server.close();
    console.info(`${ran} of ${samples.length} documented samples ran`);
  });

  test("218 samples compile with only the import line changed, and no misspelt one would", () => {
    const line = `import Whop from "../../src/whop.js";`;
    const misspelt = `${line}\nconst client = new Whop();\n`;
    const documented = samples.map(({ operation, source }) => [
      `test/generated/${operation.id}.ts`,
      withImport(source, line),
    ]);
    expect(documented).toHaveLength(218);
    const errors = typeErrors({
      ...Object.fromEntries(documented),
      "test/generated/a-property.ts": `${misspelt}await client.disputes.list({ company: "biz_1" });`,
      "test/generated/a-method.ts": `${misspelt}await client.disputes.lists({ company_id: "biz_1" });`,
      "test/generated/a-type.ts": `${misspelt}await client.disputes.list({ company_id: 1 });`,
    });
    expect(errors).toEqual([
      expect.stringMatching(/^test\/generated\/a-property\.ts:3: .*'company' does not exist/),
      expect.stringMatching(/^test\/generated\/a-method\.ts:3: .*'lists' does not exist/),
      expect.stringMatching(/^test\/generated\/a-type\.ts:3: .*'number' is not assignable/),
    ]);
  }, 60_000);

  test.each(samples.map((sample) => [sample.operation.id, sample] as const))("%s", async (_, sample) => {
    if (contract === undefined) throw new Error("there is a document where there are samples");
    answer = lastPage(sampleValue(contract, sample.operation.answer ?? {}, "answer", { style: "full" }));
    server.seen.length = 0;
    const logged = await run(sample);

    const [request, ...more] = server.seen;
    expect(more).toEqual([]);
    const [path, query = ""] = request?.path.split("?") ?? [];
    expect({
      verb: request?.method,
      address: server.url + path,
      query: sortPairs(query === "" ? [] : query.split("&")),
      body: request?.body.length === 0 ? undefined : JSON.parse(String(request?.body)),
    }).toEqual(expectedOf({ ...contract, baseURL: `${server.url}/api/v1` }, sample));
    expect(request?.headers.authorization).toBe("Bearer key_1");
    expect(request?.headers["api-version-date"]).toBe("2025-01-01");
    // Each sample prints what it got, or something of it.
    expect(logged.length).toBeGreaterThan(0);
    for (const value of logged) expect(value).toSatisfy((printed) => printed !== undefined);
    ran++;
  });

  test("all 218 ran", () => {
    expect(ran).toBe(218);
  });
});

/** Runs a sample as it stands but for its import, whose name is handed in. Gives what it prints. */
async function run({ source }: DocumentedSample): Promise<unknown[]> {
  const AsyncFunction = (async () => {}).constructor as new (
    ...text: string[]
  ) => (...args: unknown[]) => Promise<void>;
  const logged: unknown[] = [];
  await new AsyncFunction("Whop", "console", withImport(source, ""))(Whop, {
    log: (value: unknown) => logged.push(value),
  });
  return logged;
}

function expectedOf(contract: Contract, sample: DocumentedSample) {
  const expected = expectedRequest(contract, sample.operation, argumentsInSample(sample), "brackets");
  // The client fills these where the caller does not.
  const fields: Readonly<Record<string, string>> = {
    createTransfer: "idempotence_key",
    createCompanyTokenTransaction: "idempotency_key",
  };
  const field = fields[sample.operation.id];
  if (field === undefined) return expected;
  return { ...expected, body: { [field]: expect.stringMatching(/^[0-9a-f-]{36}$/), ...expected.body } };
}

/** The answer as one that no page follows. */
function lastPage(answer: unknown): unknown {
  if (typeof answer !== "object" || answer === null) return answer;
  if ("page_info" in answer) return { ...answer, page_info: { ...(answer.page_info as object), has_next_page: false } };
  return answer;
}
