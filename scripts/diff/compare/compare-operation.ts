import { isDeepStrictEqual } from "node:util";
import type { MediaType, Pagination, Parameter } from "../../load/openapi.js";
import type { ChangeKind, OperationChangeKind } from "./change.js";
import type { Collector } from "./collector.js";
import type { SchemaComparer } from "./compare-schemas.js";
import { compareSecurity } from "./compare-security.js";
import { mediaOf, type OperationAt, type PartAt } from "./operation-at.js";

/** Compares two states of one operation, with all that it sends and receives. */
export function compareOperation(
  before: OperationAt,
  after: OperationAt,
  schemas: SchemaComparer,
  collector: Collector,
): void {
  const add = (kind: OperationChangeKind, pointer: string, was: string | null, is: string | null, member = "method") =>
    collector.add({ kind, use: undefined, pointer, before: was, after: is, subject: "", members: [member] });
  const { pointer } = after;
  const [was, is] = [before.operation, after.operation];
  if (before.key !== after.key || before.verb !== after.verb)
    add("operation-moved", pointer, callText(before), callText(after));
  if (was.operationId !== is.operationId)
    add("operation-renamed", `${pointer}/operationId`, was.operationId ?? null, is.operationId ?? null);
  if ((was.deprecated === true) !== (is.deprecated === true))
    add(
      is.deprecated === true ? "operation-deprecated" : "operation-no-longer-deprecated",
      `${pointer}/deprecated`,
      null,
      null,
    );
  for (const change of compareSecurity(before.security, after.security)) collector.add(change);
  compareExtensions(before, after, add);
  compareParameters(before, after, schemas, collector);
  compareBodies(before, after, schemas, add);
  compareAnswers(before, after, schemas, add);
}

type Add = (
  kind: OperationChangeKind,
  pointer: string,
  before: string | null,
  after: string | null,
  member?: string,
) => void;

export function callText({ verb, key }: OperationAt): string {
  return `${verb.toUpperCase()} ${key}`;
}

function compareExtensions(before: OperationAt, after: OperationAt, add: Add): void {
  // Overlays write these: the contract itself has the operation alone.
  const { pointer } = after;
  const [was, is] = [before.operation["x-idempotency-field"], after.operation["x-idempotency-field"]];
  if (was !== is) {
    const kind = was === undefined ? "added" : is === undefined ? "removed" : "changed";
    add(`idempotency-${kind}`, pointer, was ?? null, is ?? null);
  }
  const [paged, pages] = [before.operation["x-pagination"], after.operation["x-pagination"]];
  // Another scheme is another result, which the surface shows.
  if (paged?.scheme === pages?.scheme && !isDeepStrictEqual(paged, pages))
    add("pagination-changed", pointer, pagingText(paged), pagingText(pages));
}

function pagingText(pagination: Pagination | undefined): string {
  return pagination === undefined ? "one answer" : Object.values(pagination).join(" ");
}

function compareParameters(
  before: OperationAt,
  after: OperationAt,
  schemas: SchemaComparer,
  collector: Collector,
): void {
  const pairs = withRenamed(pairParameters(before, after), schemas);
  for (const [was, is] of pairs) {
    const { part } = is ?? was ?? {};
    const pointer =
      is === undefined ? was && after.placeWithout(was) : was === undefined ? before.placeWithout(is) : is.pointer;
    if (part === undefined || pointer === undefined) continue;
    const add = (kind: ChangeKind, left: string | null, right: string | null, members = [`.${part.name}`]) =>
      collector.add({
        ...{ kind, use: "request", pointer, before: left, after: right, subject: part.name, members },
      });
    // The package has an argument for what stands in the path or the query; headers go with the request options.
    const [had, has] = [was !== undefined && isArgument(was.part), is !== undefined && isArgument(is.part)];
    if (!had && !has) {
      const [left, right] = [headerText(was), headerText(is)];
      if (left !== right) add("header-changed", left, right);
    } else if (!has) {
      const kind = is === undefined ? "property-removed" : "parameter-moved-to-header";
      add(kind, placeText(was), placeText(is));
    } else if (!had) {
      const kind = is?.part.required === true ? "required-property-added" : "property-added";
      add(kind, was === undefined ? null : placeText(was), placeText(is));
    } else if (was !== undefined && is !== undefined) {
      if (was.part.name !== is.part.name && is.part.in === "query")
        add("property-renamed", was.part.name, is.part.name, [`.${was.part.name}`, `.${is.part.name}`]);
      compareParameter(was, is, add);
      const label = { owner: "", trail: part.name };
      schemas.compare(schemaOf(was), schemaOf(is), "request", label);
    }
  }
}

type ParameterAt = PartAt<Parameter>;
type ParameterPair = readonly [before: ParameterAt | undefined, after: ParameterAt | undefined];

/** By place and name; then by name alone; then path parameters by their position, since their name is not sent. */
function pairParameters(before: OperationAt, after: OperationAt): ParameterPair[] {
  const slots = (path: string) => [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name ?? "");
  const [slotsBefore, slotsAfter] = [slots(before.key), slots(after.key)];
  const keys: ((parameter: ParameterAt, side: readonly string[]) => string | undefined)[] = [
    ({ part }) => `${part.in} ${part.name}`,
    ({ part }) => part.name,
    ({ part }, side) => (part.in === "path" ? String(side.indexOf(part.name)) : undefined),
  ];
  const pairs: ParameterPair[] = [];
  let left = before.parameters;
  let right = after.parameters;
  for (const keyOf of keys) {
    for (const was of left) {
      const key = keyOf(was, slotsBefore);
      const is = key === undefined ? undefined : right.find((parameter) => keyOf(parameter, slotsAfter) === key);
      if (is === undefined) continue;
      pairs.push([was, is]);
      left = left.filter((parameter) => parameter !== was);
      right = right.filter((parameter) => parameter !== is);
    }
  }
  for (const was of left) pairs.push([was, undefined]);
  for (const is of right) pairs.push([undefined, is]);
  return pairs;
}

/** A query parameter gone and an equal one come, where there is one of each only. */
function withRenamed(pairs: readonly ParameterPair[], schemas: SchemaComparer): ParameterPair[] {
  const gone = pairs.flatMap(([was, is]) => (was !== undefined && is === undefined ? [was] : []));
  const come = pairs.flatMap(([was, is]) => (was === undefined && is !== undefined ? [is] : []));
  const isEqual = (was: ParameterAt, is: ParameterAt) =>
    was.part.in === "query" &&
    is.part.in === "query" &&
    (was.part.required === true) === (is.part.required === true) &&
    schemas.isEqual(schemaOf(was), schemaOf(is));
  const renamed = gone.flatMap((was): ParameterPair[] => {
    const [is, ...others] = come.filter((parameter) => isEqual(was, parameter));
    const rivals = is === undefined ? [] : gone.filter((parameter) => isEqual(parameter, is));
    return is === undefined || others.length > 0 || rivals.length > 1 ? [] : [[was, is]];
  });
  const isTaken = (parameter: ParameterAt | undefined) => renamed.some((pair) => pair.includes(parameter));
  return [...pairs.filter(([was, is]) => !isTaken(was ?? is)), ...renamed];
}

function compareParameter(
  { part: was }: ParameterAt,
  { part: is }: ParameterAt,
  add: (kind: ChangeKind, before: string | null, after: string | null) => void,
): void {
  if (was.in !== is.in) {
    // The path's are the method's first arguments, and never optional.
    add("parameter-moved", `in the ${was.in}`, `in the ${is.in}`);
    return;
  }
  const text = ({ required }: Parameter) => (required === true ? "required" : "optional");
  if (text(was) !== text(is)) add(is.required === true ? "became-required" : "became-optional", text(was), text(is));
  if ((was.deprecated === true) !== (is.deprecated === true))
    add(is.deprecated === true ? "deprecated" : "no-longer-deprecated", null, null);
  const [before, after] = [styleText(was), styleText(is)];
  if (before !== after) add("parameter-style-changed", before, after);
}

function isArgument({ in: place }: Parameter): boolean {
  return place === "path" || place === "query";
}

function placeText(parameter: ParameterAt | undefined): string | null {
  return parameter === undefined ? null : `in the ${parameter.part.in}`;
}

function headerText(parameter: ParameterAt | undefined): string {
  if (parameter === undefined) return "not known";
  const { in: place, required, schema } = parameter.part;
  return `${required === true ? "required" : "optional"} ${place}, ${JSON.stringify(schema?.type ?? "any")}`;
}

function styleText({ in: place, style = place === "query" ? "form" : "simple", explode }: Parameter): string {
  return `${style}${(explode ?? style === "form") ? ", exploded" : ""}`;
}

function schemaOf({ part, pointer }: ParameterAt) {
  return { schema: part.schema ?? { type: "string" }, pointer: `${pointer}/schema` };
}

function compareBodies(before: OperationAt, after: OperationAt, schemas: SchemaComparer, add: Add): void {
  const [was, is] = [before.body, after.body];
  if (was === undefined && is === undefined) return;
  if (was === undefined || is === undefined) {
    const gained = is?.part.required === true ? "required-body-added" : "body-added";
    const kind = is === undefined ? "body-removed" : gained;
    add(kind, (is ?? was)?.pointer ?? after.pointer, null, null, "params");
    return;
  }
  const text = (required: boolean | undefined) => (required === true ? "required" : "optional");
  const [left, right] = [text(was.part.required), text(is.part.required)];
  if (left !== right)
    add(right === "required" ? "body-became-required" : "body-became-optional", is.pointer, left, right, "params");
  compareContents(was, is, add, "body-encoding-changed");
  const [sent, sends] = [mediaOf(was), mediaOf(is)];
  if (sent !== undefined && sends !== undefined) schemas.compare(sent, sends, "request", { owner: "", trail: "" });
}

/** The package uses one form of a body; whether there are others says nothing to its callers. Tells whether it is the same form. */
function compareContents(
  was: PartAt<{ content?: Record<string, MediaType> }>,
  is: PartAt<{ content?: Record<string, MediaType> }>,
  add: Add,
  change: "body-encoding-changed" | "answer-encoding-changed",
): boolean {
  const encoding = (type: string | undefined) => (type === undefined || !/[/+]json\b/i.test(type) ? type : "JSON");
  const [left, right] = [mediaOf(was)?.type, mediaOf(is)?.type];
  const types = (part: typeof was) =>
    Object.keys(part.part.content ?? {})
      .sort()
      .join(", ");
  if (encoding(left) !== encoding(right)) {
    const member = change === "body-encoding-changed" ? "params" : "result";
    if (left !== undefined && right !== undefined) add(change, `${is.pointer}/content`, left, right, member);
    return false;
  }
  if (types(was) !== types(is)) add("media-type-changed", `${is.pointer}/content`, types(was), types(is));
  return true;
}

function compareAnswers(before: OperationAt, after: OperationAt, schemas: SchemaComparer, add: Add): void {
  const [was, is] = [successOf(before), successOf(after)];
  if (was !== undefined && is !== undefined) {
    if (was.status !== is.status) add("success-status-changed", is.pointer, was.status, is.status);
    compareAnswer(was, is, schemas, add, { owner: "", trail: "" });
  }
  for (const status of new Set([...before.responses.keys(), ...after.responses.keys()])) {
    if (status === was?.status || status === is?.status) continue;
    const [left, right] = [before.responses.get(status), after.responses.get(status)];
    // `toResult` knows the failures that have a number.
    const isFailure = /^[45]\d\d$/.test(status);
    if (left !== undefined && right !== undefined) {
      compareAnswer(left, right, schemas, add, { owner: "", trail: status });
    } else {
      const gone = right === undefined;
      const pointer = `${gone ? before.pointer : after.pointer}/responses/${status}`;
      if (isFailure)
        add(gone ? "status-removed" : "status-added", pointer, gone ? status : null, gone ? null : status, "failure");
      else if (gone) add("success-status-removed", pointer, status, null);
      else add("success-status-added", pointer, null, status);
    }
  }
}

function compareAnswer(
  was: PartAt<{ content?: Record<string, MediaType>; headers?: Record<string, unknown> }>,
  is: typeof was,
  schemas: SchemaComparer,
  add: Add,
  label: { readonly owner: string; readonly trail: string },
): void {
  const headers = (part: typeof was) =>
    Object.keys(part.part.headers ?? {})
      .sort()
      .join(", ");
  if (headers(was) !== headers(is))
    add("response-header-changed", `${is.pointer}/headers`, headers(was) || "none", headers(is) || "none");
  const [read, reads] = [mediaOf(was), mediaOf(is)];
  if (read === undefined && reads === undefined) return;
  if (read === undefined) add("answer-added", is.pointer, null, reads?.type ?? null, "result");
  else if (reads === undefined) add("answer-removed", is.pointer, read.type, null, "result");
  else {
    const isRead = compareContents(was, is, add, "answer-encoding-changed");
    if (isRead) schemas.compare(read, reads, "response", label);
  }
}

/** The answer that the package reads as success: the first of those with 2xx. */
function successOf({ responses }: OperationAt) {
  const [found] = [...responses].filter(([status]) => status.startsWith("2"));
  return found === undefined ? undefined : { status: found[0], ...found[1] };
}
