import type { OpenApiDocument } from "../load/openapi.js";
import { readOperations } from "../load/read-operations.js";

/** Parameters of a path item become parameters of each of its operations, unless the operation overrides them. */
export function inheritPathParameters(draft: OpenApiDocument): void {
  for (const { node, parameters } of readOperations(draft)) {
    const inherited = parameters
      .filter(({ declaredBy }) => declaredBy === "path item")
      .map((shared) =>
        shared.pointer === shared.usedAt ? structuredClone(shared.node) : { $ref: `#${encodeURI(shared.pointer)}` },
      );
    if (inherited.length > 0) node.parameters = [...inherited, ...(node.parameters ?? [])];
  }
  for (const item of Object.values(draft.paths ?? {})) delete item.parameters;
}
