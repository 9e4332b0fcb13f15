import { pointerOf } from "../diagnostics.js";
import { fileNameOf, pascalCase } from "../load/letter-case.js";
import type { OpenApiDocument } from "../load/openapi.js";
import { sentence, wordsOf } from "../normalize/english.js";
import { resourceClassName } from "../normalize/names.js";
import type { MethodModel, ResourceModel } from "./api-model.js";
import { NameTable } from "./name-table.js";

/** A method, and the path of the resource that it belongs to. */
export interface ResourceMethod {
  readonly resource: readonly string[];
  readonly method: MethodModel;
}

type Tag = NonNullable<OpenApiDocument["tags"]>[number];

interface Context {
  readonly tags: readonly Tag[];
  readonly names: NameTable;
}

/** The tree of resources, each level in alphabetical order; methods stay in the order of the contract's paths. */
export function buildResources(
  all: readonly ResourceMethod[],
  tags: readonly Tag[],
  names: NameTable,
): ResourceModel[] {
  return childrenOf([], all, { tags, names });
}

function childrenOf(path: readonly string[], all: readonly ResourceMethod[], context: Context): ResourceModel[] {
  const below = all.filter(
    ({ resource }) => resource.length > path.length && path.every((part, index) => resource[index] === part),
  );
  const parts = [...new Set(below.map(({ resource }) => resource[path.length] ?? ""))].sort();
  return parts.map((part) => buildResource([...path, part], below, context));
}

function buildResource(path: readonly string[], all: readonly ResourceMethod[], context: Context): ResourceModel {
  const { names, tags } = context;
  const children = childrenOf(path, all, context);
  const methods = all.filter(({ resource }) => resource.join(".") === path.join(".")).map(({ method }) => method);
  const members = new Map<string, string>(
    children.map((child) => [child.path.at(-1) ?? "", `the resource ${child.path.join(".")}`]),
  );
  claimMembers(methods, members);
  const [first] = all;
  const pointer = first === undefined ? "" : pointerOf("paths", first.method.path, first.method.verb);
  const wanted = resourceClassName(path);
  // Two names that differ in case alone would be one file.
  const className = names.choose([wanted, `${wanted}Resource`], pointer, (name) => `${fileNameOf(name)}.ts`);
  return { path, className, summary: summaryOf(className, methods, children, tags), methods, children };
}

/** The tag's own words; else its name, or what the resource is called. */
function summaryOf(
  className: string,
  methods: readonly MethodModel[],
  children: readonly ResourceModel[],
  tags: readonly Tag[],
): string {
  const description = tags.find(({ name }) => pascalCase(name) === className)?.description?.trim();
  if (description !== undefined && description !== "") return sentence(description);
  if (methods.length > 0) return sentence(wordsOf(className));
  return `The resources ${children.map(({ path }) => `\`${path.at(-1)}\``).join(", ")}.`;
}

function claimMembers(methods: readonly MethodModel[], taken: Map<string, string>): void {
  const table = new NameTable(taken);
  for (const method of methods) table.claim(method.name, pointerOf("paths", method.path, method.verb));
}
