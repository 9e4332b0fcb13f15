import { pascalCase, singular } from "../normalize/names.js";
import type { ReachedChange } from "./compare/compare-contracts.js";
import { type Rule, ruleOf } from "./compare/rules.js";
import { type Severity, severities } from "./report/findings.js";
import { formatStatement } from "./report/format-statement.js";
import { contractName } from "./surface/compare-types.js";
import type { FoldedChange } from "./surface/fold-exports.js";

/** One change of the contract, of the package, or of both, with its severity. */
export interface JoinedChange {
  readonly kind: string;
  readonly severity: Severity;
  readonly level: "contract" | "surface" | "both";
  readonly reach: readonly string[];
  /** `undefined` for what stands in no place of the contract. */
  readonly pointer: string | undefined;
  readonly before: string | null;
  readonly after: string | null;
  readonly subject: string;
  /** What changed: one line without a full stop. */
  readonly statement: string;
  /** What a caller must do. */
  readonly advice: string;
  /** What the package's own names do because of it. */
  readonly consequences: readonly string[];
}

/**
 * Gives each change of the surface to the change of the contract that explains it: one that reaches one of its operations, in
 * the same direction, under the same name. The graver severity counts, since the contract does not know what its change does to
 * names and types. What nothing explains stands by itself.
 */
export function joinFindings(contract: readonly ReachedChange[], surface: readonly FoldedChange[]): JoinedChange[] {
  const judged = contract.map((change) => ({ change, ...judge(change), explains: [] as FoldedChange[] }));
  const alone: FoldedChange[] = [];
  for (const effect of surface) {
    const ranked = judged
      .map((cause) => ({ cause, score: likeness(cause.change, cause.rule, effect) }))
      .filter(({ score }) => score > 0)
      .sort((left, right) => right.score - left.score);
    const [best] = ranked;
    if (best === undefined) alone.push(effect);
    else best.cause.explains.push(effect);
  }
  return [
    ...judged.map(({ change, rule, kind, explains }) => joined(change, rule, kind, explains)),
    ...alone.map(standing),
  ];
}

/** Whether and how surely a change of the contract is the reason of one of the surface: 0 when it is not. */
function likeness(cause: ReachedChange, rule: Rule, effect: FoldedChange): number {
  const isNamed = isNamedAlike(cause, effect);
  // A renamed event is found under its new name only.
  const meets = cause.reach.some((name) => effect.reach.includes(name)) || (isNamed && effect.owner === cause.before);
  if (!meets) return 0;
  const isWhole = cause.uses.size === 0 || effect.uses.size === 0;
  if (!isWhole && ![...cause.uses].some((use) => effect.uses.has(use))) return 0;
  // A new or lost argument object, and another result, come of whatever changed on their side.
  const follows = effect.members.some((member) => FOLLOWERS.has(member)) && cause.uses.size > 0;
  const isNew = effect.kind === "export-added" && rule.severity !== "patch";
  if (!isNamed && !follows && !isNew) return 0;
  const owner = contractName(effect.owner);
  return (
    (isNamed ? 4 : 1) + (cause.subject.split(".")[0] === owner ? 2 : 0) + (rule.severity === effect.severity ? 1 : 0)
  );
}

/** Under the same name; or a type that is named after the property, or that the changed member mentions. */
function isNamedAlike(cause: ReachedChange, effect: FoldedChange): boolean {
  return cause.members.some((member) => {
    if (effect.members.includes(member)) return true;
    const isOfType = effect.members.some((other) => other.startsWith("type "));
    if (isOfType && member.startsWith(".")) return isNamedAfter(effect.owner, member.slice(1));
    if (isOfType && member === "body") return /(?:Params|Body|Response|Item|Event)$/.test(effect.owner);
    const mentioned = [...effect.mentioned.before, ...effect.mentioned.after];
    return member.startsWith("type ") && mentioned.some((name) => `type ${contractName(name)}` === member);
  });
}

/** The generator names what has no name by its place: the `lines` of an `Order` are each an `OrderLine`. */
function isNamedAfter(type: string, property: string): boolean {
  const name = pascalCase(property);
  return name !== "" && [name, singular(name)].some((ending) => contractName(type).endsWith(ending));
}

const FOLLOWERS: ReadonlySet<string> = new Set(["params", "result", "failure"]);

/** The worse direction counts, and is the one that is told. */
function judge(change: ReachedChange): { readonly rule: Rule; readonly kind: string } {
  const { kind, uses } = change;
  if (uses.size === 0) return { rule: ruleOf(kind, undefined), kind };
  const rules = [...uses].map((use) => ruleOf(kind, use));
  const [rule] = rules.sort((left, right) => severities.indexOf(left.severity) - severities.indexOf(right.severity));
  const [only, ...others] = uses;
  const isBoth = uses.has("request") && others.length > 0;
  return {
    rule: rule ?? ruleOf(kind, only),
    kind: isBoth ? kind : `${only === "event" && others.length > 0 ? "response" : only}-${kind}`,
  };
}

function joined(change: ReachedChange, rule: Rule, kind: string, explains: readonly FoldedChange[]): JoinedChange {
  const severity = severities.find(
    (each) => each === rule.severity || explains.some((effect) => effect.severity === each),
  );
  const isRaised = severity !== rule.severity;
  // Told where they are why it is so grave, or are a change of their own that callers meet.
  const effects = explains.filter(
    (effect) =>
      (isRaised && effect.severity === severity && effect.gone.length === 0) ||
      (effect.severity === "major" && (effect.kind === "result-changed" || effect.kind === "arguments-changed")),
  );
  return {
    kind,
    severity: severity ?? rule.severity,
    level: explains.length > 0 ? "both" : "contract",
    reach: change.reach,
    pointer: change.pointer,
    before: change.before,
    after: change.after,
    subject: change.subject,
    statement: formatStatement(rule.template, change),
    // What the package's names ask for is more than what the contract's rule asks for.
    advice: isRaised ? (effects[0]?.advice ?? "Use the new names.") : rule.advice,
    consequences: [...new Set([...effects.map(({ statement }) => statement), ...explains.flatMap(({ gone }) => gone)])],
  };
}

function standing(effect: FoldedChange): JoinedChange {
  return {
    kind: effect.kind,
    severity: effect.severity,
    level: "surface",
    reach: effect.reach,
    pointer: undefined,
    before: effect.before,
    after: effect.after,
    subject: effect.owner,
    statement: effect.statement,
    advice: effect.advice,
    consequences: effect.gone,
  };
}
