import { pointerOf } from "../../diagnostics.js";
import type { OpenApiDocument } from "../../load/openapi.js";

/**
 * What is the same text in two documents, with all that it refers to. Most of a contract is, and need not be looked into.
 * What is not the same text may still mean the same.
 */
export class Unchanged {
  readonly #components: ReadonlySet<string>;

  constructor(before: OpenApiDocument, after: OpenApiDocument) {
    const textsBefore = textsOf(before);
    const same = new Map([...textsOf(after)].filter(([pointer, text]) => textsBefore.get(pointer) === text));
    for (let found = true; found; ) {
      found = false;
      for (const [pointer, text] of same) {
        if (refsIn(text).every((ref) => same.has(ref))) continue;
        same.delete(pointer);
        found = true;
      }
    }
    this.#components = new Set(same.keys());
  }

  /** Whether the component at this place is the same in both. */
  has(pointer: string): boolean {
    return this.#components.has(pointer);
  }

  /** Whether two parts of the documents are the same. */
  covers(before: unknown, after: unknown): boolean {
    const text = JSON.stringify(after);
    return JSON.stringify(before) === text && refsIn(text).every((ref) => this.#components.has(ref));
  }
}

/** The text of each component, by its pointer. */
function textsOf({ components = {} }: OpenApiDocument): Map<string, string> {
  return new Map(
    Object.entries(components).flatMap(([kind, parts]) =>
      Object.entries(parts ?? {}).map(
        ([name, part]) => [pointerOf("components", kind, name), JSON.stringify(part)] as const,
      ),
    ),
  );
}

/** A reference that is written with escapes is not found among the components, and what has it is looked into. */
function refsIn(text: string): string[] {
  return [...text.matchAll(/"\$ref":"#([^"]*)"/g)].map(([, pointer]) => pointer ?? "");
}
