import { describe, expect, test } from "vitest";
import { pointerOf, SpecError } from "../../scripts/diagnostics.js";
import { diffContracts } from "../../scripts/diff/diff-contracts.js";
import type { ContractDiff } from "../../scripts/diff/report/findings.js";
import { isAnnotation } from "../../scripts/load/annotations.js";
import { parseYaml } from "../../scripts/load/parse-yaml.js";
import type { ApiState, RefusedState } from "../../scripts/model/api-state.js";
import { buildComparable } from "../../scripts/pipeline.js";
import { expectSound } from "./expect-sound.js";
import { differingFiles } from "./same-code.js";
import { shopApi } from "./shop.js";
import { wideContract } from "./wide-contract.js";

/**
 * Each node of a contract changed alone, in each way that its kind allows, there and back. What any report must be true to:
 *
 * - "none" is said of packages whose code is the same, and only of contracts that mean the same on the wire;
 * - "patch" is never said where a type or a request differs;
 * - what is said of the exports is said of packages that differ;
 * - a patch asks for nothing, and a major always does.
 */
interface Change {
  readonly pointer: string;
  readonly what: string;
  readonly document: unknown;
}

type Path = readonly (string | number)[];

/** What has keys of a contract's own choice. */
const NAMED = new Set(["properties", "schemas", "responses", "headers", "paths", "webhooks", "mapping", "encoding"]);

const SCHEMA_KEYS = ["type", "$ref", "oneOf", "allOf", "const"];

const SETS: readonly (readonly string[])[] = [
  ["string", "integer", "number", "boolean", "object", "array"],
  ["query", "header", "path", "cookie"],
  ["form", "deepObject", "spaceDelimited", "pipeDelimited", "simple"],
  ["brackets", "repeat"],
  ["bearer", "basic"],
];

const original = parseYaml("wide.yaml", wideContract);
const before = stateOf(original);

test("the contract is one that a client is generated from", () => {
  expect(before).not.toHaveProperty("refusal");
});

const changes = [...changesOf(original, [])];

describe("one place alone", () => {
  test.each(changes)("$pointer: $what", ({ what, document }) => {
    // A schema in an allOf of its own means the same, and the wire type may be written by its name or in place.
    const isJudged = (path: string): boolean => what !== "wrapped" || path !== "paths.ts";
    const after = attempt(() => stateOf(document));
    // What is no OpenAPI document, and what changes nothing that is read, has no diff.
    if (after === undefined || before === undefined) return;
    for (const [one, other] of [
      [before, after],
      [after, before],
    ] as const)
      expectTrue(diffContracts(shopApi, one, other), one, other, isJudged);
  });
});

function expectTrue(
  diff: ContractDiff,
  one: ApiState | RefusedState,
  other: ApiState | RefusedState,
  isJudged: (path: string) => boolean,
): void {
  const lines = diff.findings.map(
    ({ severity, kind, level, statement, advice }) => `${severity} ${kind} (${level}): ${statement}. ${advice}`,
  );
  const said = [`verdict ${diff.verdict}`, ...lines].join("\n");
  expectSound(diff, said);
  if (!("model" in one) || !("model" in other)) {
    expect(
      diff.findings.map(({ kind }) => kind),
      said,
    ).toContain("refusal" in other ? "generation-refused" : "generation-possible");
    return;
  }
  const ofExports = lines.filter((_, index) => diff.findings[index]?.level === "exports");
  // What no operation uses does not decide the verdict, whatever its type is.
  const isUnused = lines.some((line) => line.includes("in a type that no operation uses"));
  const isQuiet = diff.verdict === "none" || (diff.verdict === "patch" && !isUnused);
  // Writing the files takes most of the time.
  if (!isQuiet && ofExports.length === 0) return;
  const files = differingFiles(one, other).filter(isJudged);
  if (isQuiet) expect(files, said).toEqual([]);
  if (files.length === 0) expect(ofExports, `the code is the same. ${said}`).toEqual([]);
}

/** A change each of a node itself, then those of what is in it. Words are left alone. */
function* changesOf(node: unknown, path: Path): Generator<Change> {
  const last = path.at(-1);
  const isName = NAMED.has(String(path.at(-2)));
  if (typeof last === "string" && !isName && isAnnotation(last)) return;
  if (path.length > 0) yield change(path, "removed", undefined);
  for (const [what, value] of othersOf(node)) yield change(path, what, value);
  if (Array.isArray(node)) for (const [index, entry] of node.entries()) yield* changesOf(entry, [...path, index]);
  else if (isObject(node)) for (const [key, value] of Object.entries(node)) yield* changesOf(value, [...path, key]);
}

function* othersOf(node: unknown): Generator<[string, unknown]> {
  if (typeof node === "boolean") yield ["the other", !node];
  if (typeof node === "number") {
    yield ["more", node + 1];
    yield ["less", node - 1];
  }
  if (typeof node === "string") for (const other of otherTexts(node)) yield [other, other];
  if (Array.isArray(node)) {
    if (node.length > 1) yield ["turned round", [...node].reverse()];
    const [first] = node;
    if (typeof first === "string") yield ["one more", [...node, "more"]];
  }
  if (isObject(node)) {
    if (SCHEMA_KEYS.some((key) => Object.hasOwn(node, key))) {
      yield ["or null", { anyOf: [node, { type: "null" }] }];
      yield ["in a list", { type: "array", items: node }];
      yield ["wrapped", { allOf: [node], description: "Words." }];
      yield ["deprecated", { ...node, deprecated: true }];
      yield ["anything", {}];
    }
  }
}

function otherTexts(text: string): string[] {
  const set = SETS.find((values) => values.includes(text));
  if (set !== undefined) return set.filter((value) => value !== text);
  if (text.startsWith("#/components/schemas/"))
    return ["Spare", "Money", "State"].map((name) => `#/components/schemas/${name}`);
  return [`${text}2`];
}

function change(path: Path, what: string, value: unknown): Change {
  const document = structuredClone(original);
  const key = path.at(-1);
  const parent = path.slice(0, -1).reduce<unknown>((node, step) => (node as Record<string, unknown>)[step], document);
  if (key === undefined) return { pointer: "", what, document: value };
  if (value !== undefined) (parent as Record<string, unknown>)[key] = value;
  else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete (parent as Record<string, unknown>)[key];
  return { pointer: pointerOf(...path), what, document };
}

function stateOf(document: unknown): ApiState | RefusedState {
  return buildComparable(shopApi, { spec: { file: "wide.json", text: JSON.stringify(document) }, overlays: [] });
}

function attempt<Result>(run: () => Result): Result | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof SpecError) return undefined;
    throw error;
  }
}

function isObject(node: unknown): node is Record<string, unknown> {
  return node !== null && typeof node === "object" && !Array.isArray(node);
}
