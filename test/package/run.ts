import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { apis } from "../../scripts/apis.js";
import { runCases } from "./cases.js";
import { type Consumer, consumers, expectedOutput, program, toCommonJs } from "./consumer.js";
import { withServer } from "./server.js";
import { assertEmpty, Fault, run, step } from "./steps.js";
import { checkFileList, checkTexts, pack } from "./tarball.js";

/** The package as its users get it: built, packed, looked through, installed, compiled against, called. */
const project = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const nodeTypesVersion: string = createRequire(import.meta.url)("@types/node/package.json").version;
const compilers = ["typescript", "typescript-6", "typescript-7"] as const;

async function main(): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), "disputekit-package-"));
  try {
    await step("build", async () => {
      await rm(join(project, "dist"), { recursive: true, force: true });
      run(project, "npm", "run", "--silent", "build");
    });
    await step("scripts that call the built clients", () => runCases(project));
    const { tarball, folder } = await step("pack", () => pack(project, scratch));
    await step("only what belongs there", () => checkFileList(folder));
    await step("every import is inside of it, and no path of this machine", () => checkTexts(folder, project));
    await step("publint", () => lint(folder));
    await step("are the types wrong", () => checkTypes(tarball));
    for (const consumer of consumers) {
      const { place } = await step(`install (${consumer.name})`, () => install(scratch, consumer, tarball));
      const { typescript, compilers: chosen = compilers } = consumer;
      const tools = join(typescript === undefined ? project : place, "node_modules");
      for (const compiler of typescript === undefined ? chosen : ["typescript"])
        await step(
          `compile with ${typescript === undefined ? compiler : `${compiler} ${typescript}`} (${consumer.name})`,
          () => {
            run(place, process.execPath, join(tools, compiler, "bin/tsc"), "-p", ".");
          },
        );
      if (consumer.isCommonJs) await step("call a local server from CommonJS", () => call(place));
      if (consumer.name !== "nodenext") continue;
      await step("call a local server", () => call(place));
      await step("the command line calls a mock that it serves", () => commandLine(place));
      await step("require every entry from CommonJS", () => requireEntries(place));
      await step("importing loads nothing of the platform's fetch", () => importQuietly(place));
    }
  } catch (error) {
    console.error(error instanceof Fault ? error.message : error);
    process.exitCode = 1;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function lint(folder: string): Promise<void> {
  const { messages, pkg } = await publint({ pkgDir: folder, pack: false, strict: true });
  assertEmpty(
    "publint",
    messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code),
  );
}

/**
 * The profile `esm-only` leaves out `require` before Node 20.19 and resolution without `exports`: the package is ESM alone, and asks
 * for a Node in which `require` takes ESM, so a CommonJS file that resolves to it (`cjs-resolves-to-esm`) is as it should be.
 */
function checkTypes(tarball: string): void {
  const manifest = createRequire(import.meta.url).resolve("@arethetypeswrong/cli/package.json");
  const command = join(manifest, "../dist/index.js");
  run(
    project,
    process.execPath,
    command,
    tarball,
    "--profile",
    "esm-only",
    "--no-definitely-typed",
    "--no-emoji",
    "--no-color",
  );
}

async function install(
  scratch: string,
  { name, compilerOptions, nodeTypes, typescript, isCommonJs = false }: Consumer,
  tarball: string,
): Promise<{ place: string }> {
  const place = join(scratch, name.replaceAll(" ", "-"));
  await mkdir(place);
  await writeFile(
    join(place, "package.json"),
    JSON.stringify({
      name: name.replaceAll(" ", "-").toLowerCase(),
      private: true,
      type: isCommonJs ? "commonjs" : "module",
    }),
  );
  await writeFile(join(place, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["main.ts"] }));
  await writeFile(join(place, "main.ts"), isCommonJs ? toCommonJs(program) : program);
  const more = [
    ...(nodeTypes === undefined ? [] : [`@types/node@${nodeTypes === true ? nodeTypesVersion : nodeTypes}`]),
    ...(typescript === undefined ? [] : [`typescript@${typescript}`]),
  ];
  run(place, "npm", "install", tarball, ...more, "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts");
  const manifest: { version: string } = JSON.parse(
    await readFile(join(place, "node_modules/disputekit/package.json"), "utf8"),
  );
  if (!tarball.includes(manifest.version)) throw new Fault(`${manifest.version} was installed from ${tarball}.`);
  return { place };
}

const entries = [
  "disputekit",
  ...apis.map(({ id }) => `disputekit/${id}`),
  "disputekit/webhooks",
  "disputekit/node",
  "disputekit/testing",
];

/** Where `require` takes ESM, it gives the same as `import`, so long as no module waits for something at its top. */
function requireEntries(place: string): void {
  const code = entries.map((entry) => `if (Object.keys(require("${entry}")).length === 0) process.exit(1);`).join("\n");
  run(place, process.execPath, "--disable-warning=ExperimentalWarning", "--input-type=commonjs", "--eval", code);
}

/** One process serves the mock, another calls it. */
async function commandLine(place: string): Promise<string> {
  const command = join(place, "node_modules/.bin/disputekit");
  const server = spawn(command, ["mock", "whop", "--port", "0", "--for", "60"], { cwd: place });
  try {
    const url = await new Promise<string>((resolve, reject) => {
      server.stdout.setEncoding("utf8").once("data", (text: string) => resolve(text.trim()));
      server.once("error", reject).once("close", () => reject(new Fault("The mock ended by itself.")));
    });
    const args = ["WHOP_API_KEY=k", command, "call", "whop", "disputes.list", "--company-id", "biz_1", "--server", url];
    const lines = run(place, "env", ...args)
      .trimEnd()
      .split("\n");
    if (lines.length !== 25 || lines.some((line) => !JSON.parse(line).id.startsWith("dspt_"))) {
      throw new Fault(`It printed:\n${lines.join("\n")}`);
    }
    return `${lines.length} disputes`;
  } finally {
    server.kill();
  }
}

/** Naming one of these makes Node load its whole `fetch`, which takes longer than the package itself. */
function importQuietly(place: string): void {
  const names = ["Request", "Response", "Headers", "FormData", "fetch"];
  const code = [
    `for (const name of ${JSON.stringify(names)})`,
    "  Object.defineProperty(globalThis, name, { get: () => { throw new Error(name + ' was read at import'); } });",
    ...entries.map((entry) => `await import("${entry}");`),
  ];
  run(place, process.execPath, "--input-type=module", "--eval", code.join("\n"));
}

/** Runs what the compiler made of the program, and compares what it prints and what the server saw. */
async function call(place: string): Promise<string> {
  let output = "";
  const seen = await withServer(async (url) => {
    output = await runProgram(place, url);
  });
  if (output.trim() !== JSON.stringify(expectedOutput)) throw new Fault(`The program printed ${output}`);
  const basic = `Basic ${Buffer.from("test_key:").toString("base64")}`;
  const wanted = [
    "GET /disputes/dspt_1 Bearer whop_key",
    "GET /disputes?company_id=biz_1 Bearer whop_key",
    "GET /disputes?company_id=biz_1&after=c1 Bearer whop_key",
    "GET /disputes/dspt_1 Bearer whop_key", // by the client of the Current API
    `GET /v1/issuer/cases/case_1 ${basic}`,
  ];
  if (seen.join("\n") !== wanted.join("\n")) throw new Fault(`The server was asked:\n${seen.join("\n")}`);
  return `${seen.length} requests`;
}

function runProgram(place: string, server: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["out/main.js"], {
      cwd: place,
      env: { PATH: process.env.PATH, SERVER: server },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.on("error", reject);
    child.on("close", (status) =>
      status === 0 ? resolve(output) : reject(new Fault(`The program ended with ${status}:\n${output}`)),
    );
  });
}

await main();
