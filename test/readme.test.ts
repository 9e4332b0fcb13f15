import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compile } from "./support/compile.js";
import { ROOT } from "./support/paths.js";

const pages = ["README.md", "docs/whop-versions.md"].map((page) => readFileSync(join(ROOT, page), "utf8"));
const snippets = pages.flatMap((text) => [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code ?? ""));

test("every TypeScript snippet of the README and of the page on versions compiles as a module of its own", () => {
  expect(snippets.length).toBeGreaterThanOrEqual(8);
  const place = mkdtempSync(join(tmpdir(), "readme-"));
  try {
    snippets.forEach((code, index) => {
      writeFileSync(join(place, `snippet-${index + 1}.ts`), code);
    });
    // By which a compiler that looks at nothing is told.
    writeFileSync(join(place, "snippet-wrong.ts"), "export const wrong: string = 1;\n");
    for (const name of ["src", "generated", "node_modules"]) symlinkSync(join(ROOT, name), join(place, name));
    writeFileSync(join(place, "package.json"), '{ "type": "module" }');
    const paths = { disputekit: ["./src/index.ts"], "disputekit/*": ["./src/*.ts"] };
    const options = { paths, types: ["node"], allowImportingTsExtensions: true, noUnusedLocals: false };
    const config = {
      extends: join(ROOT, "tsconfig.json"),
      compilerOptions: options,
      include: ["snippet-*.ts"],
      exclude: [],
    };
    writeFileSync(join(place, "tsconfig.json"), JSON.stringify(config));
    expect(compile("typescript-7", place)).toEqual([expect.stringMatching(/snippet-wrong\.ts\(1,14\): error TS2322/)]);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});
