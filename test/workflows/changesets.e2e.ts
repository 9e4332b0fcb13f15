import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ROOT } from "../support/paths.js";

test.each([
  ["patch", "0.1.1", "Patch Changes"],
  ["minor", "0.2.0", "Minor Changes"],
  ["major", "1.0.0", "Major Changes"],
])(
  "a note of %s, as regenerate writes it, makes %s with its lockfile and its part of the changelog",
  (bump, version, heading) => {
    const folder = mkdtempSync(join(tmpdir(), "changesets-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const run = (command: string, ...args: string[]) => execFileSync(command, args, { cwd: folder, stdio: "pipe" });
    const copied = ["package.json", "package-lock.json", "CHANGELOG.md", ".npmrc", ".changeset"];
    for (const name of [...copied, "scripts/set-version.mjs", "src/runtime/version.ts"]) {
      cpSync(join(ROOT, name), join(folder, name), { recursive: true });
    }
    // Notes that wait in the project, and the version that it has come to, are none of the test's.
    for (const name of ["package.json", "package-lock.json"]) {
      const text = readFileSync(join(folder, name), "utf8");
      writeFileSync(
        join(folder, name),
        text.replaceAll(/("name": "disputekit",\n\s*"version": )"[^"]+"/g, '$1"0.1.0"'),
      );
    }
    rmSync(join(folder, ".changeset"), { recursive: true });
    for (const name of ["config.json", "README.md"])
      cpSync(join(ROOT, ".changeset", name), join(folder, ".changeset", name));
    const note = join(folder, ".changeset/whop-0a1b2c3d.md");
    writeFileSync(
      note,
      `---\n"disputekit": ${bump}\n---\n\nWhop has changed its contract: 1 ${bump}.\n\n- **${bump}**: \`whop.disputes.list\` takes \`status\`.\n`,
    );
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    writeFileSync(join(folder, ".gitignore"), "node_modules\n");
    const lock = readFileSync(join(folder, "package-lock.json"), "utf8");
    run("git", "init", "--quiet", "--initial-branch=main");
    run("git", "add", "--all");
    run("git", "-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "--quiet", "--message=One note");

    run("npm", "run", "--silent", "changeset:version");

    expect(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version).toBe(version);
    expect(readFileSync(join(folder, "src/runtime/version.ts"), "utf8")).toContain(`VERSION = "${version}";`);
    expect(existsSync(note)).toBe(false);
    const changelog = readFileSync(join(folder, "CHANGELOG.md"), "utf8");
    expect(changelog).toMatch(
      new RegExp(
        `^# Changelog\\n\\n## ${version}\\n\\n### ${heading}\\n\\n- [0-9a-f]{7}: Whop has changed its contract: 1 ${bump}\\.\\n`,
      ),
    );
    expect(changelog).toContain(`  - **${bump}**: \`whop.disputes.list\` takes \`status\`.\n`);
    expect(changelog).toContain("\n## 0.1.0\n");
    // The two places of the version, and no dependency.
    expect(readFileSync(join(folder, "package-lock.json"), "utf8")).toBe(
      lock.replaceAll(/("name": "disputekit",\n\s*"version": )"0\.1\.0"/g, `$1"${version}"`),
    );
  },
);
