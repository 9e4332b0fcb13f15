import { type Entity, isEntity, type JsonSchema, type Schemas } from "./contract.js";

/** The value that a text stands for, by a schema. */
export type ReadText = (schema: JsonSchema, text: string) => unknown;

type Part = string | File;
type Pair = readonly [name: string, value: Part];

/**
 * The object that a form stands for, as a server makes it of the contract: a repeated name is a list, and the other styles are those of
 * `ContractOperation.body.styles`. Names that the contract does not have stay as they came.
 */
export function readForm(
  pairs: readonly Pair[],
  schema: JsonSchema,
  styles: Readonly<Record<string, string>>,
  schemas: Schemas,
  readText: ReadText,
): Entity {
  const value: Entity = {};
  const open = new Map<string, Part[]>();
  for (const [name, part] of pairs) open.set(name, [...(open.get(name) ?? []), part]);
  const take = (name: string): readonly Part[] => {
    const parts = open.get(name) ?? [];
    open.delete(name);
    return parts;
  };
  const readOne = (of: JsonSchema, part: Part): unknown =>
    typeof part === "string" ? readPart(of, part, schemas, readText) : part;
  for (const [name, property] of Object.entries(propertiesOf(schema, schemas))) {
    const style = styles[name];
    const separator = style === undefined ? undefined : SEPARATORS[style];
    if (style === "deep" || style === "brackets" || style === "indices") {
      const inner = [...open.keys()].filter((key) => key.startsWith(`${name}[`) && key.endsWith("]"));
      const tree =
        inner.length === 0 ? undefined : treeOf(inner.flatMap((key) => take(key).map((part) => [key, part])));
      if (tree !== undefined) value[name] = readTree(tree, property, schemas, readText);
    } else if (style === "entries") {
      const names = Object.keys(propertiesOf(property, schemas)).filter((key) => open.has(key));
      if (names.length > 0) {
        const own = names.flatMap((key): Pair[] => take(key).map((part) => [key, part]));
        value[name] = readForm(own, property, {}, schemas, readText);
      }
    } else {
      const parts = take(name);
      if (parts.length === 0) continue;
      const isList = schemas.typesOf(property).includes("array");
      const { items = {} } = schemas.resolve(property);
      const [first = ""] = parts;
      if (style === "json") value[name] = parseJson(first);
      else if (separator !== undefined && isList)
        value[name] = String(first)
          .split(separator)
          .map((text) => readOne(items, text));
      else if (separator !== undefined)
        value[name] = inTurn(String(first).split(separator), property, schemas, readText);
      else value[name] = isList ? parts.map((part) => readOne(items, part)) : readOne(property, first);
    }
  }
  for (const [name, parts] of open) value[name] = parts.length === 1 ? parts[0] : parts;
  return value;
}

const SEPARATORS: Readonly<Record<string, string>> = { list: ",", spaces: " ", pipes: "|" };

/** The properties of an object, in every part and form of its schema. */
function propertiesOf(schema: JsonSchema, schemas: Schemas, depth = 0): Readonly<Record<string, JsonSchema>> {
  const { properties, allOf = [], anyOf = [], oneOf = [] } = schemas.resolve(schema);
  const parts = depth > 9 ? [] : [...allOf, ...anyOf, ...oneOf];
  return Object.assign({}, ...parts.map((part) => propertiesOf(part, schemas, depth + 1)), properties);
}

/** An object in one part is JSON. */
function readPart(schema: JsonSchema, text: string, schemas: Schemas, readText: ReadText): unknown {
  return schemas.typesOf(schema).includes("object") ? parseJson(text) : readText(schema, text);
}

/** What is not JSON stays text, which the schema then refuses. */
function parseJson(part: Part): unknown {
  try {
    return JSON.parse(String(part));
  } catch {
    return part;
  }
}

/** Names and values of an object in turn. */
function inTurn(texts: readonly string[], schema: JsonSchema, schemas: Schemas, readText: ReadText): Entity {
  const names = texts.filter((_, index) => index % 2 === 0);
  return Object.fromEntries(
    names.map((name, index) => [name, readText(memberOf(schema, name, schemas), texts[index * 2 + 1] ?? "")]),
  );
}

function memberOf(schema: JsonSchema, name: string, schemas: Schemas): JsonSchema {
  const { additionalProperties } = schemas.resolve(schema);
  const others = typeof additionalProperties === "object" ? additionalProperties : {};
  return propertiesOf(schema, schemas)[name] ?? others;
}

type Tree = Part | Map<string, Tree>;

/** `metadata[a][b]=1`, `a[]=1` and `a[0]=1` as they nest. */
function treeOf(pairs: readonly (readonly [string, Part])[]): Tree {
  const root = new Map<string, Tree>();
  for (const [key, part] of pairs) {
    const steps = [...key.slice(key.indexOf("[")).matchAll(/\[([^\]]*)\]/g)].map(([, step = ""]) => step);
    let node = root;
    for (const [index, step] of steps.entries()) {
      const name = step === "" ? String(node.size) : step;
      if (index === steps.length - 1) node.set(name, part);
      else {
        const next = node.get(name);
        const inner = next instanceof Map ? next : new Map<string, Tree>();
        node.set(name, inner);
        node = inner;
      }
    }
  }
  return root;
}

function readTree(tree: Tree, schema: JsonSchema, schemas: Schemas, readText: ReadText): unknown {
  if (!(tree instanceof Map)) return typeof tree === "string" ? readText(schema, tree) : tree;
  if (schemas.typesOf(schema).includes("array")) {
    const { items = {} } = schemas.resolve(schema);
    return [...tree.values()].map((item) => readTree(item, items, schemas, readText));
  }
  const entries = [...tree].map(([name, inner]) => [
    name,
    readTree(inner, memberOf(schema, name, schemas), schemas, readText),
  ]);
  const value: unknown = Object.fromEntries(entries);
  return isEntity(value) ? value : {};
}
