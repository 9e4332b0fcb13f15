import { componentOf, type OpenApiDocument, type Schema } from "../load/openapi.js";
import { walkSchemas } from "./walk-schemas.js";

/**
 * A discriminator says which values of a property name which variant. Here each variant says so itself, with a constant, and the keyword
 * goes: on a union beside the variant's reference, on a base in each schema that extends it. A variant that names itself already, or
 * whose property has other values, is left as it is.
 */
export function spellOutDiscriminators(draft: OpenApiDocument): void {
  const schemas = draft.components?.schemas ?? {};
  const extended = extensionsOf(schemas);
  const unions: Schema[] = [];
  const bases: [name: string, schema: Schema][] = [];
  walkSchemas(draft, (schema) => {
    if (schema.discriminator !== undefined && (schema.oneOf ?? schema.anyOf) !== undefined) unions.push(schema);
  });
  for (const [name, schema] of Object.entries(schemas))
    if (schema.discriminator !== undefined && schema.oneOf === undefined && schema.anyOf === undefined)
      bases.push([name, schema]);
  for (const union of unions) spellOutUnion(union, schemas);
  for (const [name, base] of bases) spellOutBase(name, base, schemas, extended);
  walkSchemas(draft, (schema) => {
    delete schema.discriminator;
  });
}

function spellOutUnion(union: Schema, schemas: Record<string, Schema>): void {
  const { propertyName = "", mapping } = union.discriminator ?? {};
  for (const keyword of ["oneOf", "anyOf"] as const) {
    const variants = union[keyword];
    if (variants === undefined) continue;
    union[keyword] = variants.map((variant) => {
      const name = variant.$ref === undefined ? undefined : componentOf(variant.$ref);
      const target = name === undefined ? undefined : schemas[name];
      if (name === undefined || target === undefined) return variant;
      const constant = constantOf(target, propertyName, namesOf(name, mapping), schemas);
      return constant === undefined ? variant : { allOf: [variant, constant] };
    });
  }
}

/** Values of the mapping that lead to the component, by reference or by bare name; else its own name. */
function namesOf(component: string, mapping: Record<string, string> | undefined): string[] {
  const mapped = Object.entries(mapping ?? {}).filter(
    ([, target]) => (target.includes("/") ? componentOf(target) : target) === component,
  );
  return mapped.length > 0 ? mapped.map(([value]) => value) : [component];
}

function spellOutBase(
  name: string,
  base: Schema,
  schemas: Record<string, Schema>,
  extended: ReadonlyMap<string, readonly string[]>,
): void {
  const { propertyName = "", mapping } = base.discriminator ?? {};
  for (const child of descendants(name, extended)) {
    const schema = schemas[child];
    if (schema?.allOf === undefined) continue;
    const names = [child, ...descendants(child, extended)].flatMap((one) => namesOf(one, mapping));
    const constant = constantOf(schema, propertyName, names, schemas);
    if (constant !== undefined) schema.allOf = [...schema.allOf, constant];
  }
}

/** Which components extend each: have it in their `allOf`. */
function extensionsOf(schemas: Record<string, Schema>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [name, schema] of Object.entries(schemas))
    for (const { $ref } of schema.allOf ?? []) {
      const base = $ref === undefined ? undefined : componentOf($ref);
      if (base !== undefined) found.set(base, [...(found.get(base) ?? []), name]);
    }
  return found;
}

function descendants(name: string, extended: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>();
  const stack = [...(extended.get(name) ?? [])];
  for (let child = stack.pop(); child !== undefined; child = stack.pop()) {
    if (found.has(child) || child === name) continue;
    found.add(child);
    stack.push(...(extended.get(child) ?? []));
  }
  return found;
}

/** The object that demands one of the names; `undefined` where the schema says itself which value it has, or contradicts. */
function constantOf(
  schema: Schema,
  property: string,
  names: readonly string[],
  schemas: Record<string, Schema>,
): Schema | undefined {
  const kinds = propertiesNamed(schema, property, schemas, new Set());
  if (kinds.some(({ const: value, enum: values }) => value !== undefined || values?.length === 1)) return undefined;
  const isNumber = kinds.some(({ type }) => type === "integer" || type === "number");
  const values = names.map((name) => (isNumber ? Number(name) : name)).filter((value) => !Number.isNaN(value));
  const allowed = kinds.flatMap((kind) => (kind.enum === undefined ? [] : [kind.enum]));
  const fitting = values.filter((value) => allowed.every((those) => those.includes(value)));
  if (fitting.length === 0) return undefined;
  const [only] = fitting;
  const value: Schema = fitting.length === 1 ? { const: only } : { enum: fitting };
  return { type: "object", required: [property], properties: { [property]: value } };
}

/** What the schema says of the property: itself, in parts of an `allOf`, behind references; all forms of a union. */
function propertiesNamed(
  schema: Schema,
  property: string,
  schemas: Record<string, Schema>,
  seen: Set<Schema>,
): Schema[] {
  const target = schema.$ref === undefined ? schema : schemas[componentOf(schema.$ref) ?? ""];
  if (target === undefined || typeof target !== "object" || seen.has(target)) return [];
  seen.add(target);
  const own = target.properties?.[property];
  const named = own === undefined ? [] : wholeOf(own, schemas, new Set());
  const parts = [...(target.allOf ?? []), ...(target.oneOf ?? []), ...(target.anyOf ?? [])];
  return [...named, ...parts.flatMap((part) => propertiesNamed(part, property, schemas, seen))];
}

/** The schema behind its references, and the parts that it is made of. */
function wholeOf(schema: Schema, schemas: Record<string, Schema>, seen: Set<Schema>): Schema[] {
  const target = schema.$ref === undefined ? schema : (schemas[componentOf(schema.$ref) ?? ""] ?? schema);
  if (typeof target !== "object" || seen.has(target)) return [];
  seen.add(target);
  return [target, ...(target.allOf ?? []).flatMap((part) => wholeOf(part, schemas, seen))];
}

/**
 * A union whose variant extends the union itself means its own properties there: `Pet` is a cat or a dog, and `Cat` is a pet with claws. A
 * union that holds itself as a variant does without it.
 */
export function breakCircles(draft: OpenApiDocument): void {
  const schemas = draft.components?.schemas ?? {};
  for (const [name, schema] of Object.entries(schemas)) {
    const reference = `#/components/schemas/${name}`;
    for (const keyword of ["oneOf", "anyOf", "allOf"] as const)
      if (schema[keyword]?.some(({ $ref }) => $ref === reference))
        schema[keyword] = schema[keyword].filter(({ $ref }) => $ref !== reference);
    for (const variant of [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]) {
      const target = variant.$ref === undefined ? undefined : schemas[componentOf(variant.$ref) ?? ""];
      if (target?.allOf?.some(({ $ref }) => $ref === reference) !== true) continue;
      const { oneOf: _one, anyOf: _any, discriminator: _discriminator, ...own } = schema;
      target.allOf = target.allOf.map((part) => (part.$ref === reference ? structuredClone(own) : part));
    }
  }
}
