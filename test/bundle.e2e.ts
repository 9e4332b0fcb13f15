import { spawn } from "node:child_process";
import { chmod, cp, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "./support/paths.js";
import { temporaryFolder } from "./support/temporary-project.js";

/** A project with these scripts, in which the command `check` is a small one: with the argument `--broken` it has a fault. */
async function project(): Promise<string> {
  const root = await temporaryFolder();
  await chmod(root, 0o755);
  await cp(join(ROOT, "scripts"), join(root, "scripts"), { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(root, "node_modules"));
  await writeFile(join(root, "package.json"), '{ "type": "module" }\n');
  await writeFile(
    join(root, "scripts/commands/check.ts"),
    `import { print } from "./print.js";
import { runCommand } from "./run-command.js";

interface Unused { readonly line: 4 }

function broken(): never { throw new Error("a fault"); }

await runCommand({
  name: "check",
  usage: "Usage",
  options: { broken: { type: "boolean" } },
  run: async ({ broken: isBroken }) => {
    if (isBroken === true) broken();
    print("done");
    return 0;
  },
});
`,
  );
  return root;
}

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param user the user that it runs as, where not this one */
function run(root: string, args: readonly string[] = [], user?: number): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, "scripts/run.mjs"), "check", ...args], {
      cwd: root,
      env: { PATH: process.env.PATH },
      ...(user !== undefined && { uid: user, gid: user }),
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk) => (stdout += chunk));
    child.stderr.on("data", (chunk) => (stderr += chunk));
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, stdout, stderr }));
  });
}

const DONE = { status: 0, stdout: "done\n", stderr: "" };

async function bundlesIn(root: string): Promise<string[]> {
  return (await readdir(root)).filter((name) => name.startsWith(".scripts"));
}

test("several commands at once make one bundle, and none reads half of it", async () => {
  const root = await project();
  const runs = () => Promise.all(Array.from({ length: 4 }, () => run(root)));
  expect(await runs()).toEqual([DONE, DONE, DONE, DONE]);
  const [bundle = "", ...others] = await bundlesIn(root);
  expect([bundle, ...others]).toEqual([expect.stringMatching(/^\.scripts-[0-9a-f]{16}$/)]);
  // Each finds it spoiled, and one or all mend it.
  await writeFile(join(root, bundle, "commands/check.js"), "");
  expect(await runs()).toEqual([DONE, DONE, DONE, DONE]);
  expect(await bundlesIn(root)).toEqual([bundle]);
});

test("a fault names the line of the script", async () => {
  const { status, stderr } = await run(await project(), ["--broken"]);
  expect(status).toBe(1);
  expect(stderr).toContain("Error: a fault");
  expect(stderr).toMatch(/at broken \(\S*\/scripts\/commands\/check\.ts:6:34\)/);
  expect(stderr).toMatch(/\/scripts\/commands\/run-command\.ts:\d+:\d+/);
});

test("commands run from a folder that cannot be written to", async () => {
  const root = await project();
  await chmod(root, 0o555);
  // What is not allowed to others is allowed to root.
  const user = process.getuid?.() === 0 ? 65534 : undefined;
  expect(await run(root, [], user)).toEqual(DONE);
  await chmod(root, 0o755);
  expect(await bundlesIn(root)).toEqual([]);
});
