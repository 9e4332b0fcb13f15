import { SpecError } from "../diagnostics.js";
import type { OpenApiDocument } from "./openapi.js";
import { readOperations } from "./read-operations.js";
import type { ResolvedOperation } from "./resolved-operation.js";

/**
 * What the OpenAPI schema cannot say of operations: their path parameters. Needs a document that is valid otherwise and whose
 * references all lead somewhere. Names are for `normalize` to find.
 *
 * @throws SpecError `load/undeclared-path-parameter`, `load/unused-path-parameter`
 */
export function checkOperations(document: OpenApiDocument): void {
  for (const operation of readOperations(document)) checkPathParameters(operation);
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
