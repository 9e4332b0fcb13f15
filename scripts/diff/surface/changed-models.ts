import type { ApiModel, MethodModel, ResourceModel } from "../../model/api-model.js";
import { plainDocs } from "../../model/docs.js";
import { closureOf, namesInMethod, type TypeGraph } from "./type-graph.js";

/** A model, and which of its types mention which. */
export interface ModelState {
  readonly model: ApiModel;
  readonly graph: TypeGraph;
}

/**
 * Two models without what is the same in both, and without prose: what is left of them is written and read in a fraction of the
 * time. Resources stay in both models where one of their methods differs, so that none seems to be added or removed.
 */
export function changedModels(before: ModelState, after: ModelState): [before: ApiModel, after: ApiModel] {
  const declarations = differing(before.model.declarations, after.model.declarations);
  const failures = differing(before.model.failures, after.model.failures);
  const methods = differing(methodsOf(before.model.resources), methodsOf(after.model.resources));
  const resources = new Set(
    methods.flatMap(({ resource }) => resource.map((_, index) => resource.slice(0, index + 1).join("."))),
  );
  const changed = [...declarations, ...failures].map(({ name }) => name);
  // Both models keep the same names, so that none seems to be added or removed.
  const names = new Set([...changed, ...neededBeside(changed, methods, before, after)]);
  const part = (model: ApiModel): ApiModel => ({
    ...model,
    declarations: withoutProse(model.declarations.filter(({ name }) => names.has(name))),
    failures: model.failures.filter(({ name }) => names.has(name)),
    resources: withoutProse(filterResources(model.resources, resources)),
  });
  return [part(before.model), part(after.model)];
}

/**
 * What the comparison of differing types needs beside them: where one is mentioned in one state only, that one and all that is in
 * it; and what an alias is made of.
 */
function neededBeside(
  changed: readonly string[],
  methods: readonly { readonly method: MethodModel | undefined }[],
  before: ModelState,
  after: ModelState,
): string[] {
  const isAlias = new Set(
    [before, after].flatMap(({ model }) =>
      model.declarations.filter(({ kind }) => kind === "alias").map(({ name }) => name),
    ),
  );
  const once = changed.flatMap((name) => {
    const mentionedBefore = before.graph.mentions.get(name) ?? new Set<string>();
    const mentionedAfter = after.graph.mentions.get(name) ?? new Set<string>();
    const all = [...mentionedBefore, ...mentionedAfter];
    return isAlias.has(name) ? all : all.filter((other) => !mentionedBefore.has(other) || !mentionedAfter.has(other));
  });
  const byOperation = new Map<string, Set<string>[]>();
  for (const { method } of methods) {
    if (method === undefined) continue;
    const { operationId } = method;
    byOperation.set(operationId, [...(byOperation.get(operationId) ?? []), namesInMethod(method)]);
  }
  const single = [...byOperation.values()].flatMap((states) =>
    states.flatMap((names) =>
      [...names].filter((name) => states.length === 1 || !states.every((others) => others.has(name))),
    ),
  );
  return [before, after].flatMap(({ graph }) => [...closureOf([...once, ...single], graph.mentions)]);
}

/** What is in one of the lists only, prose aside. */
function differing<Item>(before: readonly Item[], after: readonly Item[]): Item[] {
  // Most are equal with their prose, which is much faster to find out.
  const [removed, added] = onlyOnce(before, after, (item) => JSON.stringify(item));
  return onlyOnce(removed, added, proselessText).flat();
}

function onlyOnce<Item>(
  before: readonly Item[],
  after: readonly Item[],
  textOf: (item: Item) => string,
): [removed: Item[], added: Item[]] {
  const byTextBefore = new Map(before.map((item) => [textOf(item), item]));
  const byTextAfter = new Map(after.map((item) => [textOf(item), item]));
  const without = (items: Map<string, Item>, others: Map<string, Item>) =>
    [...items].filter(([text]) => !others.has(text)).map(([, item]) => item);
  return [without(byTextBefore, byTextAfter), without(byTextAfter, byTextBefore)];
}

function withoutProse<Part>(part: Part): Part {
  return JSON.parse(proselessText(part)) as Part;
}

function proselessText(part: unknown): string {
  return JSON.stringify(part, (key, value: unknown) => {
    if (key === "docs") return plainDocs("");
    return key === "summary" || key === "docsUrl" ? "" : value;
  });
}

interface PlacedMethod {
  /** The path of its resource in the client: `["v1", "cases"]`. */
  readonly resource: readonly string[];
  /** `undefined` for the resource itself, which may have no methods. */
  readonly method: MethodModel | undefined;
}

function methodsOf(resources: readonly ResourceModel[]): PlacedMethod[] {
  return resources.flatMap(({ path, methods, children }): PlacedMethod[] => [
    { resource: path, method: undefined },
    ...methods.map((method) => ({ resource: path, method })),
    ...methodsOf(children),
  ]);
}

/** @param kept the paths of resources, joined by dots */
function filterResources(resources: readonly ResourceModel[], kept: ReadonlySet<string>): ResourceModel[] {
  return resources
    .filter(({ path }) => kept.has(path.join(".")))
    .map((resource) => ({ ...resource, children: filterResources(resource.children, kept) }));
}
