import { pointerOf } from "../diagnostics.js";
import { kebabCase } from "../load/letter-case.js";
import { resourceClassName } from "../normalize/names.js";
import type { MethodModel, ResourceModel } from "./api-model.js";
import { NameTable } from "./name-table.js";

/** A method, and the path of the resource that it belongs to. */
export interface ResourceMethod {
  readonly resource: readonly string[];
  readonly method: MethodModel;
}

/** The tree of resources, each level in alphabetical order; methods stay in the order of the contract's paths. */
export function buildResources(all: readonly ResourceMethod[], names: NameTable): ResourceModel[] {
  return childrenOf([], all, names);
}

function childrenOf(path: readonly string[], all: readonly ResourceMethod[], names: NameTable): ResourceModel[] {
  const below = all.filter(
    ({ resource }) => resource.length > path.length && path.every((part, index) => resource[index] === part),
  );
  const parts = [...new Set(below.map(({ resource }) => resource[path.length] ?? ""))].sort();
  return parts.map((part) => buildResource([...path, part], below, names));
}

function buildResource(path: readonly string[], all: readonly ResourceMethod[], names: NameTable): ResourceModel {
  const children = childrenOf(path, all, names);
  const methods = all.filter(({ resource }) => resource.join(".") === path.join(".")).map(({ method }) => method);
  const members = new Map<string, string>(
    children.map((child) => [child.path.at(-1) ?? "", `the resource ${child.path.join(".")}`]),
  );
  claimMembers(methods, members);
  const [first] = all;
  const pointer = first === undefined ? "" : pointerOf("paths", first.method.path, first.method.verb);
  const className = names.claim(resourceClassName(path), pointer);
  // Two names that differ in case alone would be one file.
  names.claim(`${kebabCase(className)}.ts`, pointer);
  return { path, className, methods, children };
}

function claimMembers(methods: readonly MethodModel[], taken: Map<string, string>): void {
  const table = new NameTable(taken);
  for (const method of methods) table.claim(method.name, pointerOf("paths", method.path, method.verb));
}
