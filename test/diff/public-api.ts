import { expect } from "vitest";
import { publicApiOf } from "../../scripts/diff/surface/public-api.js";
import { differingWireTypes } from "../../scripts/diff/surface/wire-types.js";
import { emitSurface } from "../../scripts/emit/emit.js";
import type { ApiState } from "../../scripts/model/api-state.js";
import { placedMethods } from "../../scripts/model/placed-methods.js";
import { readPublicApi } from "./read-public-api.js";
import { differingInText } from "./read-wire-types.js";

/** What is compared without writing files is what these export. */
export function expectAsWritten({ model }: ApiState): void {
  const own = publicApiOf(model);
  const written = readPublicApi(emitSurface(model), model.name);
  for (const part of ["types", "lists", "classes", "methods", "events"] as const)
    expect([...own[part]], part).toEqual([...written[part]]);
}

/** The operations that both states have: those whose wire types differ do so in `paths.ts` as well. */
export function expectSameWireTypes(before: ApiState, after: ApiState): void {
  const byId = new Map(placedMethods(before.model).map(({ method }) => [method.operationId, method]));
  const pairs = placedMethods(after.model).flatMap(({ method }) => {
    const known = byId.get(method.operationId);
    return known === undefined ? [] : [[known, method] as const];
  });
  expect(differingWireTypes(before, after, pairs)).toEqual(differingInText(before, after, pairs));
}
