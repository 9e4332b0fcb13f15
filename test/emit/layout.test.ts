import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apis } from "../../scripts/apis.js";
import { ts } from "../../scripts/emit/ts-morph.js";
import { wrapComment } from "../../scripts/emit/wrap-comment.js";
import { wrapLines } from "../../scripts/emit/wrap-lines.js";
import { ROOT } from "../support/paths.js";

const long = (letter: string): string => letter.repeat(50);
const [a, b, c] = [long("a"), long("b"), long("c")];

describe("a line that is too long gets a line for each item of its outermost list", () => {
  test.each([
    ["short lines stay", `f({ a, b });`, `f({ a, b });`],
    ["a union", `export type T = "${a}" | "${b}" | "${c}";`, `export type T =\n  | "${a}"\n  | "${b}"\n  | "${c}";`],
    [
      "a union as a property",
      `interface I {\n  p?: "${a}" | "${b}" | null | "${c}";\n}`,
      `interface I {\n  p?:\n    | "${a}"\n    | "${b}"\n    | null\n    | "${c}";\n}`,
    ],
    [
      "items of an array, when the union in it is too long",
      `interface I {\n  p: ("${a}" | "${b}" | "${c}")[];\n}`,
      `interface I {\n  p: (\n    | "${a}"\n    | "${b}"\n    | "${c}"\n  )[];\n}`,
    ],
    ["an intersection", `type T = ${a} & ${b} & ${c};`, `type T =\n  ${a} &\n  ${b} &\n  ${c};`],
    [
      "an intersection with an object",
      `type T = ${a} & { ${b}?: string; ${c}: number };`,
      `type T = ${a} & {\n  ${b}?: string;\n  ${c}: number;\n};`,
    ],
    ["values", `const x: X[] = ["${a}", "${b}", "${c}"];`, `const x: X[] = [\n  "${a}",\n  "${b}",\n  "${c}",\n];`],
    [
      "imports",
      `import type { ${a}, ${b}, ${c} } from "./x.js";`,
      `import type {\n  ${a},\n  ${b},\n  ${c},\n} from "./x.js";`,
    ],
    [
      "parameters before results",
      `class C {\n  m(${a}: A, ${b}: B = {}): P<${c}> {\n    return x;\n  }\n}`,
      `class C {\n  m(\n    ${a}: A,\n    ${b}: B = {},\n  ): P<${c}> {\n    return x;\n  }\n}`,
    ],
    [
      "then the result, where it is still too long",
      `class C {\n  m(p: A): P<${a}, ${b}, ${c}> {\n    return x;\n  }\n}`,
      `class C {\n  m(\n    p: A,\n  ): P<\n    ${a},\n    ${b},\n    ${c}\n  > {\n    return x;\n  }\n}`,
    ],
    [
      "an object as the last argument",
      `f("x", { ${a}: 1, ${b}: { c: 2 }, ${c} });`,
      `f("x", {\n  ${a}: 1,\n  ${b}: { c: 2 },\n  ${c},\n});`,
    ],
    [
      "the result of a function as the last argument",
      `f("${a}", (x) => g({ ${b}, ${c} }));`,
      `f("${a}", (x) =>\n  g({ ${b}, ${c} }),\n);`,
    ],
    [
      "all arguments, where the last one has no room",
      `f("${a}", "${b}", "${c}", (x) => 1);`,
      `f(\n  "${a}",\n  "${b}",\n  "${c}",\n  (x) => 1,\n);`,
    ],
    [
      "all arguments, and an object in the last one",
      `f("${a}", "${b}", "${c}", (x) => g("d", { ${a}: 1, ${b}: 2, ${c}: 3 }));`,
      `f(\n  "${a}",\n  "${b}",\n  "${c}",\n  (x) => g("d", {\n    ${a}: 1,\n    ${b}: 2,\n    ${c}: 3,\n  }),\n);`,
    ],
    [
      "what is behind an equals sign, where not even a bracket has room",
      `const ${a}: readonly ${b}${c}[] = ["x", "y"];`,
      `const ${a}: readonly ${b}${c}[] =\n  ["x", "y"];`,
    ],
    ["one long string stays", `const x = f("${a}${b}${c}");`, `const x = f(\n  "${a}${b}${c}",\n);`],
    ["an address in a comment stays", `// ${a}${b}${c}\nf();`, `// ${a}${b}${c}\nf();`],
  ])("%s", (_, text, want) => {
    expect(wrapLines(ts.createSourceFile("x.ts", text, ts.ScriptTarget.ES2022))).toBe(want);
  });

  test("laying out twice changes nothing", () => {
    const text = `class C {\n  m(${a}: A, ${b}: B): P<${c}> {\n    return f({ ${a}, ${b}, ${c} });\n  }\n}`;
    const once = wrapLines(ts.createSourceFile("x.ts", text, ts.ScriptTarget.ES2022));
    expect(wrapLines(ts.createSourceFile("x.ts", once, ts.ScriptTarget.ES2022))).toBe(once);
  });
});

describe("a comment is wrapped at blanks", () => {
  test.each([
    ["words", ["one two three four"], ["one two", "three", "four"]],
    ["short lines and blank ones stay", ["one", "", "two"], ["one", "", "two"]],
    ["an address stays whole", ["see https://example.com/a now"], ["see", "https://example.com/a", "now"]],
    ["code stays whole", ["is `a b c d` or"], ["is", "`a b c d`", "or"]],
    ["a link stays whole", ["see {@link A thing} x"], ["see", "{@link A thing}", "x"]],
    ["an item keeps its indentation", ["- one two three"], ["- one", "  two", "  three"]],
    ["a dash does not become an item", ["one two - three"], ["one two -", "three"]],
    ["a number does not become an item", ["in the 1. place"], ["in the 1.", "place"]],
    ["code blocks stay", ["```", "a b c d e f g", "```"], ["```", "a b c d e f g", "```"]],
    ["tables stay", ["| a | b | c |"], ["| a | b | c |"]],
  ])("%s", (_, lines, want) => {
    expect(wrapComment(lines, 8)).toEqual(want);
  });
});

/** Biome knows nothing of the project's own layout. */
describe("Biome, at 120 columns and two of indentation, finds nothing to change", () => {
  const folder = mkdtempSync(join(tmpdir(), "layout-"));
  const settings = {
    formatter: { indentStyle: "space", indentWidth: 2, lineWidth: 120 },
    files: { maxSize: 9_000_000 },
  };
  beforeAll(() => writeFileSync(join(folder, "biome.json"), JSON.stringify(settings)));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(apis.map(({ id }) => id))("generated/%s", (id) => {
    cpSync(join(ROOT, "generated", id), join(folder, id), { recursive: true });
    // A line for each entry of the contract: made for diffs.
    rmSync(join(folder, id, "contract.json"));
    // The wire types are printed by openapi-typescript's compiler, which has a layout of its own for a union inside an intersection.
    if (id === "whop-current") rmSync(join(folder, id, "paths.ts"));
    const biome = join(ROOT, "node_modules/@biomejs/biome/bin/biome");
    const run = spawnSync(process.execPath, [biome, "format", id], { cwd: folder, encoding: "utf8" });
    expect([run.status, run.stderr]).toEqual([0, ""]);
    expect(run.stdout).toMatch(/Checked [1-9]\d* files/);
  });

  test.each(apis.map(({ id }) => id))("generated/%s: only what has no blank to break at is longer", (id) => {
    const files = readdirSync(join(ROOT, "generated", id), { recursive: true, encoding: "utf8" });
    const texts = files
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(join(ROOT, "generated", id, file), "utf8"));
    const tooLong = texts.flatMap((text) => text.split("\n")).filter((line) => line.length > 120);
    expect(tooLong.filter((line) => !/^export const \w+: readonly \w+\[\] =$/.test(line))).toEqual([]);
  });
});
