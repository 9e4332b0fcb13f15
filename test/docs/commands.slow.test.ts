import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type MockServer, mockDecisionly, mockWhop } from "../../src/testing.js";
import { ROOT } from "../support/paths.js";
import { commandsOfHelp, commandsOfPages } from "./documented-commands.js";

/** Run in the clone: they write nothing where `generated/` is fresh. */
const inClone = [
  "npm run generate",
  "npm run generate -- --suggest-overlay new.overlay.yaml",
  "npm run generate -- --skip-unsupported",
  "npm run diff -- --from main",
  "npm run generate -- --check",
  "npm run drift -- --samples docs/samples",
  "npm test -- test/scenarios -t cursor-list",
];

/** Run by another test: its file, and the words there by which it does. */
const elsewhere: Readonly<Record<string, readonly [file: string, words: string]>> = {
  "npm ci --ignore-scripts": [".ci/run", "npm ci"],
  "bash .ci/run": [".github/workflows/ci.yml", "run: bash .ci/run"],
  "npm run ci": [".ci/run", "npm run --silent ci"],
  "npm run check": ["package.json", '"ci": "npm run --silent check && npm run --silent test:all"'],
  "npm test": ["test/run-suites.ts", 'name: "quick"'],
  "npm run build": ["test/package/run.ts", '"build"'],
  "npm pack": ["test/package/tarball.ts", '"npm", "pack"'],
  "npm install ../disputekit/disputekit-*.tgz": ["test/package/run.ts", '"npm", "install", tarball'],
  "npm run pull -- --from openapi.yaml": ["test/pull/simulated-pulls.slow.test.ts", '"pull", "--from"'],
  "npm run pull -- --from pages": ["test/pull/simulated-pulls.slow.test.ts", 'join(folder, "pages")'],
  "npm run regenerate -- --out .regenerate": ["test/workflows/regenerate.e2e.ts", "--out .regenerate"],
  "npm run add-api -- --id shop --name Shop --from https://api.shop.example/openapi.json": [
    "test/add-api/add-api.e2e.ts",
    '"--from", "../shop.yaml"',
  ],
  "npm run add-api -- --id shop --name Shop --from shop.yaml --as-is": ["test/add-api/add-api.e2e.ts", '"--as-is"'],
  "npm test -- test/pull": ["test/run-suites.ts", "...filters"],
  "npm run test:all -- slow": ["test/run-suites.ts", 'name: "slow"'],
  "npm run test:all -- slow test/diff -t enum": ["test/run-suites.ts", "...filters"],
  "npm run test:all -- runtimes deno bun": ["test/runtimes/run.ts", "process.argv.slice(2)"],
};

/** Not run, and why. */
const notRun: Readonly<Record<string, string>> = {
  "MUTANT_TESTS=test/runtime npm run test:mutants -- --mutate src/runtime/request/send.ts:40-60": "takes minutes",
  "MUTANT_TESTS=test/runtime/lists npm run test:mutants -- --mutate 'src/runtime/lists/*.ts'": "takes an hour",
  "MUTANT_TESTS=test/runtime/request,test/runtime/client npm run test:mutants -- --mutate src/runtime/request/send.ts":
    "takes minutes",
  "KILLS=67 MEETINGS=15 EVERY_WRITE=1 npm run test:all -- e2e test/commands/interrupted": "takes half an hour",
  "npm pack @figma/rest-api-spec@0.27.0 @figma/rest-api-spec@0.30.0": "needs the registry",
  "npm run diff -- --api decisionly --from A/openapi/openapi.yaml --to B/openapi/openapi.yaml": "of what that brings",
  "npx redocly diff --fail-on none A/openapi/openapi.yaml B/openapi/openapi.yaml": "of what that brings",
  "UPDATE_REPORTS=1 npm run test:all -- slow test/docs/reports": "rewrites what the tests compare with",
  'npm install "git+https://<host>/<owner>/disputekit.git"': "its address is for the reader to fill in",
  "UPDATE_SCENARIOS=1 npm test -- test/scenarios test/things": "rewrites what the tests compare with",
  "UPDATE_EXPORTS=1 npm test -- test/exports": "rewrites what the tests compare with",
  "UPDATE_TABLE=1 npm run test:all -- fetches": "rewrites what the tests compare with",
};

const isOurs = (command: string): boolean => /\bdisputekit (?:call|webhooks|mock|migrate|completion)\b/.test(command);

let folder: string;
let whop: MockServer;
let decisionly: MockServer;
let receiver: Server;
const delivered: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "documented-"));
  whop = await mockWhop().start();
  decisionly = await mockDecisionly().start();
  receiver = createServer((request, response) => {
    delivered.push(`${request.method} ${request.url} ${request.headers["webhook-signature"] !== undefined}`);
    response.end();
  });
  await new Promise<void>((done) => receiver.listen(0, "127.0.0.1", done));
  // `npx` of a machine where the package is installed: without what `-p` names, and the command of this clone.
  const tsx = pathToFileURL(join(ROOT, "node_modules/tsx/dist/loader.mjs")).href;
  const own = `exec '${process.execPath}' --import '${tsx}' '${join(ROOT, "src/cli.ts")}' "$@"\n`;
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin/disputekit"), `#!/bin/sh\n${own}`, { mode: 0o755 });
  const drop = 'while [ "$1" = "-p" ]; do shift 2; done\n[ "$1" = "disputekit" ] || exit 9\nshift\n';
  writeFileSync(join(folder, "bin/npx"), `#!/bin/sh\n${drop}${own}`, { mode: 0o755 });
  writeFileSync(join(folder, "receipt.pdf"), "%PDF-1.7");
  writeFileSync(join(folder, "event.json"), JSON.stringify({ type: "payment.succeeded", data: { id: "pay_1" } }));
  mkdirSync(join(folder, "src"));
  writeFileSync(join(folder, "src/client.ts"), 'import Whop from "@whop/sdk";\nexport const whop = new Whop();\n');
});

afterAll(async () => {
  receiver.close();
  await Promise.all([whop.stop(), decisionly.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly status: number | null;
  readonly out: string;
}

/** Runs a line in bash, in a project of a user, with the mocks where the providers are. `until` ends what would go on. */
async function runLine(line: string, until?: RegExp): Promise<Ended> {
  const { port } = receiver.address() as AddressInfo;
  const here = line.replace("127.0.0.1:3000", `127.0.0.1:${port}`).replace(/--port \d+/, "--port 0");
  const child = spawn("bash", ["-c", until ? `exec ${here}` : here], {
    cwd: folder,
    env: {
      PATH: `${join(folder, "bin")}:${process.env.PATH}`,
      HOME: folder,
      WHOP_API_KEY: "key_1",
      WHOP_BASE_URL: whop.url,
      WHOP_WEBHOOK_SECRET: "ws_0123456789abcdef0123",
      DECISIONLY_API_KEY: "test_1",
      DECISIONLY_BASE_URL: decisionly.url,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  const read = (text: string) => {
    out += text;
    if (until?.test(out)) child.kill("SIGTERM");
  };
  child.stdout.setEncoding("utf8").on("data", read);
  child.stderr.setEncoding("utf8").on("data", read);
  const status = await new Promise<number | null>((done) => child.on("close", done));
  return { status: until?.test(out) ? 0 : status, out };
}

const HELPS = ["", "call", "webhooks", "mock", "migrate", "completion"];
const helpOf = (command: string): string =>
  execFileSync(process.execPath, ["--import", "tsx", "src/cli.ts", ...command.split(" ").filter(Boolean), "--help"], {
    cwd: ROOT,
    encoding: "utf8",
  });

const documented = [...new Set([...commandsOfPages(), ...HELPS.flatMap((name) => commandsOfHelp(helpOf(name)))])];

test("each documented command is run here, run by another test, or has a reason why not", () => {
  const known = [...inClone, ...Object.keys(elsewhere), ...Object.keys(notRun)];
  expect(documented.filter((command) => !isOurs(command)).sort()).toEqual(known.sort());
  expect(documented.filter(isOurs).length).toBeGreaterThan(10);
});

test.each(Object.entries(elsewhere))("%s is run elsewhere", (_, [file, words]) => {
  expect(existsSync(join(ROOT, file)), file).toBe(true);
  expect(readFileSync(join(ROOT, file), "utf8")).toContain(words);
});

describe("of the command line", () => {
  test.each(documented.filter(isOurs))("%s", async (command) => {
    const { status, out } = await runLine(command, / mock /.test(command) ? /http:\/\/127\.0\.0\.1:\d+/ : undefined);
    expect(out).not.toMatch(/(?:Type|Reference|Syntax)Error|not found/);
    expect(status, out).toBe(0);
    if (/webhooks send/.test(command)) expect(delivered).toEqual(["POST /webhooks/whop true"]);
  });
});

test.each(inClone)("in a clone: %s", (command) => {
  // A clone of one commit has no other revision.
  const [program = "", ...args] = command.replace(/\bmain$/, "HEAD").split(" ");
  execFileSync(program, args, { cwd: ROOT, stdio: "pipe" });
});
