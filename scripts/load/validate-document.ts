import { createRequire } from "node:module";
import { SpecError } from "../diagnostics.js";
import { mendBreaches } from "./mend-breaches.js";
import type { OpenApiDocument } from "./openapi.js";

/**
 * Checks a document against the OpenAPI Initiative's JSON schema for its version; `compile-validators.ts` says where the validators
 * come from. Reads nothing but the document: run it after external references have been refused.
 *
 * @throws SpecError `load/invalid` where it breaches the schema in another way than {@link mendBreaches} knows, at the most specific fault
 */
export function validateDocument(document: OpenApiDocument): void {
  const version = document.openapi.startsWith("3.0.") ? "3.0" : "3.1";
  // Required when used: a run whose documents are all 3.1 does not load the other one.
  const validate: Validate = require(`./validators/openapi-${version}.cjs`);
  // What changes nothing in a client is mended, and told of, later.
  if (validate(document) || validate(mendBreaches(document))) return;
  const fault = mostSpecificFault(validate.errors ?? []);
  if (fault === undefined) throw new Error("The validator refused the document and named no fault.");
  const [pointer, what] = describe(fault);
  const remedy = "Correct the contract, or the overlay action that wrote this.";
  throw new SpecError("load/invalid", pointer, `Not valid OpenAPI ${version}: ${what}.`, remedy);
}

/** `import` would first search the whole text for its exports, which takes longer than to run it. */
const require = createRequire(import.meta.url);

interface Validate {
  (data: unknown): boolean;
  errors?: readonly Fault[] | null;
}

/** What ajv says of one fault. */
interface Fault {
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Keywords that only pass on what is wrong inside them. */
const WRAPPERS: ReadonlySet<string> = new Set(["if", "allOf", "anyOf", "oneOf", "not", "$ref"]);

/** The innermost fault, since the others follow from it; the first of several at the same depth. */
function mostSpecificFault(faults: readonly Fault[]): Fault | undefined {
  const depth = ({ instancePath, keyword }: Fault) =>
    instancePath.split("/").length + (WRAPPERS.has(keyword) ? 0 : 0.5);
  return faults.reduce<Fault | undefined>(
    (best, fault) => (best === undefined || depth(fault) > depth(best) ? fault : best),
    undefined,
  );
}

/** The pointer and the description of a fault. */
function describe({ instancePath, keyword, message, params }: Fault): [pointer: string, what: string] {
  const subject = instancePath === "" ? "the document" : JSON.stringify(lastToken(instancePath));
  switch (keyword) {
    case "required":
      return [instancePath, `${subject} lacks ${JSON.stringify(params.missingProperty)}`];
    case "additionalProperties":
    case "unevaluatedProperties":
      return [instancePath, `${subject} has the unknown field ${JSON.stringify(surplusOf(params))}`];
    case "enum":
      return [instancePath, `${subject} must be one of ${list(params.allowedValues)}`];
    case "const":
      return [instancePath, `${subject} must be ${JSON.stringify(params.allowedValue)}`];
    case "type":
      return [instancePath, `${subject} must be ${[params.type].flat().join(" or ")}`];
    default:
      return [instancePath, `${subject} ${message ?? `breaks the rule "${keyword}"`}`];
  }
}

function lastToken(pointer: string): string {
  return (pointer.split("/").at(-1) ?? "").replaceAll("~1", "/").replaceAll("~0", "~");
}

function surplusOf(params: Fault["params"]): unknown {
  return params.unevaluatedProperty ?? params.additionalProperty;
}

function list(values: unknown): string {
  return Array.isArray(values) ? values.map((value) => JSON.stringify(value)).join(", ") : String(values);
}
