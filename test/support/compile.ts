import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./paths.js";

export type Compiler = "typescript" | "typescript-6" | "typescript-7";

/**
 * What a compiler of this project says of the `tsconfig.json` in a folder: a line for each error, with the lines that explain it.
 *
 * @throws Error when it ends in another way than its words tell: it is not there, was killed, or found fault and named none
 */
export function compile(compiler: Compiler, folder: string): string[] {
  const args = [join(ROOT, "node_modules", compiler, "bin/tsc"), "-p", folder, "--pretty", "false"];
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  const said = stdout.split("\n").filter((line) => line !== "");
  const isTold = said.some((line) => /(?:^|: )error TS\d+: /.test(line));
  if (status === 0 && said.length === 0) return [];
  if ((status === 1 || status === 2) && isTold) return said;
  throw new Error(`${compiler} ended with ${status ?? error?.message}: ${stdout}${stderr}`);
}

/**
 * What a compiler says of these modules under the project's own options: the errors of each, such as `TS2322: Type …`. `./src` and
 * `./generated` are the project's.
 *
 * @param texts by file name
 * @throws Error for an error elsewhere
 */
export function compileTexts(compiler: Compiler, texts: Readonly<Record<string, string>>): Record<string, string[]> {
  const place = mkdtempSync(join(tmpdir(), "compile-"));
  try {
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(place, name), text);
    for (const name of ["src", "generated", "node_modules", "package.json"])
      symlinkSync(join(ROOT, name), join(place, name));
    const config = { extends: join(ROOT, "tsconfig.json"), include: [], files: Object.keys(texts) };
    writeFileSync(join(place, "tsconfig.json"), JSON.stringify(config));
    const errors: Record<string, string[]> = Object.fromEntries(Object.keys(texts).map((name) => [name, []]));
    for (const line of compile(compiler, place).filter((said) => !said.startsWith(" "))) {
      const [, name = "", error = ""] = /([^/]+)\(\d+,\d+\): error (TS\d+: .*)$/.exec(line) ?? [];
      const found = errors[name];
      if (found === undefined) throw new Error(line);
      found.push(error);
    }
    return errors;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
