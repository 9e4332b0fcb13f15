import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/temporary-project.js";
import { regenerateWhop } from "./regenerate-whop.js";
import { smallContract, smallProject } from "./small-project.js";

/** The contract with these properties more in its one schema. */
function withFields(...names: readonly string[]): string {
  const document = JSON.parse(smallContract) as {
    components: { schemas: { Thing: { properties: Record<string, unknown> } } };
  };
  for (const name of names) document.components.schemas.Thing.properties[name] = { type: "string" };
  return JSON.stringify(document);
}

interface Project {
  readonly git: (...args: readonly string[]) => string;
  /** Regenerates from a document, and gives the notes that are then in the tree, with what the run says. */
  readonly regenerate: (upstream: string) => Promise<{ notes: Record<string, string>; body: string; title: string }>;
  readonly commit: () => void;
  readonly root: string;
}

async function releasedProject(tag: string | undefined, root?: string): Promise<Project> {
  const folder = root ?? (await smallProject({ git: false }));
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.test", ...args], {
      cwd: folder,
      encoding: "utf8",
    }).trim();
  const commit = () => {
    git("add", "--all");
    git("commit", "--quiet", "--allow-empty", "--message=State");
  };
  if (root === undefined) {
    git("init", "--quiet", "--initial-branch=main");
    await writeFile(join(folder, "package.json"), '{\n  "name": "disputekit",\n  "version": "0.0.1"\n}\n');
    await writeFile(join(folder, "specs/whop/openapi.yaml"), withFields("old"));
    commit();
    await writeFile(join(folder, "package.json"), '{\n  "name": "disputekit",\n  "version": "0.1.0"\n}\n');
    await writeFile(join(folder, "specs/whop/openapi.yaml"), smallContract);
    commit();
    if (tag !== undefined) git("tag", tag);
    await writeFile(join(folder, "README.md"), "later\n");
    commit();
  }
  const regenerate = async (upstream: string) => {
    const { read } = await regenerateWhop(folder, upstream);
    const names = (await readdir(join(folder, ".changeset")).catch(() => [])).sort();
    const texts = names.map(async (name) => [name, await readFile(join(folder, ".changeset", name), "utf8")] as const);
    return {
      notes: Object.fromEntries(await Promise.all(texts)),
      body: await read("pr-body.md"),
      title: await read("pr-title.txt"),
    };
  };
  return { git, commit, regenerate, root: folder };
}

const NAME = "contract-whop.md";
const added = (name: string) => `new response field \`Thing.${name}\``;

describe.each([
  ["a tag", "v0.1.0"],
  ["a commit of the version", undefined],
])("since the last release, known by %s", (_name, tag) => {
  test("a field that was added and removed again leaves no note, while the pull request says that it goes", async () => {
    const { regenerate, commit } = await releasedProject(tag);
    const first = await regenerate(withFields("colour"));
    expect(first.notes).toEqual({ [NAME]: expect.stringContaining(added("colour")) });
    commit();
    const second = await regenerate(smallContract);
    expect(second.notes).toEqual({});
    expect(second.title).toBe("Regenerate Whop (unverified): 1 major\n");
    expect(second.body).toContain("Thing.colour");
    expect(second.body).not.toContain("The change note compares");
  });

  test("a field, then another: one note has both, also in place of notes of one change each", async () => {
    const { regenerate, commit, root } = await releasedProject(tag);
    await regenerate(withFields("colour"));
    await writeFile(join(root, ".changeset/whop-0a1b2c3d.md"), "an earlier one\n");
    await writeFile(join(root, ".changeset/whop-current-0a1b2c3d.md"), "of another API\n");
    await writeFile(join(root, ".changeset/whop-by-hand.md"), "by hand\n");
    commit();
    const { notes, title, body } = await regenerate(withFields("colour", "size"));
    expect(Object.keys(notes)).toEqual([NAME, "whop-by-hand.md", "whop-current-0a1b2c3d.md"]);
    expect(notes[NAME]).toMatch(/^---\n"disputekit": minor\n---\n\nWhop has changed its contract: 2 minor\.\n/);
    for (const name of ["colour", "size"]) expect(notes[NAME]).toContain(added(name));
    expect(title).toBe("Regenerate Whop (unverified): 1 minor\n");
    expect(body).not.toContain("colour");
  });

  test("a change that is taken back before it is committed leaves the notes that are", async () => {
    const { regenerate, commit, git, root } = await releasedProject(tag);
    await regenerate(withFields("colour"));
    await writeFile(join(root, ".changeset/whop-0a1b2c3d.md"), "an earlier one\n");
    commit();
    await regenerate(withFields("size"));
    expect(git("status", "--porcelain", ".changeset")).not.toBe("");
    await regenerate(withFields("colour"));
    expect(git("status", "--porcelain", ".changeset")).toBe("");
  });
});

describe("where the last release is not known, the note is of this change alone, and the report says why", () => {
  const why = async (project: Project, want: string): Promise<void> => {
    await mkdir(join(project.root, ".changeset"));
    await writeFile(join(project.root, ".changeset/whop-0a1b2c3d.md"), "an earlier one\n");
    project.commit();
    const { notes, body } = await project.regenerate(withFields("colour", "size"));
    const [earlier, own, ...others] = Object.values(notes).sort((a) => (a === "an earlier one\n" ? -1 : 1));
    expect([earlier, others]).toEqual(["an earlier one\n", []]);
    expect(own).toContain(added("size"));
    expect(own).not.toContain("colour");
    expect(body).toContain(`The change note compares with the contract before this change: ${want}`);
  };

  test("a shallow clone", async () => {
    const { regenerate, commit, root } = await releasedProject(undefined);
    await regenerate(withFields("colour"));
    await rm(join(root, ".changeset"), { recursive: true });
    commit();
    const parent = await temporaryFolder();
    execFileSync("git", ["clone", "--quiet", "--depth=1", `file://${root}`, join(parent, "clone")]);
    const clone = await releasedProject(undefined, join(parent, "clone"));
    await why(clone, "this clone is shallow, and does not reach back to the last release.");
  });

  test("no release at all", async () => {
    const { regenerate, commit, root, git } = await releasedProject(undefined);
    await rm(join(root, "package.json"));
    await regenerate(withFields("colour"));
    git("checkout", "--quiet", "--orphan", "fresh");
    await rm(join(root, ".changeset"), { recursive: true });
    commit();
    await why({ regenerate, commit, root, git }, "git has no release of this package.");
  });

  test("a release without this API", async () => {
    const { regenerate, commit, root, git } = await releasedProject(undefined);
    await rm(join(root, "specs/whop/openapi.yaml"));
    await writeFile(join(root, "package.json"), '{\n  "version": "0.1.1"\n}\n');
    commit();
    git("tag", "v0.1.1");
    await writeFile(join(root, "specs/whop/openapi.yaml"), withFields("colour"));
    await why({ regenerate, commit, root, git }, "v0.1.1 has no contract of this API.");
  });
});
