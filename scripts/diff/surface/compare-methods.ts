import type { Direction } from "../compare/change.js";
import type { Severity } from "../report/findings.js";
import { mentionedTypes, type TypeComparer } from "./compare-types.js";
import type { ExportChange } from "./export-change.js";
import type { PublicArgument, PublicMethod } from "./public-api.js";
import { type TypeExpression, typeText } from "./type-expression.js";

/** By operationId. */
type Methods = ReadonlyMap<string, PublicMethod>;

/** What changed in the methods: whether they are there, their names, arguments and results. */
export function compareMethods(
  before: Methods,
  after: Methods,
  newIds: ReadonlyMap<string, string>,
  types: TypeComparer,
): ExportChange[] {
  const byNewId = new Map([...before].map(([id, method]) => [newIds.get(id) ?? id, method]));
  const removed = [...before].filter(([id]) => !after.has(newIds.get(id) ?? id));
  return [
    ...removed.map(([id, method]) => removedMethod(id, method)),
    ...[...after].flatMap(([id, method]) => {
      const methodBefore = byNewId.get(id);
      return methodBefore === undefined ? [addedMethod(id, method)] : compareMethod(id, methodBefore, method, types);
    }),
  ];
}

function removedMethod(id: string, method: PublicMethod): ExportChange {
  return {
    kind: "method-removed",
    severity: "major",
    owner: method.name,
    matchKeys: ["method"],
    directions: new Set(),
    affected: { operationIds: [id], events: [] },
    before: method.name,
    after: null,
    statement: "the method was removed",
    advice: "Stop calling it.",
    mentioned: mentionedTypes(signatureOf(method), undefined),
  };
}

function addedMethod(id: string, method: PublicMethod): ExportChange {
  return {
    kind: "method-added",
    severity: "minor",
    owner: method.name,
    matchKeys: ["method"],
    directions: new Set(),
    affected: { operationIds: [id], events: [] },
    before: null,
    after: method.name,
    statement: "the method is new",
    advice: "Call it where you need it.",
    mentioned: mentionedTypes(undefined, signatureOf(method)),
  };
}

function signatureOf({ args, result }: PublicMethod): TypeExpression {
  return { kind: "tuple", items: [...args.map(({ type }) => type), result], rest: undefined };
}

function compareMethod(id: string, before: PublicMethod, after: PublicMethod, types: TypeComparer): ExportChange[] {
  const changes = [
    compareNames(id, before, after),
    compareArguments(id, before, after, types),
    compareResults(id, before, after, types),
  ];
  return changes.filter((change) => change !== undefined);
}

function compareNames(id: string, before: PublicMethod, after: PublicMethod): ExportChange | undefined {
  if (before.name === after.name) return undefined;
  return {
    kind: "method-renamed",
    severity: "major",
    owner: after.name,
    matchKeys: ["method"],
    directions: new Set(),
    affected: { operationIds: [id], events: [] },
    before: before.name,
    after: after.name,
    statement: `\`${before.name}\` is now \`${after.name}\``,
    advice: "Call it by its new name.",
    mentioned: mentionedTypes(signatureOf(before), signatureOf(after)),
  };
}

function compareArguments(
  id: string,
  before: PublicMethod,
  after: PublicMethod,
  types: TypeComparer,
): ExportChange | undefined {
  const severity = argumentsSeverity(before.args, after.args, types);
  if (severity === undefined) return undefined;
  const textBefore = argumentsText(before.args);
  const textAfter = argumentsText(after.args);
  return {
    kind: "arguments-changed",
    severity,
    owner: after.name,
    matchKeys: ["params"],
    directions: REQUEST,
    affected: { operationIds: [id], events: [] },
    before: textBefore,
    after: textAfter,
    statement: `its arguments are now \`${textAfter}\` (were \`${textBefore}\`)`,
    advice: severity === "major" ? "Pass the new arguments; the request options come last." : "Nothing to do.",
    mentioned: mentionedTypes(tupleOf(before.args), tupleOf(after.args)),
  };
}

function tupleOf(args: readonly PublicArgument[]): TypeExpression {
  return { kind: "tuple", items: args.map(({ type }) => type), rest: undefined };
}

function argumentsText(args: readonly PublicArgument[]): string {
  const texts = args.map(({ name, type, optional }) => `${name}${optional ? "?" : ""}: ${typeText(type)}`);
  return `(${texts.join(", ")})`;
}

/** Arguments count by their position: their names are seen in the method alone. */
function argumentsSeverity(
  before: readonly PublicArgument[],
  after: readonly PublicArgument[],
  types: TypeComparer,
): Severity | undefined {
  // The request options come last: an argument before them, even an optional one, moves them for those who pass them.
  if (before.length !== after.length) return "major";
  if (before.every((argument, index) => isSameArgument(argument, after[index], types))) return undefined;
  const fits = before.every((argument, index) => {
    const argumentAfter = after[index];
    if (argumentAfter === undefined || (argument.optional && !argumentAfter.optional)) return false;
    const { type } = argumentAfter;
    return types.isSame(argument.type, type) || types.severity(argument.type, type, REQUEST) === "minor";
  });
  return fits ? "minor" : "major";
}

const REQUEST: ReadonlySet<Direction> = new Set(["request"]);
const RESPONSE: ReadonlySet<Direction> = new Set(["response"]);

function isSameArgument(before: PublicArgument, after: PublicArgument | undefined, types: TypeComparer): boolean {
  return after !== undefined && before.optional === after.optional && types.isSame(before.type, after.type);
}

/** `ApiPromise<Dispute, WhopFailure>`: how the result is read, its type, and the union of the declared failures. */
function compareResults(
  id: string,
  before: PublicMethod,
  after: PublicMethod,
  types: TypeComparer,
): ExportChange | undefined {
  if (types.isSame(before.result, after.result)) return undefined;
  const textBefore = typeText(before.result);
  const textAfter = typeText(after.result);
  const change = resultChange(before.result, after.result, types);
  return {
    kind: change.kind,
    severity: change.severity,
    owner: after.name,
    matchKeys: [change.kind === "result-changed" ? "result" : "failure"],
    directions: change.directions,
    affected: { operationIds: [id], events: [] },
    before: textBefore,
    after: textAfter,
    statement: `it now gives \`${textAfter}\` (was \`${textBefore}\`)`,
    advice: change.advice,
    mentioned: mentionedTypes(before.result, after.result),
  };
}

function resultChange(
  before: TypeExpression,
  after: TypeExpression,
  types: TypeComparer,
): Pick<ExportChange, "kind" | "severity" | "directions" | "advice"> {
  // A list that is no longer one, or another way of paging, follows from whatever the operation takes or gives.
  if (before.kind !== "name" || after.kind !== "name" || before.name !== after.name)
    return { kind: "result-changed", severity: "major", directions: new Set(), advice: "Read the new result." };
  const count = before.name === "NextCursorPager" ? 2 : 1;
  const resultsBefore = before.args.slice(0, count);
  const resultsAfter = after.args.slice(0, count);
  const isSame = resultsBefore.every((result, index) => {
    const resultAfter = resultsAfter[index];
    return resultAfter !== undefined && types.isSame(result, resultAfter);
  });
  // Which statuses were added or removed is what the contract says; the union's own members are compared with the types.
  if (isSame) {
    const advice = "Nothing to do: `toResult()` gives it.";
    return { kind: "failures-changed", severity: "patch", directions: RESPONSE, advice };
  }
  const isMajor = resultsBefore.some(
    (result, index) => types.severity(result, resultsAfter[index] ?? result, RESPONSE) === "major",
  );
  return {
    kind: "result-changed",
    severity: isMajor ? "major" : "minor",
    directions: RESPONSE,
    advice: isMajor ? "Read the new result." : "Nothing to do.",
  };
}
