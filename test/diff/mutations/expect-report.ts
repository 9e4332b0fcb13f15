import { expect } from "vitest";
import { messageOf } from "../../../scripts/diff/report/finding-text.js";
import type { ContractDiff, Finding } from "../../../scripts/diff/report/findings.js";
import { verdictOf } from "../../../scripts/diff/report/findings.js";
import { nameOfApi } from "../../../scripts/diff/report/report-lines.js";
import type { OpenApiDocument } from "../../../scripts/load/openapi.js";
import { operationsOf } from "../../../scripts/normalize/walk-schemas.js";
import { differingFiles } from "../same-code.js";
import type { Comparison } from "./compare-mutation.js";
import type { ExpectedFinding, Mutation } from "./mutation.js";

const MOST_FINDINGS = 3;

/** What the table says of a mutation. */
export function expectVerdict({ verdict, finding, most }: Mutation, diff: ContractDiff): void {
  const lines = linesOf(diff);
  expect(diff.verdict, lines.join("\n")).toBe(verdict);
  if (verdict === "none") expect(lines).toEqual([]);
  expect(lines.length, lines.join("\n")).toBeLessThanOrEqual(most?.findings ?? MOST_FINDINGS);
  if (finding === undefined) return;
  const wrong = diff.findings.map((candidate) => [
    ...(candidate.severity === verdict ? [] : ["severity"]),
    ...differences(finding, candidate, nameOfApi(diff)),
  ]);
  if (wrong.some((parts) => parts.length === 0)) return;
  expect.fail(["no finding as expected:", ...lines.map((line, index) => `(${wrong[index]}) ${line}`)].join("\n"));
}

/** What holds of every report, whatever has changed. */
export function expectSound({ before, after }: Comparison, diff: ContractDiff): void {
  expect(diff.verdict).toBe(verdictOf(diff.findings));
  for (const severity of ["major", "minor", "patch"] as const)
    expect(diff.counts[severity]).toBe(diff.findings.filter((finding) => finding.severity === severity).length);
  const known = new Set([...idsOf(before), ...idsOf(after)]);
  for (const finding of diff.findings) {
    const line = lineOf(finding, nameOfApi(diff));
    const message = messageOf(finding, nameOfApi(diff));
    expect(namesWhatItConcerns(finding, message), `names its method, or says that none is concerned: ${line}`).toBe(
      true,
    );
    expect(message, line).not.toMatch(/\n|\[object/);
    expect(resolves(before, finding.pointer) || resolves(after, finding.pointer), `pointer of ${line}`).toBe(true);
    expect(finding.operationId === null || known.has(finding.operationId), `operationId of ${line}`).toBe(true);
    expect(
      finding.operationIds.filter((id) => !known.has(id)),
      line,
    ).toEqual([]);
    expect(finding.operationIds[0] ?? null, `first of the operations of ${line}`).toBe(finding.operationId);
  }
  const lines = linesOf(diff);
  expect(lines, "no finding twice").toEqual([...new Set(lines)]);
}

/**
 * "None" and "patch" are said of packages whose code is the same. What no operation uses does not count, nor does the text of an
 * operationId, nor where the wire types are written down: by reference or in place, they mean the same.
 */
export function expectSameCode(
  { forward, backward, states }: Comparison,
  writtenOtherwise: readonly string[] = [],
): void {
  const judged = (path: string): boolean => path !== "paths.ts" && !writtenOtherwise.includes(path);
  for (const diff of [forward, backward]) {
    const lines = linesOf(diff);
    const isUnused = lines.some((line) => line.includes("in a type that no operation uses"));
    const isRenamed = diff.findings.some(({ kind }) => kind === "operation-renamed");
    if (diff.verdict !== "none" && (diff.verdict !== "patch" || isUnused || isRenamed)) continue;
    const files = differingFiles(...states).filter(judged);
    expect(files, lines.join("\n")).toEqual([]);
  }
}

function namesWhatItConcerns({ methods }: Finding, message: string): boolean {
  if (methods.length === 0) return /\bno (?:method|call)\b/i.test(message);
  return methods.some((method) => message.includes(method));
}

/** The parts of a finding that are not as expected. */
function differences(wanted: ExpectedFinding, finding: Finding, api: string): string[] {
  const { operationId, method, pointer, message = [], reaches } = wanted;
  const text = messageOf(finding, api);
  return [
    ...(operationId === undefined || operationId === finding.operationId ? [] : ["operationId"]),
    ...(method === undefined || finding.methods.includes(method) ? [] : ["methods"]),
    ...(pointer === undefined || finding.pointer.startsWith(pointer) ? [] : ["pointer"]),
    ...message.filter((pattern) => !pattern.test(text)).map((pattern) => `message (${pattern})`),
    ...(reaches === undefined || reaches === finding.operationIds.length ? [] : ["count of operations"]),
  ];
}

function idsOf(document: OpenApiDocument): string[] {
  return operationsOf(document).map(({ operation }) => operation.operationId ?? "");
}

function resolves(document: OpenApiDocument, pointer: string): boolean {
  if (pointer === "") return true;
  if (!pointer.startsWith("/")) return false;
  let node: unknown = document;
  for (const token of pointer.slice(1).split("/")) {
    const key = token.replaceAll("~1", "/").replaceAll("~0", "~");
    if (node === null || typeof node !== "object" || !Object.hasOwn(node, key)) return false;
    node = (node as Record<string, unknown>)[key];
  }
  return true;
}

/** Each finding in a line, for a failing test to show. */
export function linesOf(diff: ContractDiff): string[] {
  return diff.findings.map((finding) => lineOf(finding, nameOfApi(diff)));
}

function lineOf(finding: Finding, api: string): string {
  const { severity, kind, level, operationId, operationIds, pointer } = finding;
  const message = messageOf(finding, api);
  return `${severity} ${kind} (${level}) ${operationId} x${operationIds.length} ${pointer}: ${message}`;
}
