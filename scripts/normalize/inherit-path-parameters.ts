import { componentOf, isReference, type OpenApiDocument, type Parameter, type Reference } from "../load/openapi.js";
import { operationsOf } from "./walk-schemas.js";

/** Parameters of a path item become parameters of each of its operations, unless the operation overrides them. */
export function inheritPathParameters(draft: OpenApiDocument): void {
  const shared = draft.components?.parameters ?? {};
  const keyOf = (node: Parameter | Reference): string => {
    const target = isReference(node) ? shared[componentOf(node.$ref) ?? ""] : node;
    return `${target?.in} ${target?.name}`;
  };
  for (const { path, operation } of operationsOf(draft)) {
    const inherited = draft.paths?.[path]?.parameters ?? [];
    const own = operation.parameters ?? [];
    const taken = new Set(own.map(keyOf));
    const missing = inherited.filter((parameter) => !taken.has(keyOf(parameter)));
    if (missing.length > 0) operation.parameters = [...structuredClone(missing), ...own];
  }
  for (const item of Object.values(draft.paths ?? {})) delete item.parameters;
}
