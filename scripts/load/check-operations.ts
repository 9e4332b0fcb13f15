import { SpecError, TO_CHOOSE } from "../diagnostics.js";
import { Findings } from "./findings.js";
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
  const findings = new Findings();
  for (const operation of readOperations(document)) checkPathParameters(operation, findings);
  findings.done();
}

function checkPathParameters({ path, usedAt, parameters }: ResolvedOperation, findings: Findings): void {
  const expected = new Set(Array.from(path.matchAll(/\{([^{}]*)\}/g), ([, name]) => name ?? ""));
  const declared = new Set<string>();
  for (const parameter of parameters) {
    const { name, in: location } = parameter.node;
    if (location !== "path") continue;
    if (!expected.has(name)) findings.add(unusedParameter(parameter.usedAt, name, path));
    declared.add(name);
  }
  for (const missing of [...expected].filter((name) => !declared.has(name))) {
    const added = { name: missing, in: "path", required: true, schema: { type: TO_CHOOSE } };
    findings.add(
      new SpecError(
        "load/undeclared-path-parameter",
        usedAt,
        `The path has {${missing}}, and the operation declares no path parameter of that name.`,
        "Declare it under `parameters`, or correct the path.",
        { mend: { pointer: usedAt, update: { parameters: [added] } } },
      ),
    );
  }
}

function unusedParameter(pointer: string, name: string, path: string): SpecError {
  return new SpecError(
    "load/unused-path-parameter",
    pointer,
    `The path parameter ${JSON.stringify(name)} does not occur in ${JSON.stringify(path)}.`,
    "Correct its name or its `in`, or remove it.",
    { mend: { pointer, remove: true } },
  );
}
