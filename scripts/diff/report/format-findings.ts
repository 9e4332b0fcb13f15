import { pointerOf } from "../../diagnostics.js";
import type { OpenApiDocument } from "../../load/openapi.js";
import { pascalCase } from "../../normalize/names.js";
import { operationsAt } from "../compare/operation-at.js";
import type { JoinedChange } from "../join-findings.js";
import { oneLine } from "./finding-text.js";
import { type Finding, severities } from "./findings.js";

/** What a finding is looked up in: one of the two contracts, and the package that is generated from it. */
export interface FindingContext {
  readonly document: OpenApiDocument;
  /** `whop.disputes.list` by operationId. */
  readonly methods: ReadonlyMap<string, string>;
}

/** The changes as findings, the gravest first, then in the order of the contract. */
export function formatFindings(
  changes: readonly JoinedChange[],
  before: FindingContext,
  after: FindingContext,
): Finding[] {
  const places = new Map([...placesOf(before.document), ...placesOf(after.document)]);
  const order = new Map([...places.keys()].map((name, index) => [name, index]));
  const rank = (name: string | undefined) => (name === undefined ? -1 : (order.get(name) ?? order.size));
  return changes
    .map((change) => ({ change, reach: [...change.reach].sort((left, right) => rank(left) - rank(right)) }))
    .sort(
      (left, right) =>
        severities.indexOf(left.change.severity) - severities.indexOf(right.change.severity) ||
        rank(left.reach[0]) - rank(right.reach[0]),
    )
    .map(({ change, reach }) => formatFinding(change, reach, places, before, after));
}

/** Where each operation and event stands; operations by their id. */
function placesOf(document: OpenApiDocument): Map<string, string> {
  return new Map([
    ...operationsAt(document, "paths").map(({ operation, pointer }) => [operation.operationId ?? "", pointer] as const),
    ...operationsAt(document, "webhooks").map(({ key, pointer }) => [`event:${key}`, pointer] as const),
  ]);
}

function formatFinding(
  change: JoinedChange,
  reach: readonly string[],
  places: ReadonlyMap<string, string>,
  before: FindingContext,
  after: FindingContext,
): Finding {
  const operationIds = reach.filter((name) => !name.startsWith("event:"));
  const methods = operationIds.map((id) => after.methods.get(id) ?? before.methods.get(id) ?? id);
  const [first] = reach;
  return {
    kind: change.kind,
    severity: change.severity,
    level: change.level,
    operationId: operationIds[0] ?? null,
    operationIds,
    methods: [...new Set(methods)],
    events: reach.filter((name) => name.startsWith("event:")).map((name) => name.slice("event:".length)),
    pointer: change.pointer ?? componentPointer(change, [after, before]) ?? places.get(first ?? "") ?? "",
    before: change.before,
    after: change.after,
    statement: oneLine(`${change.statement}${consequenceText(change.consequences)}`),
    advice: oneLine(change.advice),
  };
}

/** A component's own place, for what a type of its name does. */
function componentPointer({ subject }: JoinedChange, contexts: readonly FindingContext[]): string | undefined {
  for (const { document } of contexts) {
    for (const [name, schema] of Object.entries(document.components?.schemas ?? {}))
      if ((schema["x-sdk-name"] ?? pascalCase(name)) === subject.split(".")[0])
        return pointerOf("components", "schemas", name);
  }
  return undefined;
}

function consequenceText(consequences: readonly string[]): string {
  if (consequences.length === 0) return "";
  const shown = consequences.slice(0, 3).join(", ");
  return consequences.length > 3 ? `; ${shown} and ${consequences.length - 3} more` : `; ${shown}`;
}
