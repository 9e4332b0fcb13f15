import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { specWith } from "../emit/hostile-spec.js";
import { smallProject } from "../regenerate/small-project.js";
import { hostileTexts } from "../support/hostile-texts.js";
import { ROOT } from "../support/paths.js";
import { contentsOf, writeFiles } from "../support/temporary-project.js";
import { terminalActions, workflowCommands } from "../support/terminal-judge.js";

const all = hostileTexts.join(" ");
const document = (text: string) => JSON.stringify(specWith(() => text, true).document);
const broken = (text: string) =>
  JSON.stringify({
    openapi: "3.1.0",
    info: { title: text, version: "1" },
    paths: { [`/${text}`]: { get: { [text]: text } } },
  });

/** Runs the real command; whatever becomes of it, its two outputs are looked at. */
function run(cwd: string, ...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, "scripts/run.mjs"), ...args], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, GITHUB_STEP_SUMMARY: "" },
  });
  for (const text of [stdout, stderr]) {
    expect(terminalActions(text), args.join(" ")).toEqual([]);
    expect(workflowCommands(text), args.join(" ")).toEqual([]);
  }
  return { status, output: stdout + stderr };
}

test("no command lets a text of a document do anything to the terminal", async () => {
  const root = await smallProject({ git: true });
  await writeFiles(root, {
    "specs/decisionly/openapi.yaml": document(all),
    "in/whole.json": document(all),
    "in/other.json": document("::error::a \u202E\u001B[31m"),
    "in/nobody.json": document("::error::a \u202E\u001B[31m").replaceAll("shop.example", "nobody.example"),
    "in/broken.json": broken(all),
    "in/page.html": `<title>${all}</title>`,
    "in/overlay.yaml": "",
    "samples/retrieveV2Case.200.json": JSON.stringify({ [all]: all, id: 1 }),
    "samples/other.json": `{ ${all}`,
  });
  const at = ["--root", root, "--api", "decisionly"];
  expect(run(root, "generate", ...at)).toMatchObject({ status: 0 });
  expect(run(root, "generate", ...at, "--check")).toMatchObject({ status: 0 });
  expect(run(root, "generate", ...at, "--stop-after", "normalize").status).toBe(0);
  // What was generated can be looked at in a terminal as well.
  for (const [path, text] of Object.entries(await contentsOf(join(root, "generated/decisionly"))))
    expect(terminalActions(text), path).toEqual([]);

  for (const format of ["text", "markdown", "json"]) {
    const states = ["--from", "in/other.json", "--to", "in/whole.json"];
    expect(run(root, "diff", ...at, ...states, "--format", format).status).toBe(0);
  }
  expect(run(root, "diff", "--root", root, "--from", "in/nobody.json").output).toContain("identifies an API");
  run(root, "drift", "--samples", "samples");

  for (const file of ["whole", "broken"])
    for (const from of [`in/${file}.json`, "in"])
      run(root, "pull", "--from", from, "--out", `out/${file}`, "--accept-loss");
  expect(run(root, "pull", "--from", "in/page.html", "--out", "out/page").status).toBe(1);

  for (const file of ["whole", "other", "broken"]) {
    const options = ["--root", root, "--api", "whop", "--from", `in/${file}.json`, "--accept-loss"];
    run(root, "regenerate", ...options, "--skip-check", "--skip-tests");
    for (const name of ["result.json", "pr-body.md", "summary.md", "changelog.md"])
      expect(terminalActions(await readFile(join(root, ".regenerate", name), "utf8")), name).toEqual([]);
  }

  await writeFiles(root, { "specs/decisionly/openapi.yaml": broken(all) });
  expect(run(root, "generate", ...at).status).toBe(1);
  // A fault of the program has texts of the document in its message as well.
  const fault = `import { runCommand } from ${JSON.stringify(join(ROOT, "scripts/commands/run-command.ts"))};
    await runCommand({ name: "x", usage: "", options: {}, run: async () => { throw new Error(${JSON.stringify(all)}); } });`;
  const { status, stderr } = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", fault], {
    cwd: ROOT,
    encoding: "utf8",
  });
  expect([status, terminalActions(stderr), workflowCommands(stderr)]).toEqual([1, [], []]);
});
