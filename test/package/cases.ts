import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { assertEmpty, Fault } from "./steps.js";

/**
 * Runs scripts that are not part of the repository against the built package: `NN-name.mjs` finds it by the environment variable
 * DISPUTEKIT and ends with 0 when the client does right. From the folder that CLIENT_CASES names, or else `../shared/cases/client`.
 * @returns how many there were
 */
export function runCases(project: string): string {
  const named = process.env.CLIENT_CASES;
  const folder = named || resolve(project, "../shared/cases/client");
  if (!named && !existsSync(folder)) return "left out (CLIENT_CASES names no folder with scripts)";
  const scripts = readdirSync(folder).filter((name) => /^\d+-.*\.mjs$/.test(name));
  if (scripts.length === 0) throw new Fault(`${folder} has no scripts NN-name.mjs`);
  const env = { ...process.env, DISPUTEKIT: join(project, "dist/src") };
  const failures = scripts.flatMap((name) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, name)], {
      env,
      encoding: "utf8",
      timeout: 120_000,
    });
    return status === 0 ? [] : [`${name} ended with ${status}: ${stdout.trim() || stderr.trim()}`];
  });
  assertEmpty("Scripts that failed", failures);
  return `${scripts.length} scripts`;
}
