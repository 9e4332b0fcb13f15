import { expect, test } from "vitest";
import type { OpenApiDocument } from "../../scripts/load/openapi.js";
import { checkGrowth } from "../../scripts/pull/check-loss.js";

function documentOf(operations: number, schemas: number): OpenApiDocument {
  const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);
  const document = {
    openapi: "3.1.0",
    info: { title: "A", version: "1" },
    paths: Object.fromEntries(names(operations).map((name) => [`/${name}`, { get: { operationId: name } }])),
    components: { schemas: Object.fromEntries(names(schemas).map((name) => [name, { type: "string" }])) },
  };
  return document as OpenApiDocument;
}

test.each([
  { name: "the same", before: [220, 295], after: [220, 295], want: undefined },
  { name: "four times the operations", before: [50, 10], after: [200, 10], want: undefined },
  {
    name: "more than four times",
    before: [50, 10],
    after: [201, 10],
    want: "The document has 201 operations, where the contract has 50.",
  },
  { name: "more than four times of little", before: [3, 10], after: [100, 10], want: undefined },
  {
    name: "ten times the schemas",
    before: [220, 295],
    after: [220, 2950],
    want: "The document has 2950 schemas, where the contract has 295.",
  },
])("$name", ({ before, after, want }) => {
  const check = () => checkGrowth(documentOf(before[0]!, before[1]!), documentOf(after[0]!, after[1]!), "up.yaml");
  if (want === undefined) expect(check).not.toThrow();
  else expect(check).toThrow(expect.objectContaining({ code: "contract/growth", message: want }));
});
