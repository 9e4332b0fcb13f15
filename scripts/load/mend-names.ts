import { tokensOf } from "../diagnostics.js";
import { type FoundRef, findLocalRefs } from "./check-refs.js";
import { isJsonObject, type JsonObject } from "./json-object.js";
import { pascalCase } from "./letter-case.js";
import type { OpenApiDocument } from "./openapi.js";

/** A component whose name OpenAPI does not allow, and the name that it has from here on. */
export interface MendedName {
  readonly section: string;
  readonly before: string;
  readonly after: string;
}

/** What OpenAPI allows in the name of a component. */
const ALLOWED = /^[A-Za-z0-9._-]+$/;

/**
 * The document with another name for each component whose own has characters that OpenAPI does not allow there, such as a space. All
 * references follow. Values on the wire stay: a schema that a discriminator tells by its name is still told by the one in the document.
 * Security schemes keep their names, by which callers give credentials.
 */
export function mendNames(document: OpenApiDocument): { document: OpenApiDocument; mended: readonly MendedName[] } {
  const mended = Object.entries(document.components ?? {}).flatMap(([section, components]) =>
    section === "securitySchemes" || section.startsWith("x-") ? [] : namesOf(section, components),
  );
  if (mended.length === 0) return { document, mended };
  const renames: Renames = new Map();
  for (const { section, before, after } of mended)
    renames.set(section, (renames.get(section) ?? new Map()).set(before, after));
  const draft = structuredClone(document);
  spellOutMappings(draft, renames.get("schemas") ?? new Map());
  for (const found of findLocalRefs(draft)) follow(draft, found, renames);
  const components = (draft.components ?? {}) as JsonObject;
  for (const [section, names] of renames)
    components[section] = Object.fromEntries(
      Object.entries(components[section] as JsonObject).map(([name, node]) => [names.get(name) ?? name, node]),
    );
  return { document: draft, mended };
}

/** By section of the components, then by the name in the document. */
type Renames = Map<string, Map<string, string>>;

/** No two of a section differ in case or punctuation alone, since names of types are made from them. */
function namesOf(section: string, components: unknown): MendedName[] {
  if (!isJsonObject(components)) return [];
  const names = Object.keys(components);
  const taken = new Set(names.filter((name) => ALLOWED.test(name)).map(pascalCase));
  return names
    .filter((name) => !ALLOWED.test(name))
    .map((before) => {
      const wanted = before.replaceAll(/[^A-Za-z0-9._-]+/g, "_").replaceAll(/^_+|_+$/g, "") || "Unnamed";
      let after = wanted;
      for (let number = 2; taken.has(pascalCase(after)); number += 1) after = `${wanted}_${number}`;
      taken.add(pascalCase(after));
      return { section, before, after };
    });
}

/** The string at the place of a reference, with the new name in it. */
function follow(draft: OpenApiDocument, { path, ref }: FoundRef, renames: Renames): void {
  const [root, section = "", name = "", ...deeper] = tokensOf(decoded(ref.slice(1)));
  const after = root === "components" ? renames.get(section)?.get(name) : undefined;
  const key = path.at(-1);
  if (after === undefined || key === undefined) return;
  const rest = deeper.map((token) => `/${encodeURIComponent(token.replaceAll("~", "~0").replaceAll("/", "~1"))}`);
  const holder = path.slice(0, -1).reduce<unknown>((node, token) => (node as JsonObject)[token], draft);
  (holder as JsonObject)[key] = `#/components/${section}/${after}${rest.join("")}`;
}

function decoded(pointer: string): string {
  try {
    return decodeURIComponent(pointer);
  } catch {
    return pointer;
  }
}

/** Without a mapping, the value on the wire is the name of the component. So each discriminator says which name is which schema. */
function spellOutMappings(draft: OpenApiDocument, names: ReadonlyMap<string, string>): void {
  if (names.size === 0) return;
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    for (const child of Object.values(node)) visit(child);
    if (!isJsonObject(node) || !isJsonObject(node.discriminator)) return;
    const { mapping, propertyName } = node.discriminator;
    if (typeof propertyName !== "string") return;
    const given = isJsonObject(mapping) ? mapping : {};
    const targets = new Set(Object.values(given).map((target) => lastToken(String(target))));
    const implied = [...names.keys()].filter((name) => !targets.has(name) && !Object.hasOwn(given, name));
    node.discriminator.mapping = {
      ...given,
      ...Object.fromEntries(implied.map((name) => [name, `#/components/schemas/${escaped(name)}`])),
    };
  };
  visit(draft);
}

/** The name that a reference ends in, or that is given bare. */
function lastToken(target: string): string | undefined {
  return target.includes("/") ? tokensOf(decoded(target.replace(/^#/, ""))).at(-1) : target;
}

function escaped(name: string): string {
  return encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"));
}
