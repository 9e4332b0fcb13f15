import { componentOf, type OpenApiDocument } from "../load/openapi.js";
import { readOperations } from "../load/read-operations.js";

/**
 * Parameters of a path item become parameters of each of its operations, unless the operation overrides them. One of a component stays a
 * reference. Others are copied: what a bundler refers to in another path item is gone when that one has given its parameters on.
 */
export function inheritPathParameters(draft: OpenApiDocument): void {
  for (const { node, parameters } of readOperations(draft)) {
    const inherited = parameters
      .filter(({ declaredBy }) => declaredBy === "path item")
      .map(({ node: parameter, pointer }) => {
        const $ref = `#${encodeURI(pointer)}`;
        return componentOf($ref) === undefined ? structuredClone(parameter) : { $ref };
      });
    if (inherited.length > 0) node.parameters = [...inherited, ...(node.parameters ?? [])];
  }
  for (const item of Object.values(draft.paths ?? {})) delete item.parameters;
}
