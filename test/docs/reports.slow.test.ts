import { execFileSync } from "node:child_process";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { OpenApiDocument, PathItem } from "../../scripts/load/openapi.js";
import { asYaml, readContract } from "../regenerate/changed-contracts.js";
import { regenerateWhop } from "../regenerate/regenerate-whop.js";
import { commitAll, smallProject } from "../regenerate/small-project.js";
import { ROOT } from "../support/paths.js";

const PAGE = join(ROOT, "docs/regenerating.md");

/** What the page shows: pull requests for changes of Whop's own contract. */
const changes: Readonly<Record<string, (document: OpenApiDocument) => void>> = {
  minor: (document) => {
    const list = pathsOf(document)["/disputes"]?.get;
    list?.parameters?.push({ name: "status", in: "query", required: false, schema: { type: "string" } });
    const statuses = document.components?.schemas?.DisputeStatuses;
    statuses?.enum?.push("arbitration");
  },
  major: (document) => {
    const product = document.components?.schemas?.Product;
    delete product?.properties?.custom_cta_url;
    if (product?.required !== undefined)
      product.required = product.required.filter((name) => name !== "custom_cta_url");
    const pause = pathsOf(document)["/ad_campaigns/{id}/pause"]?.post;
    if (pause !== undefined) pause.operationId = "suspendAdCampaign";
  },
  blocked: (document) => {
    const paths = pathsOf(document);
    paths["/money/transfers"] = paths["/transfers"] ?? {};
    delete paths["/transfers"];
  },
};

test("the reports that the page shows are those of these changes", { timeout: 600_000 }, async () => {
  const root = await smallProject({ git: false });
  for (const folder of ["specs/whop", "generated/whop"])
    await cp(join(ROOT, folder), join(root, folder), { recursive: true });
  commitAll(root);
  const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: root });
  git("tag", "v0.1.0");
  const contract = await readContract(root);
  let page = await readFile(PAGE, "utf8");
  const written = page;
  for (const [name, change] of Object.entries(changes)) {
    const document = structuredClone(contract);
    change(document);
    expect(asYaml(document)).not.toBe(asYaml(contract));
    page = withReport(page, name, await pullRequestOf(root, asYaml(document)));
    git("reset", "--quiet", "--hard");
    git("clean", "-fdq");
  }
  if (process.env.UPDATE_REPORTS === "1") await writeFile(PAGE, page);
  else expect(written, "UPDATE_REPORTS=1 writes them anew").toBe(page);
});

/** Title and body of the pull request for what the provider publishes. */
async function pullRequestOf(root: string, upstream: string): Promise<string> {
  const { read } = await regenerateWhop(root, upstream, { acceptLoss: false, check: true, tests: true });
  return `${(await read("pr-title.txt")).trim()}\n\n${(await read("pr-body.md")).trim()}`;
}

function withReport(page: string, name: string, report: string): string {
  const start = `<!-- report: ${name} -->\n`;
  const end = `<!-- end of report: ${name} -->\n`;
  const [before, rest = ""] = page.split(start);
  const [, after] = rest.split(end);
  if (after === undefined) throw new Error(`the page has no place for the report "${name}"`);
  return `${before}${start}\n\`\`\`\`\`markdown\n${report}\n\`\`\`\`\`\n\n${end}${after}`;
}

function pathsOf(document: OpenApiDocument): Record<string, PathItem> {
  return document.paths as Record<string, PathItem>;
}
