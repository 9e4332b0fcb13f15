import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as morph from "ts-morph";
import { expect, test } from "vitest";
import { compilerOptions, migrateProject } from "../../src/cli/migrate/migrate.js";
import { run } from "../../src/cli/run.js";
import { documentedSamples } from "../generated/documented-samples.js";
import { readContract } from "../support/contract.js";
import { upstreamSpecs } from "../support/upstream.js";

function migrate(files: Readonly<Record<string, string>>, entry: string) {
  const project = new morph.Project({
    compilerOptions: compilerOptions(morph),
    skipAddingFilesFromTsConfig: true,
  });
  for (const [name, text] of Object.entries(files)) project.createSourceFile(`/app/${name}`, text);
  const { changes, findings } = migrateProject(project, entry, morph);
  return {
    after: Object.fromEntries(changes.map(({ path, after }) => [path.replace("/app/", ""), after])),
    findings: findings.map(({ file, line, text }) => `${file.replace("/app/", "")}:${line}: ${text}`),
  };
}

/** In the style of public apps: a module with the client, types from the namespace, errors by class, a webhook route. */
const desk = `import Whop, { APIError, toFile, WhopError, type ClientOptions } from "@whop/sdk";
import type { DisputeListResponse } from "@whop/sdk/resources/disputes";

const options: ClientOptions = { maxRetries: 3 };
export const whopsdk = new Whop({
  ...options,
  apiKey: process.env.WHOP_API_KEY,
  appID: process.env.NEXT_PUBLIC_WHOP_APP_ID,
  webhookKey: btoa(process.env.WHOP_WEBHOOK_SECRET || ""),
  version: "2025-01-01",
});

export async function open(company: string): Promise<Whop.DisputeListResponse[]> {
  const params: Whop.DisputeListParams = { company_id: company, first: 50 };
  const found: DisputeListResponse[] = [];
  for await (const dispute of whopsdk.disputes.list(params)) found.push(dispute);
  return found;
}

export async function one(id: string): Promise<Whop.Disputes.Dispute | undefined> {
  try {
    return await whopsdk.disputes.retrieve(id);
  } catch (error) {
    if (error instanceof Whop.NotFoundError) return undefined;
    if (error instanceof APIError || error instanceof WhopError) console.error(error.message);
    throw error;
  }
}

export async function upload(bytes: Uint8Array<ArrayBuffer>) {
  return whopsdk.files.upload(await toFile(bytes, "receipt.pdf"));
}

export async function POST(request: Request): Promise<Response> {
  const body = await request.text();
  const event = whopsdk.webhooks.unwrap(body, { headers: Object.fromEntries(request.headers) });
  if (event.type === "payment.succeeded") console.log(event.data.id);
  const { type } = whopsdk.webhooks.unwrap(body, { headers: Object.fromEntries(request.headers) });
  return new Response(whopsdk.webhooks.unwrap(body, { headers: {} }).type + type);
}
`;

test("code for 0.0.x is rewritten whole, and compiles", () => {
  const { after, findings } = migrate(
    { "desk.ts": desk, "other.ts": 'import { z } from "zod"; export const a = z;\n' },
    "disputekit/whop",
  );
  expect(findings).toEqual([]);
  expect(Object.keys(after)).toEqual(["desk.ts"]);
  expect(after["desk.ts"]).not.toContain("@whop/sdk");
  for (const line of [
    'import type { DisputeListItem } from "disputekit/whop";',
    "const options: WhopOptions = { maxRetries: 3 };",
    '  webhookKey: process.env.WHOP_WEBHOOK_SECRET || "",',
    '  apiVersionDate: "2025-01-01",',
    "export async function open(company: string): Promise<DisputeListItem[]> {",
    "  const params: DisputeListParams = { company_id: company, first: 50 };",
    "export async function one(id: string): Promise<Dispute | undefined> {",
    "    if (error instanceof NotFoundError) return undefined;",
    "    if (error instanceof APIError || error instanceof ClientError) console.error(error.message);",
    "  const event = await whopsdk.webhooks.unwrap(body, { headers: Object.fromEntries(request.headers) });",
    "  return new Response((await whopsdk.webhooks.unwrap(body, { headers: {} })).type + type);",
  ])
    expect(after["desk.ts"]?.split("\n")).toContain(line);
});

test("what no rule exists for, and what does not compile, is listed with its line", () => {
  const left = `import { Whop, type PartnerListResponse } from "@whop/sdk";
const whop = new Whop({ userTokenJwksUrl: "https://example.com/jwks" });
const settings = { token: "t" };
export const other = new Whop(settings);
export const type = (body: string) => whop.webhooks.unwrap(body, { headers: {} }).type;
export const activity = () => whop.financialActivity.list({ company_id: "biz_1" });
export type Odd = Whop.PersonListResponse;
`;
  expect(migrate({ "left.ts": left }, "disputekit/whop").findings).toEqual([
    "left.ts:1: `PartnerListResponse` has no counterpart in disputekit/whop",
    "left.ts:2: the client has no option `userTokenJwksUrl`: pass it to verifyUserToken as `jwksUrl`",
    "left.ts:4: options that are made elsewhere are not looked at: `token` is `apiKey` here, `version` is `apiVersionDate`",
    "left.ts:5: `webhooks.unwrap` gives a promise here: make the function around it `async` and await it",
    "left.ts:6: Property 'financialActivity' does not exist on type 'Whop'.",
    "left.ts:7: `Whop.PersonListResponse` has no counterpart in disputekit/whop",
  ]);
});

test("code for 1.0 and later: the constructor, errors, and ids as arguments", () => {
  const before = `import { WhopClient, WhopError } from "@whop/sdk";
const client = new WhopClient({ token: "key_1", version: "2026-09-23" });
export async function one(id: string) {
  const { status } = await client.disputes.retrieve({ id });
  await client.refunds.retrieve({ id: status ?? "" });
  await client.disputes.updateEvidence({ id, notes: "sent" });
  throw new WhopError();
}
`;
  const { after, findings } = migrate({ "one.ts": before }, "disputekit/whop-current");
  expect(after["one.ts"]).toContain('import { Whop, ClientError } from "disputekit/whop-current";');
  expect(after["one.ts"]).toContain('new Whop({ apiKey: "key_1", apiVersionDate: "2026-09-23" })');
  expect(after["one.ts"]).toContain("client.disputes.retrieve(id);");
  expect(after["one.ts"]).toContain('client.refunds.retrieve(status ?? "");');
  expect(after["one.ts"]).toContain('client.disputes.updateEvidence(id, { notes: "sent" });');
  expect(findings.filter((finding) => !/updateEvidence|ClientError|notes/.test(finding))).toEqual([]);
});

const upstream = upstreamSpecs("the provider's samples, migrated");

test.skipIf(upstream === undefined)("218 documented samples: only their import line changes, and all compile", () => {
  const contract = upstream && readContract(upstream.path("whop.upstream.yaml"));
  const samples = documentedSamples(contract?.operations ?? []);
  const files = Object.fromEntries(samples.map(({ operation, source }) => [`${operation.id}.mts`, source]));
  const { after, findings } = migrate(files, "disputekit/whop");
  expect(findings).toEqual([]);
  expect(Object.keys(after)).toHaveLength(218);
  for (const { operation, source } of samples)
    expect(after[`${operation.id}.mts`]).toBe(source.replace("'@whop/sdk'", "'disputekit/whop'"));
});

test("the command shows, and writes only when it is told to", async () => {
  const folder = mkdtempSync(join(tmpdir(), "disputekit-migrate-"));
  try {
    const path = join(folder, "app.ts");
    const text = 'import Whop from "@whop/sdk";\nexport const whop = new Whop({ version: null });\n';
    writeFileSync(path, text);
    let said = "";
    const say = (more: string): void => {
      said += more;
    };
    const terminal = {
      env: {},
      out: say,
      err: say,
      stdin: (async function* () {})(),
      isTerminal: false,
      columns: 100,
      apis: {},
    };
    expect(await run(["migrate", folder], terminal)).toBe(0);
    expect(said).toContain('- import Whop from "@whop/sdk";\n- export const');
    expect(said).toContain("+ export const whop = new Whop({ apiVersionDate: null });\n");
    expect(readFileSync(path, "utf8")).toBe(text);
    expect(await run(["migrate", folder, "--write"], terminal)).toBe(0);
    expect(readFileSync(path, "utf8")).toContain('from "disputekit/whop"');
    expect(await run(["migrate", join(folder, "none.ts")], terminal)).toBe(2);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
