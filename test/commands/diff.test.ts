import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { apis, apiWith, titleOf } from "../../scripts/apis.js";
import { SpecError, UsageError } from "../../scripts/diagnostics.js";
import { type DiffOptions, diffSources, diffStates } from "../../scripts/diff/diff-states.js";
import { parseYaml } from "../../scripts/load/parse-yaml.js";
import type { Sources } from "../../scripts/pipeline.js";
import { edited, shop, shopApi } from "../diff/shop.js";
import { temporaryFolder, writeFiles } from "../support/temporary-project.js";

const command = fileURLToPath(new URL("../../scripts/run.mjs", import.meta.url));

/** The contract of Decisionly, which has no overlays, is the shop's here. */
const contract = "specs/decisionly/openapi.yaml";
const changed = edited(["name: limit", "name: size"]);

/** Both kinds of side, without a process each. */
describe("the two states", () => {
  test("a revision, the working tree, and an API that only one side has", async () => {
    const root = await repository({ "README.md": "" });
    await writeFiles(root, { [contract]: shop });
    expect(await verdicts({ root })).toEqual(
      apis.map((row) =>
        row.id === "decisionly"
          ? ["decisionly", "minor", "The state before has no contract of Decisionly."]
          : [row.id, "none", `Neither state has a contract of ${titleOf(row)}.`],
      ),
    );
    commit(root);
    await writeFiles(root, { [contract]: changed });
    const api = apiWith("decisionly");
    expect(await verdicts({ root, api })).toEqual([["decisionly", "major"]]);
    commit(root);
    expect(await verdicts({ root, api })).toEqual([["decisionly", "none"]]);
    expect(await verdicts({ root, api, from: "HEAD~1", to: "HEAD" })).toEqual([["decisionly", "major"]]);
    expect(await verdicts({ root, api, from: "HEAD", to: "HEAD~2" })).toEqual([
      ["decisionly", "major", "The state after has no contract of Decisionly."],
    ]);
  });

  test("files, whatever they are called, in YAML or JSON: the title identifies the API", async () => {
    const json = JSON.stringify(parseYaml("copy.yaml", changed));
    const files = { [contract]: shop, "copy.bak": changed, "copy.txt": changed, copy: json };
    const root = await repository(files);
    for (const name of ["copy.bak", "copy.txt", "copy"])
      expect([name, ...(await verdicts({ root, from: join(root, name) }))]).toEqual([name, ["decisionly", "major"]]);
    expect(await verdicts({ root, from: join(root, "copy"), to: join(root, "copy.bak") })).toEqual([
      ["decisionly", "none"],
    ]);
  });

  test("a file with another title is known by its servers", async () => {
    const other = changed.replace("title: Shop", "title: Store");
    const root = await repository({ [contract]: shop, "other.yaml": other });
    expect(await verdicts({ root, from: join(root, "other.yaml") })).toEqual([["decisionly", "major"]]);
  });

  test("overlays are those of the revision, or those at hand; one that matches nothing is said", async () => {
    const overlay = (action: string) =>
      `overlay: 1.0.0\ninfo: { title: Ours, version: "1" }\nactions:\n  - { description: Why., ${action} }\n`;
    const whop = (name: string) => `specs/whop/${name}`;
    const sized = overlay("target: $.components.schemas.Order, update: { properties: { count: { type: string } } }");
    const root = await repository({
      [whop("openapi.yaml")]: shop,
      [whop("overlay.yaml")]: sized,
      [whop("docs.overlay.yaml")]: overlay("target: $.info, update: { description: Ours. }"),
    });
    await writeFiles(root, {
      [whop("overlay.yaml")]: overlay("target: $.components.schemas.Nothing, update: { title: A }"),
    });
    const [diff] = await diffStates({ root, api: apiWith("whop") });
    expect(diff?.findings.map(({ kind, statement, advice }) => [kind, statement, advice])).toEqual([
      ["response-type-changed", "response field `Order.count` is now `integer` (was `string`)", "Read the new type."],
      [
        "corrections-unmatched",
        "a correction no longer fits the contract, and the comparison is made without (`specs/whop/overlay.yaml:4`)",
        "Nothing to do for callers: no client is generated until the overlay is corrected.",
      ],
    ]);
    expect(diff?.notes).toEqual([
      expect.stringMatching(/^Left out of the new contract: specs\/whop\/overlay\.yaml:4: overlay\/no-match/),
    ]);
  });

  test("a property that only an overlay's words describe was removed", async () => {
    const words = `overlay: 1.0.0
info: { title: Ours, version: "1" }
actions:
  - target: $.components.schemas.Order
    description: Ours.
    update: { properties: { count: { description: How many. } } }
`;
    const sources = (text: string): Sources => ({
      spec: { file: "shop.yaml", text },
      overlays: [{ file: "overlay.yaml", text: words }],
    });
    const diff = await diffSources(shopApi, sources(shop), sources(edited(["        count: { type: integer }\n", ""])));
    expect(diff.findings.map(({ kind }) => kind)).toEqual(["response-property-removed"]);
    expect(diff.notes).toEqual([expect.stringContaining("/properties/count, which the contract does not have.")]);
  });

  test.each<[given: Partial<DiffOptions>, want: RegExp]>([
    [
      { from: "nowhere" },
      /^There is no file and no git revision "nowhere": give one that exists with --from or --to\.$/,
    ],
    [{ from: "ROOT/specs" }, /" is a folder: give a contract file or a git revision\.$/],
    [{ from: `ROOT/${contract}` }, /^Both states are .*openapi\.yaml: give another one with --from or --to\.$/],
    [{ from: "ROOT/cut.yaml" }, /^[^\n]+cut\.yaml:\d+: load\//],
    [{ from: "ROOT/page.html", api: apiWith("decisionly") }, /page\.html:1: load\/not-an-object/],
    [{ from: "ROOT/latin.yaml" }, /latin\.yaml: load\/unreadable at \/: the file is not UTF-8 text\./],
    [
      { from: "ROOT/other.yaml" },
      new RegExp(
        `other\\.yaml: neither the title "Other" nor a server identifies an API\\. Use --api to say which API the document belongs to \\(${apis.map(({ id }) => id).join(", ")}\\)\\.$`,
      ),
    ],
  ])("refused: %j", async (given, want) => {
    const root = await repository({
      [contract]: shop,
      "cut.yaml": shop.slice(0, 900),
      "other.yaml": shop.replace("title: Shop", "title: Other").replaceAll(".example", ".test"),
      "page.html": "<!doctype html>",
    });
    await writeFile(join(root, "latin.yaml"), Buffer.from([0x61, 0xe9]));
    const from = given.from?.replace("ROOT", root);
    const error: unknown = await diffStates({ root, ...given, from }).catch((reason: unknown) => reason);
    const line =
      error instanceof SpecError ? error.toLine() : error instanceof UsageError ? error.message : String(error);
    expect(line).toMatch(want);
  });

  test("refused: outside of a repository", async () => {
    const root = await temporaryFolder({ [contract]: shop });
    await expect(diffStates({ root, from: "HEAD" })).rejects.toThrow("is not in a git repository");
  });
});

describe("npm run diff", () => {
  test("reports, writes to a file, and fails on a verdict; a file wins over a revision of its name", async () => {
    const root = await repository({ [contract]: shop });
    execFileSync("git", ["tag", "old"], { cwd: root });
    await writeFiles(root, { old: changed });
    expect(run(root, "--api", "decisionly", "--from", "HEAD")).toEqual({
      status: 0,
      stdout: "Verdict: none (no changes)\n\nDecisionly: none (no changes)\n",
      stderr: "",
    });
    const found = run(root, "--from", "old", "--fail-on", "minor", "--format", "json");
    expect([found.status, found.stderr]).toEqual([1, ""]);
    expect(JSON.parse(found.stdout)).toMatchObject({ verdict: "major", findings: [{ api: "decisionly" }] });
    expect(run(root, "--from", "old", "--format", "markdown", "--out", "report.md")).toMatchObject({
      status: 0,
      stdout: "",
    });
    expect(readFileSync(join(root, "report.md"), "utf8")).toMatch(/^\*\*Verdict: major\*\* \(1 major\)\n/);
  });

  test("says what is wrong in a line, with exit code 1", async () => {
    const root = await repository({ [contract]: shop });
    const rows: [args: string[], want: RegExp][] = [
      [["--api", "visa"], /^There is no API "visa"/],
      [["--format", "xml"], /^--format takes text, markdown or json, not "xml"\.\n$/],
      [["--fail-on", "none"], /^--fail-on takes major, minor or patch, not "none"\.\n$/],
      [["--frm", "HEAD"], /^Unknown option '--frm'\..*--from/],
    ];
    for (const [args, want] of rows) {
      const { status, stdout, stderr } = run(root, ...args);
      expect([args, status, stdout]).toEqual([args, 1, ""]);
      expect(stderr).toMatch(want);
      expect(stderr, "no stack").not.toMatch(/^\s+at /m);
    }
  });
});

async function verdicts(options: DiffOptions): Promise<string[][]> {
  return (await diffStates(options)).map(({ api, verdict, notes }) => [api, verdict, ...notes]);
}

async function repository(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await temporaryFolder(files);
  execFileSync("git", ["init", "--quiet"], { cwd: root });
  commit(root);
  return root;
}

function commit(root: string): void {
  const who = ["-c", "user.name=Test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false"];
  execFileSync("git", ["add", "--all"], { cwd: root });
  execFileSync("git", [...who, "commit", "--quiet", "--message", "A state"], { cwd: root });
}

function run(root: string, ...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, "diff", "--root", root, ...args], {
    cwd: root,
    encoding: "utf8",
    // A repository around the temporary folder is none of ours.
    env: { ...process.env, GIT_CEILING_DIRECTORIES: join(root, "..") },
  });
  return { status, stdout, stderr };
}
