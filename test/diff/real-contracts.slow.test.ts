import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { apis, apiWith } from "../../scripts/apis.js";
import { diffSources } from "../../scripts/diff/diff-states.js";
import { reportText } from "../../scripts/diff/report/report-text.js";
import { readSources } from "../../scripts/generate/read-sources.js";
import type { OpenApiDocument } from "../../scripts/load/openapi.js";
import { parseYaml } from "../../scripts/load/parse-yaml.js";
import type { Sources } from "../../scripts/pipeline.js";
import { ensureContract } from "../../scripts/pull/ensure-contract.js";
import { ROOT } from "../support/paths.js";
import { readSeedPages } from "../support/seed-pages.js";

const whop = apiWith("whop");
const names = { file: "names.yaml", text: readFileSync(join(ROOT, "specs/whop/names.yaml"), "utf8") };

test.each(apis.map((api) => [api.id, api] as const))(
  "%s against itself in another order is no change",
  async (_, api) => {
    const sources = await readSources(ROOT, api);
    const turned = withText(sources, JSON.stringify(backwards(documentOf(sources))));
    const diff = await diffSources(api, sources, turned);
    expect(diff.findings).toEqual([]);
  },
);

const pages = readSeedPages("the contract with the operations of the first pages in it");

// The page has the operation in another form: with prose, and with shapes inline that the contract has named.
test.skipIf(pages === undefined)(
  "the contract with a page's operation in it, less a field: that is all that is reported",
  async () => {
    const { old, sources } = await withPage((page) => {
      const schema = page.components?.schemas?.ResolutionCenterCase;
      delete schema?.properties?.due_date;
      if (schema?.required !== undefined) schema.required = schema.required.filter((name) => name !== "due_date");
      return page;
    });
    const diff = await diffSources(whop, old, sources);
    // Notes are of the overlays, which may describe what the contract of the day has no more.
    expect(reportText([{ ...diff, notes: [] }])).toBe(`Verdict: minor (1 minor)

Whop: minor (1 minor)

  MINOR
  whop.resolutionCenterCases.retrieve, event resolution_center_case.created +2
    - new response field \`ResolutionCenterCase.due_date\`. Read it where you need it.
      after: string (date-time) | null
      retrieveResolutionCenterCase /components/schemas/ResolutionCenterCase/properties/due_date
`);
  },
);

const upstream = process.env.UPSTREAM_SPECS === undefined ? "" : join(process.env.UPSTREAM_SPECS, "whop.upstream.yaml");

test.skipIf(!existsSync(upstream))("the provider's own document is the contract that was pulled from it", async () => {
  const sources = await readSources(ROOT, whop);
  const given = { file: upstream, text: readFileSync(upstream, "utf8") };
  expect(ensureContract(whop, given, names).text).toBe(sources.spec.text);
  expect(ensureContract(whop, sources.spec, names)).toBe(sources.spec);
});

/** The old state: the contract of today, with the page's operation and components put in the place of its own. */
async function withPage(
  change: (page: OpenApiDocument) => OpenApiDocument,
): Promise<{ old: Sources; sources: Sources }> {
  const sources = await readSources(ROOT, whop);
  const page = change(parseYaml("page.yaml", pages?.contract ?? "") as OpenApiDocument);
  const document = documentOf(sources);
  Object.assign(document.paths ?? {}, page.paths);
  Object.assign(document.components?.schemas ?? {}, page.components?.schemas);
  const text = JSON.stringify(document);
  return { sources, old: withText(sources, ensureContract(whop, { file: "page.json", text }, names).text) };
}

function documentOf({ spec }: Sources): OpenApiDocument {
  return parseYaml(spec.file, spec.text) as OpenApiDocument;
}

function withText(sources: Sources, text: string): Sources {
  return { ...sources, spec: { file: "other.json", text } };
}

/** The keys of all objects the other way round. */
function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, backwards(inner)]),
  );
}
