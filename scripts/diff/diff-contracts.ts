import type { Api } from "../apis.js";
import type { SpecError } from "../diagnostics.js";
import type { OpenApiDocument } from "../load/openapi.js";
import { readOperations } from "../load/read-operations.js";
import type { ApiModel } from "../model/api-model.js";
import type { ApiState, RefusedState } from "../model/api-state.js";
import { quotable } from "../printed-text.js";
import type { ChangeKind, MergedChange } from "./compare/change.js";
import { compareContracts } from "./compare/compare-contracts.js";
import { type JoinedChange, joinFindings } from "./join-findings.js";
import { oneLine } from "./report/finding-text.js";
import { type ContractDiff, countOf, verdictOf } from "./report/findings.js";
import { type FindingContext, formatFindings } from "./report/format-findings.js";
import { changedModels, type ModelState } from "./surface/changed-models.js";
import { comparePublicApis, type PackageState } from "./surface/compare-public-apis.js";
import { type FoldedChange, foldExports } from "./surface/fold-exports.js";
import { publicApiOf } from "./surface/public-api.js";
import { type TypeGraph, typeGraph } from "./surface/type-graph.js";
import { findUnexplained, followsContract, keepsArguments } from "./unexplained.js";

/**
 * What changed between two states of an API, in the terms of its package: what goes over the wire, what the generated files
 * export, and which of the two follows from the other. Pure; neither state is changed.
 *
 * Where no client can be generated of one of them, that is a finding, and the contracts alone are compared.
 */
export function diffContracts(api: Api, before: ApiState | RefusedState, after: ApiState | RefusedState): ContractDiff {
  const compared = compareContracts(namedDocument(before), namedDocument(after));
  const changes =
    "model" in before && "model" in after
      ? withExports(before, after, compared)
      : [...refusalChange(before, after), ...joinFindings(compared, [])];
  const findings = formatFindings(
    [...changes, ...correctionChange(before, after)],
    contextOf(before),
    contextOf(after),
  );
  return {
    api: api.id,
    verdict: verdictOf(findings),
    counts: countOf(findings),
    findings,
    notes: notesOf(before, after).map(oneLine),
  };
}

/** The contract, in which operations without an id of their own have the one that their method is named after. */
function namedDocument(state: ApiState | RefusedState): OpenApiDocument {
  const { document } = state.spec;
  const unnamed = readOperations(document).filter(({ node }) => !node.operationId);
  if (!("normalized" in state) || unnamed.length === 0) return document;
  const paths = { ...document.paths };
  for (const { path, method, node } of unnamed) {
    const operationId = state.normalized.document.paths?.[path]?.[method]?.operationId;
    if (operationId !== undefined) paths[path] = { ...paths[path], [method]: { ...node, operationId } };
  }
  return { ...document, paths };
}

function withExports(before: ApiState, after: ApiState, compared: readonly MergedChange[]): JoinedChange[] {
  const contract = [
    ...compared.map((change) => asFollowed(change, before, after)),
    ...authenticationChange(before.model, after.model, compared),
  ];
  const newIds = newIdsOf(contract);
  const exports = diffExports(
    { model: before.model, graph: typeGraph(before.model) },
    { model: after.model, graph: typeGraph(after.model) },
    newIds,
  );
  const told = joinFindings(contract, exports);
  return [...told, ...findUnexplained(before, after, told, newIds)];
}

function contextOf(state: ApiState | RefusedState): FindingContext {
  return { document: namedDocument(state), methods: "model" in state ? typeGraph(state.model).methods : new Map() };
}

/** What keeps a client from being generated, or no longer does. */
function refusalChange(before: ApiState | RefusedState, after: ApiState | RefusedState): JoinedChange[] {
  const told = "refusal" in after ? after.refusal : "refusal" in before ? before.refusal : undefined;
  if (told === undefined) return [];
  const isNow = "refusal" in after;
  const wasBefore = "refusal" in before;
  const severity = isNow ? (wasBefore ? "patch" : "major") : "minor";
  const cause = `\`${quotable(`${told.code}: ${told.message}`.replace(/\.$/, ""))}\``;
  const statement = isNow
    ? `a client cannot be generated${wasBefore ? ", neither before nor now" : ""}: ${cause}`
    : `a client can be generated now, and could not before: ${cause}`;
  return [
    {
      kind: isNow ? "generation-refused" : "generation-possible",
      severity,
      level: "exports",
      affected: { operationIds: [], events: [] },
      pointer: told.place.pointer,
      before: wasBefore ? told.code : null,
      after: isNow ? told.code : null,
      subject: "",
      statement,
      advice: severity === "major" ? told.remedy : "Nothing to do.",
      consequences: [],
      renames: [],
    },
  ];
}

/** The corrections that fit the contract before and no longer do: `generate` stops at them, so that a report is never empty then. */
function correctionChange(before: ApiState | RefusedState, after: ApiState | RefusedState): JoinedChange[] {
  const known = new Set(before.unmatchedCorrections.map(keyOf));
  const lost = after.unmatchedCorrections.filter((error) => !known.has(keyOf(error)));
  const [first] = lost;
  if (first === undefined) return [];
  const places = lost.slice(0, 3).map(({ place: { file = "", line = 1 } }) => `\`${quotable(`${file}:${line}`)}\``);
  const more = lost.length > places.length ? ` and ${lost.length - places.length} more` : "";
  const count = lost.length === 1 ? "a correction no longer fits" : `${lost.length} corrections no longer fit`;
  return [
    {
      kind: "corrections-unmatched",
      severity: "patch",
      level: "contract",
      affected: { operationIds: [], events: [] },
      pointer: "",
      before: null,
      after: null,
      subject: "",
      statement: `${count} the contract, and the comparison is made without (${places.join(", ")}${more})`,
      advice: "Nothing to do for callers: no client is generated until the overlay is corrected.",
      consequences: [],
      renames: [],
    },
  ];
}

function keyOf({ place: { file, pointer } }: SpecError): string {
  return `${file} ${pointer}`;
}

/** What the contract asks for on the wire is another thing where the client does it by itself. */
function asFollowed(change: MergedChange, before: ApiState, after: ApiState): MergedChange {
  const kind = FOLLOWED.get(change.kind);
  if (kind === undefined || !followsContract(before.model, after.model, change)) return change;
  const needsOther = change.kind === "body-encoding-changed" && !keepsArguments(before.model, after.model, change);
  return needsOther ? change : { ...change, kind };
}

const FOLLOWED: ReadonlyMap<ChangeKind, ChangeKind> = new Map([
  ["parameter-style-changed", "parameter-style-followed"],
  ["body-encoding-changed", "body-encoding-followed"],
  ["body-media-type-changed", "body-media-type-followed"],
  ["part-encoding-changed", "part-encoding-followed"],
]);

/** The client's own credential, where no operation says that it needs another. */
function authenticationChange(before: ApiModel, after: ApiModel, told: readonly MergedChange[]): MergedChange[] {
  const [from, to] = [before.config.auth, after.config.auth].map((auth) =>
    typeof auth === "string" ? auth : `${auth.name} in ${auth.in}`,
  );
  if (
    from === undefined ||
    to === undefined ||
    from === to ||
    told.some(({ kind }) => kind === "security-changed" || kind === "security-scheme-changed")
  )
    return [];
  return [
    {
      kind: "client-authentication-changed",
      pointer: "/components/securitySchemes",
      before: from,
      after: to,
      subject: "",
      matchKeys: [],
      directions: new Set(),
      affected: { operationIds: [], events: [] },
    },
  ];
}

/** Compares what differs in the exports of both packages. */
function diffExports(before: ModelState, after: ModelState, newIds: ReadonlyMap<string, string>): FoldedChange[] {
  const [modelBefore, modelAfter] = changedModels(before, after);
  const packageBefore = packageState(modelBefore, before.graph);
  const packageAfter = packageState(modelAfter, after.graph);
  return foldExports(packageBefore, packageAfter, comparePublicApis(packageBefore, packageAfter, newIds));
}

function packageState(model: ApiModel, graph: TypeGraph): PackageState {
  return { publicApi: publicApiOf(model), graph };
}

/** The operations that have another id, by the id before. */
function newIdsOf(changes: readonly MergedChange[]): Map<string, string> {
  const newIds = new Map<string, string>();
  for (const { kind, before, after } of changes)
    if (kind === "operation-renamed" && before !== null && after !== null) newIds.set(before, after);
  return newIds;
}

function notesOf(before: ApiState | RefusedState, after: ApiState | RefusedState): string[] {
  const versionBefore = before.spec.document.info.version;
  const versionAfter = after.spec.document.info.version;
  // The overlays are written for the contract after: that they do not match an old one is to be expected.
  const left = new Set(after.unmatched.map((error) => `Left out of the new contract: ${error.toLine()}`));
  if (versionBefore === versionAfter) return [...left];
  return [`The contract calls itself version ${versionAfter} (was ${versionBefore}).`, ...left];
}
