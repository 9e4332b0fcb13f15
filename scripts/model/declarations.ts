import { pointerOf, SpecError } from "../diagnostics.js";
import { pascalCase } from "../load/letter-case.js";
import { componentOf, type Schema } from "../load/openapi.js";
import { isIdentifier, RESERVED_ARGUMENTS, RESERVED_TYPES } from "../normalize/names.js";
import type { Declaration, LiteralValue } from "./api-model.js";
import { docsOf } from "./docs.js";
import type { NameTable } from "./name-table.js";
import { deepReference } from "./resolver.js";
import { isLiteral, type NameOf, propertiesOf, restOf, typeOf } from "./type-model.js";

/**
 * The TypeScript name of each component: `x-sdk-name`, else its own name in PascalCase.
 *
 * @throws SpecError `names/bad-name`, `names/clash`
 */
export function nameComponents(schemas: Record<string, Schema>, names: NameTable): NameOf {
  const byComponent = new Map<string, string>();
  for (const [component, schema] of Object.entries(schemas)) {
    const pointer = pointerOf("components", "schemas", component);
    const name = schema["x-sdk-name"] ?? pascalCase(component);
    if (!isIdentifier(name) || RESERVED_TYPES.has(name) || RESERVED_ARGUMENTS.has(name)) {
      throw new SpecError(
        "names/bad-name",
        pointer,
        `"${component}" gives no TypeScript name.`,
        "Set x-sdk-name on it in an overlay.",
      );
    }
    byComponent.set(component, names.claim(name, pointer));
  }
  return (reference) => {
    const name = byComponent.get(componentOf(reference) ?? "");
    if (name === undefined) throw deepReference(reference);
    return name;
  };
}

/** One declaration for each component schema. */
export function declareComponents(schemas: Record<string, Schema>, nameOf: NameOf, names: NameTable): Declaration[] {
  return Object.entries(schemas).map(([component, schema]) =>
    declare(
      nameOf(`#/components/schemas/${component}`),
      schema,
      nameOf,
      names,
      pointerOf("components", "schemas", component),
    ),
  );
}

function declare(name: string, schema: Schema, nameOf: NameOf, names: NameTable, pointer: string): Declaration {
  const docs = docsOf(schema);
  const values = enumValues(schema);
  if (values !== undefined) {
    // The list of `KnownStatus` is `StatusValues`, as it is where the enum is not open.
    const listName = names.claim(`${name.replace(/^Known(?=[A-Z])/, "")}Values`, pointer);
    return { kind: "enum", name, docs, values, listName };
  }
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

function enumValues(schema: Schema): LiteralValue[] | undefined {
  const values = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  return values?.every(isLiteral) === true ? values : undefined;
}

function isPlainObject(schema: Schema): boolean {
  const composed = schema.$ref ?? schema.oneOf ?? schema.anyOf ?? schema.allOf;
  return (
    composed === undefined && schema.properties !== undefined && (schema.type === undefined || schema.type === "object")
  );
}
