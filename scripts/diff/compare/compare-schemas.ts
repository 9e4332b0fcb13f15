import type { Schema } from "../../load/openapi.js";
import type { ResolvedResponse } from "../../load/resolved-operation.js";
import type { Direction, SchemaChange, SchemaChangeKind } from "./change.js";
import { Collector } from "./collector.js";
import { compareKeywords } from "./compare-keywords.js";
import { compareValues } from "./compare-values.js";
import {
  componentName,
  itemLabel,
  type Label,
  labelText,
  matchKeyOf,
  propertyLabel,
  schemaText,
  variantText,
} from "./label.js";
import { matchVariants } from "./match-variants.js";
import { isEvidentRename } from "./rename-evidence.js";
import { ruleOf } from "./rules.js";
import type { DiscriminatorAt, HeaderAt, PropertyAt, SchemaAt, SchemaResolver, Variant } from "./schema-resolver.js";
import { arrayText, tupleOf } from "./tuples.js";
import type { Unchanged } from "./unchanged.js";

/** The two contracts whose schemas are compared. */
export interface SchemaContext {
  readonly before: SchemaResolver;
  readonly after: SchemaResolver;
  readonly unchanged: Unchanged;
  /** Whether these are two components that both contracts have: another one is meant, not a new name for the same. */
  readonly isReplaced: (before: string, after: string) => boolean;
}

/** Compares the schemas of two contracts, with all that they lead to, in one direction. */
export class SchemaComparer {
  readonly #context: SchemaContext;
  readonly #collector: Collector;
  /** A trial asks whether there is any difference: likenesses are not searched in it, which could go on without end. */
  readonly #isTrial: boolean;

  constructor(context: SchemaContext, collector: Collector, isTrial = false) {
    this.#context = context;
    this.#collector = collector;
    this.#isTrial = isTrial;
  }

  compare(before: SchemaAt, after: SchemaAt, direction: Direction, label: Label): void {
    const partsOf = ({ schema, others = [] }: SchemaAt) => [schema, ...others.map((other) => other.schema)];
    if (this.#context.unchanged.covers(partsOf(before), partsOf(after))) return;
    const targetBefore = this.#context.before.target(before);
    const targetAfter = this.#context.after.target(after);
    if (targetBefore !== undefined && targetAfter !== undefined) {
      this.#compareTargets(targetBefore, targetAfter, direction, { ...label, pointer: after.pointer });
      return;
    }
    // Where one of the two alone refers to a component, it is this place that changed, not the component.
    const add = (change: SchemaChange) => this.#add(change, direction, label);
    const resolvedBefore = this.#context.before.resolve(before);
    const resolvedAfter = this.#context.after.resolve(after);
    if (resolvedBefore.nullable !== resolvedAfter.nullable) {
      const kind = resolvedAfter.nullable ? "became-nullable" : "no-longer-nullable";
      const text = (nullable: boolean) => (nullable ? "null" : null);
      const { pointer } = after;
      add({ kind, pointer, before: text(resolvedBefore.nullable), after: text(resolvedAfter.nullable) });
    }
    const discriminator = compareDiscriminators(
      this.#context.before.discriminator(before),
      this.#context.after.discriminator(after),
    );
    if (discriminator !== undefined) add({ kind: "discriminator-changed", pointer: after.pointer, ...discriminator });
    const { pairs, removed, added } = matchVariants(resolvedBefore.variants, resolvedAfter.variants, this.#isSame);
    const isWhole = pairs.length === 1 && removed.length + added.length === 0;
    for (const [variantBefore, variantAfter] of pairs) {
      const pointer = isWhole ? after.pointer : variantAfter.pointer;
      this.#compareVariants(variantBefore, variantAfter, direction, { ...label, pointer });
    }
    for (const variant of removed)
      add({ kind: "variant-removed", pointer: variant.pointer, before: variantText(variant) });
    for (const variant of added) add({ kind: "variant-added", pointer: variant.pointer, after: variantText(variant) });
  }

  /** The kind for a name that is gone and one that is new, with the same form. */
  renameKind(from: string, to: string, before: SchemaAt): "property-renamed" | "property-replaced" {
    return isEvidentRename(from, to, before, this.#context.before) ? "property-renamed" : "property-replaced";
  }

  /** Whether two schemas mean the same. */
  isEqual(before: SchemaAt, after: SchemaAt): boolean {
    const collector = new Collector();
    collector.within("both", () =>
      new SchemaComparer(this.#context, collector, true).compare(before, after, "request", NOWHERE),
    );
    return collector.reachedFrom("both").length === 0;
  }

  /** The headers of a response by their name in small letters. */
  headers(response: ResolvedResponse, state: "before" | "after"): Map<string, HeaderAt> {
    return this.#context[state].headers(response);
  }

  #compareTargets(before: SchemaAt, after: SchemaAt, direction: Direction, label: Label): void {
    if (before.pointer === after.pointer && this.#context.unchanged.has(after.pointer)) return;
    if (!this.#isTrial && this.#context.isReplaced(before.pointer, after.pointer)) {
      this.#compareReplaced(before, after, direction, label);
      return;
    }
    const name = componentName(after) ?? componentName(before);
    const inner = name === undefined ? label : { owner: name, propertyPath: "" };
    this.#collector.within(`${direction} ${before.pointer} ${after.pointer}`, () =>
      this.compare(before, after, direction, inner),
    );
  }

  /** One component in another's place is one change, however many properties differ. */
  #compareReplaced(before: SchemaAt, after: SchemaAt, direction: Direction, label: Label): void {
    const collector = new Collector();
    const trial = new SchemaComparer(this.#context, collector, true);
    collector.within("both", () => trial.compare(before, after, direction, NOWHERE));
    const changes = collector.reachedFrom("both");
    if (changes.length === 0) return;
    const isBreaking = changes.some((change) => ruleOf(change.kind, direction).severity === "major");
    const change: SchemaChange = {
      kind: isBreaking ? "reference-changed" : "reference-changed-compatibly",
      pointer: label.pointer ?? after.pointer,
      before: componentName(before) ?? null,
      after: componentName(after) ?? null,
    };
    this.#add(change, direction, label);
  }

  readonly #isSame = (before: Variant, after: Variant): boolean => {
    return !this.#isTrial && this.isEqual(schemaOfVariant(before), schemaOfVariant(after));
  };

  #compareVariants(before: Variant, after: Variant, direction: Direction, label: Label): void {
    if (before.component !== undefined && after.component !== undefined) {
      this.#compareTargets(before.component, after.component, direction, label);
      return;
    }
    const add = (change: SchemaChange) => this.#add(change, direction, label);
    const kind = kindChange(before, after);
    if (kind !== undefined) {
      const pointer = label.pointer ?? after.pointer;
      add({ kind, pointer, before: variantText(before), after: variantText(after) });
      if (kind === "type-changed" || kind === "type-widened" || kind === "type-narrowed") return;
    }
    for (const change of compareValues(before, after)) add(change);
    for (const change of compareKeywords(before, after)) add(change);
    if (after.kind === "object") this.#compareObjects(before, after, direction, label);
    if (after.kind === "array") this.#compareArrays(before, after, direction, label);
  }

  #compareObjects(before: Variant, after: Variant, direction: Direction, label: Label): void {
    const removed = [...before.properties].filter(([name]) => !after.properties.has(name));
    const added = [...after.properties].filter(([name]) => !before.properties.has(name));
    const renamed = this.#findRenamed(removed, added);
    const add = (change: SchemaChange, name: string) => this.#add(change, direction, propertyLabel(label, name));
    for (const [from, to] of renamed) {
      const pointer = after.properties.get(to)?.pointer ?? after.pointer;
      const kind = this.renameKind(from, to, before.properties.get(from) ?? after);
      add({ kind, pointer, before: from, after: to, matchKeys: [`.${from}`, `.${to}`] }, to);
    }
    const isRenamed = new Set([...renamed].flat());
    for (const [name, property] of removed) {
      if (isRenamed.has(name)) continue;
      const text = schemaText(this.#context.before, property);
      add({ kind: "property-removed", pointer: property.pointer, before: text }, name);
    }
    for (const [name, property] of added) {
      if (isRenamed.has(name)) continue;
      const kind = this.#isDemanded(property, direction) ? "required-property-added" : "property-added";
      add({ kind, pointer: property.pointer, after: schemaText(this.#context.after, property) }, name);
    }
    for (const [name, propertyAfter] of after.properties) {
      const propertyBefore = before.properties.get(name);
      if (propertyBefore !== undefined)
        this.#compareProperty(propertyBefore, propertyAfter, direction, propertyLabel(label, name));
    }
    this.#compareOtherProperties(before, after, direction, label);
  }

  /** Properties that were removed and added with the same content, where there is one of each only. */
  #findRenamed(
    removed: readonly (readonly [string, PropertyAt])[],
    added: readonly (readonly [string, PropertyAt])[],
  ): Map<string, string> {
    if (this.#isTrial) return new Map();
    const equals = removed.map(([from, property]) => {
      const same = added.filter(([, other]) => property.required === other.required && this.isEqual(property, other));
      return { from, to: same.map(([to]) => to) };
    });
    const targets = equals.flatMap(({ to }) => to);
    const single = equals.filter(
      ({ to: [only, ...others] }) =>
        only !== undefined && others.length === 0 && targets.filter((target) => target === only).length === 1,
    );
    return new Map(single.map(({ from, to }) => [from, to[0] ?? ""]));
  }

  #compareProperty(before: PropertyAt, after: PropertyAt, direction: Direction, label: Label): void {
    const { pointer } = after;
    const isDemanded = (property: PropertyAt) => this.#isDemanded(property, direction);
    if (isDemanded(before) !== isDemanded(after) && before.required !== after.required) {
      const text = (required: boolean) => (required ? "required" : "optional");
      const kind = after.required ? "became-required" : "became-optional";
      this.#add({ kind, pointer, before: text(before.required), after: text(after.required) }, direction, label);
    }
    const isNowDeprecated = isDeprecated(after.schema);
    if (isDeprecated(before.schema) !== isNowDeprecated)
      this.#add({ kind: isNowDeprecated ? "deprecated" : "no-longer-deprecated", pointer }, direction, label);
    this.compare(before, after, direction, label);
  }

  /** OpenAPI: what is required and read-only is required in responses alone, and what is write-only in requests alone. */
  #isDemanded({ schema, required }: PropertyAt, direction: Direction): boolean {
    const absent = direction === "request" ? "readOnly" : "writeOnly";
    return required && !(typeof schema !== "boolean" && schema[absent] === true);
  }

  #compareOtherProperties(before: Variant, after: Variant, direction: Direction, label: Label): void {
    const othersBefore = before.schema.additionalProperties;
    const othersAfter = after.schema.additionalProperties;
    const pointer = `${after.pointer}/additionalProperties`;
    const isAllowed = (others: Schema | boolean | undefined) => others !== undefined && others !== false;
    if (isAllowed(othersBefore) !== isAllowed(othersAfter)) {
      const kind = isAllowed(othersAfter) ? "other-properties-allowed" : "other-properties-refused";
      this.#add({ kind, pointer, matchKeys: [".[key]"] }, direction, label);
    } else if (othersBefore !== undefined && othersAfter !== undefined && isAllowed(othersBefore)) {
      const schemaBefore = { schema: othersBefore, pointer: `${before.pointer}/additionalProperties` };
      this.compare(schemaBefore, { schema: othersAfter, pointer }, direction, propertyLabel(label, "[key]"));
    } else if (othersBefore !== othersAfter) {
      const kind = othersAfter === false ? "unnamed-properties-refused" : "unnamed-properties-tolerated";
      this.#add({ kind, pointer }, direction, label);
    }
  }

  #compareArrays(before: Variant, after: Variant, direction: Direction, label: Label): void {
    const tupleBefore = tupleOf(before);
    const tupleAfter = tupleOf(after);
    // One finding, and not one for each place: what stands in a place is not what any item is.
    if ((tupleBefore.length === 0) !== (tupleAfter.length === 0)) {
      const change = { pointer: after.pointer, before: arrayText(tupleBefore), after: arrayText(tupleAfter) };
      this.#add({ kind: tupleAfter.length === 0 ? "tuple-opened" : "array-closed", ...change }, direction, label);
      return;
    }
    for (let index = 0; index < Math.max(tupleBefore.length, tupleAfter.length); index += 1) {
      const inner = propertyLabel(label, `[${index}]`);
      this.compare(tupleBefore[index] ?? itemsOf(before), tupleAfter[index] ?? itemsOf(after), direction, inner);
    }
    this.compare(itemsOf(before), itemsOf(after), direction, itemLabel(label));
  }

  #add(change: SchemaChange, direction: Direction, label: Label): void {
    this.#collector.add({
      kind: change.kind,
      direction,
      pointer: change.pointer,
      before: change.before ?? null,
      after: change.after ?? null,
      subject: labelText(label),
      matchKeys: change.matchKeys ?? [matchKeyOf(label)],
    });
  }
}

/** What distinguishes the forms that both unions have. */
function compareDiscriminators(
  before: DiscriminatorAt | undefined,
  after: DiscriminatorAt | undefined,
): Pick<SchemaChange, "before" | "after"> | undefined {
  if (before === undefined || after === undefined) return undefined;
  const shared = [...before.values.keys()].filter((name) => after.values.has(name));
  if (shared.length === 0 && before.property === after.property) return undefined;
  const text = ({ property, values }: DiscriminatorAt) => {
    const changed = shared.filter((name) => before.values.get(name) !== after.values.get(name));
    return changed.length === 0 ? property : `${property}: ${changed.map((name) => values.get(name)).join(", ")}`;
  };
  const [from, to] = [text(before), text(after)];
  return from === to ? undefined : { before: from, after: to };
}

const NOWHERE: Label = { owner: "", propertyPath: "" };

function schemaOfVariant(variant: Variant): SchemaAt {
  return variant.component ?? { schema: variant.schema, pointer: variant.pointer };
}

function kindChange(before: Variant, after: Variant): SchemaChangeKind | undefined {
  if (before.kind === after.kind) {
    const isBinary = ({ schema }: Variant) => schema.format === "binary";
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

function itemsOf({ schema, pointer }: Variant): SchemaAt {
  return { schema: schema.items ?? true, pointer: `${pointer}/items` };
}
