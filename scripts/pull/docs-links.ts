import type { OpenApiDocument } from "../load/openapi.js";
import { rewrite } from "../load/rewrite.js";

/**
 * The document with each operation's page in `externalDocs`: `<docs>/<tag>/<summary>`, both in kebab case, which is how
 * the provider's reference names its pages. An operation that names a page already keeps it, as does one without a
 * summary its lack of one.
 */
export function addDocsLinks(document: OpenApiDocument, docs: string): OpenApiDocument {
  return rewrite(document, (node, place) => {
    const isCall = place.kind === "operation" && place.steps[0]?.field === "paths";
    if (!isCall || node.externalDocs !== undefined) return node;
    const { tags, summary } = node;
    const tag: unknown = Array.isArray(tags) ? tags[0] : undefined;
    if (typeof tag !== "string" || typeof summary !== "string") return node;
    return { ...node, externalDocs: { url: `${docs}/${kebab(tag)}/${kebab(summary)}` } };
  });
}

function kebab(words: string): string {
  return words
    .toLowerCase()
    .replaceAll(/['’]/g, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
}
