import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command, Option } from "commander";
import type { CompilerOptions, Project } from "ts-morph";
import { printable, type Terminal, UsageError } from "../terminal.js";
import { type Finding, migrateFile } from "./migrate-file.js";

const about = `Rewrites code that uses @whop/sdk, 0.0.x or later, for this package: imports, the constructor, names of types and errors, ids in
objects, and \`await\` before webhooks.unwrap. Shows what it would change; --write changes the files. What no rule exists for, and what
does not compile against this package afterwards, is listed with file and line. Ends with 1 where something is left to do.

Needs ts-morph: npx -p ts-morph -p disputekit disputekit migrate src`;

interface Options {
  readonly write?: boolean;
  readonly entry: string;
}

/** `migrate [paths]`, for code written for the official SDK. */
export function migrateCommand(terminal: Terminal): Command {
  return new Command("migrate")
    .summary("rewrite code that uses @whop/sdk")
    .description(about)
    .argument("[paths...]", "files, or folders to look through", ["."])
    .addOption(
      new Option(
        "--entry <entry>",
        "whop for the shapes of 0.0.x (version 2025-01-01), whop-current for those of today",
      )
        .choices(["whop", "whop-current"])
        .default("whop"),
    )
    .option("--write", "change the files")
    .action(async (paths: string[], { write, entry }: Options) => {
      const morph = await loadMorph();
      const project = new morph.Project({ compilerOptions: compilerOptions(morph), skipAddingFilesFromTsConfig: true });
      addFiles(project, paths);
      const { changes, findings } = migrateProject(project, `disputekit/${entry}`, morph);
      for (const { path, before, after } of changes)
        for (const line of changeLines(path, before, after)) terminal.out(`${printable(line)}\n`);
      for (const { file, line, text } of findings.map(relativeTo))
        terminal.err(`${printable(`${file}:${line}: ${text}`)}\n`);
      if (write) await project.save();
      const done = write ? "changed" : "to change (nothing is written without --write)";
      terminal.err(`${changes.length} files ${done}, ${findings.length} places to look at\n`);
      if (findings.length > 0) throw new Error(`${findings.length} places are left to do by hand`);
    });
}

export interface Migrated {
  readonly changes: readonly { readonly path: string; readonly before: string; readonly after: string }[];
  readonly findings: readonly Finding[];
}

/** Changes the files of a project in memory. What does not compile against the entry afterwards is among the findings. */
export function migrateProject(project: Project, entry: string, morph: typeof import("ts-morph")): Migrated {
  const files = project.getSourceFiles();
  const exported = exportsOf(project, entry);
  const options = { entry, morph, known: (name: string) => exported.has(name) };
  const changes: { path: string; before: string; after: string }[] = [];
  const findings: Finding[] = [];
  for (const file of files) {
    const before = file.getFullText();
    const found = migrateFile(file, options);
    if (found === undefined) continue;
    const after = file.getFullText();
    if (after !== before) changes.push({ path: file.getFilePath(), before, after });
    findings.push(...found);
    const said = new Set(found.map(({ line }) => line));
    for (const diagnostic of file.getPreEmitDiagnostics()) {
      if (NOT_OURS.has(diagnostic.getCode())) continue;
      const line = diagnostic.getLineNumber() ?? 1;
      const text = morph.ts.flattenDiagnosticMessageText(diagnostic.compilerObject.messageText, " ");
      if (!said.has(line)) findings.push({ file: file.getFilePath(), line, text });
    }
  }
  findings.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
  return { changes, findings };
}

/** Modules that are not looked at, the globals of a runtime, and the stricter settings of a project of one's own. */
const NOT_OURS: ReadonlySet<number> = new Set([
  2304, 2307, 2580, 2582, 2584, 2591, 2592, 2593, 2867, 2868, 7005, 7006, 7016, 7031, 7034,
]);

async function loadMorph(): Promise<typeof import("ts-morph")> {
  try {
    return await import("ts-morph");
  } catch (cause) {
    throw new UsageError(
      "migrate needs ts-morph, which is not installed: npx -p ts-morph -p disputekit disputekit migrate",
      {
        cause,
      },
    );
  }
}

/** The types of this package: beside the command where it is installed, or its sources. */
function entryFile(entry: string): string {
  const name = entry.replace("disputekit/", "");
  const places = [`./${name}.d.ts`, `../../${name}.ts`].map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new Error(`the types of ${entry} are not beside the command`);
  return found;
}

/** Those under which the result is judged, whatever the project itself has. */
export function compilerOptions(morph: typeof import("ts-morph")): CompilerOptions {
  const paths = Object.fromEntries(
    ["disputekit/whop", "disputekit/whop-current"].map((entry) => [entry, [entryFile(entry)]] as [string, string[]]),
  );
  const { ModuleKind, ModuleResolutionKind, ScriptTarget } = morph;
  return {
    target: ScriptTarget.ES2022,
    module: ModuleKind.ESNext,
    moduleResolution: ModuleResolutionKind.Bundler,
    lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
    allowJs: true,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    paths,
  };
}

function exportsOf(project: Project, entry: string): ReadonlySet<string> {
  return new Set(
    project
      .addSourceFileAtPath(entryFile(entry))
      .getExportSymbols()
      .map((symbol) => symbol.getName()),
  );
}

function addFiles(project: Project, paths: readonly string[]): void {
  for (const path of paths) {
    if (!existsSync(path)) throw new UsageError(`there is no file or folder ${JSON.stringify(path)}`);
    const whole = resolve(path);
    if (/\.[cm]?[jt]sx?$/.test(path)) project.addSourceFileAtPath(whole);
    else
      project.addSourceFilesAtPaths([
        `${whole}/**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}`,
        `!${whole}/**/node_modules/**`,
        `!${whole}/**/dist/**`,
      ]);
  }
}

function relativeTo({ file, ...finding }: Finding): Finding {
  return { ...finding, file: relative(process.cwd(), file) };
}

/** The lines that differ: `-` before, `+` after, under the number of the first. */
function changeLines(path: string, before: string, after: string): string[] {
  const lines = [relative(process.cwd(), path)];
  let line = 1;
  let last = "=";
  for (const { sign, text } of compareLines(before.split("\n"), after.split("\n"))) {
    if (sign !== "=" && last === "=") lines.push(`@ ${line}`);
    if (sign !== "=") lines.push(`${sign} ${text}`);
    if (sign !== "+") line += 1;
    last = sign;
  }
  return lines;
}

interface Line {
  readonly sign: "=" | "-" | "+";
  readonly text: string;
}

/** By the longest common subsequence. Codemods change few lines, so that what is alike at both ends is left aside first. */
function compareLines(old: readonly string[], now: readonly string[]): Line[] {
  let start = 0;
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start += 1;
  let end = 0;
  const most = Math.min(old.length, now.length) - start;
  while (end < most && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const [a, b] = [old.slice(start, old.length - end), now.slice(start, now.length - end)];
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const row = lengths[i];
      if (row) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  const lines: Line[] = old.slice(0, start).map((text) => ({ sign: "=", text }));
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left !== undefined && left === right) {
      lines.push({ sign: "=", text: left });
      i += 1;
      j += 1;
    } else if (left !== undefined && (right === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ sign: "-", text: left });
      i += 1;
    } else {
      lines.push({ sign: "+", text: right ?? "" });
      j += 1;
    }
  }
  return lines;
}
