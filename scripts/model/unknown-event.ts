import type { Declaration, EventModel, PropertyModel, TypeModel, UnknownEventModel } from "./api-model.js";
import { unknownType } from "./api-model.js";

/**
 * What an event that the contract does not have is known to hold: the fields that every event of the contract has. `undefined` where
 * `type` does not tell the events apart, since nothing then says that an event is unknown.
 */
export function unknownEventOf(
  events: readonly EventModel[],
  declarations: readonly Declaration[],
): UnknownEventModel | undefined {
  const byName = new Map(declarations.map((declaration) => [declaration.name, declaration]));
  const bodies = events.map(({ body }) => fieldsOf({ kind: "reference", name: body }, byName));
  const [first, ...others] = bodies;
  const isTold = events.every(({ type }, index) => isToldApart(type, bodies[index]?.get("type")));
  if (first === undefined || !isTold) return undefined;
  const common = [...first.values()].flatMap((field) => {
    const same = others.map((body) => body.get(field.name));
    return same.every((other) => other !== undefined) ? [commonField([field, ...same])] : [];
  });
  const envelope = common.filter(({ name }) => name !== "type" && name !== "data");
  const hasData = bodies.some((body) => body.has("data"));
  return { envelope, hasData };
}

/** The name of its type. */
export const UNKNOWN_EVENT = "UnknownWebhookEvent";

/** How the type of an unknown event ends in TypeScript. No event's name does, so that comparing with one leaves that event alone. */
export const UNKNOWN_TYPE_ENDING = " (not in the contract)";

function isToldApart(name: string, field: PropertyModel | undefined): boolean {
  if (field === undefined || field.optional || name.endsWith(UNKNOWN_TYPE_ENDING)) return false;
  return field.type.kind === "literal" && field.type.value === name;
}

/** One field for those of all events: optional where one is, of unknown type where they differ. */
function commonField(fields: readonly [PropertyModel, ...PropertyModel[]]): PropertyModel {
  const [first] = fields;
  const isSame = (key: "type" | "docs") => new Set(fields.map((field) => JSON.stringify(field[key]))).size === 1;
  return {
    name: first.name,
    type: isSame("type") ? first.type : unknownType,
    optional: fields.some(({ optional }) => optional),
    docs: isSame("docs") ? first.docs : { deprecated: false },
  };
}

/** The fields of an object type, by name; none where it is no object. */
function fieldsOf(type: TypeModel, declarations: ReadonlyMap<string, Declaration>, depth = 0): Fields {
  if (type.kind === "object") return new Map(type.properties.map((property) => [property.name, property]));
  if (type.kind === "intersection")
    return new Map(type.members.flatMap((member) => [...fieldsOf(member, declarations, depth + 1)]));
  const declaration = type.kind === "reference" ? declarations.get(type.name) : undefined;
  if (declaration?.kind === "interface")
    return new Map(declaration.properties.map((property) => [property.name, property]));
  // An alias of itself is refused when the output is type-checked.
  if (declaration?.kind !== "alias" || depth > MAX_DEPTH) return new Map();
  return fieldsOf(declaration.type, declarations, depth + 1);
}

type Fields = ReadonlyMap<string, PropertyModel>;

const MAX_DEPTH = 20;
