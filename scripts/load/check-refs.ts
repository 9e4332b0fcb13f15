import { type Mend, pointerOf, SpecError, TO_CHOOSE, tokensOf } from "../diagnostics.js";
import { Findings } from "./findings.js";
import type { JsonObject } from "./json-object.js";
import { resolveLocal } from "./resolve-pointer.js";

/** One reference of a document. `path` leads to the string that holds it. */
export interface FoundRef {
  readonly path: readonly (string | number)[];
  readonly ref: string;
}

/**
 * Every reference of a document, external ones refused. Looks into extensions too, since other readers of the document may follow what
 * is there; but what examples, defaults and enums hold is data, whatever it is called.
 *
 * @throws SpecError `load/external-ref`, `load/unsupported-ref`
 */
export function findLocalRefs(document: unknown): FoundRef[] {
  const found: FoundRef[] = [];
  const refused = new Findings();
  visit(document, [], { found, refused });
  refused.done();
  return found;
}

interface Search {
  readonly found: FoundRef[];
  readonly refused: Findings;
}

/**
 * Checks that each reference leads to something.
 *
 * @throws SpecError `load/dangling-ref`, `load/ref-cycle`
 */
export function checkRefs(document: unknown, refs: readonly FoundRef[]): void {
  const judged = new Map<string, Judgement>();
  const findings = new Findings();
  for (const found of refs) {
    const fault = judge(document, found.ref, judged)?.(found);
    if (fault !== undefined) findings.add(fault);
  }
  findings.done();
}

function visit(node: unknown, path: (string | number)[], search: Search): void {
  if (node === null || typeof node !== "object") return;
  if (Array.isArray(node)) {
    for (let index = 0; index < node.length; index += 1) {
      path.push(index);
      visit(node[index], path, search);
      path.pop();
    }
    return;
  }
  const holder = path.at(-1);
  const holdsNames = typeof holder === "string" && NAMED.has(holder) && !NAMED.has(String(path.at(-2)));
  for (const key of Object.keys(node)) {
    const value = (node as JsonObject)[key];
    // A schema's property can be named `$ref`; its value is a schema then, not a string.
    const isRef = typeof value === "string" && REFERRING.has(key);
    if (!isRef && (typeof value !== "object" || value === null)) continue;
    if (!holdsNames && isData(key, value)) continue;
    path.push(key);
    if (typeof value !== "string") visit(value, path, search);
    else if (key === "$ref") addRef(value, path, search);
    else search.refused.add(unsupportedRef(key, path));
    path.pop();
  }
  if ("mapping" in node && "propertyName" in node) visitMapping(node.mapping, path, search);
}

/** The keys of these are names, such as that of a property called `example`. */
const NAMED: ReadonlySet<string> = new Set(
  "properties patternProperties dependentSchemas $defs schemas parameters responses requestBodies headers examples links callbacks paths webhooks pathItems content".split(
    " ",
  ),
);

const REFERRING: ReadonlySet<string> = new Set(["$ref", "$dynamicRef", "$recursiveRef"]);

function isData(key: string, value: unknown): boolean {
  return DATA.has(key) || (key === "examples" && Array.isArray(value));
}

const DATA: ReadonlySet<string> = new Set(["example", "default", "enum", "const", "value"]);

/** A discriminator's mapping has references without the word `$ref`, or bare names of schemas. */
function visitMapping(mapping: unknown, path: readonly (string | number)[], search: Search): void {
  if (mapping === null || typeof mapping !== "object") return;
  for (const [value, target] of Object.entries(mapping)) {
    if (typeof target !== "string") continue;
    const bareName = /^[^/#]+$/.test(target) && !/\.(?:json|ya?ml)$/i.test(target);
    addRef(bareName ? `#/components/schemas/${target}` : target, [...path, "mapping", value], search);
  }
}

function addRef(ref: string, path: readonly (string | number)[], { found, refused }: Search): void {
  const local = refused.try(() => localRef(ref, path));
  if (local !== undefined) found.push(local);
}

function localRef(ref: string, path: readonly (string | number)[]): FoundRef {
  if (ref === "#" || ref.startsWith("#/")) return { path: [...path], ref };
  const anchor = ref.startsWith("#");
  throw new SpecError(
    anchor ? "load/unsupported-ref" : "load/external-ref",
    pointerOf(...path),
    `The $ref ${JSON.stringify(ref)} ${anchor ? "names an anchor" : "leaves the document; nothing outside of it is read"}.`,
    anchor
      ? "Refer by a JSON pointer: `#/components/…`."
      : "Bundle the document first, for example with `npx @redocly/cli bundle`, so that all of it is in one file.",
  );
}

function unsupportedRef(keyword: string, path: readonly (string | number)[]): SpecError {
  const what = `The keyword \`${keyword}\` is not supported.`;
  return new SpecError("load/unsupported-ref", pointerOf(...path), what, "Use a plain `$ref` to a component.");
}

/** What is wrong with each reference that has this text; `undefined` where it leads to something. */
type Judgement = ((found: FoundRef) => SpecError) | undefined;

/** Follows references that lead to references. What is at the end holds for each on the way, so that none is followed twice. */
function judge(document: unknown, first: string, judged: Map<string, Judgement>): Judgement {
  const chain = new Set<string>();
  let judgement: Judgement;
  for (let ref = first; ; ) {
    if (judged.has(ref)) {
      judgement = judged.get(ref);
      break;
    }
    if (chain.has(ref)) {
      const names = [...chain];
      const circle = names.slice(names.indexOf(ref));
      judgement = (found) => refCycle(found, circle);
      break;
    }
    chain.add(ref);
    const target = resolveLocal(document, ref);
    // JSON Schema allows `true` and `false` where a schema is expected.
    if (typeof target === "boolean") break;
    if (target === null || typeof target !== "object") {
      const last = ref;
      judgement = (found) => danglingRef(found, last, target);
      break;
    }
    if (!("$ref" in target) || typeof target.$ref !== "string") break;
    ref = target.$ref;
  }
  for (const ref of chain) judged.set(ref, judgement);
  return judgement;
}

function danglingRef({ path }: FoundRef, ref: string, target: unknown): SpecError {
  const what = target === undefined ? "nothing" : `${JSON.stringify(target).slice(0, 40)}, which is not an object`;
  return new SpecError(
    "load/dangling-ref",
    pointerOf(...path),
    `The $ref ${JSON.stringify(ref)} points at ${what}.`,
    "Add the component, or correct the reference.",
    { mend: missingComponent(ref) },
  );
}

/** The smallest component that a reference to nothing can mean. */
function missingComponent(ref: string): Mend | undefined {
  const [root, section = "", name, ...deeper] = tokensOf(ref.slice(1));
  if (root !== "components" || name === undefined || deeper.length > 0) return undefined;
  const component = section === "schemas" ? { type: TO_CHOOSE } : { description: TO_CHOOSE };
  return { pointer: "", update: { components: { [section]: { [name]: component } } } };
}

function refCycle({ path, ref }: FoundRef, circle: readonly string[]): SpecError {
  const start = Math.max(circle.indexOf(ref), 0);
  const [first = ref] = circle.slice(start);
  const names = [...circle.slice(start), ...circle.slice(0, start), first];
  const shown = names.length <= MAX_NAMES ? names : [...names.slice(0, 3), `… (${names.length - 4} more)`, first];
  return new SpecError(
    "load/ref-cycle",
    pointerOf(...path),
    `The references ${shown.join(" -> ")} lead in a circle and never to a definition.`,
    "Replace one of them by the definition that it should lead to.",
  );
}

/** Of a longer circle nobody reads all names. */
const MAX_NAMES = 20;
