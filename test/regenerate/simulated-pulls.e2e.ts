import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { stringify } from "yaml";
import { HTTP_METHODS, type OpenApiDocument } from "../../scripts/load/openapi.js";
import { parseYaml } from "../../scripts/load/parse-yaml.js";
import { asYaml } from "./changed-contracts.js";
import { type Clone, cloneProject } from "./project-clone.js";
import { type Report, type Run, regenerate } from "./run-regenerate.js";

/** What a provider may publish next, each by the one command that the workflow runs, and what its report says. */
let clone: Clone;
beforeAll(async () => {
  clone = await cloneProject();
});
afterEach(() => clone.reset());
afterAll(() => clone.remove());

/** The contract of an API: what its provider published last, less the prose. */
async function readContract(api: string): Promise<OpenApiDocument> {
  const file = join(clone.root, "specs", api, "openapi.yaml");
  return parseYaml(file, await readFile(file, "utf8")) as OpenApiDocument;
}

/** Writes files where git does not look, and regenerates from the first part of their path. */
async function regenerateFrom(
  api: string,
  files: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<Run & { readonly report: Report }> {
  const place = join(clone.root, ".git/upstream");
  await rm(place, { recursive: true, force: true });
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(place, name, ".."), { recursive: true });
    await writeFile(join(place, name), text);
  }
  const [first = ""] = Object.keys(files);
  const from = join(place, first.split("/")[0] ?? "");
  const all = ["--api", api, "--from", from, "--date", "2026-02-01", "--skip-check", "--skip-tests", ...args];
  return regenerate(all, { project: clone.root });
}

test.each([
  ["whop", "Whop", "2026-09-23 (was 2025-01-01)"],
  ["whop-current", "Whop Current", "2026-10-07-2 (was 2026-09-23)"],
])("%s under another version: one major finding, in the title too", async (api, name, versions) => {
  const document = await readContract(api);
  document.info["x-api-version-date"] = versions.split(" ")[0];
  const { status, output, report } = await regenerateFrom(api, { "openapi.yaml": asYaml(document) });
  expect(status, output).toBe(0);
  expect(report.title).toBe(`Regenerate ${name} (unverified): 1 major, API version ${versions}\n`);
  expect(report.result).toMatchObject({
    status: "changed",
    verdict: "major",
    counts: { major: 1, minor: 0, patch: 0 },
  });
  const [now = "", before = ""] = versions.replace(/[()]|was /g, "").split(" ");
  expect(report.body).toContain(`requests now ask for the API version \`${now}\` (was \`${before}\`)`);
  expect(report.changelog).toContain(versions);
});

test("company_id is account_id, and 28 operations are gone: the corrections to decide on, and nothing else stops", async () => {
  const text = JSON.stringify(await readContract("whop")).replaceAll("company_id", "account_id");
  const document = JSON.parse(text) as OpenApiDocument;
  const gone = /^\/(?:ad_campaigns|ad_groups|ads|conversions|plans|stats|transfers|users)(?:\/|$)/;
  let removed = 0;
  for (const [path, item] of Object.entries(document.paths ?? {}))
    for (const verb of HTTP_METHODS) {
      if (!gone.test(path) || item[verb] === undefined || removed === 28) continue;
      delete item[verb];
      removed += 1;
    }
  expect(removed).toBe(28);
  const { status, output, report } = await regenerateFrom(
    "whop",
    { "openapi.yaml": asYaml(document) },
    "--accept-loss",
  );
  expect(status, output).toBe(1);
  expect(report.result.failure).toMatchObject({ stage: "overlay", code: "overlay/no-match" });
  const rows = report.result.apis[0]?.overlay ?? [];
  const blocking = rows.filter(({ blocks }) => blocks);
  expect(blocking.map(({ file }) => file)).toEqual(blocking.map(() => "specs/whop/overlay.yaml"));
  expect(blocking).toContainEqual(
    expect.objectContaining({
      outcome: "moved",
      target: "$.paths['/companies/{parent_company_id}/api_keys'].post",
      nearest: "/paths/~1companies~1{parent_account_id}~1api_keys/post",
    }),
  );
  for (const { target, line } of blocking) {
    expect(report.body).toContain(`specs/whop/overlay.yaml:${line}`);
    expect(report.body).toContain(target);
  }
  expect(clone.status()).toBe("");
});

test("nullable: true in a 3.1 document is read as null, and the report says so", async () => {
  const document = await readContract("whop");
  const properties = document.components?.schemas?.Dispute?.properties ?? {};
  properties.amount = { type: "number", nullable: true };
  const { status, output, report } = await regenerateFrom("whop", { "openapi.yaml": asYaml(document) });
  expect(status, output).toBe(0);
  expect(report.body).toContain("response field `Dispute.amount` may now be null");
  expect(report.body).toContain("nullable: true is OpenAPI 3.0, and this document is 3.1: it is read as the type null");
});

test("pages that contradict each other are refused, with both names", async () => {
  const document = await readContract("whop");
  const page = (content: object) =>
    `# Page\n\n\`\`\`yaml\n${stringify(content, { aliasDuplicateObjects: false })}\`\`\`\n`;
  const other = structuredClone(document);
  (other.components?.schemas?.Dispute ?? {}).required = [];
  const pages = { "pages/a.md": page(document), "pages/b.md": page({ ...other, paths: {} }) };
  const { status, output, report } = await regenerateFrom("whop", pages);
  expect(status, output).toBe(1);
  expect(report.title).toBe("Whop cannot be regenerated: contract/pages-differ\n");
  expect(report.body).toMatch(
    /at \/components\/schemas\/Dispute\/required: Two pages contradict each other here: \S+b\.md and \S+a\.md/,
  );
  expect(clone.status()).toBe("");
});

test("ten pages are a loss, which nobody has accepted", async () => {
  const document = await readContract("whop");
  const pages = Object.entries(document.paths ?? {}).slice(0, 10);
  const files = pages.map(([path, item], index): [string, string] => [
    `pages/${index}.md`,
    `# Page\n\n\`\`\`\`yaml\n${asYaml({ ...document, paths: { [path]: item }, webhooks: {} })}\`\`\`\`\n`,
  ]);
  const { status, output, report } = await regenerateFrom("whop", Object.fromEntries(files));
  expect(status, output).toBe(1);
  expect(report.result.failure).toMatchObject({ stage: "pull", code: "contract/loss" });
  expect(clone.status()).toBe("");
});
