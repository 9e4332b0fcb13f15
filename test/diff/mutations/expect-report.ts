import { expect } from "vitest";
import type { ContractDiff, Finding } from "../../../scripts/diff/report/findings.js";
import { verdictOf } from "../../../scripts/diff/report/findings.js";
import type { OpenApiDocument } from "../../../scripts/load/openapi.js";
import { operationsOf } from "../../../scripts/normalize/walk-schemas.js";
import type { Comparison } from "./compare-mutation.js";
import type { ExpectedFinding, Mutation } from "./mutation.js";

const MOST_FINDINGS = 3;

/** What the table says of a mutation. */
export function expectVerdict({ verdict, finding, most }: Mutation, diff: ContractDiff): void {
  const told = diff.findings.map(lineOf);
  expect(diff.verdict, told.join("\n")).toBe(verdict);
  if (verdict === "none") expect(told).toEqual([]);
  expect(told.length, told.join("\n")).toBeLessThanOrEqual(most?.findings ?? MOST_FINDINGS);
  if (finding === undefined) return;
  const wrong = diff.findings.map((candidate) => [
    ...(candidate.severity === verdict ? [] : ["severity"]),
    ...differences(finding, candidate),
  ]);
  if (wrong.some((parts) => parts.length === 0)) return;
  expect.fail(["no finding as expected:", ...told.map((line, index) => `(${wrong[index]}) ${line}`)].join("\n"));
}

/** What holds of every report, whatever has changed. */
export function expectSound({ before, after }: Comparison, diff: ContractDiff): void {
  expect(diff.verdict).toBe(verdictOf(diff.findings));
  for (const severity of ["major", "minor", "patch"] as const)
    expect(diff.counts[severity]).toBe(diff.findings.filter((finding) => finding.severity === severity).length);
  const known = new Set([...idsOf(before), ...idsOf(after)]);
  for (const finding of diff.findings) {
    const line = lineOf(finding);
    expect(namesWhatItConcerns(finding), `names its method, or says that none is concerned: ${line}`).toBe(true);
    expect(finding.message, line).not.toMatch(/\n|\[object/);
    expect(resolves(before, finding.pointer) || resolves(after, finding.pointer), `pointer of ${line}`).toBe(true);
    expect(finding.operationId === null || known.has(finding.operationId), `operationId of ${line}`).toBe(true);
    expect(
      finding.operationIds.filter((id) => !known.has(id)),
      line,
    ).toEqual([]);
    expect(finding.operationIds[0] ?? null, `first of the operations of ${line}`).toBe(finding.operationId);
  }
  const keys = diff.findings.map(({ kind, pointer, message }) => `${kind} ${pointer} ${message}`);
  expect(keys, "no finding twice").toEqual([...new Set(keys)]);
}

function namesWhatItConcerns({ methods, message }: Finding): boolean {
  if (methods.length === 0) return /\bno (?:method|call)\b/i.test(message);
  return methods.some((method) => message.includes(method));
}

/** The parts of a finding that are not as expected. */
function differences(wanted: ExpectedFinding, finding: Finding): string[] {
  const { operationId, method, pointer, message = [], reaches } = wanted;
  return [
    ...(operationId === undefined || operationId === finding.operationId ? [] : ["operationId"]),
    ...(method === undefined || finding.methods.includes(method) ? [] : ["methods"]),
    ...(pointer === undefined || finding.pointer.startsWith(pointer) ? [] : ["pointer"]),
    ...message.filter((pattern) => !pattern.test(finding.message)).map((pattern) => `message (${pattern})`),
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

function lineOf({ severity, kind, level, operationId, operationIds, pointer, message }: Finding): string {
  return `${severity} ${kind} (${level}) ${operationId} x${operationIds.length} ${pointer}: ${message}`;
}
