import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const readme = readFileSync(join(root, "README.md"), "utf8");
const snippets = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code ?? "");

test("every TypeScript snippet of the README compiles as a module of its own", () => {
  expect(snippets.length).toBeGreaterThanOrEqual(8);
  const place = mkdtempSync(join(tmpdir(), "readme-"));
  try {
    snippets.forEach((code, index) => {
      writeFileSync(join(place, `snippet-${index + 1}.ts`), code);
    });
    for (const name of ["src", "generated", "node_modules"]) symlinkSync(join(root, name), join(place, name));
    writeFileSync(join(place, "package.json"), '{ "type": "module" }');
    const paths = { "disputekit/*": ["./src/*.ts"] };
    const options = { paths, types: ["node"], allowImportingTsExtensions: true, noUnusedLocals: false };
    const config = {
      extends: join(root, "tsconfig.json"),
      compilerOptions: options,
      include: ["snippet-*.ts"],
      exclude: [],
    };
    writeFileSync(join(place, "tsconfig.json"), JSON.stringify(config));
    const compiler = join(root, "node_modules/typescript-7/bin/tsc");
    const { stdout } = spawnSync(process.execPath, [compiler, "-p", place], { encoding: "utf8" });
    expect(stdout.split("\n").filter((line) => line.includes("error"))).toEqual([]);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});
