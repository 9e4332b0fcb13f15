import { spawnSync } from "node:child_process";
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
