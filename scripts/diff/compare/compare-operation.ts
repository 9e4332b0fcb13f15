import { isDeepStrictEqual } from "node:util";
import { IDEMPOTENCY_KEY, idempotencyOf } from "../../load/client-headers.js";
import type { Pagination } from "../../load/openapi.js";
import type { ResolvedOperation } from "../../load/resolved-operation.js";
import { type AddChange, compareRequestBodies, compareResponses } from "./compare-bodies.js";
import { compareParameters } from "./compare-parameters.js";
import { compareSecurity } from "./compare-security.js";
import type { OperationContext } from "./operation-context.js";

/** Compares two states of one operation, with all that it sends and receives. */
export function compareOperation(before: ResolvedOperation, after: ResolvedOperation, context: OperationContext): void {
  const add: AddChange = (kind, pointer, from, to, matchKey = "method") =>
    context.collector.add({
      kind,
      direction: undefined,
      pointer,
      before: from,
      after: to,
      subject: "",
      matchKeys: [matchKey],
    });
  compareNames(before, after, add);
  for (const change of compareSecurity(before, after, context)) context.collector.add(change);
  compareServers(before, after, add);
  compareExtensions(before, after, add);
  compareParameters(before, after, context);
  compareRequestBodies(before.requestBody, after.requestBody, context.schemas, add);
  compareResponses(before, after, context.schemas, add);
}

function compareNames(before: ResolvedOperation, after: ResolvedOperation, add: AddChange): void {
  const { pointer } = after;
  if (before.name !== after.name) add("operation-moved", pointer, before.name, after.name);
  const idBefore = before.node.operationId ?? null;
  const idAfter = after.node.operationId ?? null;
  if (idBefore !== idAfter) add("operation-renamed", `${pointer}/operationId`, idBefore, idAfter);
  const isDeprecated = after.node.deprecated === true;
  if ((before.node.deprecated === true) !== isDeprecated) {
    const kind = isDeprecated ? "operation-deprecated" : "operation-no-longer-deprecated";
    add(kind, `${pointer}/deprecated`, null, null);
  }
}

/** Those of the document are compared once, with the document. */
function compareServers(before: ResolvedOperation, after: ResolvedOperation, add: AddChange): void {
  const isOwn = ({ servers }: ResolvedOperation) => servers.pointer !== "/servers";
  if (!isOwn(before) && !isOwn(after)) return;
  const text = ({ servers }: ResolvedOperation) => servers.node.map(({ url }) => url).join(", ");
  if (text(before) !== text(after))
    add("operation-servers-changed", isOwn(after) ? after.servers.pointer : after.pointer, text(before), text(after));
}

/** Overlays write these extensions: the pointer leads to the operation, which the contract itself has. */
function compareExtensions(before: ResolvedOperation, after: ResolvedOperation, add: AddChange): void {
  const keyBefore = idempotencyText(before);
  const keyAfter = idempotencyText(after);
  if (keyBefore !== keyAfter) {
    const kind = keyBefore === null ? "added" : keyAfter === null ? "removed" : "changed";
    add(`idempotency-${kind}`, after.pointer, keyBefore, keyAfter);
  }
  const pagesBefore = before.node["x-pagination"];
  const pagesAfter = after.node["x-pagination"];
  // Another scheme is another result, which the exports show.
  if (pagesBefore?.scheme === pagesAfter?.scheme && !isDeepStrictEqual(pagesBefore, pagesAfter))
    add("pagination-changed", after.pointer, paginationText(pagesBefore), paginationText(pagesAfter));
}

/** Where the key is sent; the header with its length, which is checked before anything is sent. */
function idempotencyText(operation: ResolvedOperation): string | null {
  const places = idempotencyOf(operation);
  if (places === undefined) return null;
  const { header, field } = places;
  const texts = [
    ...(header === undefined ? [] : [`${IDEMPOTENCY_KEY} (${header} bytes)`]),
    ...(field === undefined ? [] : [field]),
  ];
  return texts.join(" and ");
}

function paginationText(pagination: Pagination | undefined): string {
  return pagination === undefined ? "one response" : Object.values(pagination).join(" ");
}
