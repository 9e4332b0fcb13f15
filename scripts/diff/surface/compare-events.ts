import { UNKNOWN_EVENT } from "../../model/unknown-event.js";
import type { Direction } from "../compare/change.js";
import { mentionedTypes, type TypeComparer, textOrNull } from "./compare-types.js";
import type { ExportChange } from "./export-change.js";
import { type TypeExpression, typeText } from "./type-expression.js";

type Events = ReadonlyMap<string, TypeExpression>;

/** What changed in the events, and in the types of their bodies. */
export function compareEvents(before: Events, after: Events, types: TypeComparer): ExportChange[] {
  const names = new Set([...after.keys(), ...before.keys()]);
  return [...names].flatMap((name): ExportChange[] => {
    const change = compareEvent(before.get(name), after.get(name), types);
    if (change === undefined) return [];
    return [
      {
        kind: change.kind,
        severity: change.severity,
        owner: name,
        matchKeys: [`event:${name}`],
        directions: EVENT,
        affected: { operationIds: [], events: [name] },
        before: textOrNull(before.get(name)),
        after: textOrNull(after.get(name)),
        statement: change.statement,
        advice: change.advice,
        mentioned: withUnknown(mentionedTypes(before.get(name), after.get(name))),
      },
    ];
  });
}

/** What is known of other events is exported because of those that there are. */
function withUnknown({ before, after }: ExportChange["mentioned"]): ExportChange["mentioned"] {
  return { before: [...before, UNKNOWN_EVENT], after: [...after, UNKNOWN_EVENT] };
}

const EVENT: ReadonlySet<Direction> = new Set(["event"]);

function compareEvent(
  before: TypeExpression | undefined,
  after: TypeExpression | undefined,
  types: TypeComparer,
): Pick<ExportChange, "kind" | "severity" | "statement" | "advice"> | undefined {
  if (after === undefined) {
    const statement = "the event was removed";
    return { kind: "event-removed", severity: "major", statement, advice: "Drop its handler." };
  }
  if (before === undefined) {
    const statement = "the event is new";
    return { kind: "event-added", severity: "minor", statement, advice: "Handle it where you need it." };
  }
  if (types.isSame(before, after)) return undefined;
  return {
    kind: "event-type-changed",
    severity: types.severity(before, after, EVENT),
    statement: `its body is now \`${typeText(after)}\` (was \`${typeText(before)}\`)`,
    advice: "Read the new type.",
  };
}
