import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { apis } from "../../scripts/apis.js";
import { readContract } from "../support/contract.js";
import { methodTable } from "../support/method-table.js";
import { contractFile, ROOT } from "../support/paths.js";

test.each(apis.map(({ id }) => id))(
  "%s: every operation and event is in contract.json, under the name of its method",
  (id) => {
    const text = readFileSync(join(ROOT, "generated", id, "contract.json"), "utf8");
    const data = JSON.parse(text);
    const contract = readContract(contractFile(id));
    const table = methodTable(id);
    expect(Object.fromEntries(data.operations.map((one: Operation) => [one.id, one.call]))).toEqual(
      Object.fromEntries(contract.operations.map((one) => [one.id, table[one.id]?.slice(2).join(".")])),
    );
    expect(data.events.map(({ type }: { type: string }) => type)).toEqual(contract.events.map(({ type }) => type));
    for (const operation of contract.operations) {
      const one: Operation = data.operations.find((other: Operation) => other.id === operation.id);
      const query = one.parameters.filter((parameter) => parameter.in === "query");
      expect(query.map(({ name, required = false }) => [name, required])).toEqual(
        operation.query.map(({ name, required }) => [name, required]),
      );
      expect([one.body?.mediaType, one.body?.required]).toEqual([operation.body?.mediaType, operation.body?.required]);
    }
    // A line for each operation, event and schema: a diff shows what changed.
    const entries = data.operations.length + data.events.length + Object.keys(data.components.schemas).length;
    expect(text.split("\n").length).toBeLessThan(entries + 20);
    for (const word of ["x-certainty", "x-source", '"title":"']) expect(text).not.toContain(word);
  },
);

interface Operation {
  readonly id: string;
  readonly call: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly body?: { readonly mediaType: string; readonly required: boolean };
}
