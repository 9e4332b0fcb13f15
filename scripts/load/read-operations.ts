import { pointerOf } from "../diagnostics.js";
import { HTTP_METHODS, type OpenApiDocument } from "./openapi.js";
import { ResolvedOperation, resolve } from "./resolved-operation.js";

/** Every operation under `paths`: paths in the document's order, the methods of a path in that of `HTTP_METHODS`. */
export function readOperations(document: OpenApiDocument): ResolvedOperation[] {
  return readSection(document, "paths");
}

/** Every operation under `webhooks`, in the same order. */
export function readWebhooks(document: OpenApiDocument): ResolvedOperation[] {
  return readSection(document, "webhooks");
}

function readSection(document: OpenApiDocument, section: "paths" | "webhooks"): ResolvedOperation[] {
  const operations: ResolvedOperation[] = [];
  for (const [path, given] of Object.entries(document[section] ?? {})) {
    const pathItem = resolve(document, given, pointerOf(section, path));
    if (pathItem === undefined) continue;
    for (const method of HTTP_METHODS) {
      const node = pathItem.node[method];
      if (typeof node !== "object" || node === null) continue;
      operations.push(new ResolvedOperation(document, section, path, pathItem, method, node));
    }
  }
  return operations;
}
