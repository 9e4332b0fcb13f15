import { pascalCase } from "../../load/letter-case.js";
import { componentOf, type Schema } from "../../load/openapi.js";
import type { SchemaChange, SchemaChangeKind, Use } from "./change.js";
import { Collector } from "./collector.js";
import { compareKeywords } from "./compare-keywords.js";
import { compareValues } from "./compare-values.js";
import { matchAtoms } from "./match-atoms.js";
import { ruleOf } from "./rules.js";
import type { Unchanged } from "./unchanged.js";
import type { At, Atom, PropertyAt, Views } from "./view.js";

/** How a place is called: by the component or operation that it belongs to, and the way from there. */
export interface Label {
  readonly owner: string;
  /** `payment.user`, `data[]`; empty for the owner itself. */
  readonly trail: string;
  /** Where a reference stands, for what concerns the reference and not its target. */
  readonly pointer?: string;
}

/** Two contracts to be compared. */
export interface Comparison {
  readonly before: Views;
  readonly after: Views;
  readonly unchanged: Unchanged;
  /** Whether these are two components that both contracts have: another one is meant, not a new name for the same. */
  readonly isReplaced: (before: string, after: string) => boolean;
}

/** Compares the schemas of two contracts, with all that they lead to, in one direction. */
export class SchemaComparer {
  readonly #comparison: Comparison;
  readonly #before: Views;
  readonly #after: Views;
  readonly #collector: Collector;
  /** A trial asks whether there is any difference: likenesses are not searched in it, which could go on without end. */
  readonly #isTrial: boolean;

  constructor(comparison: Comparison, collector: Collector, isTrial = false) {
    this.#comparison = comparison;
    this.#before = comparison.before;
    this.#after = comparison.after;
    this.#collector = collector;
    this.#isTrial = isTrial;
  }

  compare(before: At, after: At, use: Use, label: Label): void {
    if (this.#comparison.unchanged.covers(before.schema, after.schema)) return;
    const beforeTarget = this.#before.target(before);
    const afterTarget = this.#after.target(after);
    if (beforeTarget !== undefined && afterTarget !== undefined) {
      this.#compareTargets(beforeTarget, afterTarget, use, { ...label, pointer: after.pointer });
      return;
    }
    // Where one side alone refers to a component, it is this place that changed, not the component.
    const add = (change: SchemaChange) => this.#add(change, use, label);
    const [was, is] = [this.#before.view(before), this.#after.view(after)];
    if (was.nullable !== is.nullable) {
      const kind = is.nullable ? "became-nullable" : "no-longer-nullable";
      add({ kind, pointer: after.pointer, before: was.nullable ? "null" : null, after: is.nullable ? "null" : null });
    }
    const { pairs, removed, added } = matchAtoms(was.atoms, is.atoms, (left, right) => this.#isSame(left, right));
    const isWhole = pairs.length === 1 && removed.length + added.length === 0;
    for (const [left, right] of pairs)
      this.#compareAtoms(left, right, use, { ...label, pointer: isWhole ? after.pointer : right.pointer });
    for (const atom of removed) add({ kind: "variant-removed", pointer: atom.pointer, before: atomText(atom) });
    for (const atom of added) add({ kind: "variant-added", pointer: atom.pointer, after: atomText(atom) });
  }

  /** Whether two schemas say the same. */
  isEqual(before: At, after: At): boolean {
    const collector = new Collector();
    collector.within("both", () =>
      new SchemaComparer(this.#comparison, collector, true).compare(before, after, "request", NOWHERE),
    );
    return collector.reachedFrom("both").length === 0;
  }

  #compareTargets(before: At, after: At, use: Use, label: Label): void {
    if (before.pointer === after.pointer && this.#comparison.unchanged.has(after.pointer)) return;
    if (!this.#isTrial && this.#comparison.isReplaced(before.pointer, after.pointer)) {
      this.#compareReplaced(before, after, use, label);
      return;
    }
    const name = componentName(after) ?? componentName(before);
    const inner = name === undefined ? label : { owner: name, trail: "" };
    this.#collector.within(`${use} ${before.pointer} ${after.pointer}`, () => this.compare(before, after, use, inner));
  }

  /** One component in another's place is one change, however many properties differ. */
  #compareReplaced(before: At, after: At, use: Use, label: Label): void {
    const collector = new Collector();
    const trial = new SchemaComparer(this.#comparison, collector, true);
    collector.within("both", () => trial.compare(before, after, use, NOWHERE));
    const changes = collector.reachedFrom("both");
    if (changes.length === 0) return;
    const breaks = changes.some((change) => ruleOf(change.kind, use).severity === "major");
    const kind = breaks ? "reference-changed" : "reference-changed-compatibly";
    const names = { before: componentName(before) ?? null, after: componentName(after) ?? null };
    this.#add({ kind, pointer: label.pointer ?? after.pointer, ...names }, use, label);
  }

  #isSame(before: Atom, after: Atom): boolean {
    return !this.#isTrial && this.isEqual(asAt(before), asAt(after));
  }

  #compareAtoms(before: Atom, after: Atom, use: Use, label: Label): void {
    if (before.component !== undefined && after.component !== undefined) {
      this.#compareTargets(before.component, after.component, use, label);
      return;
    }
    const add = (change: SchemaChange) => this.#add(change, use, label);
    const kind = kindChange(before, after);
    if (kind !== undefined) {
      add({ kind, pointer: label.pointer ?? after.pointer, before: atomText(before), after: atomText(after) });
      if (kind === "type-changed" || kind === "type-widened" || kind === "type-narrowed") return;
    }
    for (const change of compareValues(before, after)) add(change);
    for (const change of compareKeywords(before, after)) add(change);
    if (after.kind === "object") this.#compareObjects(before, after, use, label);
    if (after.kind === "array") this.#compareArrays(before, after, use, label);
  }

  #compareObjects(before: Atom, after: Atom, use: Use, label: Label): void {
    const gone = [...before.properties].filter(([name]) => !after.properties.has(name));
    const come = [...after.properties].filter(([name]) => !before.properties.has(name));
    const renamed = this.#findRenames(gone, come);
    for (const [from, to] of renamed) {
      const pointer = after.properties.get(to)?.pointer ?? after.pointer;
      const members = [`.${from}`, `.${to}`];
      this.#add({ kind: "property-renamed", pointer, before: from, after: to, members }, use, inside(label, to));
    }
    const isRenamed = new Set([...renamed].flat());
    for (const [name, property] of gone) {
      if (isRenamed.has(name)) continue;
      const text = this.#text(this.#before, property);
      this.#add({ kind: "property-removed", pointer: property.pointer, before: text }, use, inside(label, name));
    }
    for (const [name, property] of come) {
      if (isRenamed.has(name)) continue;
      const kind = property.required ? "required-property-added" : "property-added";
      const text = this.#text(this.#after, property);
      this.#add({ kind, pointer: property.pointer, after: text }, use, inside(label, name));
    }
    for (const [name, property] of after.properties) {
      const other = before.properties.get(name);
      if (other !== undefined) this.#compareProperty(other, property, use, inside(label, name));
    }
    this.#compareRest(before, after, use, label);
  }

  /** Properties that went and came with the same content, where there is one of each only. */
  #findRenames(
    gone: readonly (readonly [string, PropertyAt])[],
    come: readonly (readonly [string, PropertyAt])[],
  ): Map<string, string> {
    if (this.#isTrial) return new Map();
    const equals = gone.map(([from, left]) => {
      const same = come.filter(([, right]) => left.required === right.required && this.isEqual(left, right));
      return { from, to: same.map(([to]) => to) };
    });
    const targets = equals.flatMap(({ to }) => to);
    const single = equals.filter(
      ({ to: [only, ...others] }) =>
        only !== undefined && others.length === 0 && targets.filter((target) => target === only).length === 1,
    );
    return new Map(single.map(({ from, to }) => [from, to[0] ?? ""]));
  }

  #compareProperty(before: PropertyAt, after: PropertyAt, use: Use, label: Label): void {
    const { pointer } = after;
    if (before.required !== after.required) {
      const text = (required: boolean) => (required ? "required" : "optional");
      const kind = after.required ? "became-required" : "became-optional";
      this.#add({ kind, pointer, before: text(before.required), after: text(after.required) }, use, label);
    }
    const [was, is] = [isDeprecated(before.schema), isDeprecated(after.schema)];
    if (was !== is) this.#add({ kind: is ? "deprecated" : "no-longer-deprecated", pointer }, use, label);
    this.compare(before, after, use, label);
  }

  #compareRest(before: Atom, after: Atom, use: Use, label: Label): void {
    const [was, is] = [before.schema.additionalProperties, after.schema.additionalProperties];
    const pointer = `${after.pointer}/additionalProperties`;
    const admits = (rest: Schema | boolean | undefined) => rest !== undefined && rest !== false;
    if (admits(was) !== admits(is)) {
      const kind = admits(is) ? "other-properties-allowed" : "other-properties-refused";
      this.#add({ kind, pointer, members: [".[key]"] }, use, label);
    } else if (was !== undefined && is !== undefined && admits(was)) {
      const at = { schema: was, pointer: `${before.pointer}/additionalProperties` };
      this.compare(at, { schema: is, pointer }, use, inside(label, "[key]"));
    } else if (was === false || is === false) {
      if (was !== is)
        this.#add(
          { kind: is === false ? "unnamed-properties-refused" : "unnamed-properties-tolerated", pointer },
          use,
          label,
        );
    }
  }

  #compareArrays(before: Atom, after: Atom, use: Use, label: Label): void {
    const [was, is] = [tupleOf(before), tupleOf(after)];
    for (let index = 0; index < Math.max(was.length, is.length); index += 1) {
      const [left, right] = [was[index], is[index]];
      const at = inside(label, `[${index}]`);
      if (left !== undefined && right !== undefined) this.compare(left, right, use, at);
      else this.#add({ kind: "type-changed", pointer: (right ?? left ?? after).pointer }, use, at);
    }
    this.compare(itemsOf(before), itemsOf(after), use, { ...label, trail: `${label.trail}[]` });
  }

  #add({ kind, pointer, before = null, after = null, members }: SchemaChange, use: Use, label: Label): void {
    const subject = [label.owner, label.trail].filter((part) => part !== "").join(".");
    this.#collector.add({
      ...{ kind, use, pointer, before, after },
      subject: subject.replaceAll(".[", "["),
      members: members ?? [memberOf(label)],
    });
  }

  #text(views: Views, at: At): string {
    const target = views.target(at);
    const name = target === undefined ? undefined : componentName(target);
    if (name !== undefined) return name;
    const { atoms, nullable } = views.view(at);
    return [...atoms.map(atomText), ...(nullable ? ["null"] : [])].join(" | ");
  }
}

const NOWHERE: Label = { owner: "", trail: "" };

/** The TypeScript name of a component schema, as the generator makes it. */
export function componentName({ pointer, schema }: At): string | undefined {
  const component = pointer.startsWith("/components/schemas/") ? componentOf(`#${pointer}`) : undefined;
  if (component === undefined) return undefined;
  const given = typeof schema === "boolean" ? undefined : schema["x-sdk-name"];
  return given ?? pascalCase(component);
}

/** What a member of the surface is called: the last property on the way, the component, or the whole of what an operation takes or gives. */
function memberOf({ owner, trail }: Label): string {
  const way = trail.replace(/(?:\.?\[[^\]]*\])+$/, "");
  if (way !== "") return `.${way.split(".").at(-1)}`;
  return owner === "" ? "body" : `type ${owner}`;
}

export function inside({ owner, trail }: Label, name: string): Label {
  return { owner, trail: trail === "" ? name : `${trail}.${name}` };
}

function asAt(atom: Atom): At {
  return atom.component ?? { schema: atom.schema, pointer: atom.pointer };
}

/** An atom in short. */
function atomText({ kind, component, values, schema }: Atom): string {
  const name = component === undefined ? undefined : componentName(component);
  if (name !== undefined) return name;
  if (values !== undefined) return values.map((value) => JSON.stringify(value)).join(" | ");
  const { title, format } = schema;
  if (kind === "object" && title !== undefined) return title;
  return format === undefined ? kind : `${kind} (${format})`;
}

function kindChange(before: Atom, after: Atom): SchemaChangeKind | undefined {
  if (before.kind === after.kind) {
    const isBinary = ({ schema }: Atom) => schema.format === "binary";
    return before.kind === "string" && isBinary(before) !== isBinary(after) ? "type-changed" : undefined;
  }
  if (after.kind === "any") return "type-widened";
  if (before.kind === "any") return "type-narrowed";
  if (before.kind === "integer" && after.kind === "number") return "integer-to-number";
  return before.kind === "number" && after.kind === "integer" ? "number-to-integer" : "type-changed";
}

function isDeprecated(schema: Schema | boolean): boolean {
  return typeof schema !== "boolean" && schema.deprecated === true;
}

function tupleOf({ schema, pointer }: Atom): At[] {
  const prefix = schema.prefixItems;
  if (!Array.isArray(prefix)) return [];
  return prefix.map((item: Schema | boolean, index) => ({ schema: item, pointer: `${pointer}/prefixItems/${index}` }));
}

function itemsOf({ schema, pointer }: Atom): At {
  return { schema: schema.items ?? true, pointer: `${pointer}/items` };
}
