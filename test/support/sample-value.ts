import type { Contract, Schema } from "./contract.js";

/**
 * `full`: everything is there. `falsy`: `false`, `0`, empty texts and empty arrays, which code that tests for truth would drop.
 * `nulls`: `null` wherever it is allowed. `bare`: only what is required.
 */
export type SampleStyle = "full" | "falsy" | "nulls" | "bare";

export interface SampleChoice {
  readonly style: SampleStyle;
  /** Which member of each union; counts on from the start again. @default 0 */
  readonly variant?: number;
}

/**
 * A value that the schema allows. It depends on the name, so that a value under another's name is seen, and its texts hold
 * characters that mean something in a URL.
 */
export function sampleValue(contract: Contract, schema: Schema, name: string, choice: SampleChoice): unknown {
  const node = contract.resolve(schema);
  if (choice.style === "nulls" && allowsNull(contract, node)) return null;
  const members = unionMembers(contract, node);
  const member = members[(choice.variant ?? 0) % members.length];
  if (member !== undefined) {
    // A member that says nothing but `required` demands some of the properties beside it.
    const isDemand = member.required !== undefined && member.properties === undefined;
    const chosen = sampleValue(
      contract,
      isDemand ? { ...member, properties: node.properties ?? {} } : member,
      name,
      choice,
    );
    return node.properties === undefined ? chosen : { ...sampleObject(contract, node, choice), ...(chosen as object) };
  }
  if (node.const !== undefined) return node.const;
  if (node.enum !== undefined) return node.enum[(seed(name) + (choice.variant ?? 0)) % node.enum.length];
  if (node.properties !== undefined) return sampleObject(contract, node, choice);
  switch (typesOf(node).find((type) => type !== "null")) {
    case "array":
      if (choice.style === "falsy") return [];
      return [0, 1]
        .slice(0, node.maxItems)
        .map((index) => sampleValue(contract, node.items ?? {}, `${name}${index}`, choice));
    case "object":
      if (typeof node.additionalProperties === "object")
        return { [`${name} key`]: sampleValue(contract, node.additionalProperties, name, choice) };
      return { [`${name} key`]: sampleText(name), inner: { half: 0.5, list: [true, "x y"] } };
    case "boolean":
      return choice.style !== "falsy";
    case "integer":
      return choice.style === "falsy" ? 0 : sampleInteger(node, name);
    case "number":
      return choice.style === "falsy" ? 0 : sampleInteger(node, name) + 0.5;
    default:
      return sampleString(node, name, choice);
  }
}

/** A text that is different for each name and must be escaped wherever it goes. */
export function sampleText(name: string): string {
  return `${name}: a/b c?&=+#%é漢😀`;
}

export function allowsNull(contract: Contract, schema: Schema): boolean {
  const node = contract.resolve(schema);
  return (
    typesOf(node).includes("null") ||
    node.enum?.includes(null) === true ||
    [...(node.oneOf ?? []), ...(node.anyOf ?? [])].some((member) => allowsNull(contract, member))
  );
}

/** Every place for a value that the schema names, such as `/line_items/[]/price`. Of a union, those of all members. */
export function declaredPlaces(contract: Contract, schema: Schema, place = ""): Set<string> {
  const node = contract.resolve(schema);
  const places = new Set<string>();
  const add = (inner: Schema, at: string): void => {
    for (const found of declaredPlaces(contract, inner, at)) places.add(found);
  };
  for (const member of [...(node.oneOf ?? []), ...(node.anyOf ?? []), ...(node.allOf ?? [])]) add(member, place);
  for (const [name, property] of Object.entries(node.properties ?? {})) {
    places.add(`${place}/${name}`);
    add(property, `${place}/${name}`);
  }
  if (node.items !== undefined) add(node.items, `${place}/[]`);
  return places;
}

/** Every place that the value fills, in the same notation. */
export function filledPlaces(value: unknown, place = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => filledPlaces(item, `${place}/[]`));
  if (typeof value !== "object" || value === null || value instanceof Blob) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    `${place}/${name}`,
    ...filledPlaces(inner, `${place}/${name}`),
  ]);
}

function sampleObject(contract: Contract, node: Schema, choice: SampleChoice): Record<string, unknown> {
  const names = Object.keys(node.properties ?? {}).filter(
    (name) => choice.style !== "bare" || node.required?.includes(name) === true,
  );
  return Object.fromEntries(
    names.map((name) => [name, sampleValue(contract, node.properties?.[name] ?? {}, name, choice)]),
  );
}

/** The members of a union less `null`; one object for the parts of an `allOf`. */
function unionMembers(contract: Contract, node: Schema): readonly Schema[] {
  if (node.allOf !== undefined) {
    const parts = node.allOf.map(contract.resolve);
    const required = parts.flatMap((part) => part.required ?? []);
    return [{ type: "object", required, properties: Object.assign({}, ...parts.map((part) => part.properties)) }];
  }
  const members = node.oneOf ?? node.anyOf ?? [];
  return members.filter((member) => contract.resolve(member).type !== "null");
}

function sampleString(node: Schema, name: string, { style }: SampleChoice): unknown {
  if (node.format === "binary")
    return new File([`%PDF-1.7 ${sampleText(name)}`], `${name} 1.pdf`, { type: "application/pdf" });
  if (node.format === "date-time") return new Date(Date.UTC(2026, 0, 1) + seed(name) * 60_001).toISOString();
  if (node.format === "date")
    return new Date(Date.UTC(2026, 0, 1) + seed(name) * 86_400_000).toISOString().slice(0, 10);
  if (node.format === "email") return `${name}@example.com`;
  return style === "falsy" ? "" : sampleText(name).slice(0, node.maxLength);
}

function sampleInteger({ minimum = 1, maximum = Number.MAX_SAFE_INTEGER }: Schema, name: string): number {
  return minimum + (seed(name) % (maximum - minimum));
}

function typesOf({ type = [] }: Schema): readonly string[] {
  return typeof type === "string" ? [type] : type;
}

function seed(name: string): number {
  return [...name].reduce((sum, character, index) => sum + (character.codePointAt(0) ?? 0) * (index + 1), 0);
}
