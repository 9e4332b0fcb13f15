import { compareEvents } from "./compare-events.js";
import { compareMethods } from "./compare-methods.js";
import { TypeComparer } from "./compare-types.js";
import type { ExportChange } from "./export-change.js";
import { findRenamedTypes } from "./find-renamed-types.js";
import { findSplitTypes, withSplitTypes } from "./find-split-types.js";
import type { PublicApi } from "./public-api.js";
import type { TypeGraph } from "./type-graph.js";

/** What a package exports in one state, and what uses which type. */
export interface PackageState {
  readonly publicApi: PublicApi;
  readonly graph: TypeGraph;
}

/**
 * What changed in the exports, before anything is known of its cause.
 *
 * @param newIds the operations that have another id, by the id before
 */
export function comparePublicApis(
  before: PackageState,
  after: PackageState,
  newIds: ReadonlyMap<string, string>,
): { readonly changes: readonly ExportChange[]; readonly renamed: ReadonlyMap<string, string> } {
  const renamed = findRenamedTypes(before.publicApi.types, after.publicApi.types);
  const declaredBefore = { types: before.publicApi.types, graph: before.graph };
  const declaredAfter = { types: after.publicApi.types, graph: after.graph };
  const types = new TypeComparer(declaredBefore, declaredAfter, renamed);
  const changes = [
    ...compareMethods(before.publicApi.methods, after.publicApi.methods, newIds, types),
    ...compareEvents(before.publicApi.events, after.publicApi.events, types),
    ...types.compareAll(),
  ];
  return { changes: withSplitTypes(changes, findSplitTypes(declaredBefore, declaredAfter), types), renamed };
}
