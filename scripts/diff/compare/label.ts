import { pascalCase } from "../../load/letter-case.js";
import { componentOf } from "../../load/openapi.js";
import type { SchemaAt, SchemaResolver, Variant } from "./schema-resolver.js";

/** What a place is called: the component or operation that it belongs to, and the way from there. */
export interface Label {
  readonly owner: string;
  /** `payment.user`, `data[]`; empty for the owner itself. */
  readonly propertyPath: string;
  /** The place of a reference, for what concerns the reference and not its target. */
  readonly pointer?: string;
}

export function propertyLabel({ owner, propertyPath }: Label, name: string): Label {
  return { owner, propertyPath: propertyPath === "" ? name : `${propertyPath}.${name}` };
}

export function itemLabel({ owner, propertyPath }: Label): Label {
  return { owner, propertyPath: `${propertyPath}[]` };
}

/** `Dispute.reason`, `payment.user`, `lines[0]`. */
export function labelText({ owner, propertyPath }: Label): string {
  const text = owner === "" || propertyPath === "" ? owner + propertyPath : `${owner}.${propertyPath}`;
  return text.replaceAll(".[", "[");
}

/** The match key of a change at this place: of the last property on the way, of the component, or of the whole body. */
export function matchKeyOf({ owner, propertyPath }: Label): string {
  const path = propertyPath.replace(/(?:\.?\[[^\]]*\])+$/, "");
  if (path !== "") return `.${path.split(".").at(-1)}`;
  return owner === "" ? "body" : `type ${owner}`;
}

/** The TypeScript name of a component schema, as the generator makes it. */
export function componentName({ pointer, schema }: SchemaAt): string | undefined {
  const component = pointer.startsWith("/components/schemas/") ? componentOf(`#${pointer}`) : undefined;
  if (component === undefined) return undefined;
  const given = typeof schema === "boolean" ? undefined : schema["x-sdk-name"];
  return given ?? pascalCase(component);
}

/** A schema in short: its component, or its variants. */
export function schemaText(resolver: SchemaResolver, at: SchemaAt): string {
  const target = resolver.target(at);
  const name = target === undefined ? undefined : componentName(target);
  if (name !== undefined) return name;
  const { variants, nullable } = resolver.resolve(at);
  const texts = variants.map(variantText);
  return (nullable ? [...texts, "null"] : texts).join(" | ");
}

export function variantText({ kind, component, values, schema }: Variant): string {
  const name = component === undefined ? undefined : componentName(component);
  if (name !== undefined) return name;
  if (values !== undefined) return values.map((value) => JSON.stringify(value)).join(" | ");
  const { title, format } = schema;
  if (kind === "object" && title !== undefined) return title;
  return format === undefined ? kind : `${kind} (${format})`;
}
