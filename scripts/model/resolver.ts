import { SpecError } from "../diagnostics.js";
import { componentOf, type OpenApiDocument, type Schema } from "../load/openapi.js";

/** Follows the references to schemas of one document. Loading has checked that each has its target. */
export class Resolver {
  readonly #schemas: Record<string, Schema>;

  constructor(document: OpenApiDocument) {
    this.#schemas = document.components?.schemas ?? {};
  }

  /** The schema that a chain of plain references ends in. */
  schema(node: Schema): Schema {
    if (node.$ref === undefined) return node;
    const target = this.#schemas[componentOf(node.$ref) ?? ""];
    if (target === undefined) throw deepReference(node.$ref);
    return this.schema(target);
  }
}

/** Loading has checked that the target exists, so what is left is a reference into the middle of a component. */
export function deepReference(reference: string): SpecError {
  return new SpecError(
    "model/deep-reference",
    reference.replace(/^#/, ""),
    `${reference} does not name a component.`,
    "Make what it points to a component and refer to that.",
  );
}
