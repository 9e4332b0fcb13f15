import { kebabCase } from "../load/letter-case.js";
import type { OpenApiDocument } from "../load/openapi.js";
import { rewrite } from "../load/rewrite.js";

/**
 * The document with each operation's page in `externalDocs`: `<docs>/<tag>/<summary>`, both in kebab case, which is how
 * the provider's reference names its pages. An operation that names a page already keeps it, and one without a summary gets none.
 */
export function addDocsLinks(document: OpenApiDocument, docs: string): OpenApiDocument {
  return rewrite(document, (node, position) => {
    const isUnderPaths = position.kind === "operation" && position.steps[0]?.field === "paths";
    if (!isUnderPaths || node.externalDocs !== undefined) return node;
    const { tags, summary } = node;
    const tag: unknown = Array.isArray(tags) ? tags[0] : undefined;
    if (typeof tag !== "string" || typeof summary !== "string") return node;
    return { ...node, externalDocs: { url: `${docs}/${slugOf(tag)}/${slugOf(summary)}` } };
  });
}

/** In lower case first: a page's address does not split `OAuth`. */
function slugOf(words: string): string {
  return kebabCase(words.toLowerCase());
}
