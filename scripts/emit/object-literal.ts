import { propertyKey } from "./text.js";

/** `{ id, override_id: overrideId }`; `{}` when nothing is in it. */
export function objectLiteral(members: readonly string[]): string {
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

/** `override_id: overrideId`, and `id` where name and value read the same. */
export function objectMember(name: string, value: string): string {
  return name === value ? name : `${propertyKey(name)}: ${value}`;
}
