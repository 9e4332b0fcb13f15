import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { ROOT } from "../support/paths.js";

const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

test("`npm run quickstart` shows each step with the lines that do it", async () => {
  const [command = "", ...args] = (scripts.quickstart ?? "").split(" ");
  const run = promisify(execFile)(join(ROOT, "node_modules/.bin", command), args, { cwd: ROOT, timeout: 60_000 });
  const { stdout, stderr } = await run;
  expect(stderr).toBe("");
  const said = stdout.split("\n").filter((line) => line.startsWith("   →"));
  const wanted = [
    /dspa_1: 49 usd, about dspt_1/,
    /a forged one: webhook refused/,
    /dspt_1 is needs_response; evidence is due by 20\d\d-/,
    /dspt_1 is under_review; editable: false/,
    /a late change: refused with 409/,
    /20 disputes so far$/,
    /40 disputes so far$/,
    /50 disputes so far, and that is all/,
    /pay_1 came after 2 attempts/,
    /after 2 attempts with the key [0-9a-f-]{36}; transfers made: 1$/,
    /may have been sent: true/,
    /49 of 49 are refunded/,
    /case_\w+: created/,
    /case_\w+: chargeback_filed/,
    /case_\w+: won/,
    /\d+ requests, none of which left this process/,
  ];
  expect(said).toHaveLength(wanted.length);
  wanted.forEach((pattern, index) => {
    expect(said[index]).toMatch(pattern);
  });
  const source = readFileSync(join(ROOT, "examples/quickstart.ts"), "utf8").split("\n");
  const shown = stdout.split("\n").flatMap((line) => [...line.matchAll(/^examples\/quickstart\.ts:(\d+)\s/g)]);
  expect(shown.length).toBeGreaterThan(40);
  for (const [, number] of shown) expect(stdout).toContain(source[Number(number) - 1]);
});
