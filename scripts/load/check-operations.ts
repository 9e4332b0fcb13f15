import { pointerOf, SpecError } from "../diagnostics.js";
import {
  HTTP_METHODS,
  isReference,
  type OpenApiDocument,
  type Operation,
  type Parameter,
  type PathItem,
  type Reference,
} from "./openapi.js";
import { resolveLocal } from "./resolve-pointer.js";

/**
 * What the OpenAPI schema cannot say of operations: their ids, tags and path parameters. Needs a document that is valid otherwise
 * and whose references all lead somewhere.
 *
 * @throws SpecError `load/missing-operation-id`, `load/duplicate-operation-id`, `load/unknown-tag`, `load/ambiguous-path`,
 * `load/undeclared-path-parameter`, `load/unused-path-parameter`
 */
export function checkOperations(document: OpenApiDocument): void {
  refuseAmbiguousPaths(Object.keys(document.paths ?? {}));
  const tags = document.tags && new Set(document.tags.map(({ name }) => name));
  const owners = new Map<string, string>();
  for (const found of operationsOf(document)) {
    checkOperationId(found, owners);
    if (tags !== undefined) checkTags(found, tags);
    if (found.path !== undefined) checkPathParameters(document, found, found.path);
  }
}

interface FoundOperation {
  readonly pointer: string;
  /** The template, `undefined` for a webhook. */
  readonly path: string | undefined;
  readonly item: PathItem;
  readonly operation: Operation;
}

function* operationsOf(document: OpenApiDocument): Generator<FoundOperation> {
  for (const section of ["paths", "webhooks"] as const) {
    for (const [key, value] of Object.entries(document[section] ?? {})) {
      const item = resolve<PathItem>(document, value);
      for (const method of HTTP_METHODS) {
        const operation = item[method];
        if (operation === undefined) continue;
        const path = section === "paths" ? key : undefined;
        yield { pointer: pointerOf(section, key, method), path, item, operation };
      }
    }
  }
}

function refuseAmbiguousPaths(paths: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const path of paths) {
    const shape = path.replaceAll(/\{[^{}]*\}/g, "{}");
    const other = seen.get(shape);
    if (other !== undefined) {
      throw new SpecError(
        "load/ambiguous-path",
        pointerOf("paths", path),
        `The path is the same as ${JSON.stringify(other)} but for the names of its parameters.`,
        "Keep one of the two and put all operations under it.",
      );
    }
    seen.set(shape, path);
  }
}

/** A webhook is named by its key, so its operation needs no id; where it has one, it must be nobody else's. */
function checkOperationId({ pointer, path, operation }: FoundOperation, owners: Map<string, string>): void {
  const id = operation.operationId;
  if (id === undefined || id === "") {
    if (path === undefined && id === undefined) return;
    const what = "The operation has no operationId, from which its method is named.";
    throw new SpecError("load/missing-operation-id", pointer, what, "Give it one with an overlay action.");
  }
  const owner = owners.get(id);
  if (owner !== undefined) {
    throw new SpecError(
      "load/duplicate-operation-id",
      `${pointer}/operationId`,
      `The operationId ${JSON.stringify(id)} belongs to ${owner} already.`,
      "Rename one of the two with an overlay action.",
    );
  }
  owners.set(id, pointer);
}

function checkTags({ pointer, operation }: FoundOperation, known: ReadonlySet<string>): void {
  const index = operation.tags?.findIndex((tag) => !known.has(tag)) ?? -1;
  if (index === -1) return;
  throw new SpecError(
    "load/unknown-tag",
    `${pointer}/tags/${index}`,
    `The tag ${JSON.stringify(operation.tags?.[index])} is not in the document's list of tags.`,
    "Correct the tag, or add it to `tags` with an overlay action.",
  );
}

function checkPathParameters(document: OpenApiDocument, found: FoundOperation, path: string): void {
  const wanted = new Set(Array.from(path.matchAll(/\{([^{}]*)\}/g), ([, name]) => name ?? ""));
  const declared = new Set<string>();
  const places: [string, PathItem["parameters"]][] = [
    [pointerOf("paths", path, "parameters"), found.item.parameters],
    [`${found.pointer}/parameters`, found.operation.parameters],
  ];
  for (const [pointer, parameters = []] of places) {
    for (const [index, entry] of parameters.entries()) {
      const parameter = resolve<Parameter>(document, entry);
      if (parameter.in !== "path") continue;
      if (!wanted.has(parameter.name)) throw unusedParameter(`${pointer}/${index}`, parameter.name, path);
      declared.add(parameter.name);
    }
  }
  const missing = [...wanted].find((name) => !declared.has(name));
  if (missing === undefined) return;
  throw new SpecError(
    "load/undeclared-path-parameter",
    found.pointer,
    `The path has {${missing}}, and the operation declares no path parameter of that name.`,
    "Declare it under `parameters`, or correct the path.",
  );
}

function unusedParameter(pointer: string, name: string, path: string): SpecError {
  return new SpecError(
    "load/unused-path-parameter",
    pointer,
    `The path parameter ${JSON.stringify(name)} does not occur in ${JSON.stringify(path)}.`,
    "Correct its name or its `in`, or remove it.",
  );
}

/** Ends, since references in circles are refused before. */
function resolve<Node extends object>(document: OpenApiDocument, node: Node | Reference): Node {
  let target: object = node;
  while (isReference(target)) target = Object(resolveLocal(document, target.$ref));
  return target as Node;
}
