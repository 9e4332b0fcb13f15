import { expect, test } from "vitest";
import { parse } from "yaml";
import { diffContracts } from "../../scripts/diff/diff-contracts.js";
import type { ContractDiff } from "../../scripts/diff/report/findings.js";
import { reportMarkdown } from "../../scripts/diff/report/report-markdown.js";
import { reportText } from "../../scripts/diff/report/report-text.js";
import { buildState } from "../../scripts/pipeline.js";
import { type Edit, edited, shop, shopApi } from "./shop.js";

/** The lines of a report that are overlay actions, as they stand there. */
function actionsIn(text: string): string[] {
  return text.match(/- \{"target":.*\}/g) ?? [];
}

function diff(after: string, actions: readonly string[] = [], before = shop): ContractDiff {
  const overlay = ["overlay: 1.0.0", 'info: { title: Names, version: "1" }', "actions:", ...actions].join("\n");
  const overlays = actions.length === 0 ? [] : [{ file: "names.overlay.yaml", text: overlay }];
  const state = (text: string, over: typeof overlays) =>
    buildState(shopApi, { spec: { file: "shop.yaml", text }, overlays: over });
  return diffContracts(shopApi, state(before, []), state(after, overlays));
}

/** Reports name the client of a known API. */
function reported(found: ContractDiff): ContractDiff {
  return { ...found, api: "decisionly" };
}

const tagged: Edit = [
  "tags: [Orders]\n      operationId: retrieveOrder",
  "tags: [Sales]\n      operationId: retrieveOrder",
];

test.each<readonly [name: string, edits: readonly Edit[], left: readonly string[]]>([
  ["a method, by its operationId", [["operationId: listOrder", "operationId: findOrder"]], ["patch operation-renamed"]],
  ["a resource, by its tag", [tagged], []],
  [
    "an operation that has another path, too",
    [
      ["operationId: retrieveOrder", "operationId: fetchOrder"],
      ["/orders/{id}:", "/orders/{order_id}:"],
      ["name: id, in: path", "name: order_id, in: path"],
    ],
    ["major operation-moved", "patch operation-renamed"],
  ],
  ["a type", [[/\bOrder\b(?=:|")/g, "Purchase"]], []],
  ["an enum with its known values", [[/\bState\b(?=:|")/g, "Phase"]], []],
  ["the type of an event's body", [["order.paid:", "order.settled:"]], ["major webhook-renamed"]],
])("%s: the printed action keeps the name", (_name, edits, left) => {
  const after = edited(...edits);
  const found = diff(after);
  const renames = found.findings.filter(({ overlay }) => overlay.length > 0);
  expect(renames.length).toBeGreaterThan(0);
  const text = actionsIn(reportText([reported(found)]));
  expect(actionsIn(reportMarkdown([reported(found)]))).toEqual(text);
  expect(text.map((line) => parse(line)[0])).toEqual(found.findings.flatMap(({ overlay }) => overlay));

  const kept = diff(after, text);
  expect(kept.findings.map(({ severity, kind }) => `${severity} ${kind}`).sort()).toEqual([...left].sort());
  expect(kept.findings.flatMap(({ overlay }) => overlay)).toEqual([]);
  for (const { statement } of kept.findings) expect(statement).not.toMatch(/`(?:shop\.|[A-Z])\S*` is now/);
});

test("a name that another method has now, and one of the wire, cannot be kept", () => {
  const more = `paths:
  /more:
    get:
      tags: [Orders]
      operationId: listOrders
      responses: { "204": { description: ok } }
`;
  const taken = diff(edited(["operationId: listOrder", "operationId: findOrder"], ["paths:\n", more]));
  const renamed = taken.findings.filter(({ statement }) => statement.includes("`orders.list` is now"));
  expect(renamed.map(({ operationId, overlay }) => [operationId, overlay])).toEqual([["findOrder", []]]);
  const property = diff(edited(["        buyer: {", "        Buyer: {"], ["sum, buyer]", "sum, Buyer]"]));
  expect(property.findings.map(({ kind, overlay }) => [kind, overlay])).toEqual([["response-property-renamed", []]]);
});

/** What is sent with an order is received by a call that is new. */
function splitWith(note: string): { readonly sent: string; readonly received: string } {
  const schemas: Edit = [
    "    Parcel:",
    `    Mood: { type: string, enum: [good, bad] }\n    Note: ${note}\n    Parcel:`,
  ];
  const body: Edit = ['note: { type: [string, "null"] }', 'note: { $ref: "#/components/schemas/Note" }'];
  const call = `paths:
  /notes:
    get:
      tags: [Notes]
      operationId: listNotes
      responses:
        "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Note" } } } }
`;
  return { sent: edited(schemas, body), received: edited(schemas, body, ["paths:\n", call]) };
}

test("a type that a new call receives as well: calls stay as they are, who names the type is told, and an action keeps an enum whole", () => {
  const mood = splitWith('{ type: object, properties: { mood: { $ref: "#/components/schemas/Mood" } } }');
  const found = diff(mood.received, [], mood.sent);
  expect(found.findings.map(({ severity, kind, methods }) => [severity, kind, methods])).toEqual([
    ["major", "type-split", []],
    ["minor", "operation-added", ["shop.notes.list"]],
  ]);
  expect(found.findings[0]?.statement).toBe(
    "`Mood`, `Note` are received now as well, and what is sent has a name of its own: `KnownMood`, `NoteInput`",
  );
  const kept = diff(mood.received, actionsIn(reportText([reported(found)])), mood.sent);
  expect(kept.verdict).toBe("minor");
  expect(kept.findings.map(({ kind }) => kind).sort()).toEqual(["operation-added", "type-changed"]);

  const id = splitWith(
    "{ type: object, required: [id], properties: { id: { type: string, readOnly: true }, text: { type: string } } }",
  );
  const other = diff(id.received, [], id.sent);
  expect(other.findings.map(({ severity, kind, overlay }) => [severity, kind, overlay])).toEqual([
    ["major", "type-split", []],
    ["minor", "operation-added", []],
  ]);
});

test("a type that a new call receives as well, in the form in which it is sent, is one type", () => {
  const plain = splitWith("{ type: object, properties: { text: { type: string } } }");
  expect(diff(plain.received, [], plain.sent).findings.map(({ kind }) => kind)).toEqual(["operation-added"]);
});
