import { isClientHeader } from "../../load/client-headers.js";
import type { Parameter } from "../../load/openapi.js";
import type { ResolvedOperation, ResolvedParameter } from "../../load/resolved-operation.js";
import { quotable } from "../../printed-text.js";
import type { ChangeKind } from "./change.js";
import type { SchemaComparer } from "./compare-schemas.js";
import { type OperationContext, pointerWithout } from "./operation-context.js";
import type { SchemaAt } from "./schema-resolver.js";

/** Compares what two operations take in the path, the query and the headers. */
export function compareParameters(
  before: ResolvedOperation,
  after: ResolvedOperation,
  context: OperationContext,
): void {
  for (const pair of withRenamed(pairParameters(before, after), context.schemas)) comparePair(pair, context);
}

interface Pair {
  readonly before: ResolvedParameter;
  readonly after: ResolvedParameter;
}

type ParameterPair =
  | Pair
  | { readonly before: ResolvedParameter; readonly after: undefined }
  | { readonly before: undefined; readonly after: ResolvedParameter };

function comparePair(pair: ParameterPair, context: OperationContext): void {
  const { before, after } = pair;
  const { node } = pair.after ?? pair.before;
  const pointer = pairPointer(pair, context);
  const add = (kind: ChangeKind, from: string | null, to: string | null, matchKeys = [`.${node.name}`]) =>
    context.collector.add({
      kind,
      direction: "request",
      pointer,
      before: from,
      after: to,
      subject: node.name,
      matchKeys,
    });
  // The package has an argument for what is in the path or the query; headers go with the request options.
  const wasArgument = before !== undefined && isArgument(before.node);
  const isNowArgument = after !== undefined && isArgument(after.node);
  if (!wasArgument && !isNowArgument) {
    compareHeaders(pair, context, add);
  } else if (!isNowArgument) {
    add(
      after === undefined ? "property-removed" : "parameter-moved-to-header",
      locationText(before),
      locationText(after),
    );
  } else if (!wasArgument) {
    const kind = after.node.required === true ? "required-property-added" : "property-added";
    add(kind, locationText(before), locationText(after));
  } else {
    if (before.node.name !== after.node.name && after.node.in === "query") {
      const keys = [`.${before.node.name}`, `.${after.node.name}`];
      const kind = context.schemas.renameKind(before.node.name, after.node.name, schemaOf(before));
      add(kind, before.node.name, after.node.name, keys);
    }
    compareDeclarations(before.node, after.node, add);
    const label = { owner: "", propertyPath: node.name };
    context.schemas.compare(schemaOf(before), schemaOf(after), "request", label);
  }
}

function pairPointer({ before, after }: ParameterPair, context: OperationContext): string {
  if (after === undefined) return pointerWithout(before, context.after);
  return before === undefined ? pointerWithout(after, context.before) : after.pointer;
}

/** By location and name; then by name alone; then path parameters by their position, since their name is not sent. */
function pairParameters(before: ResolvedOperation, after: ResolvedOperation): ParameterPair[] {
  const namesBefore = namesInPath(before);
  const namesAfter = namesInPath(after);
  const keys: ((parameter: ResolvedParameter, namesInPath: readonly string[]) => string | undefined)[] = [
    ({ node }) => `${node.in} ${node.name}`,
    ({ node }) => node.name,
    ({ node }, names) => (node.in === "path" ? String(names.indexOf(node.name)) : undefined),
  ];
  const pairs: ParameterPair[] = [];
  // What the client sends by itself concerns no caller; where a repeat is safe is compared with the operation.
  let removed = before.parameters.filter(({ node }) => !isClientHeader(node));
  let added = after.parameters.filter(({ node }) => !isClientHeader(node));
  for (const keyOf of keys) {
    for (const parameter of removed) {
      const key = keyOf(parameter, namesBefore);
      const match = key === undefined ? undefined : added.find((candidate) => keyOf(candidate, namesAfter) === key);
      if (match === undefined) continue;
      pairs.push({ before: parameter, after: match });
      removed = removed.filter((other) => other !== parameter);
      added = added.filter((other) => other !== match);
    }
  }
  for (const parameter of removed) pairs.push({ before: parameter, after: undefined });
  for (const parameter of added) pairs.push({ before: undefined, after: parameter });
  return pairs;
}

/** The parameters that the path template names. */
function namesInPath({ path }: ResolvedOperation): string[] {
  return [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name ?? "");
}

/** A query parameter was removed and an equal one added, where there is one of each only. */
function withRenamed(pairs: readonly ParameterPair[], schemas: SchemaComparer): ParameterPair[] {
  const removed = pairs.flatMap(({ before, after }) => (before !== undefined && after === undefined ? [before] : []));
  const added = pairs.flatMap(({ before, after }) => (before === undefined && after !== undefined ? [after] : []));
  const isEqual = (before: ResolvedParameter, after: ResolvedParameter) =>
    before.node.in === "query" &&
    after.node.in === "query" &&
    (before.node.required === true) === (after.node.required === true) &&
    schemas.isEqual(schemaOf(before), schemaOf(after));
  const renamed = removed.flatMap((before): Pair[] => {
    const [after, ...others] = added.filter((candidate) => isEqual(before, candidate));
    if (after === undefined || others.length > 0) return [];
    const isOnly = removed.filter((candidate) => isEqual(candidate, after)).length === 1;
    return isOnly ? [{ before, after }] : [];
  });
  const isRenamed = ({ before, after }: ParameterPair) =>
    renamed.some((pair) => pair.before === before || pair.after === after);
  return [...pairs.filter((pair) => !isRenamed(pair)), ...renamed];
}

function compareDeclarations(
  before: Parameter,
  after: Parameter,
  add: (kind: ChangeKind, before: string | null, after: string | null) => void,
): void {
  if (before.in !== after.in) {
    // Those in the path are the method's first arguments, and never optional.
    add("parameter-moved", `in the ${before.in}`, `in the ${after.in}`);
    return;
  }
  const text = ({ required }: Parameter) => (required === true ? "required" : "optional");
  if (text(before) !== text(after))
    add(after.required === true ? "became-required" : "became-optional", text(before), text(after));
  if ((before.deprecated === true) !== (after.deprecated === true))
    add(after.deprecated === true ? "deprecated" : "no-longer-deprecated", null, null);
  // A single value looks the same with and without `explode`.
  const isScalar = [before, after].some(({ schema }) => SCALARS.has(String(schema?.type)));
  const [from, to] = [styleText(before, isScalar), styleText(after, isScalar)];
  if (from !== to) add("parameter-style-changed", from, to);
}

function isArgument({ in: location }: Parameter): boolean {
  return location === "path" || location === "query";
}

function locationText(parameter: ResolvedParameter | undefined): string | null {
  return parameter === undefined ? null : `in the ${parameter.node.in}`;
}

/** Headers and cookies: no argument of a method has them. */
function compareHeaders({ before, after }: ParameterPair, context: OperationContext, add: AddParameterChange): void {
  const text = ({ node }: ResolvedParameter) => `${node.in} \`${quotable(node.name)}\``;
  if (before === undefined) {
    add(after.node.required === true ? "required-header-added" : "header-added", null, text(after));
    return;
  }
  if (after === undefined) {
    add("header-removed", text(before), null);
    return;
  }
  if ((before.node.required === true) !== (after.node.required === true)) {
    const kind = after.node.required === true ? "header-became-required" : "header-became-optional";
    add(kind, text(before), text(after));
  }
  const label = { owner: "", propertyPath: after.node.name };
  context.schemas.compare(schemaOf(before), schemaOf(after), "request", label);
}

type AddParameterChange = (kind: ChangeKind, before: string | null, after: string | null) => void;

const SCALARS: ReadonlySet<string> = new Set(["string", "number", "integer", "boolean"]);

function styleText(parameter: Parameter & { readonly allowReserved?: boolean }, isScalar: boolean): string {
  const { in: location, style = location === "query" ? "form" : "simple", explode, allowReserved } = parameter;
  const parts = [style, ...(!isScalar && (explode ?? style === "form") ? ["exploded"] : [])];
  return [...parts, ...(allowReserved === true ? ["reserved signs as they are"] : [])].join(", ");
}

function schemaOf({ node, pointer }: ResolvedParameter): SchemaAt {
  return { schema: node.schema ?? { type: "string" }, pointer: `${pointer}/schema` };
}
