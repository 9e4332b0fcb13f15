import { pointerOf, SpecError } from "../diagnostics.js";
import { checkRefs, findLocalRefs } from "../load/check-refs.js";
import { isJsonObject } from "../load/json-object.js";
import type { OpenApiDocument } from "../load/openapi.js";
import { readOperations } from "../load/read-operations.js";
import type { Spec } from "../load/spec.js";
import { validateDocument } from "../load/validate-document.js";

/**
 * A web page in the place of a document: a host that wants a sign-in sends one, with status 200.
 *
 * @throws SpecError `contract/html`
 */
export function refuseWebPage(file: string, text: string): void {
  if (!/^\uFEFF?\s*<[!?a-z]/i.test(text)) return;
  const title = /<title[^>]*>([^<]{1,80})/i.exec(text)?.[1]?.replaceAll(/\s+/g, " ").trim();
  const what = `A web page${title ? ` with the title ${JSON.stringify(title)}` : ""} came, not an OpenAPI document.`;
  const remedy = "Check the address: the server may have sent a sign-in or an error page.";
  throw new SpecError("contract/html", { pointer: "", file, line: 1 }, what, remedy);
}

/**
 * A provider's document, checked as far as a contract needs it. What an overlay can repair, such as an operation without
 * an id, is accepted: it is refused when clients are generated.
 *
 * @throws SpecError what `checkRefs` and `validateDocument` throw, and `contract/cut-off`, `contract/no-operations`,
 * `contract/duplicate-operation-id`; with the line
 */
export function checkUpstream(spec: Spec): Spec {
  try {
    const { document } = spec;
    checkRefs(document, findLocalRefs(document));
    validateDocument(document);
    refuseUnknownSchemes(document);
    refuseDuplicateIds(document);
    return spec;
  } catch (error) {
    throw error instanceof SpecError ? error.at(spec.file, spec.lineOf(error.place.pointer)) : error;
  }
}

/** Security schemes are often at the end of a document: where one is missing, more may be. */
function refuseUnknownSchemes(document: OpenApiDocument): void {
  const known = new Set(Object.keys(document.components?.securitySchemes ?? {}));
  const requirements: [string, unknown][] = [
    ["/security", document.security],
    ...readOperations(document).map(({ pointer, node }): [string, unknown] => [`${pointer}/security`, node.security]),
  ];
  for (const [pointer, list] of requirements) {
    const names = Array.isArray(list) ? list.flatMap((entry) => (isJsonObject(entry) ? Object.keys(entry) : [])) : [];
    const unknown = names.find((name) => !known.has(name));
    if (unknown === undefined) continue;
    const what = `The security scheme "${unknown}" is not in components.securitySchemes.`;
    throw new SpecError("contract/cut-off", pointer, what, "The document may be cut off: fetch it again.");
  }
}

function refuseDuplicateIds(document: OpenApiDocument): void {
  const operations = readOperations(document);
  if (operations.length === 0) {
    const what = "The document has no operation.";
    throw new SpecError(
      "contract/no-operations",
      pointerOf("paths"),
      what,
      "Check that this is the provider's whole API.",
    );
  }
  const owners = new Map<string, string>();
  for (const { usedAt, node } of operations) {
    const id = node.operationId;
    if (id === undefined) continue;
    const owner = owners.get(id);
    if (owner !== undefined) {
      const what = `The operationId "${id}" belongs to ${owner} already.`;
      const remedy = "Tell the provider; until it is corrected, keep the present contract.";
      throw new SpecError("contract/duplicate-operation-id", `${usedAt}/operationId`, what, remedy);
    }
    owners.set(id, usedAt);
  }
}
