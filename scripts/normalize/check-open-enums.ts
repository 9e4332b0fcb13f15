import { isDeepStrictEqual } from "node:util";
import { pointerOf, SpecError } from "../diagnostics.js";
import type { JsonObject } from "../load/json-object.js";
import type { OpenApiDocument } from "../load/openapi.js";
import { rewrite, tokensOfPosition } from "../load/rewrite.js";

/**
 * A mark that says nothing is a mistake: `x-open-enum` can only be `true`, on an enum of strings. Leaves the document as it is.
 *
 * @throws SpecError `normalize/open-enum`
 */
export function checkOpenEnums(draft: OpenApiDocument): void {
  rewrite(draft, (node, position) => {
    if (position.kind !== "schema" || node["x-open-enum"] === undefined) return node;
    const values = Array.isArray(node.enum) ? node.enum.filter((value) => value !== null) : [];
    const isOfStrings = values.length > 0 && values.every((value) => typeof value === "string");
    if (node["x-open-enum"] === true && (isOfStrings || isOpened(node))) return node;
    throw new SpecError(
      "normalize/open-enum",
      pointerOf(...tokensOfPosition(position)),
      "x-open-enum can only be true, and only on an enum of strings.",
      "Set it on the enum itself, or remove it.",
    );
  });
}

/** The form that this stage gives an open enum: its output can be a contract again. */
function isOpened({ anyOf }: JsonObject): boolean {
  return Array.isArray(anyOf) && anyOf.length === 2 && isDeepStrictEqual(anyOf[1], { type: "string" });
}
