import { pointerOf, SpecError } from "../diagnostics.js";
import { pascalCase, singular } from "../load/letter-case.js";
import { componentOf, type Schema } from "../load/openapi.js";
import { isIdentifier, RESERVED_ARGUMENTS, RESERVED_TYPES } from "../normalize/names.js";
import type { Declaration, Docs, LiteralValue, ValueList } from "./api-model.js";
import { docsOf } from "./docs.js";
import type { NameTable } from "./name-table.js";
import { deepReference } from "./resolver.js";
import { hasProperties, isLiteral, type NameOf, propertiesOf, restOf, typeOf } from "./type-model.js";

/**
 * The TypeScript name of each component: `x-sdk-name`, else its own name in PascalCase, with `Schema` where that is taken or no name.
 *
 * @throws SpecError `names/bad-name`, `names/clash`
 */
export function nameComponents(schemas: Record<string, Schema>, names: NameTable): Map<string, string> {
  const byComponent = new Map<string, string>();
  for (const [component, schema] of Object.entries(schemas)) {
    const pointer = pointerOf("components", "schemas", component);
    const given = schema["x-sdk-name"];
    if (given !== undefined && !isTypeName(given)) {
      throw new SpecError(
        "names/bad-name",
        pointer,
        `"${given}" cannot name a type.`,
        "Set x-sdk-name to another one in the overlay.",
      );
    }
    const byRule = pascalCase(component);
    const wanted = isTypeName(byRule) ? byRule : `Schema${byRule}`;
    byComponent.set(
      component,
      given === undefined ? names.choose([wanted, `${wanted}Schema`], pointer) : names.claim(given, pointer),
    );
  }
  return byComponent;
}

function isTypeName(name: string): boolean {
  return isIdentifier(name) && !RESERVED_TYPES.has(name) && !RESERVED_ARGUMENTS.has(name);
}

/** The TypeScript name of what a reference names. */
export function nameLookup(byComponent: ReadonlyMap<string, string>): NameOf {
  return (reference) => {
    const name = byComponent.get(componentOf(reference) ?? "");
    if (name === undefined) throw deepReference(reference);
    return name;
  };
}

/** What decides on the names of declarations. */
export interface NamingContext {
  readonly nameOf: NameOf;
  readonly names: NameTable;
  /** Whether lists of values keep the plural names that they had once, as deprecated ones. */
  readonly keepsPluralLists: boolean;
}

/** One declaration for each component schema. */
export function declareComponents(schemas: Record<string, Schema>, context: NamingContext): Declaration[] {
  const lists = listNames(schemas, context);
  return Object.entries(schemas).map(([component, schema]) =>
    declare(context.nameOf(`#/components/schemas/${component}`), schema, lists, context.nameOf),
  );
}

/** The list of each enum, by the enum's name. */
type ListNames = ReadonlyMap<string, ValueList>;

/**
 * `DisputeStatusValues` for the values of `DisputeStatuses`, closed or open. `x-sdk-values-name` wins.
 *
 * @throws SpecError `names/clash`
 */
function listNames(schemas: Record<string, Schema>, context: NamingContext): ListNames {
  const { nameOf, names, keepsPluralLists } = context;
  const enums = Object.entries(schemas)
    .filter(([, schema]) => enumValues(schema) !== undefined)
    .map(([component, schema]) => {
      const name = nameOf(`#/components/schemas/${component}`);
      const base = withoutKnown(name);
      const given = schema["x-sdk-values-name"];
      const byRule = `${singular(base)}Values`;
      const pointer = pointerOf("components", "schemas", component);
      if (given !== undefined && !isIdentifier(given)) {
        throw new SpecError(
          "names/bad-name",
          pointer,
          `the list of values of "${component}" cannot be named ${JSON.stringify(given)}.`,
          "Correct x-sdk-values-name in the overlay.",
        );
      }
      const list =
        given === undefined
          ? names.choose([byRule, `${base}ValueList`], pointer)
          : names.claim(given, pointer, CLASH_REMEDY);
      return { name, plural: `${base}Values`, list, pointer };
    });
  return new Map(
    enums.map(({ name, plural, list, pointer }) => {
      const hasAlias = keepsPluralLists && plural !== list;
      return [name, { name: list, deprecatedName: hasAlias ? names.claim(plural, pointer, CLASH_REMEDY) : undefined }];
    }),
  );
}

const CLASH_REMEDY = "Set x-sdk-values-name on one of the two enums in an overlay.";

function declare(name: string, schema: Schema, lists: ListNames, nameOf: NameOf): Declaration {
  const list = lists.get(name);
  const docs = withEnumNote(docsOf(schema), name, schema, lists);
  const values = enumValues(schema);
  if (values !== undefined && list !== undefined) return { kind: "enum", name, docs, values, list };
  if (isPlainObject(schema)) {
    return {
      kind: "interface",
      name,
      docs,
      extends: [],
      properties: propertiesOf(schema, nameOf),
      rest: restOf(schema, nameOf),
    };
  }
  return { kind: "alias", name, docs, type: typeOf(schema, nameOf) };
}

/** An open enum says that it is open, and both of its types where the values are. */
function withEnumNote(docs: Docs, name: string, schema: Schema, lists: ListNames): Docs {
  const isOpen = schema["x-open-enum"] === true;
  const known = isOpen ? `Known${name}` : name;
  const list = lists.get(known);
  if (list === undefined || (known === withoutKnown(known) && !isOpen)) return docs;
  const place = schema["x-open-when-sent"] === true ? "a request or a response" : "a response";
  const note = isOpen
    ? `Open: ${place} may have a value that is not known yet. Known values: \`${list.name}\`.`
    : `The known values of \`${withoutKnown(name)}\`, as a list: \`${list.name}\`.`;
  return { ...docs, text: docs.text === undefined ? note : `${docs.text}\n\n${note}` };
}

function withoutKnown(name: string): string {
  return name.replace(/^Known(?=[A-Z])/, "");
}

function enumValues(schema: Schema): LiteralValue[] | undefined {
  const values = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  return values?.every(isLiteral) === true ? values : undefined;
}

function isPlainObject(schema: Schema): boolean {
  const composed = schema.$ref ?? schema.oneOf ?? schema.anyOf ?? schema.allOf;
  return composed === undefined && hasProperties(schema) && (schema.type === undefined || schema.type === "object");
}
