import { pointerOf, SpecError } from "../diagnostics.js";
import type { OpenApiDocument } from "./openapi.js";
import { readOperations, readWebhooks } from "./read-operations.js";
import type { ResolvedOperation } from "./resolved-operation.js";

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
  for (const operation of [...readOperations(document), ...readWebhooks(document)]) {
    checkOperationId(operation, owners);
    if (tags !== undefined) checkTags(operation, tags);
    if (operation.section === "paths") checkPathParameters(operation);
  }
}

function refuseAmbiguousPaths(paths: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const path of paths) {
    const template = path.replaceAll(/\{[^{}]*\}/g, "{}");
    const other = seen.get(template);
    if (other !== undefined) {
      throw new SpecError(
        "load/ambiguous-path",
        pointerOf("paths", path),
        `The path is the same as ${JSON.stringify(other)} but for the names of its parameters.`,
        "Keep one of the two and put all operations under it.",
      );
    }
    seen.set(template, path);
  }
}

/** A webhook is named by its key, so its operation needs no id; where it has one, no other operation may have it. */
function checkOperationId({ usedAt, section, node }: ResolvedOperation, owners: Map<string, string>): void {
  const id = node.operationId;
  if (id === undefined || id === "") {
    if (section === "webhooks" && id === undefined) return;
    const what = "The operation has no operationId, from which its method is named.";
    throw new SpecError("load/missing-operation-id", usedAt, what, "Give it one with an overlay action.");
  }
  const owner = owners.get(id);
  if (owner !== undefined) {
    throw new SpecError(
      "load/duplicate-operation-id",
      `${usedAt}/operationId`,
      `The operationId ${JSON.stringify(id)} belongs to ${owner} already.`,
      "Rename one of the two with an overlay action.",
    );
  }
  owners.set(id, usedAt);
}

function checkTags({ pointer, node }: ResolvedOperation, known: ReadonlySet<string>): void {
  const index = node.tags?.findIndex((tag) => !known.has(tag)) ?? -1;
  if (index === -1) return;
  throw new SpecError(
    "load/unknown-tag",
    `${pointer}/tags/${index}`,
    `The tag ${JSON.stringify(node.tags?.[index])} is not in the document's list of tags.`,
    "Correct the tag, or add it to `tags` with an overlay action.",
  );
}

function checkPathParameters({ path, usedAt, parameters }: ResolvedOperation): void {
  const expected = new Set(Array.from(path.matchAll(/\{([^{}]*)\}/g), ([, name]) => name ?? ""));
  const declared = new Set<string>();
  for (const parameter of parameters) {
    const { name, in: location } = parameter.node;
    if (location !== "path") continue;
    if (!expected.has(name)) throw unusedParameter(parameter.usedAt, name, path);
    declared.add(name);
  }
  const missing = [...expected].find((name) => !declared.has(name));
  if (missing === undefined) return;
  throw new SpecError(
    "load/undeclared-path-parameter",
    usedAt,
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
