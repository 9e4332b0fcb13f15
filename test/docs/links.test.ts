import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../support/paths.js";

/** Every Markdown file of the repository that a person writes. `api.md` is generated and links nowhere. */
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"], {
  cwd: ROOT,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => existsSync(join(ROOT, file)) && file !== "" && !/^(?:test\/scenarios|generated)\//.test(file));

test("the pages that a reader starts from are among those checked", () => {
  expect(files).toEqual(
    expect.arrayContaining(["README.md", "CONTRIBUTING.md", "docs/regenerating.md", "docs/decisions/README.md"]),
  );
});

describe.each(files)("%s", (file) => {
  const text = withoutCode(read(file));

  test("every relative link leads to a file, and its anchor to a heading", () => {
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? "");
    expect(targets.map((target) => faultOf(file, target)).filter((fault) => fault !== undefined)).toEqual([]);
  });

  test("every folder of samples in an example exists", () => {
    const folders = [...read(file).matchAll(/--samples ([\w./-]+)/g)].map(([, folder]) => folder ?? "");
    expect(folders.filter((folder) => !existsSync(join(ROOT, folder)))).toEqual([]);
  });
});

test("every decision is in the index, under its own title and date", () => {
  const index = read("docs/decisions/README.md");
  const decisions = files.filter((file) => /^docs\/decisions\/\d/.test(file)).map((file) => file.slice(15));
  expect(decisions.length).toBeGreaterThan(5);
  const rows = decisions.map((name) => {
    const [heading = "", , date = ""] = read(`docs/decisions/${name}`).split("\n");
    return `- ${date}: [${heading.slice(2)}](${name})`;
  });
  expect(rows.filter((row) => !index.includes(`${row}\n`))).toEqual([]);
  expect(decisions.filter((name) => !/^\d{4}-\d\d-\d\d-[a-z0-9-]+\.md$/.test(name))).toEqual([]);
});

test("a broken link is found", () => {
  expect(faultOf("README.md", "docs/nothing.md")).toBe("docs/nothing.md is not there");
  expect(faultOf("README.md", "#nothing")).toBe("#nothing: README.md has no such heading");
  expect(faultOf("docs/drift.md", "../README.md#versions")).toBeUndefined();
});

function read(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

/** What is wrong with a link; `undefined` for a good one, and for an address elsewhere. */
function faultOf(from: string, target: string): string | undefined {
  if (/^[a-z]+:/.test(target)) return undefined;
  const [path = "", anchor] = target.split("#");
  const file = path === "" ? from : relative(ROOT, resolve(ROOT, dirname(from), path));
  if (!existsSync(join(ROOT, file))) return `${target} is not there`;
  if (anchor === undefined || anchorsOf(file).includes(anchor)) return undefined;
  return `${target}: ${file} has no such heading`;
}

/** As GitHub makes them of headings. */
function anchorsOf(file: string): string[] {
  return [...withoutCode(read(file), "blocks").matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** A link within code is an example. Headings keep their inline code, which is part of the anchor. */
function withoutCode(text: string, what: "all" | "blocks" = "all"): string {
  const prose = text.replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1$/gm, "");
  return what === "all" ? prose.replace(/`[^`\n]*`(?!\])/g, "") : prose;
}
