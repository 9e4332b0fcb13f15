import type { ResolvedOperation } from "../../load/resolved-operation.js";
import type { OperationChangeKind } from "./change.js";
import { bodySchema } from "./compare-bodies.js";
import type { SchemaComparer } from "./compare-schemas.js";
import type { OperationMatch } from "./match-operations.js";
import { type OperationContext, pointerWithout } from "./operation-context.js";
import type { SchemaAt } from "./schema-resolver.js";

/** Compares two states of one webhook event: its name, its headers and its body. */
export function compareEvent(before: ResolvedOperation, after: ResolvedOperation, context: OperationContext): void {
  const matchKeys = [eventKey(before), eventKey(after)];
  const add = (kind: OperationChangeKind, from: string | null, to: string | null, pointer = after.pointer) =>
    context.collector.add({
      kind,
      direction: undefined,
      pointer,
      before: from,
      after: to,
      subject: after.path,
      matchKeys,
    });
  if (before.path !== after.path) add("webhook-renamed", before.path, after.path);
  const headersBefore = new Map(before.parameters.map((parameter) => [parameter.node.name, parameter]));
  const headersAfter = new Map(after.parameters.map((parameter) => [parameter.node.name, parameter]));
  for (const [name, parameter] of headersBefore)
    if (!headersAfter.has(name)) add("webhook-header-removed", name, null, pointerWithout(parameter, context.after));
  for (const [name, parameter] of headersAfter)
    if (!headersBefore.has(name)) add("webhook-header-added", null, name, pointerWithout(parameter, context.before));
  if (before.method !== after.method) add("webhook-changed", before.method.toUpperCase(), after.method.toUpperCase());
  const bodyBefore = eventSchema(before);
  const bodyAfter = eventSchema(after);
  if (bodyBefore !== undefined && bodyAfter !== undefined)
    context.schemas.compare(bodyBefore, bodyAfter, "event", { owner: "", propertyPath: "" });
}

/** See `ContractChange.matchKeys`. */
export function eventKey({ path }: ResolvedOperation): string {
  return `event:${path}`;
}

/** An event was removed and one added with the same body, where there is one of each only. */
export function withRenamedEvents({ pairs, removed, added }: OperationMatch, schemas: SchemaComparer): OperationMatch {
  const isEqual = (before: ResolvedOperation, after: ResolvedOperation) => {
    const bodyBefore = eventSchema(before);
    const bodyAfter = eventSchema(after);
    return bodyBefore !== undefined && bodyAfter !== undefined && schemas.isEqual(bodyBefore, bodyAfter);
  };
  const renamed = removed.flatMap((before) => {
    const [after, ...others] = added.filter((candidate) => isEqual(before, candidate));
    if (after === undefined || others.length > 0) return [];
    const isOnly = removed.filter((candidate) => isEqual(candidate, after)).length === 1;
    return isOnly ? [[before, after] as const] : [];
  });
  return {
    pairs: [...pairs, ...renamed],
    removed: removed.filter((event) => renamed.every(([before]) => before !== event)),
    added: added.filter((event) => renamed.every(([, after]) => after !== event)),
  };
}

function eventSchema({ requestBody }: ResolvedOperation): SchemaAt | undefined {
  return requestBody && bodySchema(requestBody);
}
