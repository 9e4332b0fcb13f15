import { spawn } from "node:child_process";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { print, printError } from "./print.js";
import { PROJECT, runCommand } from "./run-command.js";

const usage = `Usage: npm run check

What CI runs before the tests: lint, types, freshness of generated/, layers. Stops at the first step that fails.
`;

/** What must pass before a test is worth running. Each step prints what is wrong and how to correct it. */
const STEPS: readonly { readonly what: string; readonly args: readonly string[] }[] = [
  {
    what: "lint and format",
    args: ["node_modules/@biomejs/biome/bin/biome", "ci", "--error-on-warnings", "--colors=off"],
  },
  { what: "types of everything (TypeScript 5.9)", args: ["node_modules/typescript/bin/tsc", "-p", "."] },
  { what: "types of the package (TypeScript 5.9)", args: ["node_modules/typescript/bin/tsc", "-p", "src", "--noEmit"] },
  {
    what: "types of the package (TypeScript 6.0)",
    args: ["node_modules/typescript-6/bin/tsc", "-p", "src", "--noEmit"],
  },
  {
    what: "types of the package (TypeScript 7.0)",
    args: ["node_modules/typescript-7/bin/tsc", "-p", "src", "--noEmit"],
  },
  {
    what: "types of the entry for Node (TypeScript 5.9)",
    args: ["node_modules/typescript/bin/tsc", "-p", "src/node", "--noEmit"],
  },
  {
    what: "types of the mocks (TypeScript 5.9)",
    args: ["node_modules/typescript/bin/tsc", "-p", "src/testing", "--noEmit"],
  },
  {
    what: "types of the command line (TypeScript 5.9)",
    args: ["node_modules/typescript/bin/tsc", "-p", "src/cli", "--noEmit"],
  },
  { what: "types of the examples (TypeScript 5.9)", args: ["node_modules/typescript/bin/tsc", "-p", "examples"] },
  { what: "generated/ is up to date", args: ["scripts/run.mjs", "generate", "--check"] },
  {
    what: "layers and cycles",
    args: [
      "node_modules/vitest/vitest.mjs",
      "run",
      "--config",
      "test/vitest.config.ts",
      "--project",
      "quick",
      "test/architecture.test.ts",
    ],
  },
];

/** Compilers and tests quote the code that they find fault with, and so the contracts that it was made from. */
async function runVisibly(args: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, args, { cwd: PROJECT, stdio: ["inherit", "pipe", "pipe"] });
  createInterface({ input: child.stdout }).on("line", print);
  createInterface({ input: child.stderr }).on("line", printError);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
}

async function check(): Promise<number> {
  for (const { what, args } of STEPS) {
    const started = performance.now();
    const status = await runVisibly(args);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    print(`${status === 0 ? "ok" : "FAILED"}: ${what} (${seconds} s)`);
    if (status !== 0) return 1;
  }
  return 0;
}

await runCommand({ name: "check", usage, options: {}, run: check });
