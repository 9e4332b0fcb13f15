import { apiVersionOf } from "../load/api-version.js";
import type { OpenApiDocument } from "../load/openapi.js";
import { validateDocument } from "../load/validate-document.js";
import type { ChosenNames } from "./chosen-names.js";
import { type Counts, countDocument } from "./count.js";
import { addDocsLinks } from "./docs-links.js";
import { dropDefaults } from "./drop-defaults.js";
import { extractParameters } from "./extract-parameters.js";
import { extractResponses } from "./extract-responses.js";
import { extractSchemas } from "./extract-schemas.js";
import { readAsMeant } from "./read-as-meant.js";
import { sortDocument } from "./sort-document.js";
import { stripProse, stripSamples } from "./strip-prose.js";
import { writeYaml } from "./write-yaml.js";

export interface ContractOptions {
  readonly names: ChosenNames;
  /** The base of the provider's reference pages, to which operations without a link of their own are linked. */
  readonly docs?: string | undefined;
  /** Whether the provider's texts stay. Its code samples never do. @default false */
  readonly prose?: boolean;
}

/** What a provider's document is turned into. */
export interface Contract {
  readonly document: OpenApiDocument;
  readonly text: string;
  /** What the provider's document had. */
  readonly counts: Counts;
  /** How many components were extracted, by their kind. */
  readonly extracted: { readonly schemas: number; readonly parameters: number; readonly responses: number };
  /** What a person should know, a line each. */
  readonly notes: readonly string[];
}

/**
 * A provider's document as a contract: facts without prose, repeated parts under names, in the one order that the content
 * gives. A contract is a fixed point: made into one again it stays the same, byte for byte.
 *
 * @throws SpecError `load/api-version`, and `load/invalid` should the contract not be valid OpenAPI
 */
export function buildContract(upstream: OpenApiDocument, { names, docs, prose = false }: ContractOptions): Contract {
  const meant = readAsMeant(upstream);
  const linked = docs === undefined ? meant.document : addDocsLinks(meant.document, docs);
  const bare = prose ? stripSamples(linked) : stripProse(linked);
  // Equal parts are found by comparing, so the document is sorted before; the references that replaced them are sorted after.
  const schemas = extractSchemas(sortDocument(dropDefaults(bare)), names);
  const parameters = extractParameters(schemas.document, names);
  const document = sortDocument(extractResponses(parameters.document));
  validateDocument(document);
  apiVersionOf(document); // refused here, not by the first request
  return {
    document,
    text: writeYaml(document),
    counts: countDocument(upstream),
    extracted: added(upstream, document),
    notes: [...meant.notes, ...schemas.notes, ...parameters.notes],
  };
}

function added(before: OpenApiDocument, after: OpenApiDocument): Contract["extracted"] {
  const more = (kind: "schemas" | "parameters" | "responses") =>
    Object.keys(after.components?.[kind] ?? {}).length - Object.keys(before.components?.[kind] ?? {}).length;
  return { schemas: more("schemas"), parameters: more("parameters"), responses: more("responses") };
}
