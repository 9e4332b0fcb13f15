import { describe, expect, test } from "vitest";
import { diffContracts } from "../../scripts/diff/diff-contracts.js";
import type { ContractDiff } from "../../scripts/diff/report/findings.js";
import type { ApiState } from "../../scripts/model/api-state.js";
import { buildState } from "../../scripts/pipeline.js";
import { expectSound } from "./expect-sound.js";
import { differingFiles } from "./same-code.js";
import { shopApi } from "./shop.js";
import { type Single, singles } from "./singles.js";

test("the table holds at least 150 changes, each with its reason", () => {
  expect(singles.length * 4).toBeGreaterThanOrEqual(150);
  expect(singles.filter(({ why }) => why.length < 5)).toEqual([]);
});

describe.each(["sent", "received"] as const)("%s", (position) => {
  test.each(singles)("$name: $why", (row) => {
    const [before, after] = statesOf(row, position);
    const diffs = [diffContracts(shopApi, before, after), diffContracts(shopApi, after, before)];
    expect(
      diffs.map(({ verdict }) => verdict),
      JSON.stringify(diffs.map(linesOf), null, 1),
    ).toEqual(row[position]);
    for (const diff of diffs) expectTold(diff, before, after);
  });
});

/** No change of the code without a word. */
function expectTold(diff: ContractDiff, before: ApiState, after: ApiState): void {
  if (diff.verdict === "none") expect(differingFiles(before, after)).toEqual([]);
  if (diff.verdict === "patch") expect(differingFiles(before, after), "a type or a request differs").toEqual([]);
  expectSound(diff);
}

function linesOf({ findings }: ContractDiff): string[] {
  return findings.map(({ severity, kind, statement }) => `${severity} ${kind}: ${statement}`);
}

function statesOf({ from, to, required }: Single, position: "sent" | "received"): [ApiState, ApiState] {
  const isRequired = (state: "before" | "after") => required === state || required === "both";
  return [stateOf(from, isRequired("before"), position), stateOf(to, isRequired("after"), position)];
}

function stateOf(field: string | null, isRequired: boolean, position: "sent" | "received"): ApiState {
  const properties = ["base: { type: string }", ...(field === null ? [] : [`x: ${field}`])].join(", ");
  const thing = `{ type: object, required: [base${isRequired ? ", x" : ""}], properties: { ${properties} } }`;
  const other = "{ type: object, properties: { base: { type: string } } }";
  const spec = `openapi: 3.1.0
info: { title: Shop, version: "1" }
servers: [{ url: "https://shop.example" }]
paths:
  /things:
    post:
      tags: [Things]
      operationId: createThing
      requestBody: { required: true, content: { application/json: { schema: ${position === "sent" ? thing : other} } } }
      responses: { "200": { description: ok, content: { application/json: { schema: ${position === "sent" ? other : thing} } } } }
components: { schemas: { Other: { type: object, properties: { z: { type: string } } } } }
`;
  return buildState(shopApi, { spec: { file: "shop.yaml", text: spec }, overlays: [] });
}
