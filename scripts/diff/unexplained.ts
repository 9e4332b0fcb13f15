import { isDeepStrictEqual } from "node:util";
import type { ApiModel, MethodModel } from "../model/api-model.js";
import type { ApiState } from "../model/api-state.js";
import { placedMethods } from "../model/placed-methods.js";
import { requestFacts } from "../model/request-facts.js";
import type { MergedChange } from "./compare/change.js";
import { Unchanged } from "./compare/unchanged.js";
import type { JoinedChange } from "./join-findings.js";
import { differingWireTypes } from "./surface/wire-types.js";

/**
 * What the generated code differs in, though no rule says anything of it. Rules know what a change means; this knows that there is one:
 * a verdict of `none` or `patch` is never given to a package that differs in more than comments.
 *
 * @param told what the rules have found
 */
export function findUnexplained(
  before: ApiState,
  after: ApiState,
  told: readonly JoinedChange[],
  newIds: ReadonlyMap<string, string>,
): JoinedChange[] {
  const explained = new Set(
    told.filter(({ severity }) => severity !== "patch").flatMap(({ affected }) => affected.operationIds),
  );
  const methods = methodPairs(before.model, after.model, newIds).filter(
    ([, { operationId }]) => !explained.has(operationId),
  );
  // Who may call is told by the rules of security, and changes no request that worked.
  const withAccess = new Set(
    told.filter(({ kind }) => ACCESS.test(kind)).flatMap(({ affected }) => affected.operationIds),
  );
  const byRequest = methods.filter(([one, other]) => {
    const key = withAccess.has(other.operationId) ? { access: undefined } : {};
    return !isDeepStrictEqual({ ...requestFacts(one), ...key }, { ...requestFacts(other), ...key });
  });
  const found = byRequest.map(([, { operationId }]) =>
    change("request-changed", [operationId], "the request that it makes is another one"),
  );
  const done = new Set(byRequest.map(([, { operationId }]) => operationId));
  const open = methods.filter(([, { operationId }]) => !done.has(operationId));
  const ids = differingWireTypes(before, after, withOtherText(before, after, open));
  if (ids.length > 0) found.push(change("wire-types-changed", ids, "its types in calls by path changed"));
  const isSettingTold = told.some(({ kind }) => SETTINGS.test(kind));
  if (!isSettingTold && !isDeepStrictEqual(settingsOf(before.model), settingsOf(after.model)))
    found.push(change("settings-changed", [], "the settings of the client differ"));
  return found;
}

const ACCESS = /^(?:security|scope|credentials)/;

/** The kinds that tell of what the client does as a whole. */
const SETTINGS =
  /^(?:environment|server|default-environment|query-arrays|api-version|client-authentication|security-changed|security-scheme-changed)/;

function settingsOf({ config }: ApiModel): unknown {
  return { ...config, servers: Object.fromEntries(config.servers.map(({ environment, url }) => [environment, url])) };
}

function methodPairs(
  before: ApiModel,
  after: ApiModel,
  newIds: ReadonlyMap<string, string>,
): (readonly [MethodModel, MethodModel])[] {
  const byId = new Map(
    placedMethods(before).map(({ method }) => [newIds.get(method.operationId) ?? method.operationId, method]),
  );
  return placedMethods(after).flatMap(({ method }) => {
    const known = byId.get(method.operationId);
    return known === undefined ? [] : [[known, method] as const];
  });
}

/** Whether the request that a method makes differs: then the client follows what the contract asks for. */
export function followsContract(before: ApiModel, after: ApiModel, { affected }: MergedChange): boolean {
  const byId = new Map(placedMethods(before).map(({ method }) => [method.operationId, method]));
  const pairs = placedMethods(after).filter(({ method }) => affected.operationIds.includes(method.operationId));
  return (
    pairs.length > 0 &&
    pairs.every(({ method }) => {
      const known = byId.get(method.operationId);
      return known !== undefined && !isDeepStrictEqual(requestFacts(known), requestFacts(method));
    })
  );
}

/** Whether a method takes what it took, and sends it under another type. Bytes of today are of the type before. */
export function keepsArguments(before: ApiModel, after: ApiModel, { affected }: MergedChange): boolean {
  const byId = new Map(placedMethods(before).map(({ method }) => [method.operationId, method]));
  const argumentsOf = ({ positional, upload, bodyArgument, params }: MethodModel) => [
    positional,
    upload,
    bodyArgument,
    params,
  ];
  return placedMethods(after)
    .filter(({ method }) => affected.operationIds.includes(method.operationId))
    .every(({ method }) => {
      const known = byId.get(method.operationId);
      return (
        known !== undefined && method.body !== "bytes" && isDeepStrictEqual(argumentsOf(known), argumentsOf(method))
      );
    });
}

/** Those whose text is not the same: only these need a closer look. */
function withOtherText(
  before: ApiState,
  after: ApiState,
  methods: readonly (readonly [MethodModel, MethodModel])[],
): (readonly [MethodModel, MethodModel])[] {
  const [one, other] = [before.normalized.document, after.normalized.document];
  const unchanged = new Unchanged(one, other);
  // Most paths have several methods.
  const samePaths = new Map<string, boolean>();
  const isSamePath = (before: string, after: string): boolean => {
    const key = JSON.stringify([before, after]);
    const found = samePaths.get(key) ?? unchanged.covers([one.paths?.[before]], [other.paths?.[after]]);
    samePaths.set(key, found);
    return found;
  };
  return methods.filter(([own, now]) => own.verb !== now.verb || !isSamePath(own.path, now.path));
}

function change(kind: string, operationIds: readonly string[], statement: string): JoinedChange {
  return {
    kind,
    severity: "minor",
    level: "exports",
    affected: { operationIds, events: [] },
    pointer: undefined,
    before: null,
    after: null,
    subject: "",
    statement,
    advice: "Look at the difference in the generated code.",
    consequences: [],
    renames: [],
  };
}
