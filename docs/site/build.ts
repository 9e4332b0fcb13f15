import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Application, OptionDefaults, TSConfigReader } from "typedoc";
import { apis, titleOf } from "../../scripts/apis.js";
import { operationsPage } from "./operations-page.js";
import { readApi } from "./read-api.js";
import { GROUP_ORDER, shapeReference } from "./shape-reference.js";
import { findWordless } from "./wordless.js";

const ROOT = resolve(fileURLToPath(new URL("../..", import.meta.url)));

/** Each entry of the package by the name that TypeDoc gives its module. What several export is told under the first. */
const ENTRIES = new Map<string, string>([
  ["src/runtime/public", "In every entry"],
  ...apis.map(({ id }): [string, string] => [`src/${id}`, `disputekit/${id}`]),
  ["src/webhooks", "disputekit/webhooks"],
  ["src/node", "disputekit/node"],
  ["src/testing", "disputekit/testing"],
  ["src/index", "disputekit"],
]);

/** Writes the reference as static files: everything that it shows is in the folder. @returns how many warnings there were */
export async function buildSite(out: string): Promise<number> {
  const documented = await Promise.all(apis.map((api) => readApi(ROOT, api, titleOf(api))));
  const pages = await mkdtemp(join(ROOT, ".site-"));
  try {
    const operations = documented.map((api) => ({
      file: join(pages, `operations-${api.id}.md`),
      text: operationsPage(api),
    }));
    for (const { file, text } of operations) await writeFile(file, text);
    const app = await Application.bootstrap(
      {
        name: "disputekit",
        entryPoints: [...ENTRIES.keys()].map((name) => join(ROOT, `${name}.ts`)),
        tsconfig: join(ROOT, "docs/site/tsconfig.json"),
        basePath: ROOT,
        readme: join(ROOT, "README.md"),
        projectDocuments: [
          ...operations.map(({ file }) => file),
          ...["migrating", "webhooks", "whop-versions", "regenerating", "drift"].map((name) =>
            join(ROOT, `docs/${name}.md`),
          ),
        ],
        out,
        cleanOutputDir: true,
        githubPages: true,
        disableSources: true,
        // `npm run check` has compiled them.
        skipErrorChecking: true,
        disableGit: true,
        excludePrivate: true,
        excludeProtected: true,
        excludeInternal: true,
        includeVersion: true,
        blockTags: [...OptionDefaults.blockTags, "@unit"],
        groupOrder: [...GROUP_ORDER],
        sort: ["source-order"],
        navigation: { includeGroups: true, includeCategories: false, includeFolders: false },
        searchGroupBoosts: { Clients: 3, Resources: 3, Methods: 2 },
        searchInComments: true,
        searchInDocuments: true,
        highlightLanguages: [
          "ts",
          "typescript",
          "js",
          "json",
          "jsonc",
          "bash",
          "sh",
          "yaml",
          "sql",
          "http",
          "diff",
          "markdown",
          "console",
        ],
        favicon: join(ROOT, "docs/site/icon.svg"),
        customCss: join(ROOT, "docs/site/site.css"),
        validation: {
          notExported: false,
          invalidLink: true,
          rewrittenLink: true,
          notDocumented: true,
          unusedMergeModuleWith: true,
        },
      },
      [new TSConfigReader()],
    );
    // TypeDoc leaves `index` out of the name of its module.
    shapeReference(app, documented, new Map([...ENTRIES, ["src", "disputekit"]]));
    const project = await app.convert();
    if (project === undefined) throw new Error("the sources do not compile");
    app.validate(project);
    for (const name of findWordless(project)) app.logger.warn(`${name} has no words of its own`);
    await app.generateOutputs(project);
    if (app.logger.hasErrors()) throw new Error(`TypeDoc found ${app.logger.errorCount} errors`);
    return app.logger.warningCount;
  } finally {
    await rm(pages, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const out = resolve(ROOT, process.argv[2] ?? "site");
  const warnings = await buildSite(out);
  console.log(`${out}/index.html${warnings > 0 ? ` (${warnings} warnings)` : ""}`);
}
