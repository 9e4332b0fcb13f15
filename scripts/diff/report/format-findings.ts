import { pointerOf } from "../../diagnostics.js";
import { pascalCase } from "../../load/letter-case.js";
import type { OpenApiDocument } from "../../load/openapi.js";
import { operationsAt } from "../compare/operation-at.js";
import type { JoinedChange } from "../join-findings.js";
import { type Finding, severities } from "./findings.js";

export interface TellingSide {
  readonly document: OpenApiDocument;
  /** `whop.disputes.list` by operationId. */
  readonly methods: ReadonlyMap<string, string>;
}

export interface Telling {
  /** The client's class. */
  readonly client: string;
  readonly before: TellingSide;
  readonly after: TellingSide;
}

/** The changes in words, the gravest first, then in the order of the contract. */
export function formatFindings(changes: readonly JoinedChange[], telling: Telling): Finding[] {
  const places = new Map([...placesOf(telling.before.document), ...placesOf(telling.after.document)]);
  const order = new Map(
    [...placesOf(telling.after.document).keys(), ...places.keys()].map((name, index) => [name, index]),
  );
  const rank = (name: string | undefined) => (name === undefined ? -1 : (order.get(name) ?? order.size));
  return changes
    .map((change) => ({ change, reach: [...change.reach].sort((left, right) => rank(left) - rank(right)) }))
    .sort(
      (left, right) =>
        severities.indexOf(left.change.severity) - severities.indexOf(right.change.severity) ||
        rank(left.reach[0]) - rank(right.reach[0]),
    )
    .map(({ change, reach }) => tell(change, reach, places, telling));
}

/** Where each operation and event stands; operations by their id. */
function placesOf(document: OpenApiDocument): Map<string, string> {
  return new Map([
    ...operationsAt(document, "paths").map(({ operation, pointer }) => [operation.operationId ?? "", pointer] as const),
    ...operationsAt(document, "webhooks").map(({ key, pointer }) => [`event:${key}`, pointer] as const),
  ]);
}

function tell(
  change: JoinedChange,
  reach: readonly string[],
  places: ReadonlyMap<string, string>,
  { client, before, after }: Telling,
): Finding {
  const operationIds = reach.filter((name) => !name.startsWith("event:"));
  const events = reach.filter((name) => name.startsWith("event:")).map((name) => name.slice("event:".length));
  const methods = [...new Set(operationIds.map((id) => after.methods.get(id) ?? before.methods.get(id) ?? id))];
  const [first] = reach;
  return {
    kind: change.kind,
    severity: change.severity,
    level: change.level,
    operationId: operationIds[0] ?? null,
    operationIds,
    methods,
    pointer: change.pointer ?? componentPointer(change, [after, before]) ?? places.get(first ?? "") ?? "",
    before: change.before,
    after: change.after,
    message: oneLine(`${whom(methods, events, client)}: ${sentence(change)}`),
  };
}

/** Text of a contract must not break the line, nor steer the terminal. */
function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, " ");
}

function whom(methods: readonly string[], events: readonly string[], client: string): string {
  const some = (names: readonly string[], shown: number): string => {
    const more = names.length > shown ? ` +${names.length - shown}` : "";
    return `${names
      .slice(0, shown)
      .map((name) => `\`${name}\``)
      .join(", ")}${more}`;
  };
  if (methods.length === 0 && events.length === 0) return `no method, \`${client}\``;
  const told =
    events.length === 0
      ? []
      : [`${methods.length === 0 ? "no method, " : ""}event ${some(events, methods.length === 0 ? 2 : 1)}`];
  return [...(methods.length === 0 ? [] : [some(methods, 2)]), ...told].join(", ");
}

function sentence(change: JoinedChange): string {
  const { level, says, advice, before, after, consequences } = change;
  // The surface speaks of its types as they are written, whatever signs are in them.
  const what =
    level === "surface"
      ? says
      : says.replaceAll(/[$@#]/g, (sign) =>
          sign === "$" ? subjectOf(change) : short((sign === "@" ? before : after) ?? "nothing"),
        );
  const more = consequences.length === 0 ? "" : `; ${enumerate(consequences)}`;
  return `${what}${more}. ${advice}`;
}

/** What is spoken of, with the side on which a caller meets it. */
function subjectOf({ subject, uses, pointer, level }: JoinedChange): string {
  if (level === "surface") return `\`${subject}\``;
  const side =
    uses.size === 0
      ? ""
      : uses.size > 1 && uses.has("request")
        ? "sent and received "
        : SIDES[[...uses][0] ?? "request"];
  if (pointer !== undefined && /\/parameters\//.test(pointer) && !subject.includes("."))
    return `parameter \`${subject}\``;
  if (subject === "") return `the ${side}body`;
  if (uses.size === 0) return `\`${subject}\``;
  return `${side}${/[.[]|^[a-z_]/.test(subject) ? "field" : "type"} \`${subject}\``;
}

const SIDES = { request: "request ", response: "answer ", event: "event " } as const;

/** A component's own place, for what a type of its name does. */
function componentPointer({ subject }: JoinedChange, sides: readonly TellingSide[]): string | undefined {
  for (const { document } of sides) {
    for (const [name, schema] of Object.entries(document.components?.schemas ?? {}))
      if ((schema["x-sdk-name"] ?? pascalCase(name)) === subject.split(".")[0])
        return pointerOf("components", "schemas", name);
  }
  return undefined;
}

const LONGEST = 160;

/** A long list of values is cut: `before` and `after` have it whole. */
function short(text: string): string {
  if (text.length <= LONGEST) return text;
  const end = Math.max(text.lastIndexOf(", ", LONGEST), text.lastIndexOf(" | ", LONGEST));
  return `${text.slice(0, end > 0 ? end : LONGEST)}, …`;
}

function enumerate(parts: readonly string[]): string {
  const shown = parts.slice(0, 3);
  return parts.length > shown.length ? `${shown.join(", ")} and ${parts.length - shown.length} more` : shown.join(", ");
}
