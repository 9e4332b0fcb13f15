import type { Affected, Direction, MergedChange } from "./compare/change.js";
import { type Rule, ruleOf } from "./compare/rules.js";
import { CauseFinder, type JudgedChange } from "./find-cause.js";
import { type Finding, type Severity, severities } from "./report/findings.js";
import { formatStatement } from "./report/format-statement.js";
import type { Rename } from "./surface/export-change.js";
import type { FoldedChange } from "./surface/fold-exports.js";

/** One change of the contract, of the package's exports, or of both, with its severity. */
export interface JoinedChange {
  readonly kind: string;
  readonly severity: Severity;
  readonly level: Finding["level"];
  readonly affected: Affected;
  /** `undefined` for what is not in the contract. */
  readonly pointer: string | undefined;
  readonly before: string | null;
  readonly after: string | null;
  readonly subject: string;
  /** What changed: one line without a full stop. */
  readonly statement: string;
  /** What a caller must do. */
  readonly advice: string;
  /** What happens to the package's own names because of it. */
  readonly consequences: readonly string[];
  /** The methods and types that only have another name because of it. */
  readonly renames: readonly Rename[];
}

/**
 * Gives each change of the exports to the change of the contract that explains it: one that affects one of its operations, in the
 * same direction, under the same name. The higher severity counts, since the contract does not know what its change does to names
 * and types. What nothing explains is a change of its own.
 */
export function joinFindings(contract: readonly MergedChange[], exports: readonly FoldedChange[]): JoinedChange[] {
  const judged = contract.map((change): Cause => {
    return { change, rule: worstRule(change), effects: [] };
  });
  const finder = new CauseFinder(judged);
  const unexplained: FoldedChange[] = [];
  for (const effect of exports) {
    const cause = finder.find(effect);
    if (cause === undefined) unexplained.push(effect);
    else cause.effects.push(effect);
  }
  return [...judged.map(joinEffects), ...unexplained.map(withoutCause)];
}

interface Cause extends JudgedChange {
  /** The changes of the exports that it explains. */
  readonly effects: FoldedChange[];
}

/** The rule of the direction in which the change is worse. */
function worstRule({ kind, directions }: MergedChange): Rule {
  const [first, ...others] = [...directions].map((direction) => ruleOf(kind, direction));
  if (first === undefined) return ruleOf(kind, undefined);
  return others.reduce((worst, rule) => (isWorse(rule.severity, worst.severity) ? rule : worst), first);
}

function isWorse(severity: Severity, other: Severity): boolean {
  return severities.indexOf(severity) < severities.indexOf(other);
}

/** `response-property-removed`; without a direction for what is sent and received. */
function kindOf({ kind, directions }: MergedChange): string {
  const direction = onlyDirection(directions);
  return direction === undefined ? kind : `${direction}-${kind}`;
}

/** A webhook's body counts as a response where there is one, too: both are read. */
function onlyDirection(directions: ReadonlySet<Direction>): Direction | undefined {
  const [first, ...others] = directions;
  if (first === undefined || others.length === 0) return first;
  return directions.has("request") ? undefined : "response";
}

function joinEffects({ change, rule, effects }: Cause): JoinedChange {
  const severity = effects.reduce(
    (worst, effect) => (isWorse(effect.severity, worst) ? effect.severity : worst),
    rule.severity,
  );
  const isRaised = severity !== rule.severity;
  // Named where they are why the severity is so high, or are a change of their own that callers meet.
  const named = effects.filter(
    (effect) =>
      (isRaised && effect.severity === severity && effect.consequences.length === 0) ||
      effect.kind === "method-renamed" ||
      (effect.severity === "major" && (effect.kind === "result-changed" || effect.kind === "arguments-changed")),
  );
  const raising =
    named.find((effect) => effect.severity === severity) ?? effects.find((effect) => effect.severity === severity);
  const consequences = [
    ...named.map(({ statement }) => statement),
    ...effects.flatMap((effect) => effect.consequences),
  ];
  return {
    kind: kindOf(change),
    severity,
    level: effects.length > 0 ? "both" : "contract",
    affected: change.affected,
    pointer: change.pointer,
    before: change.before,
    after: change.after,
    subject: change.subject,
    statement: formatStatement(rule.template, change),
    // What the package's names ask for is more than what the contract's rule asks for.
    advice: isRaised ? (raising?.advice ?? "Use the new names.") : rule.advice,
    consequences: [...new Set(consequences)],
    renames: effects.flatMap((effect) => effect.renames),
  };
}

function withoutCause(effect: FoldedChange): JoinedChange {
  return {
    kind: effect.kind,
    severity: effect.severity,
    level: "exports",
    affected: effect.affected,
    pointer: undefined,
    before: effect.before,
    after: effect.after,
    subject: effect.owner,
    statement: effect.statement,
    advice: effect.advice,
    consequences: effect.consequences,
    renames: effect.renames,
  };
}
