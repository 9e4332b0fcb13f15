import { pascalCase, singular } from "../load/letter-case.js";
import type { Affected, ChangeKind, MergedChange } from "./compare/change.js";
import type { Rule } from "./compare/rules.js";
import { contractName } from "./surface/compare-types.js";
import type { FoldedChange } from "./surface/fold-exports.js";

/** A change of the contract, and what its rule says of it. */
export interface JudgedChange {
  readonly change: MergedChange;
  readonly rule: Rule;
}

/**
 * Finds the change of the contract that is the likeliest cause of one of the exports, and of several that are as likely the first.
 *
 * How likely one is depends on a few facts of it alone, so that of all changes with the same facts only the first is looked at: many
 * thousand properties of one schema would otherwise be compared with each other.
 */
export class CauseFinder<Cause extends JudgedChange> {
  readonly #order = new Map<Cause, number>();
  readonly #all = new Group<Cause>();
  readonly #byKey = new Map<string, Group<Cause>>();
  /** By what a type that is named after a property can end in. */
  readonly #byEnding = new Map<string, Group<Cause>>();
  readonly #byFormerName = new Map<string, Cause[]>();
  #longestEnding = 0;

  constructor(causes: readonly Cause[]) {
    for (const cause of causes) {
      const { change } = cause;
      this.#order.set(cause, this.#order.size);
      const facts = factsOf(cause);
      this.#all.add(cause, facts);
      for (const key of change.matchKeys) {
        groupOf(this.#byKey, key).add(cause, facts);
        for (const ending of key.startsWith(".") ? endingsOf(key.slice(1)) : []) {
          this.#longestEnding = Math.max(this.#longestEnding, ending.length);
          groupOf(this.#byEnding, ending).add(cause, facts);
        }
      }
      if (change.before !== null) {
        const known = this.#byFormerName.get(change.before);
        if (known === undefined) this.#byFormerName.set(change.before, [cause]);
        else known.push(cause);
      }
    }
  }

  /** `undefined` when none is a cause at all. */
  find(effect: FoldedChange): Cause | undefined {
    let best: { cause: Cause; score: number; place: number } | undefined;
    for (const cause of this.#candidates(effect)) {
      const [score, place] = [likeness(cause, effect), this.#order.get(cause) ?? 0];
      if (score === 0) continue;
      if (best === undefined || score > best.score || (score === best.score && place < best.place))
        best = { cause, score, place };
    }
    return best?.cause;
  }

  #candidates(effect: FoldedChange): Set<Cause> {
    const owner = contractName(effect.owner);
    const mentioned = [...effect.mentioned.before, ...effect.mentioned.after];
    const keys = [...effect.matchKeys, "body", ...mentioned.map((name) => `type ${contractName(name)}`)];
    const groups = [this.#all, ...keys.map((key) => this.#byKey.get(key))];
    for (let length = Math.min(owner.length, this.#longestEnding); length > 0; length -= 1)
      groups.push(this.#byEnding.get(owner.slice(-length)));
    return new Set([
      ...groups.flatMap((group) => group?.candidates(owner) ?? []),
      ...(this.#byFormerName.get(effect.owner) ?? []),
    ]);
  }
}

/** Changes that have something in common: of those with the same facts the first, once for each subject and once for all. */
class Group<Cause extends JudgedChange> {
  readonly #first = new Map<string, Cause>();
  readonly #ofSubject = new Map<string, Map<string, Cause>>();

  add(cause: Cause, facts: string): void {
    if (!this.#first.has(facts)) this.#first.set(facts, cause);
    const subject = subjectOf(cause.change);
    const known = this.#ofSubject.get(subject);
    if (known === undefined) this.#ofSubject.set(subject, new Map([[facts, cause]]));
    else if (!known.has(facts)) known.set(facts, cause);
  }

  candidates(owner: string): Cause[] {
    return [...this.#first.values(), ...(this.#ofSubject.get(owner)?.values() ?? [])];
  }
}

function groupOf<Cause extends JudgedChange>(groups: Map<string, Group<Cause>>, key: string): Group<Cause> {
  const known = groups.get(key) ?? new Group<Cause>();
  groups.set(key, known);
  return known;
}

/** All that {@link likeness} asks a change for, besides its names. */
function factsOf({ change: { kind, affected, directions }, rule }: JudgedChange): string {
  const { operationIds, events } = affected;
  return JSON.stringify([operationIds, events, [...directions], rule.severity, isAddition(kind), isRemoval(kind)]);
}

function subjectOf({ subject }: MergedChange): string {
  return subject.split(".")[0] ?? "";
}

/** Whether and how surely a change of the contract is the cause of one of the exports: 0 when it is not. */
export function likeness({ change, rule }: JudgedChange, effect: FoldedChange): number {
  // A renamed event is found under its new name only.
  const isRenamed = effect.owner === change.before;
  // Of most pairs nothing is affected: their names are not even compared.
  const isOverlapping = overlaps(change.affected, effect.affected);
  if (!isOverlapping && !isRenamed) return 0;
  // A property that is new takes none away, and one that is gone brings none, also where both have the same name.
  if (effect.kind === "member-removed" && isAddition(change.kind)) return 0;
  if (effect.kind === "member-added" && isRemoval(change.kind)) return 0;
  const isNamed = isNamedAlike(change, effect);
  if (!isOverlapping && !isNamed) return 0;
  const isOfAll = change.directions.size === 0 || effect.directions.size === 0;
  if (!isOfAll && ![...change.directions].some((direction) => effect.directions.has(direction))) return 0;
  // A new or removed argument object, and another result, follow from whatever changed in their direction.
  const follows = effect.matchKeys.some((key) => FOLLOWERS.has(key)) && change.directions.size > 0;
  const isNew = effect.kind === "export-added" && rule.severity !== "patch";
  if (!isNamed && !follows && !isNew) return 0;
  const isOfOwner = subjectOf(change) === contractName(effect.owner);
  return (isNamed ? 4 : 1) + (isOfOwner ? 2 : 0) + (rule.severity === effect.severity ? 1 : 0);
}

function isAddition(kind: ChangeKind): boolean {
  return kind === "property-added" || kind === "required-property-added";
}

function isRemoval(kind: ChangeKind): boolean {
  return kind === "property-removed";
}

function overlaps(one: Affected, other: Affected): boolean {
  return (
    one.operationIds.some((id) => other.operationIds.includes(id)) ||
    one.events.some((event) => other.events.includes(event))
  );
}

/** Under the same name; or a type that is named after the property, or that the changed member mentions. */
function isNamedAlike(change: MergedChange, effect: FoldedChange): boolean {
  const isType = effect.matchKeys.some((key) => key.startsWith("type "));
  const mentioned = [...effect.mentioned.before, ...effect.mentioned.after];
  return change.matchKeys.some((key) => {
    if (effect.matchKeys.includes(key)) return true;
    if (isType && key.startsWith(".")) return isNamedAfter(effect.owner, key.slice(1));
    if (isType && key === "body") return /(?:Params|Body|Response|Item|Event)$/.test(effect.owner);
    return mentioned.some((name) => `type ${contractName(name)}` === key);
  });
}

/** The generator names an inline schema by its place: the `lines` of an `Order` are each an `OrderLine`. */
function isNamedAfter(type: string, property: string): boolean {
  return endingsOf(property).some((ending) => contractName(type).endsWith(ending));
}

function endingsOf(property: string): string[] {
  const name = pascalCase(property);
  return name === "" ? [] : [name, singular(name)];
}

const FOLLOWERS: ReadonlySet<string> = new Set(["params", "result", "failure"]);
