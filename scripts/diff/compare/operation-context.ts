import type { OpenApiDocument } from "../../load/openapi.js";
import { resolveLocal } from "../../load/resolve-pointer.js";
import type { Resolved } from "../../load/resolved-operation.js";
import type { Collector } from "./collector.js";
import type { SchemaComparer } from "./compare-schemas.js";

/** What the comparisons of two operations share. */
export interface OperationContext {
  readonly before: OpenApiDocument;
  readonly after: OpenApiDocument;
  readonly schemas: SchemaComparer;
  readonly collector: Collector;
}

/** The pointer of a part that the other document does not use: into its component, unless the other document still has that. */
export function pointerWithout({ pointer, usedAt }: Resolved<unknown>, other: OpenApiDocument): string {
  return resolveLocal(other, `#${pointer}`) === undefined ? pointer : usedAt;
}
