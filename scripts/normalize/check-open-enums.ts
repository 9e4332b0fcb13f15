import { isDeepStrictEqual } from "node:util";
import { pointerOf, SpecError } from "../diagnostics.js";
import { Findings } from "../load/findings.js";
import type { JsonObject } from "../load/json-object.js";
import type { OpenApiDocument } from "../load/openapi.js";
import { inspect } from "../load/rewrite.js";

/**
 * A mark that says nothing is a mistake: `x-open-enum` can only be `true`, on an enum of strings. Leaves the document as it is.
 *
 * @throws SpecError `normalize/open-enum`
 */
export function checkOpenEnums(draft: OpenApiDocument): void {
  const findings = new Findings();
  inspect(draft, (node, kind, tokens) => {
    if (kind !== "schema" || node["x-open-enum"] === undefined) return;
    const values = Array.isArray(node.enum) ? node.enum.filter((value) => value !== null) : [];
    const isOfStrings = values.length > 0 && values.every((value) => typeof value === "string");
    if (node["x-open-enum"] === true && (isOfStrings || isOpened(node))) return;
    const pointer = pointerOf(...tokens());
    const what = "x-open-enum can only be true, and only on an enum of strings.";
    const mend = { pointer: `${pointer}/x-open-enum`, remove: true } as const;
    const remedy = "Set it on the enum itself, or remove it.";
    findings.add(new SpecError("normalize/open-enum", pointer, what, remedy, { mend }));
  });
  findings.done();
}

/** The form that this stage gives an open enum: its output can be a contract again. */
function isOpened({ anyOf }: JsonObject): boolean {
  return Array.isArray(anyOf) && anyOf.length === 2 && isDeepStrictEqual(anyOf[1], { type: "string" });
}
