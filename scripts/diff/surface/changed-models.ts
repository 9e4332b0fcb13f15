import type { ApiModel, MethodModel, ResourceModel } from "../../model/api-model.js";
import { plainDocs } from "../../model/docs.js";
import { closureOf, namesInMethod, type TypeGraph } from "./type-graph.js";

/** A model and how its types hang together. */
export interface GenerationTypes {
  readonly model: ApiModel;
  readonly graph: TypeGraph;
}

/**
 * Two models without what is the same in both, and without prose: what is left of them is written and read in a fraction of the
 * time. Resources stay where one of theirs differs, on both sides, so that none seems to come or go.
 */
export function changedModels(before: GenerationTypes, after: GenerationTypes): [before: ApiModel, after: ApiModel] {
  const [was, is] = [before.model, after.model];
  const declarations = differing(was.declarations, is.declarations);
  const failures = differing(was.failures, is.failures);
  const methods = differing(methodTexts(was.resources), methodTexts(is.resources));
  const places = new Set(
    methods.flatMap(({ place }) => place.split(".").map((_, index, parts) => parts.slice(0, index + 1).join("."))),
  );
  const changed = [...declarations, ...failures].map(({ name }) => name);
  // Both sides keep the same names, so that none seems to come or go.
  const names = new Set([...changed, ...neededBeside(changed, methods, before, after)]);
  const part = (model: ApiModel): ApiModel => ({
    ...model,
    declarations: withoutProse(model.declarations.filter(({ name }) => names.has(name))),
    failures: model.failures.filter(({ name }) => names.has(name)),
    resources: withoutProse(filterResources(model.resources, places)),
  });
  return [part(was), part(is)];
}

/**
 * What differing types are held against each other with: where one is mentioned on one side only, that one and all that is in it;
 * and what an alias is made of.
 */
function neededBeside(
  changed: readonly string[],
  methods: readonly { readonly method: MethodModel | undefined }[],
  before: GenerationTypes,
  after: GenerationTypes,
): string[] {
  const isAlias = new Set(
    [before, after].flatMap(({ model }) =>
      model.declarations.filter(({ kind }) => kind === "alias").map(({ name }) => name),
    ),
  );
  const once = changed.flatMap((name) => {
    const [was, is] = [before, after].map(({ graph }) => graph.mentions.get(name) ?? new Set<string>());
    if (was === undefined || is === undefined) return [];
    const all = [...was, ...is];
    return isAlias.has(name) ? all : all.filter((other) => !was.has(other) || !is.has(other));
  });
  const byOperation = new Map<string, Set<string>[]>();
  for (const { method } of methods) {
    if (method === undefined) continue;
    const { operationId } = method;
    byOperation.set(operationId, [...(byOperation.get(operationId) ?? []), namesInMethod(method)]);
  }
  const single = [...byOperation.values()].flatMap((sides) =>
    sides.flatMap((names) => [...names].filter((name) => sides.length === 1 || !sides.every((side) => side.has(name)))),
  );
  return [before, after].flatMap(({ graph }) => [...closureOf([...once, ...single], graph.mentions)]);
}

/** What is in one of the lists only, prose aside. */
function differing<Item>(before: readonly Item[], after: readonly Item[]): Item[] {
  // Most are equal with their prose, which is much sooner known.
  const [left, right] = onlyOnce(before, after, (item) => JSON.stringify(item));
  return onlyOnce(left, right, proselessText).flat();
}

function onlyOnce<Item>(
  before: readonly Item[],
  after: readonly Item[],
  textOf: (item: Item) => string,
): [before: Item[], after: Item[]] {
  const was = new Map(before.map((item) => [textOf(item), item]));
  const is = new Map(after.map((item) => [textOf(item), item]));
  const missing = (items: Map<string, Item>, others: Map<string, Item>) =>
    [...items].filter(([text]) => !others.has(text)).map(([, item]) => item);
  return [missing(was, is), missing(is, was)];
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

/** Every method with the place of its resource; a resource without methods counts as one. */
function methodTexts(resources: readonly ResourceModel[]): { place: string; method: MethodModel | undefined }[] {
  return resources.flatMap(({ path, methods, children }) => {
    const place = path.join(".");
    return [{ place, method: undefined }, ...methods.map((method) => ({ place, method })), ...methodTexts(children)];
  });
}

function filterResources(resources: readonly ResourceModel[], places: ReadonlySet<string>): ResourceModel[] {
  return resources
    .filter(({ path }) => places.has(path.join(".")))
    .map((resource) => ({ ...resource, children: filterResources(resource.children, places) }));
}
