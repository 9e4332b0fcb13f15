import { openAsBlob } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { createInterface } from "node:readline/promises";
import { Command, Option } from "commander";
import { type Contract, type ContractOperation, isEntity } from "../testing/contract.js";
import { type Flag, flagsOf, pathNames } from "./operation-options.js";
import { jsonLine, printObject, Table } from "./print.js";
import { type CliApi, printable, readInput, type Terminal, UsageError } from "./terminal.js";

/** `call whop disputes.list --company-id …`: a command for each operation of a contract, made when its API is named. */
export async function callCommand(terminal: Terminal, [apiName, callName]: readonly string[]): Promise<Command> {
  const call = new Command("call")
    .summary("call an operation")
    .description("Calls an operation by the name that its method has. The key is read from the environment.");
  for (const [name, api] of Object.entries(terminal.apis)) {
    const command = call.command(name);
    if (name !== apiName) continue;
    const { contract } = await api.mock();
    const { operations } = contract;
    command.description(`${contract.name}: ${operations.length} operations. Each takes --help.`);
    const one = operations.find((operation) => operation.call === callName);
    for (const operation of one === undefined ? operations : [one]) {
      addOperation(command, terminal, api, contract, operation, operation === one);
    }
  }
  return call;
}

function addOperation(
  parent: Command,
  terminal: Terminal,
  api: CliApi,
  contract: Contract,
  operation: ContractOperation,
  whole: boolean,
): void {
  const command = parent.command(operation.call).summary(operation.summary ?? `${operation.verb} ${operation.path}`);
  if (!whole) return;
  const flags = flagsOf(contract, operation);
  const id = pathNames(operation).at(-1);
  if (id !== undefined) command.argument(`<${id}>`);
  command.description(`${operation.summary ?? ""}\n${operation.verb} ${operation.path}`.trim());
  for (const flag of flags) command.addOption(optionOf(flag));
  if (operation.body?.mediaType.includes("json"))
    command.option("--body <file>", "the whole body as JSON; - for standard input");
  if (operation.pagination !== undefined) command.option("--limit <count>", "how many items to print (default: all)");
  if (operation.idempotency !== undefined) command.option("--idempotency-key <key>", "makes repeating the call safe");
  command
    .option("--json", "JSON lines, also on a terminal")
    .option("--server <url>", "another address, such as that of a mock")
    .addOption(new Option("--environment <name>").choices(contract.servers.map(({ environment }) => environment)));
  if (operation.verb !== "GET") command.option("--yes", "do not ask before it is sent");
  command.action(async (...args: unknown[]) => {
    const options = command.opts<Record<string, unknown>>();
    const positional = id === undefined ? [] : [String(args[0])];
    await perform({ terminal, api, operation, flags, positional, options });
  });
}

function optionOf({ flag, description, required, repeats, isBoolean, isFile }: Flag): Option {
  const value = isFile ? "<path>" : isBoolean ? "[true|false]" : repeats ? "<value...>" : "<value>";
  // Not mandatory for commander: a whole body may be given instead.
  return new Option(`${flag} ${value}`, printable(`${required ? "(required) " : ""}${description}`));
}

interface Call {
  readonly terminal: Terminal;
  readonly api: CliApi;
  readonly operation: ContractOperation;
  readonly flags: readonly Flag[];
  readonly positional: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

async function perform({ terminal, api, operation, flags, positional, options }: Call): Promise<void> {
  const params = await readParams(terminal, flags, options);
  const isWrite = operation.verb !== "GET";
  if (isWrite && options.yes !== true) await confirm(terminal, operation, positional, params);
  const client = await api.client({
    logLevel: "off",
    ...(typeof options.server === "string" ? { baseURL: options.server } : {}),
    ...(typeof options.environment === "string" ? { environment: options.environment as "production" } : {}),
  });
  const upload = flags.find(({ isFile }) => isFile);
  const file = upload && params[upload.name];
  if (upload) delete params[upload.name];
  const hasParams = flags.some(({ isFile }) => !isFile) || operation.body?.mediaType.includes("json");
  const own = typeof options.idempotencyKey === "string" ? { idempotencyKey: options.idempotencyKey } : {};
  const args = [...positional, ...(file === undefined ? [] : [file]), ...(hasParams ? [params] : []), own];
  const result = methodOf(client, operation.call)(...args);
  const isTable = terminal.isTerminal && options.json !== true;
  if (operation.pagination !== undefined && isPager(result)) {
    await printList(terminal, result, numberOf(options.limit), isTable);
  } else {
    const value = await result;
    terminal.out(isTable ? printObject(value) : jsonLine(value));
  }
}

async function readParams(
  terminal: Terminal,
  flags: readonly Flag[],
  options: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const params: Record<string, unknown> = {};
  if (typeof options.body === "string") {
    const text = options.body === "-" ? await readInput(terminal.stdin) : await readFile(options.body, "utf8");
    const body: unknown = parseJson(text);
    if (!isEntity(body)) throw new UsageError("--body: a JSON object is wanted");
    Object.assign(params, body);
  }
  for (const flag of flags) {
    const given = options[attributeOf(flag)];
    if (given === undefined) continue;
    if (flag.isFile) params[flag.name] = await fileAt(String(given));
    else if (flag.isBoolean) params[flag.name] = given === true ? true : flag.read(String(given));
    else if (flag.repeats) params[flag.name] = [given].flat().map((text) => flag.read(String(text)));
    else params[flag.name] = flag.read(String(given));
  }
  const missing = flags.filter(({ required, name }) => required && params[name] === undefined);
  if (missing.length > 0) throw new UsageError(`${missing.map(({ flag }) => flag).join(", ")}: required`);
  return params;
}

async function confirm(
  terminal: Terminal,
  operation: ContractOperation,
  positional: readonly string[],
  params: Readonly<Record<string, unknown>>,
): Promise<void> {
  const what = `${operation.call} ${[...positional, JSON.stringify(params)].join(" ")}`;
  if (!terminal.isTerminal)
    throw new UsageError(`${operation.call} changes something: give --yes where nobody can be asked`);
  const ask = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await ask.question(`${printable(what)}\nDo this? [y/N] `).finally(() => ask.close());
  if (!/^y(?:es)?$/i.test(answer.trim())) throw new UsageError("nothing was sent");
}

interface PagerLike {
  iterPages(): AsyncIterable<{ readonly data?: unknown }>;
}

async function printList(terminal: Terminal, pager: PagerLike, limit: number, isTable: boolean): Promise<void> {
  const table = new Table(terminal.columns);
  let count = 0;
  for await (const { data } of pager.iterPages()) {
    const items = (Array.isArray(data) ? data : []).slice(0, limit - count);
    count += items.length;
    terminal.out(isTable ? table.print(items) : items.map(jsonLine).join(""));
    if (terminal.isTerminal) terminal.err(`\r${count} items\u001b[K`);
    if (count >= limit) break;
  }
  if (terminal.isTerminal) terminal.err("\r\u001b[K");
}

function isPager(value: unknown): value is PagerLike {
  return typeof value === "object" && value !== null && "iterPages" in value && typeof value.iterPages === "function";
}

type Method = (...args: unknown[]) => unknown;

function methodOf(client: object, call: string): Method {
  const names = call.split(".");
  const last = names.pop() ?? "";
  const owner = names.reduce<unknown>((at, name) => (isObject(at) ? at[name] : undefined), client);
  const method = isObject(owner) ? owner[last] : undefined;
  if (typeof method !== "function") throw new UsageError(`the client has no ${call}`);
  return (...args) => Reflect.apply(method, owner, args);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** As commander names it: `company_id` becomes `companyId`. */
function attributeOf({ flag }: Flag): string {
  return new Option(`${flag} <value>`).attributeName();
}

function numberOf(text: unknown): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new UsageError(`--limit: a whole number above 0, not ${String(text)}`);
  return value;
}

async function fileAt(path: string): Promise<File> {
  // The blob itself is read later, and would fail only then.
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) throw new UsageError(`cannot read the file ${path}`);
  const blob = await openAsBlob(path);
  return new File([blob], basename(path), { type: typeOf(path) });
}

function typeOf(path: string): string {
  if (path.endsWith(".pdf")) return "application/pdf";
  if (path.endsWith(".png")) return "image/png";
  return /\.jpe?g$/.test(path) ? "image/jpeg" : "application/octet-stream";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`--body: ${error instanceof Error ? error.message : "not JSON"}`);
  }
}
