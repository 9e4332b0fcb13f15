import { componentOf, type OpenApiDocument } from "../../load/openapi.js";
import { readOperations, readWebhooks } from "../../load/read-operations.js";
import type { ResolvedOperation } from "../../load/resolved-operation.js";
import type { ContractChange, MergedChange, OperationChangeKind } from "./change.js";
import { Collector } from "./collector.js";
import { compareDocuments } from "./compare-documents.js";
import { compareEvent, eventKey, withRenamedEvents } from "./compare-event.js";
import { compareOperation } from "./compare-operation.js";
import { SchemaComparer } from "./compare-schemas.js";
import { idOf, matchOperations } from "./match-operations.js";
import { ChangeMerger, type Owner } from "./merge-changes.js";
import { SchemaResolver } from "./schema-resolver.js";
import { Unchanged } from "./unchanged.js";

/** Everything that a caller of the API could notice between two contracts, each cause once. Order and prose do not count. */
export function compareContracts(before: OpenApiDocument, after: OpenApiDocument): MergedChange[] {
  const collector = new Collector();
  const unchanged = new Unchanged(before, after);
  const resolvers = { before: new SchemaResolver(before), after: new SchemaResolver(after) };
  const schemas = new SchemaComparer(
    { before: resolvers.before, after: resolvers.after, unchanged, isReplaced: replacements(before, after) },
    collector,
  );
  const context = { before, after, schemas, collector };
  const merger = new ChangeMerger();

  collector.within("document", () => compareDocuments(before, after, collector));
  for (const change of collector.reachedFrom("document")) merger.add(change, undefined);

  const operations = matchOperations(readOperations(before), readOperations(after));
  const events = withRenamedEvents(matchOperations(readWebhooks(before), readWebhooks(after)), schemas);
  const sections = [
    { match: operations, compare: compareOperation },
    { match: events, compare: compareEvent },
  ];
  for (const { match, compare } of sections) {
    for (const operation of match.removed) merger.add(wholeChange(operation, "removed"), ownerOf(operation));
    for (const [operationBefore, operationAfter] of match.pairs) {
      const frame = `operation ${operationAfter.usedAt}`;
      collector.within(frame, () => {
        if (!unchanged.covers(partsOf(operationBefore), partsOf(operationAfter)))
          compare(operationBefore, operationAfter, context);
      });
      for (const change of collector.reachedFrom(frame)) merger.add(change, ownerOf(operationAfter));
    }
    for (const operation of match.added) merger.add(wholeChange(operation, "added"), ownerOf(operation));
  }
  return merger.all();
}

/** Whether two components are both in both contracts. */
function replacements(before: OpenApiDocument, after: OpenApiDocument): (one: string, other: string) => boolean {
  const schemasBefore = before.components?.schemas ?? {};
  const schemasAfter = after.components?.schemas ?? {};
  const isInBoth = (pointer: string): boolean => {
    const name = pointer.startsWith("/components/schemas/") ? componentOf(`#${pointer}`) : undefined;
    return name !== undefined && Object.hasOwn(schemasBefore, name) && Object.hasOwn(schemasAfter, name);
  };
  return (one, other) => one !== other && isInBoth(one) && isInBoth(other);
}

/** All that a difference between two operations can come from. */
function partsOf({ name, node, pathItem, security }: ResolvedOperation): unknown {
  return [name, node, pathItem.node.parameters, pathItem.node.servers, security.node];
}

function ownerOf({ section, path, name, node }: ResolvedOperation): Owner {
  return section === "webhooks" ? { event: path } : { operationId: idOf({ name, node }) };
}

function wholeChange(operation: ResolvedOperation, change: "added" | "removed"): ContractChange {
  const isEvent = operation.section === "webhooks";
  const kind: OperationChangeKind = `${isEvent ? "webhook" : "operation"}-${change}`;
  const name = isEvent ? operation.path : operation.name;
  return {
    kind,
    direction: undefined,
    pointer: operation.pointer,
    before: change === "removed" ? name : null,
    after: change === "added" ? name : null,
    subject: operation.path,
    matchKeys: [isEvent ? eventKey(operation) : "method"],
  };
}
