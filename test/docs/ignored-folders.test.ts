import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { ROOT } from "../support/paths.js";
import { temporaryFolder } from "../support/temporary-project.js";

/** Folders that commands write, `npm run docs` among them: git does not keep them, so lint has nothing to say of them. */
const ignored = readFileSync(join(ROOT, ".gitignore"), "utf8")
  .split("\n")
  .filter((line) => line.endsWith("/"))
  .map((line) => line.replace(/^\//, "").replaceAll("*", "-made"));

test("lint leaves out each folder that git does", async () => {
  expect(ignored).toEqual(expect.arrayContaining(["site/", ".site--made/"]));
  const faulty = "var a: any = 1\n";
  const files = Object.fromEntries([...ignored, "src/"].map((folder) => [`${folder}a.ts`, faulty]));
  const folder = await temporaryFolder({ ...files, "biome.json": readFileSync(join(ROOT, "biome.json"), "utf8") });
  const biome = join(ROOT, "node_modules/@biomejs/biome/bin/biome");
  const run = promisify(execFile)(process.execPath, [biome, "check", "--reporter=github"], { cwd: folder });
  const { stdout } = await run.catch((failure: { stdout: string }) => failure);
  const named = [...stdout.matchAll(/file=([^,]+)/g)].map(([, file = ""]) => file.split("/").slice(-2).join("/"));
  expect(new Set(named)).toEqual(new Set(["src/a.ts"]));
});
