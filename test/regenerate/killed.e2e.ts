import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { finishInterrupted } from "../../scripts/output/journal.js";
import { STATE_FOLDER } from "../../scripts/output/write-lock.js";
import { contentsOf, temporaryFolder, writeFiles } from "../support/temporary-project.js";
import { type Clone, cloneProject } from "./project-clone.js";
import { killer, MOVES, regenerate, runCommand } from "./run-regenerate.js";
import { commitAll, grownContract, smallProject } from "./small-project.js";

/** Whose commands run: nobody edits them meanwhile. */
let clone: Clone;
beforeAll(async () => {
  clone = await cloneProject();
});
afterAll(() => clone.remove());

/** The project without what git ignores. */
async function treeOf(root: string): Promise<Record<string, string>> {
  const all = Object.entries(await contentsOf(root));
  return Object.fromEntries(
    all.filter(([path]) => !/^(?:\.git|\.regenerate|node_modules)/.test(path) || path === ".gitignore"),
  );
}

/** A project that has been generated from the small contract, and the document that it is to be regenerated from. */
async function projectAndDocument(git: boolean): Promise<{ root: string; args: string[] }> {
  const root = await smallProject({ git: false });
  const first = await regenerate(
    ["--root", root, "--api", "whop", "--from", join(root, "specs/whop/openapi.yaml"), "--date", "2026-01-01"],
    { project: clone.root },
  );
  expect(first.report.result.status).toBe("changed");
  if (git) commitAll(root);
  await writeFile(join(root, "node_modules/upstream.json"), grownContract);
  return {
    root,
    args: ["--root", root, "--api", "whop", "--from", join(root, "node_modules/upstream.json"), "--date", "2026-02-01"],
  };
}

async function restore(root: string): Promise<void> {
  execFileSync("git", ["clean", "-fdxq", "-e", "node_modules"], { cwd: root });
  execFileSync("git", ["checkout", "-q", "--", "."], { cwd: root });
}

describe("kill -9 before each move of a whole run, and each program that it starts", () => {
  test("leaves the old tree or the new one, or one that the next command completes", async () => {
    const { root, args } = await projectAndDocument(true);
    const old = await treeOf(root);
    const whole = await regenerate(args, { project: clone.root });
    expect(whole.report.result).toMatchObject({ status: "changed", apis: [{ api: "whop" }] });
    const fresh = await treeOf(root);
    expect(Object.keys(fresh).filter((path) => fresh[path] !== old[path])).toEqual(
      expect.arrayContaining([
        "generated/whop/resources/things.ts",
        "specs/whop/openapi.yaml",
        "specs/whop/source.json",
      ]),
    );

    const seen = { old: 0, new: 0, between: 0 };
    for (let step = 1; ; step += 1) {
      await restore(root);
      const killed = await runCommand(["regenerate", ...args], { project: clone.root, killBefore: step });
      if (killed.signal !== "SIGKILL") {
        expect(killed.status, killed.output).toBe(0);
        break;
      }
      const reported = existsSync(join(root, ".regenerate/result.json"));
      const left = await treeOf(root);
      const kind = isSame(left, old) ? "old" : isSame(left, fresh) ? "new" : "between";
      seen[kind] += 1;
      // Any command that reads the tree completes it first.
      if (kind === "between") await finishInterrupted(root);
      const settled = await treeOf(root);
      expect(isSame(settled, old) || isSame(settled, fresh), `after step ${step}: ${changedIn(settled, old)}`).toBe(
        true,
      );

      const next = await regenerate(args, { project: clone.root });
      expect(next.status, next.output).toBe(0);
      expect(await treeOf(root), `after step ${step}`).toEqual(fresh);
      // Unless all had been reported already.
      if (!reported) expect(next.report.result.status, `after step ${step}`).toBe("changed");
    }
    const again = await regenerate(args, { project: clone.root });
    expect(again.report.result.status).toBe("unchanged");
    expect(await treeOf(root)).toEqual(fresh);
    console.log(`killed ${seen.old + seen.new + seen.between} times: ${JSON.stringify(seen)}`);
    expect(seen.old).toBeGreaterThan(2);
    expect(seen.between).toBeGreaterThan(2);
    expect(seen.new).toBeGreaterThan(2);
  });
});

describe("kill -9 before each thing that the journal does to the disk", () => {
  test("leaves the old tree, or one that is completed to the new one", async () => {
    const root = await temporaryFolder({ "run.mjs": journalProgram(clone.root) });
    const target = join(root, "project");
    const before = {
      "specs/shop/openapi.yaml": "old",
      "generated/shop/client.ts": "old",
      "generated/shop/stale.ts": "old",
      ".changeset/note.md": "old",
    };
    const after = {
      "specs/shop/openapi.yaml": "new",
      "generated/shop/client.ts": "new",
      "generated/shop/more/b.ts": "new",
      "test/exports/b.txt": "new",
    };
    const names = [...MOVES, "mkdir", "open", "writeFile"];
    const seen = { old: 0, new: 0, between: 0 };
    for (let step = 1; ; step += 1) {
      await rm(target, { recursive: true, force: true });
      await writeFiles(target, before);
      const { signal, status, stderr } = spawnSync(process.execPath, [
        "--import",
        killer(step, names),
        join(root, "run.mjs"),
        target,
      ]);
      if (signal !== "SIGKILL") {
        expect({ status, stderr: String(stderr) }).toEqual({ status: 0, stderr: "" });
        break;
      }
      const left = withoutState(await contentsOf(target));
      const kind = isSame(left, before) ? "old" : isSame(left, after) ? "new" : "between";
      seen[kind] += 1;
      const decided = existsSync(join(target, STATE_FOLDER, "journal.json"));
      await finishInterrupted(target);
      const want = kind === "new" || decided ? after : before;
      expect(await contentsOf(target), `after step ${step}, ${kind}`).toEqual(want);
    }
    expect(await contentsOf(target)).toEqual(after);
    console.log(`killed ${seen.old + seen.new + seen.between} times: ${JSON.stringify(seen)}`);
    expect(Math.min(seen.old, seen.between, seen.new)).toBeGreaterThan(1);
  });
});

/** A program that makes a few changes of each kind in the folder that it is given. Node 20 reads no TypeScript. */
function journalProgram(project: string): string {
  const program = `
    import { writeTree } from ${JSON.stringify(join(project, "scripts/output/journal.ts"))};
    await writeTree(process.argv[2], (apply) => apply([
      { kind: "file", path: "specs/shop/openapi.yaml", text: "new" },
      { kind: "folder", path: "generated/shop", files: [{ path: "client.ts", text: "new" }, { path: "more/b.ts", text: "new" }] },
      { kind: "removal", path: ".changeset/note.md" },
      { kind: "file", path: "test/exports/b.txt", text: "new" },
    ]));
  `;
  const stdin = { contents: program, resolveDir: project };
  const built = buildSync({ stdin, bundle: true, format: "esm", platform: "node", target: "node20", write: false });
  return built.outputFiles[0]?.text ?? "";
}

function withoutState(tree: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(tree).filter(([path]) => !path.startsWith(STATE_FOLDER)));
}

function isSame(left: Record<string, string>, right: Record<string, string>): boolean {
  return changedIn(left, right).length === 0;
}

function changedIn(left: Record<string, string>, right: Record<string, string>): string[] {
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].filter((path) => left[path] !== right[path]);
}
