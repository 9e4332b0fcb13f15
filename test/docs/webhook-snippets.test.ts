import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { afterEach, describe, expect, test, vi } from "vitest";
import { signWebhook } from "../../src/webhooks.js";
import { ROOT } from "../support/paths.js";

/** The routes of the README, each run as it stands. */
const readme = readFileSync(join(ROOT, "README.md"), "utf8");
const snippets = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)]
  .map(([, code = ""]) => code)
  .filter((code) => code.includes("export async function POST("));

const SECRET = "ws_0123456789abcdef0123456789abcdef";
const body = JSON.stringify({ type: "dispute.created", data: { id: "dspt_1", needs_response_by: null } });

type Route = (request: Request) => Promise<Response>;

/** What a module that holds the snippet exports. Its imports are the package's entries. */
async function load(code: string): Promise<Route> {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
  });
  const entries: Record<string, object> = {
    "disputekit/webhooks": await import("../../src/webhooks.js"),
    "disputekit/whop": await import("../../src/whop.js"),
  };
  const exported: { POST?: Route } = {};
  const quiet = { log: () => {} };
  new Function("require", "exports", "console", outputText)((name: string) => entries[name], exported, quiet);
  return exported.POST!;
}

async function delivery(secret: string, id = "msg_1"): Promise<Request> {
  const headers = { ...(await signWebhook(body, { secret, id })) };
  return new Request("https://app.test/api/webhooks", { method: "POST", body, headers });
}

afterEach(() => vi.unstubAllEnvs());

test("the README has a route with a client, and one without", () => {
  expect(snippets.map((code) => code.includes("new Whop("))).toEqual([true, false]);
});

describe.each(snippets)("%#", (code) => {
  test("answers 200 to a delivery, and 400 to a forged one", async () => {
    vi.stubEnv("WHOP_WEBHOOK_SECRET", SECRET);
    const POST = await load(code);
    expect((await POST(await delivery(SECRET))).status).toBe(200);
    const forged = await POST(await delivery("ws_another", "msg_2"));
    expect([forged.status, await forged.text()]).toEqual([400, expect.stringMatching(/signature/)]);
    const bare = new Request("https://app.test/api/webhooks", { method: "POST", body: "{}" });
    expect((await POST(bare)).status).toBe(400);
  });

  test("can be loaded without a key and without a secret, and says at the first delivery what is missing", async () => {
    for (const name of ["WHOP_API_KEY", "WHOP_WEBHOOK_SECRET"]) vi.stubEnv(name, undefined);
    const POST = await load(code);
    // A route that throws is a 500.
    await expect(POST(await delivery(SECRET))).rejects.toMatchObject({
      name: "ConfigurationError",
      message: expect.stringMatching(/secret is missing/),
    });
    vi.stubEnv("WHOP_WEBHOOK_SECRET", SECRET);
    expect((await POST(await delivery(SECRET, "msg_3"))).status).toBe(200);
  });
});
