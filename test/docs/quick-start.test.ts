import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Decisionly } from "../../src/decisionly.js";
import { Whop } from "../../src/whop.js";
import { Whop as WhopCurrent } from "../../src/whop-current.js";
import { ROOT } from "../support/paths.js";
import { type RecordingServer, startServer } from "../support/recording-server.js";

const readme = readFileSync(join(ROOT, "README.md"), "utf8");

const DEADLINE = "2026-12-01T00:00:00Z";
const dispute = { id: "dspt_1", status: "needs_response", amount: 6.9, currency: "usd" };
/** What the two versions give for the same dispute. */
const disputes = {
  "2025-01-01": { ...dispute, needs_response_by: DEADLINE },
  newest: { ...dispute, evidence_due_at: DEADLINE },
};

/** Whop to a new key: the version that is asked for, else the newest. Its storage, and Decisionly, are on the same machine. */
let server: RecordingServer;
beforeEach(async () => {
  server = await startServer((response, { method, path, headers }) => {
    const respond = (status: number, body: object): unknown =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    const one = headers["api-version-date"] === "2025-01-01" ? disputes["2025-01-01"] : disputes.newest;
    const file = {
      object: "file",
      id: "file_1",
      upload_url: `${server.url}/storage/1`,
      upload_headers: { "x-amz-acl": "p" },
    };
    if (method === "PUT") return response.writeHead(200).end();
    if (path === "/api/v1/files") return respond(201, { ...file, upload_status: "pending" });
    if (path === "/api/v1/files/file_1") return respond(200, { ...file, upload_status: "ready" });
    if (path === "/v2/issuer/cases/case_abc123") return respond(200, { case_id: "case_abc123", status: "created" });
    if (path.startsWith("/v2/")) return respond(202, { success: true });
    if (method === "GET" && path.startsWith("/api/v1/disputes?"))
      return respond(200, { data: [one], page_info: { has_next_page: false, end_cursor: null } });
    return respond(200, one);
  });
  vi.stubEnv("WHOP_BASE_URL", `${server.url}/api/v1`);
  vi.stubEnv("WHOP_API_KEY", "key_1");
  vi.stubEnv("DECISIONLY_BASE_URL", server.url);
  vi.stubEnv("DECISIONLY_API_KEY", "test_1");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

test("with a new key the quick start prints the deadline", async () => {
  expect(await runQuickStart("disputekit/whop", Whop)).toEqual([["dspt_1", 6.9, "usd", DEADLINE]]);
  expect(requests()).toEqual([
    "GET /api/v1/disputes?company_id=biz_xxxxxxxxxxxxxx",
    "POST /api/v1/disputes/dspt_xxxxxxxxxxxxx/update_evidence",
    "POST /api/v1/disputes/dspt_xxxxxxxxxxxxx/submit_evidence",
  ]);
});

test("without a version it would print none", async () => {
  const Unversioned = class extends Whop {
    constructor() {
      super({ apiVersionDate: null });
    }
  };
  expect(await runQuickStart("disputekit/whop", Unversioned)).toEqual([["dspt_1", 6.9, "usd", undefined]]);
});

test("that of the Current API prints the deadline, uploads the receipt, and attaches it by its id", async () => {
  expect(await runQuickStart("disputekit/whop-current", WhopCurrent)).toEqual([["dspt_1", 6.9, "usd", DEADLINE]]);
  expect(requests()).toEqual([
    "GET /api/v1/disputes?status=needs_response",
    "POST /api/v1/files",
    "PUT /storage/1",
    "GET /api/v1/files/file_1",
    "POST /api/v1/disputes/dspt_xxxxxxxxxxxxx/upload_evidence",
    "POST /api/v1/disputes/dspt_xxxxxxxxxxxxx/submit",
  ]);
  const [list, , upload, , evidence] = server.seen;
  expect(list?.headers["api-version-date"]).toBe("2026-09-23");
  expect([upload?.body.toString(), upload?.headers.authorization]).toEqual([expect.stringMatching(/^%PDF/), undefined]);
  expect(JSON.parse(evidence?.body.toString() ?? "")).toEqual({
    documents: [{ id: "file_1", document_type: "customer_communication" }],
  });
});

test("that of Decisionly files a case that is not filed yet", async () => {
  expect(await runQuickStart("disputekit/decisionly", Decisionly)).toEqual([]);
  expect(requests()).toEqual(["GET /v2/issuer/cases/case_abc123", "POST /v2/issuer/cases/case_abc123/file"]);
});

function requests(): string[] {
  return server.seen.map(({ method, path }) => `${method} ${path}`);
}

/** The snippet of an entry as it stands but for its import. Gives what it prints. */
async function runQuickStart(entry: string, client: new () => object): Promise<unknown[][]> {
  const [, after = ""] = readme.split("\n## Quick start\n");
  const [section = ""] = after.split("\n## ");
  const snippets = [...section.matchAll(/```ts\nimport (?:(\w+)|\{ (\w+) \}) from "([^"]+)";\n([\s\S]*?)```/g)];
  const [snippet, ...more] = snippets.filter(([, , , from]) => from === entry);
  expect([snippet?.length, more]).toEqual([5, []]);
  const [, byDefault, byName, , source = ""] = snippet ?? [];
  const AsyncFunction = (async () => {}).constructor as new (
    ...text: string[]
  ) => (...args: unknown[]) => Promise<void>;
  const logged: unknown[][] = [];
  const run = new AsyncFunction(byDefault ?? byName ?? "", "console", source);
  await run(client, { log: (...values: unknown[]) => logged.push(values) });
  return logged;
}
