import type { Use } from "../compare/change.js";
import type { Severity } from "../report/findings.js";
import { Assignability, objectOf, type Types } from "./assignable.js";
import { mentionsOf, objectText, type PropertyShape, type Shape, textOf } from "./shape.js";
import type { SurfaceChange } from "./surface-change.js";
import type { TypeGraph } from "./type-graph.js";

export interface TypesSide {
  readonly types: Types;
  readonly graph: TypeGraph;
}

/** The types of two generations, held against each other. Types that only have another name are the same. */
export class TypeComparer {
  readonly #before: TypesSide;
  readonly #after: TypesSide;
  readonly #renamed: ReadonlyMap<string, string>;

  constructor(before: TypesSide, after: TypesSide, renamed: ReadonlyMap<string, string>) {
    this.#before = before;
    this.#after = after;
    this.#renamed = renamed;
  }

  /** What changed in the types that both sides declare. */
  compareAll(): SurfaceChange[] {
    return [...this.#after.types].flatMap(([name, is]) => {
      const was = this.#before.types.get(name);
      return was === undefined ? [] : this.#compareType(name, was, is);
    });
  }

  /** Whether the text is the same under the new names, or says the same in other words. */
  isSame(before: Shape, after: Shape): boolean {
    if (textOf(before, this.#rename) === textOf(after)) return true;
    const [was, is] = [this.#before.types, this.#after.types];
    return new Assignability(was, is, true).fits(before, after) && new Assignability(is, was, true).fits(after, before);
  }

  /** What another type asks of the version: whether what was sent still fits, and whether what was read still comes. */
  severity(before: Shape, after: Shape, uses: ReadonlySet<Use>): Severity {
    const [was, is] = [this.#before.types, this.#after.types];
    const breaksSenders = uses.has("request") && !new Assignability(was, is, true).fits(before, after);
    const isRead = uses.size === 0 || uses.has("response") || uses.has("event");
    const breaksReaders = isRead && !new Assignability(is, was, false).fits(after, before);
    return breaksSenders || breaksReaders ? "major" : "minor";
  }

  readonly #rename = (name: string): string => this.#renamed.get(name) ?? name;

  #compareType(name: string, was: Shape, is: Shape): SurfaceChange[] {
    const [left, right] = [objectOf(was, this.#before.types), objectOf(is, this.#after.types)];
    if (left === undefined || right === undefined) return this.#compareWhole(name, was, is);
    if (objectText(left, this.#rename) === objectText(right, (inner) => inner)) return [];
    const names = new Set([...right.properties.keys(), ...left.properties.keys()]);
    const changes = [...names].flatMap((property) =>
      this.#compareMember(name, property, left.properties.get(property), right.properties.get(property)),
    );
    const rest = (type: Shape | undefined): PropertyShape | undefined => type && { type, optional: true };
    return [...changes, ...this.#compareMember(name, "[key]", rest(left.rest), rest(right.rest))];
  }

  #compareWhole(name: string, was: Shape, is: Shape): SurfaceChange[] {
    if (this.isSame(was, is)) return [];
    const use = this.#useOf(name);
    // Known values of what is received: the type of the answer admits any string. Only those who send them are held to them.
    const isOpen = isStringList(was) && isStringList(is);
    const bound = isOpen ? new Set([...use.uses].filter((direction) => direction === "request")) : use.uses;
    return [
      {
        kind: "type-changed",
        severity: isOpen && bound.size === 0 ? "minor" : this.severity(was, is, bound),
        owner: name,
        members: [`type ${contractName(name)}`],
        ...use,
        ...texts(was, is),
        statement: `the type \`${name}\` changed`,
        advice: "Look at where you use it.",
      },
    ];
  }

  #compareMember(
    owner: string,
    name: string,
    was: PropertyShape | undefined,
    is: PropertyShape | undefined,
  ): SurfaceChange[] {
    const use = this.#useOf(owner);
    const base = { owner, members: [`.${name}`], ...use, ...texts(was?.type, is?.type) };
    const member = `\`${owner}.${name}\``;
    if (was === undefined && is === undefined) return [];
    if (is === undefined)
      return [
        {
          kind: "member-removed",
          severity: "major",
          ...base,
          statement: `${member} is gone`,
          advice: "Stop using it.",
        },
      ];
    if (was === undefined) {
      const severity = use.uses.has("request") && !is.optional ? "major" : "minor";
      const advice = severity === "major" ? "Send it in every call." : "Use it where you need it.";
      return [{ kind: "member-added", severity, ...base, statement: `new ${member}`, advice }];
    }
    if (was.optional === is.optional && this.isSame(was.type, is.type)) return [];
    const severities = [
      this.#optionalSeverity(was, is, use.uses),
      this.isSame(was.type, is.type) ? "minor" : this.severity(was.type, is.type, use.uses),
    ];
    const severity = severities.includes("major") ? "major" : "minor";
    const [left, right] = [was, is].map(({ optional, type }) => `${optional ? "?: " : ""}${textOf(type)}`);
    const statement = `${member} is now \`${right}\` (was \`${left}\`)`;
    const advice = severity === "major" ? "Adapt to the new type." : "Nothing to do.";
    return [
      { kind: "member-changed", severity, ...base, before: left ?? null, after: right ?? null, statement, advice },
    ];
  }

  #optionalSeverity(was: PropertyShape, is: PropertyShape, uses: ReadonlySet<Use>): Severity {
    if (was.optional === is.optional) return "minor";
    const breaks = is.optional ? uses.size === 0 || uses.has("response") || uses.has("event") : uses.has("request");
    return breaks ? "major" : "minor";
  }

  #useOf(name: string): Pick<SurfaceChange, "uses" | "reach"> {
    const found = [this.#after.graph.useOf(name), this.#before.graph.useOf(name)];
    return {
      uses: new Set(found.flatMap(({ uses }) => [...uses])),
      reach: [...new Set(found.flatMap(({ reach }) => [...reach]))],
    };
  }
}

/** What the contract calls a type: sending has `KnownStatus` and `MoneyInput` for its `Status` and `Money`. */
export function contractName(name: string): string {
  return name.replace(/^Known(?=[A-Z])/, "").replace(/(?<=[a-z0-9])Input$/, "");
}

export function texts(
  was: Shape | undefined,
  is: Shape | undefined,
): Pick<SurfaceChange, "before" | "after" | "mentioned"> {
  return {
    before: was === undefined ? null : textOf(was),
    after: is === undefined ? null : textOf(is),
    mentioned: {
      before: was === undefined ? [] : mentionsOf(was),
      after: is === undefined ? [] : mentionsOf(is),
    },
  };
}

function isStringList(shape: Shape): boolean {
  return shape.kind === "union" && shape.members.every((member) => member.kind === "plain" && /^"/.test(member.text));
}
