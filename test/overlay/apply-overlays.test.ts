import { expect, test } from "vitest";
import { parse } from "yaml";
import { SpecError } from "../../scripts/diagnostics.js";
import { parseSpec } from "../../scripts/load/load-spec.js";
import { applyOverlays } from "../../scripts/overlay/apply-overlays.js";
import { loadOverlay, type Overlay } from "../../scripts/overlay/load-overlay.js";
import { goodContract } from "../support/bad-input.js";

const spec = () => parseSpec("openapi.yaml", goodContract);

function overlay(actions: readonly object[], file = "overlay.json"): Overlay {
  const described = actions.map((action) => ({ description: "A reason.", ...action }));
  return loadOverlay(
    file,
    JSON.stringify({ overlay: "1.0.0", info: { title: "T", version: "1" }, actions: described }),
  );
}

const order = "$.components.schemas.Order";

test.each([
  { name: "a scalar is replaced", action: { target: order, update: { type: "array" } }, want: { type: "array" } },
  { name: "a field is added", action: { target: order, update: { title: "O" } }, want: { title: "O" } },
  {
    name: "null replaces a scalar",
    action: { target: order, update: { type: null } },
    want: { type: null },
  },
])("$name", ({ action, want }) => {
  // Looked at before the checks, which would refuse some of these.
  const document = { openapi: "3.1.0", info: { title: "A", version: "1" }, paths: {}, "x-order": { type: "object" } };
  const given = { file: "a.yaml", document, lineOf: () => 1 };
  const moved = { ...action, target: "$['x-order']" };
  expect(applyOverlays(given, [overlay([moved])]).document["x-order"]).toMatchObject(want);
});

test("the given spec stays as it is, and what no action touches is shared", () => {
  const given = spec();
  const result = applyOverlays(given, [
    overlay([
      { target: `${order}.properties`, update: { note: { type: "string" } } },
      { target: "$.tags", update: { name: "Cards" } },
      { target: "$.paths..parameters[0].schema", update: { minLength: 1 } },
      { target: `${order}.properties.total`, remove: true },
    ]),
  ]);
  expect(given.document).toEqual(parse(goodContract));
  expect(Object.keys(result.document.components?.schemas?.Order?.properties ?? {})).toEqual(["id", "note"]);
  expect(result.document.info).toBe(given.document.info);
});

test("one update given to several places makes no place depend on another", () => {
  const result = applyOverlays(spec(), [
    overlay([
      { target: `${order}.properties.*`, update: { "x-note": { words: ["a"] } } },
      { target: `${order}.properties.id["x-note"].words`, update: ["b"] },
    ]),
  ]);
  expect(result.document.components?.schemas?.Order?.properties).toMatchObject({
    id: { "x-note": { words: ["a", "b"] } },
    total: { "x-note": { words: ["a"] } },
  });
});

test("without overlays the contract is checked all the same", () => {
  const broken = parseSpec("openapi.yaml", goodContract.replace("operationId: retrieveOrder", "operationId: [Order]"));
  expect(() => applyOverlays(broken, [])).toThrow(expect.objectContaining({ code: "load/invalid" }));
});

test("an overlay repairs what the contract lacks", () => {
  const broken = parseSpec("openapi.yaml", goodContract.replace("operationId: retrieveOrder", "summary: Order"));
  const repair = overlay([{ target: "$.paths['/orders/{id}'].get", update: { operationId: "retrieveOrder" } }]);
  expect(applyOverlays(broken, [repair]).document.paths?.["/orders/{id}"]?.get?.operationId).toBe("retrieveOrder");
});

test("overlays are applied in order, and a later one sees what an earlier one wrote", () => {
  const result = applyOverlays(spec(), [
    overlay([{ target: "$.components.schemas", update: { Card: { type: "object" } } }]),
    overlay([{ target: "$.components.schemas.Card", update: { title: "Card" } }]),
  ]);
  expect(result.document.components?.schemas?.Card).toEqual({ type: "object", title: "Card" });
});

test.each([
  {
    target: "$.components.schemas.Ordre",
    want: '$.components.schemas exists, without .Ordre; did it mean "Order"? The nearest match is /components/schemas/Order.',
  },
  {
    target: "$.paths['/orders/{order_id}'].get",
    want: `$.paths exists, without ['/orders/{order_id}']; did it mean "/orders/{id}"? The nearest match is /paths/~1orders~1{id}/get.`,
  },
  { target: "$.components.schemas.Completely.properties", want: "$.components.schemas exists, without .Completely." },
  { target: "$.tags[?@.name == 'Cards']", want: "$.tags exists, without [?@.name == 'Cards']." },
])("$target matches nothing, and the error says how far it got", ({ target, want }) => {
  const error = errorOf(() => applyOverlays(spec(), [overlay([{ target, remove: true }])]));
  expect(error.code).toBe("overlay/no-match");
  expect(error.message).toBe(`The target ${target} matches nothing: ${want}`);
});

test("the error names the overlay and the action that has no match", () => {
  const good = overlay([{ target: order, update: { title: "Order" } }], "first.json");
  const bad = overlay(
    [
      { target: order, update: { title: "Order" } },
      { target: "$.nope", remove: true },
    ],
    "second.json",
  );
  expect(errorOf(() => applyOverlays(spec(), [good, bad])).place).toMatchObject({
    file: "second.json",
    pointer: "/actions/1",
  });
});

test("all corrections without a match are told at once, each with its place", () => {
  const error = errorOf(() =>
    applyOverlays(spec(), [
      overlay([
        { target: "$.components.schemas.Ordre", update: { type: "object" } },
        { target: order, update: { title: "Order" } },
        { target: "$.nope", remove: true },
      ]),
      overlay([{ target: "$.neither", update: { limit: 1 } }], "second.json"),
    ]),
  );
  expect([error, ...error.others].map(({ place }) => [place.file, place.pointer])).toEqual([
    ["overlay.json", "/actions/0"],
    ["overlay.json", "/actions/2"],
    ["second.json", "/actions/0"],
  ]);
  expect(error.toLines().split("\n")).toHaveLength(3);
});

test.each([
  { name: "texts", update: { description: "A thing.", summary: "Thing" }, stops: false },
  { name: "texts of properties", update: { properties: { total: { description: "What it costs." } } }, stops: false },
  { name: "the text of a property called description", update: { description: { description: "D" } }, stops: false },
  {
    name: "marks and links",
    update: { "x-certainty": "inferred", externalDocs: { url: "https://a.test" } },
    stops: false,
  },
  { name: "a type beside a text", update: { description: "A thing.", type: "string" }, stops: true },
  { name: "what the generator reads", update: { "x-sdk-name": "Thing" }, stops: true },
  { name: "a list", update: ["a"], stops: true },
  { name: "nothing", update: {}, stops: true },
])("an action without a match that writes $name", ({ update, stops }) => {
  const notes: SpecError[] = [];
  const action = overlay([{ target: "$.nope", update }]);
  const run = () => applyOverlays(spec(), [action], undefined, undefined, (error) => notes.push(error));
  if (stops) expect(errorOf(run).code).toBe("overlay/no-match");
  else expect(run).not.toThrow();
  expect(notes).toHaveLength(stops ? 0 : 1);
});

test.each([
  { name: "that the document has by now", own: "2026-09-23", update: {}, stops: false },
  { name: "that the document lacks", own: undefined, update: {}, stops: true },
  { name: "and something else", own: "2026-09-23", update: { "x-query-arrays": "brackets" }, stops: true },
])("an action without a match that writes a version $name", ({ own, update, stops }) => {
  const { document } = spec();
  const given = { ...spec(), document: { ...document, info: { ...document.info, "x-api-version-date": own } } };
  const action = overlay([{ target: "$.nope", update: { "x-api-version-date": "2025-01-01", ...update } }]);
  const run = () => applyOverlays(given, [action]).document.info["x-api-version-date"];
  if (stops) expect(errorOf(run).code).toBe("overlay/no-match");
  else expect(run()).toBe(own);
});

test("words for what is gone inside of a target bring nothing back: a note, and the rest is written", () => {
  const notes: SpecError[] = [];
  const update = { get: { summary: "One" }, delete: { summary: "Gone" } };
  const words = overlay([
    { target: "$.paths['/orders/{id}']", update },
    { target: `${order}.properties.total`, update: { properties: { tax: { description: "Gone, too." } } } },
  ]);
  const result = applyOverlays(spec(), [words], undefined, undefined, (error) => notes.push(error));
  expect(result.document.paths?.["/orders/{id}"]).not.toHaveProperty("delete");
  expect(result.document.paths?.["/orders/{id}"]?.get?.summary).toBe("One");
  expect(result.document.components?.schemas?.Order?.properties?.total).not.toHaveProperty("properties");
  expect(notes.map(({ code, place }) => [code, place.pointer])).toEqual([
    ["overlay/undeclared", "/paths/~1orders~1{id}/delete"],
    ["overlay/undeclared", "/components/schemas/Order/properties/total/properties"],
  ]);
});

test("an action whose target an earlier one removed has no match", () => {
  const twice = { target: `${order}.properties.total`, remove: true };
  expect(errorOf(() => applyOverlays(spec(), [overlay([twice, twice])])).place.pointer).toBe("/actions/1");
});

test("a fault of the contract itself is placed in the contract", () => {
  const broken = parseSpec("openapi.yaml", goodContract.replace("tags: [Orders]", "tags: [7]"));
  const harmless = overlay([{ target: "$.paths['/orders/{id}'].get", update: { summary: "One" } }]);
  expect(errorOf(() => applyOverlays(broken, [harmless])).place).toEqual({
    pointer: "/paths/~1orders~1{id}/get/tags/0",
    file: "openapi.yaml",
    line: 8,
  });
});

test("the lines of the result are those of the contract", () => {
  const result = applyOverlays(spec(), [
    overlay([{ target: order, update: { properties: { fresh: { type: "string" } } } }]),
  ]);
  expect(result.lineOf("/components/schemas/Order/properties/total")).toBe(24);
  expect(result.lineOf("/components/schemas/Order/properties/fresh")).toBe(22);
});

test.each([
  { name: "the whole document cannot be removed", action: { target: "$", remove: true } },
  { name: "an object does not merge into text", action: { target: "$.info.title", update: { en: "T" } } },
  {
    name: "text does not merge into a list",
    action: { target: "$.paths['/orders/{id}'].get", update: { tags: "Orders" } },
  },
])("$name", ({ action }) => {
  expect(errorOf(() => applyOverlays(spec(), [overlay([action])])).code).toBe("overlay/kind-mismatch");
});

function errorOf(run: () => unknown): SpecError {
  try {
    run();
  } catch (error) {
    if (error instanceof SpecError) return error;
    throw error;
  }
  throw new Error("Nothing was refused.");
}
