import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { project } from "./consumer.js";
import { atMost, median, medianRatio, type Row } from "./report.js";

const ROUNDS = 9;
const compilers = [
  { version: "5.9", bin: join(project, "node_modules/typescript/bin/tsc") },
  { version: "7.0", bin: join(project, "node_modules/typescript-7/bin/tsc") },
] as const;

const programs = {
  empty: "export {};\n",
  ours: `import { Whop } from "disputekit/whop";
const dispute = await new Whop({ apiKey: "key" }).disputes.retrieve("dspt_1");
export const id: string = dispute.id;
`,
  sdk: `import { Whop } from "@whop/sdk";
const dispute = await new Whop({ apiKey: "key" }).disputes.retrieve("dspt_1");
export const id: string = dispute.id;
`,
};
type Program = keyof typeof programs;

/** What a compiler says of a program and what it took: seconds of CPU, of the compiler and whatever it starts. */
interface Check {
  readonly cpu: number;
  readonly instantiations: number;
  /** Of the package's files, not of the language's own. */
  readonly bytes: number;
  readonly errors: number;
}

/**
 * One call, checked strictly, without the types of Node. What an empty program costs is taken off the instantiations and left in the
 * CPU time. With `skipLibCheck` the call itself is what is checked; without it, so is each declaration that was loaded, those of
 * openapi-fetch among them, which alone make 196,000 instantiations in 7.0: the aim for these is for the call.
 */
export async function measureTypeChecks(consumer: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const { version, bin } of compilers)
    for (const skipLibCheck of [false, true]) {
      const figures: Record<Program, Check[]> = { empty: [], ours: [], sdk: [] };
      const names = ["ours", "sdk"] as const;
      const folders = new Map<Program, string>();
      for (const name of names) folders.set(name, await writeProgram(consumer, name, skipLibCheck));
      // Also warms the disk up; its count is always the same.
      figures.empty.push(check(await writeProgram(consumer, "empty", skipLibCheck), bin));
      for (let round = 0; round < ROUNDS; round += 1)
        for (const name of round % 2 === 0 ? names : [...names].reverse())
          figures[name].push(check(folders.get(name)!, bin));
      rows.push(...toRows(`${version}${skipLibCheck ? ", skipLibCheck" : ""}`, figures, skipLibCheck));
    }
  return rows;
}

async function writeProgram(consumer: string, name: Program, skipLibCheck: boolean): Promise<string> {
  const folder = join(consumer, `${name}-${skipLibCheck}`);
  await mkdir(folder, { recursive: true });
  const compilerOptions = {
    strict: true,
    skipLibCheck,
    noEmit: true,
    target: "ES2022",
    lib: ["ES2022", "DOM"],
    module: "nodenext",
    types: [],
  };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["main.ts"] }));
  await writeFile(join(folder, "package.json"), '{ "type": "module" }\n');
  await writeFile(join(folder, "main.ts"), programs[name]);
  return folder;
}

/** `times` of the shell also counts what the compiler starts: that of 7.0 is a program beside its script. */
function check(folder: string, bin: string): Check {
  const script = '"$@" > out.txt 2>&1; times; cat out.txt';
  const args = ["-c", script, "sh", process.execPath, bin, "-p", ".", "--extendedDiagnostics", "--listFiles"];
  const { stdout } = spawnSync("sh", args, { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 });
  const instantiations = Number(/^Instantiations:\s+(\d+)/m.exec(stdout)?.[1]);
  if (Number.isNaN(instantiations)) throw new Error(`${bin} checked nothing in ${folder}:\n${stdout}`);
  const [, children = ""] = stdout.split("\n", 2);
  const cpu = [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, m, s]) => sum + Number(m) * 60 + Number(s), 0);
  const files = stdout
    .split("\n")
    .filter((line) => /^\/.*\.d\.[cm]?ts$/.test(line) && !/\/lib\.[\w.]+\.d\.ts$/.test(line));
  return {
    cpu,
    instantiations,
    bytes: files.reduce((sum, file) => sum + statSync(file).size, 0),
    errors: stdout.match(/error TS\d+/g)?.length ?? 0,
  };
}

function toRows(
  what: string,
  { ours, sdk, empty }: Record<Program, readonly Check[]>,
  skipLibCheck: boolean,
): readonly Row[] {
  const of = (checks: readonly Check[], figure: keyof Check): number => median(checks.map((one) => one[figure]));
  const pair = (figure: keyof Check, scale: number, base = 0): Pick<Row, "ours" | "peer"> => ({
    ours: (of(ours, figure) - base) * scale,
    peer: { name: "sdk", figure: (of(sdk, figure) - base) * scale },
  });
  const cpu = (checks: readonly Check[]): number[] => checks.map((one) => one.cpu);
  return [
    ...(skipLibCheck
      ? []
      : [
          { what: `${what}: errors`, ...pair("errors", 1), unit: "", digits: 0, aim: atMost(0, "figure") },
          { what: `${what}: declarations`, ...pair("bytes", 1e-6), unit: "MB", digits: 2, aim: atMost(1.2, "figure") },
        ]),
    {
      what: `${what}: instantiations`,
      ...pair("instantiations", 1, of(empty, "instantiations")),
      unit: "",
      digits: 0,
      aim: skipLibCheck ? atMost(100, "figure") : undefined,
    },
    {
      what: `${what}: CPU`,
      ...pair("cpu", 1),
      unit: "s",
      digits: 2,
      ratio: medianRatio(cpu(ours), cpu(sdk)),
      aim: atMost(1),
    },
  ];
}
