import type { Api } from "../apis.js";
import { emitSurface } from "../emit/emit.js";
import type { ApiModel } from "../model/api-model.js";
import type { Generation } from "../model/generation.js";
import { compareContracts, type ReachedChange } from "./compare/compare-contracts.js";
import { joinFindings } from "./join-findings.js";
import { type ContractDiff, countOf, verdictOf } from "./report/findings.js";
import { formatFindings } from "./report/format-findings.js";
import { changedModels } from "./surface/changed-models.js";
import { compareSurfaces, type SurfaceSide } from "./surface/compare-surfaces.js";
import { type FoldedChange, foldExports } from "./surface/fold-exports.js";
import { readSurface } from "./surface/read-surface.js";
import { type TypeGraph, typeGraph } from "./surface/type-graph.js";

/**
 * What changed between two states of an API, in the terms of its package: what goes over the wire, what the generated files
 * export, and which of the two follows from the other. Pure; neither state is changed.
 */
export function diffContracts(api: Api, before: Generation, after: Generation): ContractDiff {
  const contract = compareContracts(before.spec.document, after.spec.document);
  const graphs = { before: typeGraph(before.model), after: typeGraph(after.model) };
  const surface = diffSurfaces(before.model, after.model, graphs, newIdsOf(contract));
  const findings = formatFindings(
    joinFindings(contract, surface),
    { document: before.spec.document, methods: graphs.before.methods },
    { document: after.spec.document, methods: graphs.after.methods },
  );
  return {
    api: api.id,
    verdict: verdictOf(findings),
    counts: countOf(findings),
    findings,
    notes: notesOf(before, after),
  };
}

/** Writes and reads again what differs of both packages, and compares it. */
function diffSurfaces(
  before: ApiModel,
  after: ApiModel,
  graphs: { readonly before: TypeGraph; readonly after: TypeGraph },
  newIds: ReadonlyMap<string, string>,
): FoldedChange[] {
  const [was, is] = changedModels({ model: before, graph: graphs.before }, { model: after, graph: graphs.after });
  const side = (model: ApiModel, graph: TypeGraph): SurfaceSide => ({
    surface: readSurface(emitSurface(model), model.name),
    graph,
  });
  const [left, right] = [side(was, graphs.before), side(is, graphs.after)];
  return foldExports(left, right, compareSurfaces(left, right, newIds));
}

function newIdsOf(changes: readonly ReachedChange[]): Map<string, string> {
  return new Map(
    changes.flatMap(({ kind, before, after }) =>
      kind === "operation-renamed" && before !== null && after !== null ? [[before, after] as const] : [],
    ),
  );
}

function notesOf(before: Generation, after: Generation): string[] {
  const [was, is] = [before.spec.document.info.version, after.spec.document.info.version];
  // The overlays at hand are written for the new contract: what they miss in an old one is to be expected.
  return [
    ...(was === is ? [] : [`The contract calls itself version ${is} (was ${was}).`]),
    ...new Set(after.misses.map((miss) => `Left out of the new contract: ${miss.toLine()}`)),
  ];
}
