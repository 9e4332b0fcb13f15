import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Whop } from "../../src/whop.js";
import { ROOT } from "../support/paths.js";
import { type RecordingServer, startServer } from "../support/recording-server.js";

const readme = readFileSync(join(ROOT, "README.md"), "utf8");

/** What the two versions give for the same dispute. */
const answers = {
  "2025-01-01": {
    id: "dspt_1",
    status: "needs_response",
    amount: 6.9,
    currency: "usd",
    needs_response_by: "2026-12-01T00:00:00Z",
  },
  newest: {
    id: "dspt_1",
    status: "needs_response",
    amount: 6.9,
    currency: "usd",
    evidence_due_at: "2026-12-01T00:00:00Z",
  },
};

/** Whop to a new key: the version that is asked for, else the newest. */
let server: RecordingServer;
beforeEach(async () => {
  server = await startServer((response, { method, path, headers }) => {
    const dispute = headers["api-version-date"] === "2025-01-01" ? answers["2025-01-01"] : answers.newest;
    const page = { data: [dispute], page_info: { has_next_page: false, end_cursor: null } };
    const isList = method === "GET" && path.startsWith("/api/v1/disputes?");
    response.setHeader("content-type", "application/json").end(JSON.stringify(isList ? page : dispute));
  });
  vi.stubEnv("WHOP_BASE_URL", `${server.url}/api/v1`);
  vi.stubEnv("WHOP_API_KEY", "key_1");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

test("with a new key the quick start prints the deadline", async () => {
  expect(await runQuickStart(Whop)).toEqual([["dspt_1", 6.9, "usd", "2026-12-01T00:00:00Z"]]);
  expect(server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
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
  expect(await runQuickStart(Unversioned)).toEqual([["dspt_1", 6.9, "usd", undefined]]);
});

/** The first snippet as it stands but for its import. Gives what it prints. */
async function runQuickStart(client: new () => Whop): Promise<unknown[][]> {
  const [, section = ""] = readme.split("\n## Quick start\n");
  const [, snippet = ""] = /```ts\n([\s\S]*?)```/.exec(section) ?? [];
  const [before, source = "", ...more] = snippet.split('import Whop from "disputekit/whop";\n');
  expect([before, more]).toEqual(["", []]);
  const AsyncFunction = (async () => {}).constructor as new (
    ...text: string[]
  ) => (...args: unknown[]) => Promise<void>;
  const logged: unknown[][] = [];
  await new AsyncFunction("Whop", "console", source)(client, { log: (...values: unknown[]) => logged.push(values) });
  return logged;
}
