import { type Document, listOf, type Node, nodeOf } from "./read-document.js";

/** What cannot be made up by the schema alone, or has no place on the wire that OpenAPI would define. */
export class NoSample extends Error {}

export interface Choice {
  /** `bare` has nothing that is not required. */
  readonly style: "full" | "bare";
  readonly side: "sent" | "received";
}

/** Makes values that a schema allows, each with the name of its place in it, and with characters that must be escaped. */
export class Sampler {
  private made = 0;

  constructor(
    private readonly document: Document,
    private readonly choice: Choice,
  ) {}

  value(schema: unknown, name: string, around: readonly Node[] = []): unknown {
    this.made += 1;
    // Schemas that refer to each other can stand for more values than there is time for. What is optional is left out from here on.
    if (this.made > 2_000) throw new NoSample("it has too many values");
    if (schema === undefined || schema === true) return textOf(name);
    if (schema === false) throw new NoSample("nothing is allowed");
    const node = this.document.resolve(schema);
    if (around.filter((one) => one === node).length > 1 || around.length > 12) throw new NoSample("it holds itself");
    return this.plain(this.merged(node, []), name, [...around, node]);
  }

  /** A schema with the members of its parts, and of the first of its alternatives that a value can be made of. */
  private merged(node: Node, around: readonly Node[]): Node {
    if (around.includes(node)) throw new NoSample("it is a part of itself");
    const inside = [...around, node];
    const parts = listOf(node.allOf).map((part) => this.merged(this.document.resolve(part), inside));
    const [alternatives = []] = [listOf(node.oneOf), listOf(node.anyOf)].filter((list) => list.length > 0);
    const { allOf, oneOf, anyOf, ...own } = node;
    let result: Node = own;
    for (const part of parts) result = both(part, result);
    if (alternatives.length === 0) return result;
    for (const one of alternatives) {
      const form = this.document.resolve(one);
      if (form.type === "null") continue;
      const chosen = this.merged(form, inside);
      return both(this.told(node, one, chosen), result);
    }
    throw new NoSample("none of its forms can be made");
  }

  /** The alternative, with the value that tells it from the others. */
  private told({ discriminator }: Node, reference: unknown, chosen: Node): Node {
    const { propertyName, mapping } = nodeOf(discriminator);
    const target = nodeOf(reference).$ref;
    if (typeof propertyName !== "string" || typeof target !== "string") return chosen;
    const own = this.document.resolve(nodeOf(chosen.properties)[propertyName]);
    if (own.const !== undefined || listOf(own.enum).length === 1) return chosen;
    const name = target.split("/").at(-1) ?? "";
    const mapped = Object.entries(nodeOf(mapping)).find(([, to]) => to === target || to === name)?.[0];
    return both(chosen, {
      properties: { [propertyName]: { type: "string", const: mapped ?? name } },
      required: [propertyName],
    });
  }

  private plain(node: Node, name: string, around: readonly Node[]): unknown {
    if (node.const !== undefined) return node.const;
    const values = listOf(node.enum).filter((value) => value !== null);
    if (values.length > 0) return values[seedOf(name) % values.length];
    switch (typeOf(node)) {
      case "array":
        return this.items(node, name, around);
      case "object":
        return this.object(node, name, around);
      case "boolean":
        return seedOf(name) % 2 === 0;
      case "integer":
        return numberOf(node, name);
      case "number":
        return Number(node.multipleOf ?? 1) % 1 === 0 && node.multipleOf !== undefined
          ? numberOf(node, name)
          : numberOf(node, name) + (node.maximum === undefined ? 0.5 : 0);
      case "null":
        return null;
      default:
        return stringOf(node, name);
    }
  }

  private items(node: Node, name: string, around: readonly Node[]): unknown[] {
    const most = Number(node.maxItems ?? 2);
    const least = Number(node.minItems ?? 0);
    const prefix = listOf(node.prefixItems);
    const count = Math.max(least, Math.min(most, Math.max(2, prefix.length)));
    try {
      return Array.from({ length: Math.min(count, 20) }, (_, index) =>
        this.value(prefix[index] ?? node.items, `${name}${index}`, around),
      );
    } catch (error) {
      if (!(error instanceof NoSample) || least > 0) throw error;
      return [];
    }
  }

  private object(node: Node, name: string, around: readonly Node[]): Node {
    const properties = nodeOf(node.properties);
    const required = listOf(node.required);
    const hidden = this.choice.side === "sent" ? "readOnly" : "writeOnly";
    const made: [string, unknown][] = [];
    for (const key of new Set([...Object.keys(properties), ...(required as string[])])) {
      const isRequired = required.includes(key);
      if ((!isRequired && this.choice.style === "bare") || key === "__proto__") continue;
      if (this.document.resolve(properties[key])[hidden] === true || nodeOf(properties[key])[hidden] === true) continue;
      try {
        made.push([key, this.value(properties[key] ?? node.additionalProperties, key, around)]);
      } catch (error) {
        if (!(error instanceof NoSample) || isRequired) throw error;
      }
    }
    const rest = node.additionalProperties;
    if (made.length === 0 && rest !== undefined && rest !== false && this.choice.style === "full") {
      try {
        made.push([`${name} key`, this.value(rest, name, around)]);
      } catch (error) {
        if (!(error instanceof NoSample)) throw error;
      }
    }
    return Object.fromEntries(made);
  }
}

/** Two schemas that hold together. */
function both(one: Node, other: Node): Node {
  const properties = { ...nodeOf(one.properties) };
  for (const [name, value] of Object.entries(nodeOf(other.properties)))
    properties[name] = properties[name] === undefined ? value : { allOf: [properties[name], value] };
  const required = [...new Set([...listOf(one.required), ...listOf(other.required)])];
  const values = [listOf(one.enum), listOf(other.enum)].filter((list) => list.length > 0);
  const shared = values.length === 2 ? values[0]?.filter((value) => values[1]?.includes(value)) : values[0];
  return {
    ...one,
    ...other,
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required }),
    ...(shared !== undefined && { enum: shared }),
  };
}

function typeOf(node: Node): string {
  const [type] = [node.type].flat().filter((one) => one !== "null" && one !== undefined);
  if (typeof type === "string") return type;
  if (node.type !== undefined) return "null";
  if (node.properties !== undefined || node.additionalProperties !== undefined || node.required !== undefined)
    return "object";
  return node.items === undefined && node.prefixItems === undefined ? "string" : "array";
}

function numberOf(node: Node, name: string): number {
  const step = Number(node.multipleOf ?? 1);
  const above = typeof node.exclusiveMinimum === "number" ? node.exclusiveMinimum : Number(node.minimum ?? 0);
  const below =
    typeof node.exclusiveMaximum === "number" ? node.exclusiveMaximum : Number(node.maximum ?? above + 1000);
  const least = Math.floor(above / step) + 1;
  const most = Math.ceil(below / step) - 1;
  if (most < least) return Number.isInteger(above) && node.minimum !== undefined ? above : below;
  return (least + (seedOf(name) % (most - least + 1))) * step;
}

function stringOf(node: Node, name: string): unknown {
  const { format, pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY } = node;
  const known: Readonly<Record<string, string>> = {
    date: "2026-02-03",
    "date-time": "2026-02-03T04:05:06.007Z",
    email: "someone@example.com",
    uuid: "6f1b5c1e-2c9b-4e0e-9d0a-5b8f0c7d1a2b",
    uri: `https://example.com/${encodeURIComponent(name)}?a=1&b=2`,
    ipv4: "192.0.2.7",
    byte: "AAEC/w==",
  };
  if (format === "binary")
    return new File([`%PDF ${textOf(name)}`], `${name.replace(/\W/g, "")}.pdf`, { type: "application/pdf" });
  if (typeof format === "string" && known[format] !== undefined) return known[format];
  const text = textOf(name);
  if (typeof pattern === "string") return fitting(pattern) ?? text;
  const long = text.padEnd(Number(minLength), "x");
  return [...long].slice(0, Number(maxLength)).join("");
}

/** The first of some usual texts that a pattern takes. */
function fitting(pattern: string): string | undefined {
  const usual = [
    "a",
    "A",
    "1",
    "abc",
    "ABC",
    "AB",
    "USD",
    "12",
    "1234",
    "123456",
    "2026-02-03",
    "12:34",
    "1.50",
    "a-b",
    "/a",
  ];
  try {
    const rule = new RegExp(pattern, "u");
    return [...usual, "A".repeat(32), "1".repeat(16), "a".repeat(24)].find((text) => rule.test(text));
  } catch {
    return undefined;
  }
}

/** A text of its own for each name. It has to be escaped wherever it goes. */
export function textOf(name: string): string {
  return `${name}: a/b c?&=+#%é漢😀`;
}

/** A number that depends on the text alone (FNV-1a). */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash;
}
