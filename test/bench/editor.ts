import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type TypeScript from "typescript";
import { project } from "./consumer.js";
import { atMost, median, medianRatio, type Row } from "./report.js";

const ts: typeof TypeScript = createRequire(import.meta.url)(join(project, "node_modules/typescript"));
const ROUNDS = 7;
const ASKS = 100;

/** The same program over either package: the places that an editor is asked about are marked. */
const program = (specifier: string): string => `import Whop from "${specifier}";
const whop = new Whop({ apiKey: "key" });
for await (const dispute of whop.disputes./*complete*/list({ company_id: "biz_1" })) {
  console.log(dispute./*hover*/amount);
}
await whop.payments./*method*/refund("pay_1", { partial_amount: "much" });
`;

interface Asked {
  /** The first question: it loads the types. All three are CPU. @unit milliseconds */
  readonly diagnostics: number;
  readonly completion: number;
  readonly hover: number;
  readonly words: string;
  readonly methodWords: string;
  readonly errors: readonly string[];
  readonly names: readonly string[];
}

/**
 * What an editor waits for, through TypeScript's language service: the diagnostics of a program just opened, then completion behind
 * `whop.disputes.` and hover on a field, in a service that is warm. Shows what hover and diagnostics say, too.
 */
export async function measureEditor(consumer: string): Promise<readonly Row[]> {
  const names = ["ours", "sdk"] as const;
  const files = {
    ours: await writeProgram(consumer, "editor-ours", "disputekit/whop"),
    sdk: await writeProgram(consumer, "editor-sdk", "@whop/sdk"),
  };
  const figures: Record<"ours" | "sdk", Asked[]> = { ours: [], sdk: [] };
  for (let round = 0; round < ROUNDS; round += 1)
    for (const name of round % 2 === 0 ? names : [...names].reverse()) figures[name].push(await ask(files[name]));
  for (const name of names) {
    const [first] = figures[name];
    console.log(`\n${name === "ours" ? "disputekit/whop" : "@whop/sdk"}`);
    console.log(`  hover on amount: ${first?.words}`);
    console.log(`  hover on refund: ${first?.methodWords}`);
    console.log(`  completion behind whop.disputes: ${first?.names.join(", ")}`);
    console.log(`  a wrong type: ${first?.errors.join(" | ")}`);
  }
  return (["diagnostics", "completion", "hover"] as const).map((key): Row => {
    const of = (name: "ours" | "sdk"): number[] => figures[name].map((asked) => asked[key]);
    return {
      what: key === "diagnostics" ? "diagnostics of a program just opened" : `${key}, warm`,
      ours: median(of("ours")),
      peer: { name: "sdk", figure: median(of("sdk")) },
      unit: "ms",
      ratio: medianRatio(of("ours"), of("sdk")),
      aim: atMost(1),
    };
  });
}

async function writeProgram(consumer: string, name: string, specifier: string): Promise<string> {
  const folder = join(consumer, name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), '{ "type": "module" }\n');
  const path = join(folder, "main.ts");
  await writeFile(path, program(specifier));
  return path;
}

/** In a service of its own, so that nothing is left of the round before. */
async function ask(path: string): Promise<Asked> {
  const text = await readFile(path, "utf8");
  const service = serviceOf(path);
  const at = (mark: string): number => text.indexOf(`/*${mark}*/`) + `/*${mark}*/`.length;
  const [diagnostics, found] = timed(() => service.getSemanticDiagnostics(path));
  const words = (place: number): string => {
    const info = service.getQuickInfoAtPosition(path, place);
    return `${ts.displayPartsToString(info?.displayParts)} — ${ts.displayPartsToString(info?.documentation) || "nothing"}`;
  };
  // Once to warm up: an editor asks at every key.
  const complete = () => service.getCompletionsAtPosition(path, at("complete"), {});
  const hover = () => words(at("hover"));
  complete();
  hover();
  const [completion, list] = timedOften(complete);
  const [hovering, hovered] = timedOften(hover);
  return {
    diagnostics,
    completion,
    hover: hovering,
    words: hovered,
    methodWords: words(at("method")).replaceAll(/\s+/g, " ").slice(0, 300),
    errors: found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " ")),
    names: list?.entries.map(({ name }) => name) ?? [],
  };
}

function timed<T>(work: () => T): [number, T] {
  const start = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(start);
  return [(user + system) / 1000, result];
}

/** The mean of many: one answer takes less than what a collection of garbage takes, which would decide a single one. */
function timedOften<T>(work: () => T): [number, T] {
  const [all, [first]] = timed(() => Array.from({ length: ASKS }, work));
  return [all / ASKS, first as T];
}

function serviceOf(path: string): TypeScript.LanguageService {
  const options: TypeScript.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
  };
  return ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [path],
    getScriptVersion: () => "1",
    getScriptSnapshot: (name) => {
      const found = ts.sys.readFile(name);
      return found === undefined ? undefined : ts.ScriptSnapshot.fromString(found);
    },
    getCurrentDirectory: () => join(path, ".."),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  });
}
