import { pointerOf, SpecError } from "../diagnostics.js";
import { Findings } from "./findings.js";
import type { OpenApiDocument } from "./openapi.js";
import { inspect } from "./rewrite.js";

/** The keywords whose value is a value of the API, which code compares with or sends. */
const VALUES = ["const", "enum", "default"] as const;

/**
 * Refuses a value that JavaScript's numbers do not hold: it was rounded when the document was read, and code that is made from it would
 * send another value. Bounds such as `maximum` are documentation, and may be wider.
 *
 * @throws SpecError `load/inexact-integer`
 */
export function checkIntegers(document: OpenApiDocument): void {
  const findings = new Findings();
  inspect(document, (node, kind, tokens) => {
    // Of a number, and of nothing else, a double is the exact value.
    if (kind !== "schema" || node.type === "number") return;
    for (const keyword of VALUES) {
      const value = node[keyword];
      const isList = keyword === "enum" && Array.isArray(value);
      for (const [index, one] of (isList ? value : [value]).entries()) {
        if (typeof one !== "number" || !Number.isInteger(one) || Number.isSafeInteger(one)) continue;
        const pointer = pointerOf(...tokens(), keyword, ...(isList ? [index] : []));
        const what = `The integer (about ${one}) is beyond 2^53, where JavaScript's numbers are not exact.`;
        const remedy = "Remove it with an overlay action, or describe it as a string if the API takes one.";
        findings.add(new SpecError("load/inexact-integer", pointer, what, remedy, { mend: { pointer, remove: true } }));
      }
    }
  });
  findings.done();
}
