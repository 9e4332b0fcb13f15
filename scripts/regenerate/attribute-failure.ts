import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ContractDiff } from "../diff/report/findings.js";
import type { ApiModel, MethodModel } from "../model/api-model.js";
import { placedMethods } from "../model/placed-methods.js";
import type { ApiStates } from "./prepare-api.js";
import type { BrokenPlace } from "./verify.js";

/** An API that changed: its operations are the candidates for the cause. */
export interface Candidate {
  readonly diff: ContractDiff | undefined;
  readonly states: ApiStates;
}

/** An operation whose change explains a failure. */
export interface Cause {
  readonly api: string;
  readonly operationId: string;
  /** For example `whop.files.create`. */
  readonly method: string;
}

/**
 * The changed operations that a failure is attributed to. A compiler error or a failing test names operations by their id, their
 * method, their path, or a type of their parameters or responses; those that have changed are the cause. A place that names no changed
 * operation is attributed to none.
 */
export async function attributeFailure(
  root: string,
  places: readonly BrokenPlace[],
  candidates: readonly Candidate[],
): Promise<Cause[]> {
  const found = new Map<string, Cause>();
  const texts = await Promise.all(
    places.map(async (place) => `${place.title}\n${place.text}\n${await codeAt(root, place)}`),
  );
  for (const { diff, states } of candidates) {
    if (diff === undefined) continue;
    // A renamed operation is known by its old id, too: tests and code written by hand use that.
    const changed = new Set(
      diff.findings
        .filter(({ severity }) => severity !== "patch")
        .flatMap(({ operationIds, before }) => [...operationIds, ...(before === null ? [] : [before])]),
    );
    const known = [states.before, states.after].flatMap((state) =>
      state === undefined || !("model" in state) ? [] : operationsOf(state.model),
    );
    for (const text of texts) {
      for (const { operationId, method } of causesIn(text, known, changed)) {
        found.set(`${diff.api} ${operationId}`, { api: diff.api, operationId, method });
      }
    }
  }
  return [...found.values()].sort((a, b) => (a.method < b.method ? -1 : 1));
}

interface KnownOperation {
  readonly operationId: string;
  readonly method: string;
  readonly resourceClass: string;
  readonly name: string;
  readonly path: string;
  /** The types in its signature. */
  readonly own: ReadonlySet<string>;
  /** The types that these refer to. */
  readonly inner: ReadonlySet<string>;
}

/** The changed operations that a text names, by the most specific way in which it names any. */
function causesIn(text: string, known: readonly KnownOperation[], changed: ReadonlySet<string>): KnownOperation[] {
  const words = new Set(text.match(/\w+/g) ?? []);
  const candidates = known.filter(({ operationId }) => changed.has(operationId));
  const ways: readonly ((operation: KnownOperation) => boolean)[] = [
    ({ operationId }) => words.has(operationId),
    (operation) => namesMethod(text, operation),
    ({ path }) => namesPath(text, path),
    ({ own }) => [...own].some((name) => words.has(name)),
    ({ inner }) => [...inner].some((name) => words.has(name)),
  ];
  for (const way of ways) {
    const named = candidates.filter(way);
    if (named.length > 0) return named;
  }
  return [];
}

/** `files.create`, or the compiler's "Property 'create' does not exist on type 'Files'". */
function namesMethod(text: string, { method, resourceClass, name }: KnownOperation): boolean {
  const short = method.slice(method.indexOf(".") + 1);
  if (new RegExp(`\\b${short.replaceAll(".", "\\.")}\\b`).test(text)) return true;
  return text.includes(`'${name}' does not exist on type '${resourceClass}'`);
}

/** As a word: `/files` is no part of `/files/{id}`. */
function namesPath(text: string, path: string): boolean {
  return text.split(/[\s"'`,]+/).includes(path);
}

function operationsOf(model: ApiModel): KnownOperation[] {
  const parts = new Map(model.declarations.map((declaration) => [declaration.name, referencesIn(declaration)]));
  return placedMethods(model).map(({ resource, method, fullName }) => {
    const own = typesOf(method);
    return {
      operationId: method.operationId,
      method: fullName,
      resourceClass: resource.className,
      name: method.name,
      path: method.path,
      own,
      inner: closureOf(own, parts),
    };
  });
}

/** Error responses are left out: all operations share them. */
function typesOf({ params, failure: _, ...method }: MethodModel): Set<string> {
  const names = referencesIn(method);
  if (params !== undefined) names.add(params.type);
  return names;
}

/** The names of the declarations that a part of the model refers to. */
function referencesIn(part: unknown, names = new Set<string>()): Set<string> {
  if (part === null || typeof part !== "object") return names;
  const { kind, name } = part as { kind?: unknown; name?: unknown };
  if (kind === "reference" && typeof name === "string") names.add(name);
  for (const value of Object.values(part)) referencesIn(value, names);
  return names;
}

function closureOf(start: ReadonlySet<string>, parts: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const reached = new Set<string>();
  const open = [...start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const next of parts.get(name) ?? []) {
      if (reached.has(next)) continue;
      reached.add(next);
      open.push(next);
    }
  }
  return reached;
}

/** The line of the error; in generated code the whole method or type that contains it. */
async function codeAt(root: string, { file, line }: BrokenPlace): Promise<string> {
  if (line === undefined) return "";
  const lines = (await readFile(join(root, file), "utf8").catch(() => "")).split("\n");
  if (!file.startsWith("generated/")) return lines[line - 1] ?? "";
  const isEdge = (text: string) => /^\s*\/\*\*|^$/.test(text);
  let [from, to] = [line - 1, line];
  while (from > 0 && !isEdge(lines[from] ?? "")) from -= 1;
  while (to < lines.length && !isEdge(lines[to] ?? "")) to += 1;
  return lines.slice(from, to).join("\n");
}
