import type { Use } from "../compare/change.js";
import type { Severity } from "../report/findings.js";
import { TypeComparer, texts } from "./compare-types.js";
import { findRenamedTypes } from "./find-renamed-types.js";
import type { Surface, SurfaceArgument, SurfaceMethod } from "./read-surface.js";
import { type Shape, textOf } from "./shape.js";
import type { SurfaceChange } from "./surface-change.js";
import type { TypeGraph } from "./type-graph.js";

/** What a generation exports, and who uses which type. */
export interface SurfaceSide {
  readonly surface: Surface;
  readonly graph: TypeGraph;
}

/** What changed in the exports of two generations, before anything is known of its cause. `newIds` has the operations that got another id. */
export function compareSurfaces(
  before: SurfaceSide,
  after: SurfaceSide,
  newIds: ReadonlyMap<string, string>,
): { readonly changes: readonly SurfaceChange[]; readonly renamed: ReadonlyMap<string, string> } {
  const renamed = findRenamedTypes(before.surface.types, after.surface.types);
  const types = new TypeComparer(
    { types: before.surface.types, graph: before.graph },
    { types: after.surface.types, graph: after.graph },
    renamed,
  );
  const changes = [
    ...compareMethods(before.surface, after.surface, newIds, types),
    ...compareEvents(before.surface, after.surface, types),
    ...types.compareAll(),
  ];
  return { changes, renamed };
}

function compareMethods(
  before: Surface,
  after: Surface,
  newIds: ReadonlyMap<string, string>,
  types: TypeComparer,
): SurfaceChange[] {
  const known = new Map([...before.methods].map(([id, method]) => [newIds.get(id) ?? id, method]));
  const removed = [...before.methods].filter(([id]) => !after.methods.has(newIds.get(id) ?? id));
  return [
    ...removed.map(([id, method]) => wholeMethod("method-removed", "major", id, method, undefined)),
    ...[...after.methods].flatMap(([id, method]) => {
      const was = known.get(id);
      if (was === undefined) return [wholeMethod("method-added", "minor", id, undefined, method)];
      return compareMethod(id, was, method, types);
    }),
  ];
}

function wholeMethod(
  kind: "method-added" | "method-removed" | "method-renamed",
  severity: Severity,
  id: string,
  was: SurfaceMethod | undefined,
  is: SurfaceMethod | undefined,
): SurfaceChange {
  const shapes = (method: SurfaceMethod | undefined): Shape | undefined =>
    method && { kind: "tuple", items: [...method.args.map(({ type }) => type), method.result] };
  const [verb, advice] = METHOD_WORDS[kind];
  return {
    ...{ kind, severity, owner: (is ?? was)?.name ?? "", members: ["method"], uses: new Set<Use>(), reach: [id] },
    ...texts(shapes(was), shapes(is)),
    before: was?.name ?? null,
    after: is?.name ?? null,
    statement: kind === "method-renamed" ? `\`${was?.name}\` is now \`${is?.name}\`` : `the method ${verb}`,
    advice,
  };
}

const METHOD_WORDS = {
  "method-added": ["is new", "Call it where you need it."],
  "method-removed": ["is gone", "Stop calling it."],
  "method-renamed": ["has another name", "Call it by its new name."],
} as const;

function compareMethod(id: string, was: SurfaceMethod, is: SurfaceMethod, types: TypeComparer): SurfaceChange[] {
  const changes: SurfaceChange[] = [];
  if (was.name !== is.name) changes.push(wholeMethod("method-renamed", "major", id, was, is));
  const severity = argumentsSeverity(was.args, is.args, types);
  if (severity !== undefined) {
    const [left, right] = [was, is].map(({ args }) => `(${args.map(argumentText).join(", ")})`);
    changes.push({
      ...{ kind: "arguments-changed", severity, owner: is.name, members: ["params"], uses: new Set<Use>(["request"]) },
      ...texts(tuple(was.args), tuple(is.args)),
      reach: [id],
      before: left ?? null,
      after: right ?? null,
      statement: `its arguments are now \`${right}\` (were \`${left}\`)`,
      advice: severity === "major" ? "Pass the new arguments; the request options come last." : "Nothing to do.",
    });
  }
  return [...changes, ...compareResults(id, was, is, types)];
}

function tuple(args: readonly SurfaceArgument[]): Shape {
  return { kind: "tuple", items: args.map(({ type }) => type) };
}

function argumentText({ name, type, optional }: SurfaceArgument): string {
  return `${name}${optional ? "?" : ""}: ${textOf(type)}`;
}

/** Arguments count by their position: what they are called is seen in the method alone. */
function argumentsSeverity(
  was: readonly SurfaceArgument[],
  is: readonly SurfaceArgument[],
  types: TypeComparer,
): Severity | undefined {
  const differs =
    was.length !== is.length || was.some((argument, index) => !isSameArgument(argument, is[index], types));
  if (!differs) return undefined;
  // The request options come last: an argument before them, even an optional one, moves them for those who pass them.
  if (was.length !== is.length) return "major";
  const fits = was.every((argument, index) => {
    const other = is[index];
    if (other === undefined || (argument.optional && !other.optional)) return false;
    return types.isSame(argument.type, other.type) || types.severity(argument.type, other.type, REQUEST) === "minor";
  });
  return fits ? "minor" : "major";
}

const REQUEST: ReadonlySet<Use> = new Set(["request"]);

function isSameArgument(was: SurfaceArgument, is: SurfaceArgument | undefined, types: TypeComparer): boolean {
  return is !== undefined && was.optional === is.optional && types.isSame(was.type, is.type);
}

/** `ApiPromise<Dispute, WhopFailure>`: how it is read, what it is, and the union of the declared failures. */
function compareResults(id: string, was: SurfaceMethod, is: SurfaceMethod, types: TypeComparer): SurfaceChange[] {
  if (types.isSame(was.result, is.result)) return [];
  const base = { owner: is.name, reach: [id], uses: new Set<Use>(["response"]) };
  const [left, right] = [was.result, is.result];
  const statement = `it now gives \`${textOf(right)}\` (was \`${textOf(left)}\`)`;
  const change = (
    kind: "result-changed" | "failures-changed",
    severity: Severity,
    advice: string,
    uses: ReadonlySet<Use> = base.uses,
  ): SurfaceChange[] => [
    {
      ...{ kind, severity, members: [kind === "result-changed" ? "result" : "failure"], statement, advice },
      ...base,
      uses,
      ...texts(left, right),
    },
  ];
  // A list that is no longer one, or another way of paging, follows from whatever the operation takes or gives.
  if (left.kind !== "name" || right.kind !== "name" || left.name !== right.name)
    return change("result-changed", "major", "Read the new result.", new Set());
  const results = (shape: Shape & { kind: "name" }) => shape.args.slice(0, left.name === "NextCursorPager" ? 2 : 1);
  const differing = results(left).filter((arg, index) => {
    const other = results(right)[index];
    return other === undefined || !types.isSame(arg, other);
  });
  if (differing.length === 0) {
    // Which statuses came or went is what the contract statement; the union's own members are compared with the types.
    return change("failures-changed", "patch", "See `toResult()`.");
  }
  const severities = results(left).map((arg, index) => types.severity(arg, results(right)[index] ?? arg, base.uses));
  return severities.includes("major")
    ? change("result-changed", "major", "Read the new result.")
    : change("result-changed", "minor", "Nothing to do.");
}

function compareEvents(before: Surface, after: Surface, types: TypeComparer): SurfaceChange[] {
  const names = new Set([...after.events.keys(), ...before.events.keys()]);
  return [...names].flatMap((name): SurfaceChange[] => {
    const [was, is] = [before.events.get(name), after.events.get(name)];
    if (was !== undefined && is !== undefined && types.isSame(was, is)) return [];
    const base = {
      owner: name,
      members: [`event:${name}`],
      uses: new Set<Use>(["event"]),
      reach: [`event:${name}`],
      ...texts(was, is),
    };
    if (was === undefined)
      return [
        {
          kind: "event-added",
          severity: "minor",
          ...base,
          statement: "the event is new",
          advice: "Handle it where you need it.",
        },
      ];
    if (is === undefined)
      return [
        {
          kind: "event-removed",
          severity: "major",
          ...base,
          statement: "the event is gone",
          advice: "Drop its handler.",
        },
      ];
    const severity = types.severity(was, is, base.uses);
    const statement = `its body is now \`${textOf(is)}\` (was \`${textOf(was)}\`)`;
    return [{ kind: "event-type-changed", severity, ...base, statement, advice: "Read the new type." }];
  });
}
