import type { OpenApiDocument } from "../load/openapi.js";
import { readOperations, readWebhooks } from "../load/read-operations.js";
import type { ResolvedOperation } from "../load/resolved-operation.js";

/** How much a document has of what its readers count. */
export interface Counts {
  readonly operations: number;
  readonly webhooks: number;
  readonly schemas: number;
  /** Operations that take `first` and `after` in their query. */
  readonly cursorLists: number;
}

export function countDocument(document: OpenApiDocument): Counts {
  const operations = readOperations(document);
  return {
    operations: operations.length,
    webhooks: readWebhooks(document).length,
    schemas: Object.keys(document.components?.schemas ?? {}).length,
    cursorLists: operations.filter(isCursorList).length,
  };
}

function isCursorList({ parameters }: ResolvedOperation): boolean {
  const query = new Set(parameters.filter(({ node }) => node.in === "query").map(({ node }) => node.name));
  return query.has("first") && query.has("after");
}
