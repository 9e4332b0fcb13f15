import { quotable } from "../../printed-text.js";
import type { Affected, Direction } from "../compare/change.js";
import type { Severity } from "../report/findings.js";
import { Assignability, objectOf, type Types } from "./assignable.js";
import type { ExportChange } from "./export-change.js";
import {
  memberText,
  mentionedNames,
  type ObjectType,
  objectText,
  type PropertyType,
  REST,
  type TypeExpression,
  typeText,
} from "./type-expression.js";
import type { TypeGraph } from "./type-graph.js";

/** The types of one state, and who uses them. */
export interface DeclaredTypes {
  readonly types: Types;
  readonly graph: TypeGraph;
}

/** Compares the types of two states. Types that only have another name are the same. */
export class TypeComparer {
  readonly #before: DeclaredTypes;
  readonly #after: DeclaredTypes;
  readonly #renamed: ReadonlyMap<string, string>;

  constructor(before: DeclaredTypes, after: DeclaredTypes, renamed: ReadonlyMap<string, string>) {
    this.#before = before;
    this.#after = after;
    this.#renamed = renamed;
  }

  /** What changed in the types that both states declare. */
  compareAll(): ExportChange[] {
    return [...this.#after.types].flatMap(([name, after]) => {
      const before = this.#before.types.get(name);
      return before === undefined ? [] : this.#compareType(name, before, after);
    });
  }

  /** Whether the text is the same under the new names, or means the same in other words. */
  isSame(before: TypeExpression, after: TypeExpression): boolean {
    if (typeText(before, this.#rename) === typeText(after)) return true;
    const forward = new Assignability(this.#before.types, this.#after.types, true);
    const backward = new Assignability(this.#after.types, this.#before.types, true);
    return forward.fits(before, after) && backward.fits(after, before);
  }

  /** Whether the one type before is the other after. Types that no state differs in are not at hand, and so are the same. */
  isOnlyRenamed(before: string, after: string): boolean {
    const [one, other] = [this.#before.types.get(before), this.#after.types.get(after)];
    return one === undefined || (other !== undefined && this.isSame(one, other));
  }

  /** How severe another type is: whether what callers send still fits, and whether what they read is still there. */
  severity(before: TypeExpression, after: TypeExpression, directions: ReadonlySet<Direction>): Severity {
    const forward = new Assignability(this.#before.types, this.#after.types, true);
    const breaksSenders = directions.has("request") && !forward.fits(before, after);
    const isRead = directions.size === 0 || directions.has("response") || directions.has("event");
    const backward = new Assignability(this.#after.types, this.#before.types, false);
    const breaksReaders = isRead && !backward.fits(after, before);
    return breaksSenders || breaksReaders ? "major" : "minor";
  }

  readonly #rename = (name: string): string => this.#renamed.get(name) ?? name;

  #compareType(name: string, before: TypeExpression, after: TypeExpression): ExportChange[] {
    const objectBefore = objectOf(before, this.#before.types);
    const objectAfter = objectOf(after, this.#after.types);
    if (objectBefore === undefined || objectAfter === undefined) return this.#compareWhole(name, before, after);
    if (objectText(objectBefore, this.#rename) === objectText(objectAfter, (inner) => inner)) return [];
    const properties = new Set([...objectAfter.properties.keys(), ...objectBefore.properties.keys()]);
    const changes = [...properties].flatMap((property) =>
      this.#compareMember(name, property, objectBefore.properties.get(property), objectAfter.properties.get(property)),
    );
    // Its first property, or its last one, is all that changes of an object of which nothing else is known.
    if (saysNothing(objectBefore) || saysNothing(objectAfter)) return changes;
    const rest = (type: TypeExpression | undefined): PropertyType | undefined => type && { type, optional: true };
    return [...changes, ...this.#compareMember(name, REST, rest(objectBefore.rest), rest(objectAfter.rest))];
  }

  #compareWhole(name: string, before: TypeExpression, after: TypeExpression): ExportChange[] {
    if (this.isSame(before, after)) return [];
    const { directions, existing, affected } = this.#usageOf(name);
    // Known values of what is received: the type of the response allows any string. Only those who send them are bound to them.
    const isOpen = isValueList(name, before) && isValueList(name, after);
    const binding = isOpen ? new Set([...existing].filter((direction) => direction === "request")) : existing;
    const severity = isOpen && binding.size === 0 ? "minor" : this.severity(before, after, binding);
    const change = {
      kind: "type-changed",
      severity,
      statement: `the type \`${name}\` is now \`${typeText(after)}\` (was \`${typeText(before)}\`)`,
      advice: severity === "major" ? "Look at where you use it." : "Nothing to do.",
    } as const;
    const told = isUsed(affected) ? change : asUnused(change);
    return [
      {
        kind: told.kind,
        severity: told.severity,
        owner: name,
        matchKeys: [`type ${contractName(name)}`],
        directions,
        affected,
        before: typeText(before),
        after: typeText(after),
        statement: told.statement,
        advice: told.advice,
        mentioned: mentionedTypes(before, after),
      },
    ];
  }

  #compareMember(
    owner: string,
    name: string,
    before: PropertyType | undefined,
    after: PropertyType | undefined,
  ): ExportChange[] {
    const { directions, existing, affected } = this.#usageOf(owner);
    const found = this.#memberChange(owner, name, before, after, existing);
    if (found === undefined) return [];
    const change = isUsed(affected) ? found : asUnused(found);
    const isPair = before !== undefined && after !== undefined;
    return [
      {
        kind: change.kind,
        severity: change.severity,
        owner,
        matchKeys: [`.${name}`],
        directions,
        affected,
        before: isPair ? memberText(name, before) : textOrNull(before?.type),
        after: isPair ? memberText(name, after) : textOrNull(after?.type),
        statement: change.statement,
        advice: change.advice,
        mentioned: mentionedTypes(before?.type, after?.type),
      },
    ];
  }

  #memberChange(
    owner: string,
    name: string,
    before: PropertyType | undefined,
    after: PropertyType | undefined,
    directions: ReadonlySet<Direction>,
  ): Pick<ExportChange, "kind" | "severity" | "statement" | "advice"> | undefined {
    if (before === undefined && after === undefined) return undefined;
    const member = `\`${owner}.${quotable(name)}\``;
    if (after === undefined) {
      const statement = `${member} was removed`;
      return { kind: "member-removed", severity: "major", statement, advice: "Stop using it." };
    }
    if (before === undefined) {
      const isNeeded = directions.has("request") && !after.optional;
      return {
        kind: "member-added",
        severity: isNeeded ? "major" : "minor",
        statement: `new ${member}`,
        advice: isNeeded ? "Send it in every call." : "Use it where you need it.",
      };
    }
    const isSameType = this.isSame(before.type, after.type);
    if (before.optional === after.optional && isSameType) return undefined;
    const isMajor =
      breaksByOptional(before, after, directions) ||
      (!isSameType && this.severity(before.type, after.type, directions) === "major");
    return {
      kind: "member-changed",
      severity: isMajor ? "major" : "minor",
      statement: `${member} is now \`${memberText(name, after)}\` (was \`${memberText(name, before)}\`)`,
      advice: isMajor ? "Adapt to the new type." : "Nothing to do.",
    };
  }

  /** `existing`: the ways that code of today knows. A type that only something new receives breaks nobody who sends it, and the other way. */
  #usageOf(name: string): Pick<ExportChange, "directions" | "affected"> & { existing: ReadonlySet<Direction> } {
    const usages = [this.#before.graph.usageOf(name), this.#after.graph.usageOf(name)];
    return {
      directions: new Set(usages.flatMap(({ directions }) => [...directions])),
      existing: usages.find(({ directions }) => directions.size > 0)?.directions ?? new Set(),
      affected: {
        operationIds: [...new Set(usages.flatMap(({ affected }) => affected.operationIds))],
        events: [...new Set(usages.flatMap(({ affected }) => affected.events))],
      },
    };
  }
}

/** Whether a call or an event has the type. */
export function isUsed({ operationIds, events }: Affected): boolean {
  return operationIds.length + events.length > 0;
}

/** A type that no call and no event has is exported all the same; what happens to it decides nothing. */
export function asUnused<Change extends Pick<ExportChange, "severity" | "statement" | "advice">>(
  change: Change,
): Change {
  const statement = `${change.statement}, in a type that no operation uses`;
  return { ...change, severity: "patch", statement, advice: "Nothing to do." };
}

function breaksByOptional(before: PropertyType, after: PropertyType, directions: ReadonlySet<Direction>): boolean {
  if (before.optional === after.optional) return false;
  if (!after.optional) return directions.has("request");
  return directions.size === 0 || directions.has("response") || directions.has("event");
}

/** What the contract calls a type: for sending there are `KnownStatus` and `MoneyInput` beside its `Status` and `Money`. */
export function contractName(name: string): string {
  return name.replace(/^Known(?=[A-Z])/, "").replace(/(?<=[a-z0-9])Input$/, "");
}

export function textOrNull(type: TypeExpression | undefined): string | null {
  return type === undefined ? null : typeText(type);
}

export function mentionedTypes(
  before: TypeExpression | undefined,
  after: TypeExpression | undefined,
): ExportChange["mentioned"] {
  return {
    before: before === undefined ? [] : mentionedNames(before),
    after: after === undefined ? [] : mentionedNames(after),
  };
}

/** An object that the contract names no property of: the generator gives it any, of unknown type. */
function saysNothing({ properties, rest }: ObjectType): boolean {
  return properties.size === 0 && rest?.kind === "plain" && rest.text === "unknown";
}

/** The values of an enum. A single one is a literal type, but under the name of the known values of an open enum. */
function isValueList(name: string, type: TypeExpression): boolean {
  if (type.kind === "union") return type.members.every(isText);
  return /^Known[A-Z]/.test(name) && isText(type);
}

function isText(type: TypeExpression): boolean {
  return type.kind === "plain" && /^"/.test(type.text);
}
