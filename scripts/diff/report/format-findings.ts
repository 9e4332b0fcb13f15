import { pointerOf } from "../../diagnostics.js";
import { pascalCase } from "../../load/letter-case.js";
import type { OpenApiDocument } from "../../load/openapi.js";
import { visible } from "../../visible-text.js";
import type { JoinedChange } from "../join-findings.js";
import { ContractOrder } from "./contract-order.js";
import { type Finding, severities } from "./findings.js";
import { keepNames } from "./keep-names.js";

/** What a finding is looked up in: one of the two contracts, and the package that is generated from it. */
export interface FindingContext {
  readonly document: OpenApiDocument;
  /** `whop.disputes.list` by operationId. */
  readonly methods: ReadonlyMap<string, string>;
}

/** The changes as findings, the most severe first, then in the order of the contract. */
export function formatFindings(
  changes: readonly JoinedChange[],
  before: FindingContext,
  after: FindingContext,
): Finding[] {
  const order = new ContractOrder(before.document, after.document);
  const sorted = changes.map((change) => ({
    change,
    affected: order.sort(change.affected),
    rank: order.rankOf(change.affected),
  }));
  sorted.sort(
    (one, other) =>
      severities.indexOf(one.change.severity) - severities.indexOf(other.change.severity) || one.rank - other.rank,
  );
  const places = [after, before].map(componentPlaces);
  return sorted.map(({ change, affected }) => {
    const { operationIds, events } = affected;
    const methods = operationIds.map((id) => after.methods.get(id) ?? before.methods.get(id) ?? id);
    return {
      kind: change.kind,
      severity: change.severity,
      level: change.level,
      operationId: operationIds[0] ?? null,
      operationIds,
      methods: [...new Set(methods)],
      events,
      pointer: change.pointer ?? componentPointer(change, places) ?? order.pointerOf(affected) ?? "",
      before: change.before,
      after: change.after,
      statement: visible(`${change.statement}${consequenceText(change.consequences)}`),
      advice: visible(change.advice),
      overlay: keepNames(change.renames, after.document, after.methods),
    };
  });
}

/** The places of the components, by the name of their type; of equal names the first. */
function componentPlaces({ document }: FindingContext): Map<string, string> {
  const places = new Map<string, string>();
  for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
    const type = schema["x-sdk-name"] ?? pascalCase(name);
    if (!places.has(type)) places.set(type, pointerOf("components", "schemas", name));
  }
  return places;
}

/** Where the component is that a type is named after. */
function componentPointer({ subject }: JoinedChange, places: readonly Map<string, string>[]): string | undefined {
  const [name = ""] = subject.split(".");
  return places.map((known) => known.get(name)).find((pointer) => pointer !== undefined);
}

function consequenceText(consequences: readonly string[]): string {
  if (consequences.length === 0) return "";
  const shown = consequences.slice(0, 3).join(", ");
  return consequences.length > 3 ? `; ${shown} and ${consequences.length - 3} more` : `; ${shown}`;
}
