import type { Api } from "../apis.js";
import { parseSpec } from "../load/load-spec.js";
import type { OpenApiDocument } from "../load/openapi.js";
import { parseYaml } from "../load/parse-yaml.js";
import { readOperations } from "../load/read-operations.js";
import type { Source } from "../load/read-source.js";
import { buildContract } from "./build-contract.js";
import { checkUpstream } from "./check-upstream.js";
import { noChosenNames, readChosenNames } from "./chosen-names.js";

/**
 * The contract that a provider's own document is pulled to, with the project's names; what is a contract already, or belongs to an
 * API without a published document, is returned unchanged. A pulled contract is recognized by its operations: none has prose, and
 * they share responses.
 *
 * @throws SpecError when the document is not one that could be pulled
 */
export function ensureContract(api: Api, given: Source, names: Source | undefined): Source {
  // Most contracts need not be parsed to be recognized.
  const looksPulled = !/\bsummary["']?\s*:/.test(given.text) && given.text.includes("#/components/responses/");
  if (api.upstream === undefined || looksPulled) return given;
  const spec = parseSpec(given.file, given.text);
  if (isPulled(spec.document)) return given;
  const table = names === undefined ? noChosenNames : readChosenNames(names.file, parseYaml(names.file, names.text));
  const upstream = checkUpstream(spec).document;
  return { file: given.file, text: buildContract(upstream, { names: table, docs: api.docs }).text };
}

/** The addresses of a document's servers. */
export function serversOf({ file, text }: Source): string[] {
  return (parseSpec(file, text).document.servers ?? []).map(({ url }) => url);
}

function isPulled(document: OpenApiDocument): boolean {
  const operations = readOperations(document);
  const hasProse = operations.some(({ node }) => node.summary !== undefined || node.description !== undefined);
  const responses = operations.flatMap((operation) => [...operation.responses.values()]);
  return !hasProse && (responses.length === 0 || responses.some(({ pointer, usedAt }) => pointer !== usedAt));
}
