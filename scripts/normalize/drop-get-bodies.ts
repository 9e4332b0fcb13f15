import { pointerOf, SpecError } from "../diagnostics.js";
import type { Note } from "../load/notes.js";
import { componentOf, isReference, type OpenApiDocument } from "../load/openapi.js";
import { operationsOf } from "./walk-schemas.js";

/**
 * No fetch sends a body with GET or HEAD. OpenAPI 3.0 ignores one that is described all the same, and 3.1 gives it no meaning: an
 * optional one is left out with a note, a required one of 3.1 is left for the model to refuse.
 */
export function dropGetBodies(draft: OpenApiDocument, note: Note): void {
  const is30 = draft.openapi.startsWith("3.0");
  for (const { path, verb, operation } of operationsOf(draft)) {
    const { requestBody } = operation;
    if (requestBody === undefined || (verb !== "get" && verb !== "head")) continue;
    const body = isReference(requestBody)
      ? draft.components?.requestBodies?.[componentOf(requestBody.$ref) ?? ""]
      : requestBody;
    if (!is30 && body?.required === true) continue;
    const pointer = pointerOf("paths", path, verb, "requestBody");
    const what = `${verb.toUpperCase()} ${path} has a body, which fetch does not send; the method has none.`;
    note(new SpecError("normalize/get-body", pointer, what, "The provider should use another method."));
    delete operation.requestBody;
  }
}
