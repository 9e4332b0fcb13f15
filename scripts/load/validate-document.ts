import { createRequire } from "node:module";
import { type Mend, pointerOf, SpecError, TO_CHOOSE, tokensOf } from "../diagnostics.js";
import { Findings } from "./findings.js";
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
  const findings = new Findings();
  const remedy = "Correct the contract, or the overlay action that wrote this.";
  for (const fault of faultsOf(structuredClone(mendBreaches(document)), validate)) {
    const [pointer, what] = describe(fault);
    const mend = mendOf(fault, pointer);
    findings.add(new SpecError("load/invalid", pointer, `Not valid OpenAPI ${version}: ${what}.`, remedy, { mend }));
  }
  if (findings.isEmpty) throw new Error("The validator refused the document and named no fault.");
  findings.done();
}

/** A validation of a large document takes a tenth of a second, and who mends these will run the command again. */
const MAX_FAULTS = 40;

/**
 * The validator stops at the first fault. So what it names is mended in the draft by anything that the schema takes there, or taken out,
 * and the rest validated again. What is then wrong at that place, or around something that is gone, follows from that.
 */
function faultsOf(draft: OpenApiDocument, validate: Validate): Fault[] {
  const found: Fault[] = [];
  const removed: Removed[] = [];
  const touched = new Map<string, number>();
  for (let run = 0; run < 3 * MAX_FAULTS && found.length < MAX_FAULTS && !validate(draft); run += 1) {
    const fault = mostSpecificFault(validate.errors ?? []);
    if (fault === undefined) break;
    const path = pathOf(fault);
    const pointer = asItWas(path, removed);
    const times = touched.get(pointer) ?? 0;
    touched.set(pointer, times + 1);
    const isConsequence =
      [...touched.keys()].some((one) => pointer.startsWith(`${one}/`)) ||
      removed.some((one) => one.pointer.startsWith(`${pointer}/`));
    if (times === 0 && !isConsequence) found.push({ ...fault, instancePath: asItWas(fault.instancePath, removed) });
    const value = times < 3 ? anyValueFor(fault) : undefined;
    if (value !== undefined && setAt(draft, path, value)) continue;
    const place = path === "" ? undefined : removeAt(draft, path);
    if (place === undefined) break;
    removed.push({ pointer, ...place });
  }
  return found;
}

/** Where the draft is to be mended: at a field that is not known or missing, or at the value itself. */
function pathOf({ keyword, instancePath, params }: Fault): string {
  if (keyword === "required") return instancePath + pointerOf(String(params.missingProperty));
  return keyword.endsWith("Properties") ? instancePath + pointerOf(String(surplusOf(params))) : instancePath;
}

/** What the schema asks for, or something that the next run says more of. */
function anyValueFor({ keyword, params }: Fault): unknown {
  switch (keyword) {
    case "required":
      return "";
    case "enum":
      return [params.allowedValues].flat()[0];
    case "const":
      return params.allowedValue;
    case "type":
      return structuredClone(BY_TYPE[String([params.type].flat()[0])]);
    default:
      return undefined;
  }
}

const BY_TYPE: Readonly<Record<string, unknown>> = {
  string: "",
  number: 0,
  integer: 0,
  boolean: false,
  array: [],
  object: {},
};

function setAt(draft: unknown, path: string, value: unknown): boolean {
  const tokens = tokensOf(path);
  const last = tokens.pop() ?? "";
  const node = tokens.reduce<unknown>((holder, token) => (holder as Readonly<Record<string, unknown>>)?.[token], draft);
  if (path === "" || typeof node !== "object" || node === null) return false;
  Object.defineProperty(node, last, { value, writable: true, enumerable: true, configurable: true });
  return true;
}

/** What was taken out: where it was in the document, and where the list or mapping was that had it. */
interface Removed {
  readonly pointer: string;
  readonly holder: string;
  /** Where it was an item of a list: those behind it have moved up. */
  readonly index: number | undefined;
}

function removeAt(draft: unknown, path: string): Omit<Removed, "pointer"> | undefined {
  const tokens = tokensOf(path);
  const last = tokens.pop() ?? "";
  let node: unknown = draft;
  for (const token of tokens) node = (node as Readonly<Record<string, unknown>> | undefined)?.[token];
  const holder = pointerOf(...tokens);
  if (typeof node !== "object" || node === null || !Object.hasOwn(node, last)) return undefined;
  if (!Array.isArray(node)) {
    Reflect.deleteProperty(node, last);
    return { holder, index: undefined };
  }
  node.splice(Number(last), 1);
  return { holder, index: Number(last) };
}

/** The pointer in the document of what is at `path` in the draft, from which items of lists are gone. */
function asItWas(path: string, removed: readonly Removed[]): string {
  let pointer = path;
  for (const { holder, index } of [...removed].reverse()) {
    if (index === undefined || !pointer.startsWith(`${holder}/`)) continue;
    const [token = "", ...rest] = tokensOf(pointer.slice(holder.length));
    if (Number(token) >= index) pointer = holder + pointerOf(Number(token) + 1, ...rest);
  }
  return pointer;
}

/** A field that is not known can go, one that is missing be given, and one with a wrong value get another. */
function mendOf(fault: Fault, pointer: string): Mend | undefined {
  switch (fault.keyword) {
    case "required":
      return { pointer, update: { [String(fault.params.missingProperty)]: TO_CHOOSE } };
    case "additionalProperties":
    case "unevaluatedProperties":
      return { pointer: pointer + pointerOf(String(surplusOf(fault.params))), remove: true };
    case "enum":
    case "const": {
      const [field = "", ...around] = tokensOf(pointer).reverse();
      return { pointer: pointerOf(...around.reverse()), update: { [field]: TO_CHOOSE } };
    }
    default:
      return undefined;
  }
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
