import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Sandbox, type StepResult, sandbox } from "./sandbox.js";

const NOTE = '---\n"disputekit": minor\n---\n\nWhop has changed.\n';
const expressions = (box: Sandbox): Record<string, string> => ({
  "runner.temp": box.folder,
  "github.token": "token",
  "github.repository": "acme/disputekit",
  "needs.version.outputs.version": "0.1.0",
  "needs.package.outputs.sha256": "",
});

/** What `npm` does here: `view` gives what the registry would, `run changeset:version` what changesets would. */
const npm = (view: string): string => `
case "$1" in
  view) ${view} ;;
  run)
    rm .changeset/whop-*.md
    printf '{ "name": "disputekit", "version": "0.2.0" }\\n' > package.json
    printf '{ "version": "0.2.0" }\\n' > package-lock.json
    printf '# Changelog\\n\\n## 0.2.0\\n\\n- Whop has changed.\\n\\n## 0.1.0\\n\\n- The first.\\n' > CHANGELOG.md
    touch src/left-over.ts ;;
esac
`;
const PUBLISHED = "echo 0.1.0";
const NO_VERSION = "true";
const NO_PACKAGE = "echo 'npm error code E404' >&2; exit 1";
const NO_NETWORK = "echo 'npm error code EAI_AGAIN' >&2; exit 1";

function makeVersion(box: Sandbox, view: string): StepResult {
  box.onNpm(npm(view));
  return box.run("release.yml", "version", "Make the next version", {
    in: box.checkout(),
    expressions: expressions(box),
  });
}

function open(box: Sandbox): StepResult {
  const options = { in: box.checkout(), expressions: expressions(box) };
  return box.run("release.yml", "pull-request", "Open or update the pull request", options);
}

describe("the next version", () => {
  test("change notes become a pull request", () => {
    const box = sandbox({ ".changeset/whop-0a1b2c3d.md": NOTE });
    expect(makeVersion(box, PUBLISHED)).toMatchObject({ status: 0 });
    expect(box.written("output")).toBe("pending=true\nversion=0.1.0\npublished=true\n");
    expect(open(box)).toMatchObject({ status: 0 });
    expect(box.git(box.remote, "diff", "--name-status", "main", "release/next").split("\n")).toEqual([
      "D\t.changeset/whop-0a1b2c3d.md",
      "M\tCHANGELOG.md",
      "M\tpackage-lock.json",
      "M\tpackage.json",
    ]);
    expect(box.calls("gh").at(-1)).toEqual([
      ...["pr", "create", "--head", "release/next", "--base", "main", "--title", "Release 0.2.0"],
      ...["--body-file", expect.any(String), "--label", "release"],
    ]);
    expect(readFileSync(join(box.folder, "body.md"), "utf8")).toBe(
      "Merging this publishes 0.2.0.\n\n\n- Whop has changed.\n\n",
    );
  });

  test("a changelog that is longer than GitHub takes ends with a whole line", () => {
    const box = sandbox({ ".changeset/whop-0a1b2c3d.md": NOTE });
    const line = `- ${"x".repeat(998)}`;
    const long = `# Changelog\\n\\n## 0.2.0\\n\\n${`${line}\\n`.repeat(80)}`;
    box.onNpm(npm(PUBLISHED).replace(/printf '# Changelog.*$/m, `printf '${long}' > CHANGELOG.md`));
    const options = { in: box.checkout(), expressions: expressions(box) };
    expect(box.run("release.yml", "version", "Make the next version", options)).toMatchObject({ status: 0 });
    expect(open(box)).toMatchObject({ status: 0 });
    const body = readFileSync(join(box.folder, "body.md"), "utf8");
    expect(body.split("\n").slice(-4)).toEqual([line, "", "The rest is in `CHANGELOG.md`.", ""]);
    expect(body.length).toBeLessThan(61_000);
  });

  test.each([
    ["published: there is nothing to do", PUBLISHED, true],
    ["a version that npm does not have", NO_VERSION, false],
    ["a package that npm does not have", NO_PACKAGE, false],
  ])("no change notes, %s", (_name, view, published) => {
    const box = sandbox();
    expect(makeVersion(box, view)).toMatchObject({ status: 0 });
    expect(box.written("output")).toBe(`pending=false\nversion=0.1.0\npublished=${published}\n`);
    expect(open(box)).toMatchObject({ status: 0 });
    expect(box.calls("gh").map(([noun]) => noun)).toEqual(["api"]);
  });

  test("a registry that does not answer ends the run, and publishes nothing", () => {
    const box = sandbox();
    const { status, log } = makeVersion(box, NO_NETWORK);
    expect([status, log, box.written("output")]).toEqual([1, expect.stringContaining("EAI_AGAIN"), ""]);
  });
});

describe("the package", () => {
  const pack = (box: Sandbox, tarball: string) => {
    box.onNpm(`if [ "$1" = pack ]; then echo packed > "$4/${tarball}"; fi`);
    return box.run("release.yml", "package", "Build and pack", { in: box.checkout(), expressions: expressions(box) });
  };

  test("is built, names the repository that built it, and brings its part of the changelog", () => {
    const box = sandbox();
    expect(pack(box, "disputekit-0.1.0.tgz")).toMatchObject({ status: 0 });
    expect(box.calls("npm")).toEqual([
      ["run", "build"],
      ["pkg", "set", "repository.type=git", "repository.url=git+https://github.example/acme/disputekit.git"],
      ["pack", "--ignore-scripts", "--pack-destination", join(box.folder, "package")],
    ]);
    expect(readFileSync(join(box.folder, "package/notes.md"), "utf8")).toBe("\n- The first.\n");
    const hash = (text: string) => createHash("sha256").update(text).digest("hex");
    expect(box.written("output")).toBe(
      `sha256<<END\n${hash("packed\n")}  disputekit-0.1.0.tgz\n${hash("\n- The first.\n")}  notes.md\nEND\n`,
    );
  });

  test("of another version is refused", () => {
    const { status, log } = pack(sandbox(), "disputekit-0.9.0.tgz");
    expect([status, log]).toEqual([1, expect.stringContaining("::error title=Another version::")]);
  });

  /** What was packed, with the hashes that the job has handed over. */
  const packed = () => {
    const box = sandbox();
    expect(pack(box, "disputekit-0.1.0.tgz").status).toBe(0);
    const sha256 = box.written("output").split("\n").slice(1, -2).join("\n");
    return { box, given: { ...expressions(box), "needs.package.outputs.sha256": sha256 } };
  };
  const published = (box: Sandbox) => box.calls("npm").filter(([verb]) => verb === "publish");

  test.each([
    ["10.9.4", 1],
    ["11.5.0", 1],
    ["11.5.1", 0],
    ["11.6.0", 0],
    ["11.10.2", 0],
    ["12.0.0", 0],
  ])("is published by npm %s: exit %i", (version, want) => {
    const { box, given } = packed();
    box.onNpm(`if [ "$1" = --version ]; then echo ${version}; fi`);
    const step = box.run("release.yml", "publish", "Publish", { in: box.folder, expressions: given });
    expect(step.status).toBe(want);
    const tarball = join(box.folder, "package/disputekit-0.1.0.tgz");
    const call = ["publish", tarball, "--provenance", "--access", "public", "--ignore-scripts"];
    expect(published(box)).toEqual(want === 0 ? [call] : []);
  });

  test.each<[string, (folder: string, given: Record<string, string>) => void]>([
    ["another package", (folder) => writeFileSync(join(folder, "disputekit-0.1.0.tgz"), "other\n")],
    ["other notes", (folder) => writeFileSync(join(folder, "notes.md"), "other\n")],
    ["a missing package", (folder) => rmSync(join(folder, "disputekit-0.1.0.tgz"))],
    [
      "no hash",
      (_, given) => {
        given["needs.package.outputs.sha256"] = "";
      },
    ],
  ])("%s is neither published nor tagged", (_name, meddle) => {
    const { box, given } = packed();
    meddle(join(box.folder, "package"), given);
    box.onNpm('if [ "$1" = --version ]; then echo 11.6.0; fi');
    for (const [job, name] of [
      ["publish", "Publish"],
      ["tag", "Tag and describe the release"],
    ] as const) {
      const step = box.run("release.yml", job, name, { in: box.folder, expressions: given });
      expect([step.status, step.log]).toEqual([1, expect.stringContaining("::error title=Another package::")]);
    }
    expect([published(box), box.calls("gh")]).toEqual([[], []]);
  });

  test("is tagged with the commit that it was built from", () => {
    const { box, given } = packed();
    const step = box.run("release.yml", "tag", "Tag and describe the release", { in: box.folder, expressions: given });
    expect(step.status).toBe(0);
    const notes = join(box.folder, "package/notes.md");
    expect(box.calls("gh")).toEqual([
      ["release", "create", "v0.1.0", "--target", "0123456789", "--title", "0.1.0", "--notes-file", notes],
    ]);
  });
});
