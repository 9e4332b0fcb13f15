/** A document that is small or plain to write, and that a careless program needs minutes or gigabytes for. */
export interface Bomb {
  /** What it is, as the table names it. */
  readonly name: string;
  /** Its text: the same with `true` with one more operation, so that a diff has something to say. */
  readonly text: (isChanged: boolean) => string;
}

type Parts = Readonly<Record<string, object>>;

const LEAF = { type: "object", required: ["k"], properties: { k: { type: "string", enum: ["a", "b"] } } };

/** One whose text is JSON. */
function json(name: string, make: () => { schemas?: Parts; paths?: Parts; info?: object; more?: object }): Bomb {
  return {
    name,
    text: (isChanged) => {
      const { schemas = { S0: LEAF }, paths = {}, info = {}, more = {} } = make();
      const own = { "/root": ROOT, ...(isChanged && { "/added": { get: operation("getAdded") } }), ...paths };
      return JSON.stringify({
        openapi: "3.1.0",
        info: { title: "Shop", version: "1", ...info },
        servers: [{ url: "https://api.shop.example" }],
        paths: own,
        components: { schemas },
        ...more,
      });
    },
  };
}

/** One whose text is YAML, of lines that follow `components`. */
function yaml(name: string, components: () => string): Bomb {
  const head = (isChanged: boolean): string => {
    const { components: _, ...rest } = JSON.parse(json("", () => ({})).text(isChanged)) as Record<string, unknown>;
    return Object.entries(rest)
      .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
      .join("");
  };
  return { name, text: (isChanged) => `${head(isChanged)}components:\n${components()}` };
}

function reference(name: number | string): object {
  return { $ref: `#/components/schemas/S${name}` };
}

function operation(operationId: string, schema: object = reference(0)): object {
  const content = { "application/json": { schema } };
  return { operationId, tags: ["Things"], responses: { "200": { description: "Good", content } } };
}

/** Sends and receives the first component. */
const ROOT = {
  post: {
    ...operation("createThing"),
    requestBody: { required: true, content: { "application/json": { schema: reference(0) } } },
  },
};

function times<Item>(count: number, make: (index: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function named(count: number, make: (index: number) => object, prefix = "S"): Parts {
  return Object.fromEntries(times(count, (index) => [`${prefix}${index}`, make(index)]));
}

/** Components S0, S1 …, each of what `part` makes of the reference to the next. */
function chain(length: number, part: (next: object) => object): Parts {
  return { ...named(length, (index) => part(reference(index + 1))), [`S${length}`]: LEAF };
}

function paths(count: number, make: (index: number) => object): Parts {
  return Object.fromEntries(times(count, (index) => [`/p${index}/{id}`, { parameters: [ID], get: make(index) }]));
}

const ID = { name: "id", in: "path", required: true, schema: { type: "string" } };

function nested(levels: number, part: (inner: object) => object): object {
  let schema: object = LEAF;
  for (let level = 0; level < levels; level += 1) schema = part(schema);
  return schema;
}

const object = (properties: Parts): object => ({ type: "object", properties });

/** No bomb at all: what each command takes at least. */
export const plain: Bomb = json("a plain document", () => ({}));

/** All that the table has a row for. */
export const bombs: readonly Bomb[] = [
  plain,
  json("30 times `allOf: [next, next]`", () => ({ schemas: chain(30, (next) => ({ allOf: [next, next] })) })),
  json("13 times `allOf: [next, next]`", () => ({ schemas: chain(13, (next) => ({ allOf: [next, next] })) })),
  json("30 times `oneOf: [next, next]`", () => ({ schemas: chain(30, (next) => ({ oneOf: [next, next] })) })),
  json("13 times `oneOf: [next, next]`", () => ({ schemas: chain(13, (next) => ({ oneOf: [next, next] })) })),
  json("unions of unions, 6 levels of 10", () => ({
    schemas: {
      ...Object.fromEntries(
        times(6, (level) =>
          times(10, (index) => [`S${level === 0 && index === 0 ? 0 : `${level}x${index}`}`, union(level)]),
        ).flat(),
      ),
      ...Object.fromEntries(times(10, (index) => [`S6x${index}`, object({ [`p${index}`]: { type: "string" } })])),
    },
  })),
  json("unions of unions, written out, 5 levels of 6", () => ({ schemas: { S0: writtenOut(5) } })),
  json("`allOf` of 6 unions of 8 variants", () => ({
    schemas: {
      S0: { allOf: times(6, (index) => reference(`u${index}`)) },
      ...Object.fromEntries(
        times(6, (u) => [`Su${u}`, { oneOf: times(8, (v) => object({ [`p${u}x${v}`]: { type: "string" } })) }]),
      ),
    },
  })),
  json("a union of 5,000 variants", () => ({
    schemas: {
      ...named(5001, (index) => object({ [`p${index}`]: { type: "string" } })),
      S0: { oneOf: times(5000, (index) => reference(index + 1)) },
    },
  })),
  json("a discriminated union of 2,000 variants", () => ({
    schemas: {
      ...named(2001, (index) => ({
        type: "object",
        required: ["kind"],
        properties: { kind: { type: "string", const: `k${index}` }, [`p${index}`]: { type: "string" } },
      })),
      S0: { oneOf: times(2000, (index) => reference(index + 1)), discriminator: { propertyName: "kind" } },
    },
  })),
  json("schemas that are parts of themselves", () => ({
    schemas: {
      S0: { allOf: [reference(0), LEAF], properties: { all: reference(1), any: reference(2), list: reference(3) } },
      S1: { allOf: [reference(2)], properties: { more: reference(0) } },
      S2: { oneOf: [reference(1), reference(2), LEAF] },
      S3: { type: "array", items: reference(3) },
      S4: { additionalProperties: reference(4) },
    },
  })),
  json("a reference to itself", () => ({ schemas: { S0: reference(0) } })),
  json("a chain of 2,000 references", () => ({ schemas: chain(2000, (next) => next) })),
  json("a chain of 2,000 members", () => ({ schemas: chain(2000, (next) => object({ a: next })) })),
  json("a chain of 2,000 lists", () => ({ schemas: chain(2000, (items) => ({ type: "array", items })) })),
  json("a chain of 2,000 `allOf`", () => ({ schemas: chain(2000, (next) => ({ allOf: [next] })) })),
  json("a chain of 190 `allOf` with members", () => ({
    schemas: chain(190, (next) => ({ allOf: [next], properties: { a: { type: "string" } } })),
  })),
  json("30 times twice the next as members", () => ({ schemas: chain(30, (next) => object({ a: next, b: next })) })),
  json("20,000 paths", () => ({ paths: paths(20_000, (index) => operation(`getThing${index}`)) })),
  json("1,240 paths", () => ({ paths: paths(1_240, (index) => operation(`getThing${index}`)) })),
  json("1,200 paths with bodies of their own", () => ({
    paths: paths(1_200, (index) => operation(`getThing${index}`, object({ [`p${index}`]: { type: "string" } }))),
  })),
  json("1,240 paths, each a resource", () => ({
    paths: paths(1_240, (index) => ({ ...operation(`getThing${index}`), tags: [`Tag ${index}`] })),
  })),
  json("50,000 properties in one schema", () => ({
    schemas: { S0: object(named(50_000, () => ({ type: "string" }), "p")) },
  })),
  json("19,000 properties in one schema", () => ({
    schemas: { S0: object(named(19_000, () => ({ type: "string" }), "p")) },
  })),
  json("5,000 properties, each an object", () => ({ schemas: { S0: object(named(5_000, () => LEAF, "p")) } })),
  json("50,000 schemas", () => ({ schemas: named(50_000, () => LEAF) })),
  json("14,000 schemas", () => ({ schemas: named(14_000, () => LEAF) })),
  json("5,000 schemas of one title", () => ({ schemas: named(5_000, () => ({ ...LEAF, title: "Same" })) })),
  json("5,000 parameters of one operation", () => ({
    paths: {
      "/wide": {
        get: {
          ...operation("listWide"),
          parameters: times(5_000, (index) => ({ name: `q${index}`, in: "query", schema: { type: "string" } })),
        },
      },
    },
  })),
  json("an enum of 50,000 values", () => ({
    schemas: { S0: { type: "string", enum: times(50_000, (n) => `v${n}`) } },
  })),
  json("an enum of 5,000 values", () => ({ schemas: { S0: { type: "string", enum: times(5_000, (n) => `v${n}`) } } })),
  json("a title of 1 MB", () => ({ info: { title: "Shop ".repeat(200_000) } })),
  json("a description of 1 MB", () => ({ schemas: { S0: { ...LEAF, description: "word ".repeat(200_000) } } })),
  json("a description of 1 MB without a blank", () => ({
    schemas: { S0: { ...LEAF, description: "x".repeat(1_000_000) } },
  })),
  json("a name of 1 MB", () => ({ schemas: { S0: object({ ["x".repeat(1_000_000)]: { type: "string" } }) } })),
  json("an operationId of 1 MB", () => ({ paths: { "/long": { get: operation("x".repeat(1_000_000)) } } })),
  json("a path of 1 MB", () => ({ paths: { [`/${"x/".repeat(500_000)}y`]: { get: operation("getLong") } } })),
  json("100,000 references that lead nowhere", () => ({
    schemas: { S0: object(named(100_000, (index) => reference(`missing${index}`), "p")) },
  })),
  json("20,000 breaches of the schema", () => ({ schemas: { S0: object(named(20_000, () => ({ type: 3 }), "p")) } })),
  webhooks(10_000),
  webhooks(1_240),

  json("80 objects inside of each other", () => ({ schemas: { S0: nested(80, (inner) => object({ a: inner })) } })),
  deepJson("10,000 levels of lists in JSON", 10_000),
  json("30 MB of examples", () => ({
    schemas: { S0: { ...LEAF, examples: times(300_000, (index) => ({ k: "a", more: "x".repeat(60), index })) } },
  })),
  yaml("aliases of aliases, 10 levels of 10", () => laughs(10, 10)),
  yaml("10,000 aliases of one list of 1,000", () => manyAliases()),
  yaml(
    "10,000 levels of lists in YAML",
    () => `  schemas: { S0: { enum: ${"[".repeat(10_000)}${"]".repeat(10_000)} } }\n`,
  ),
  yaml("2,000 levels of lists in lines", () => `  schemas:\n    S0:\n      enum:\n${indented(2_000)}`),
  yaml("100,000 lines that are no YAML", () => "  a: [\n".repeat(100_000)),
];

function webhooks(count: number): Bomb {
  const one = (index: number): object => ({
    operationId: `onThing${index}`,
    requestBody: { content: { "application/json": { schema: object({ type: { const: `thing.made${index}` } }) } } },
    responses: { "200": { description: "Good" } },
  });
  const all = times(count, (index) => [`thing.made${index}`, { post: one(index) }]);
  return json(`${count.toLocaleString("en-US")} webhooks`, () => ({ more: { webhooks: Object.fromEntries(all) } }));
}

function deepJson(name: string, levels: number): Bomb {
  const { text } = json(name, () => ({ schemas: { S0: { enum: ["@"] } } }));
  const deep = `${"[".repeat(levels)}${"]".repeat(levels)}`;
  return { name, text: (isChanged) => text(isChanged).replace('"@"', deep) };
}

function union(level: number): object {
  return { oneOf: times(10, (index) => reference(`${level + 1}x${index}`)) };
}

function writtenOut(levels: number): object {
  return levels === 0 ? LEAF : { anyOf: times(6, () => writtenOut(levels - 1)) };
}

function laughs(levels: number, width: number): string {
  const lines = times(levels, (level) => {
    const item = level === 0 ? '"lol"' : `*a${level - 1}`;
    return `  x-${level}: &a${level} [${times(width, () => item).join(", ")}]\n`;
  });
  return `${lines.join("")}  schemas: { S0: { enum: *a${levels - 1} } }\n`;
}

function manyAliases(): string {
  const list = `  x-list: &list [${times(1_000, String).join(", ")}]\n`;
  return `${list}  x-all: [${times(10_000, () => "*list").join(", ")}]\n  schemas: { S0: { type: string } }\n`;
}

function indented(levels: number): string {
  return times(levels, (level) => `${" ".repeat(8 + level)}- ${level === levels - 1 ? "a" : ""}\n`).join("");
}
