import { expect, test } from "vitest";
import type { Api } from "../../scripts/apis.js";
import { SpecError, TO_CHOOSE } from "../../scripts/diagnostics.js";
import { suggestOverlay } from "../../scripts/generate/suggest-overlay.js";
import { loadOverlay } from "../../scripts/overlay/load-overlay.js";
import { runPipeline } from "../../scripts/pipeline.js";

const api: Api = { id: "shop", name: "Shop", envPrefix: "SHOP", overlays: [] };
const responses = { "204": { description: "OK" } };
const q = { name: "q", in: "query", schema: { type: "string" } };
const id = { name: "id", in: "path", required: true, schema: { type: "string" } };

/** Runs until nothing is refused, each time with the overlay that the run before has suggested. */
function mendAll(parts: object, choose: (overlay: string) => string = (overlay) => overlay) {
  const document = { openapi: "3.1.0", info: { title: "Shop", version: "1" }, paths: {}, ...parts };
  const overlays: { file: string; text: string }[] = [];
  const runs: string[][] = [];
  for (;;) {
    try {
      const spec = { file: "shop.json", text: JSON.stringify(document, undefined, 1) };
      return { runs, overlays, generated: runPipeline(api, { spec, overlays }) };
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      runs.push([error, ...error.others].map(({ code, place }) => `${code} ${place.pointer}`));
      const suggested = suggestOverlay(error, (file) => file);
      expect([suggested.count, runs.at(-1)]).toEqual([runs.at(-1)?.length, runs.at(-1)]);
      expect(loadOverlay("overlay.yaml", suggested.text).actions).toHaveLength(suggested.count);
      overlays.push({ file: `overlay-${runs.length}.yaml`, text: choose(suggested.text) });
      expect(runs.length).toBeLessThan(5);
    }
  }
}

const TODO = JSON.stringify(TO_CHOOSE);

/** As a person would: `in` has its own values, and a type or a text can be `string`. */
const choose = (overlay: string): string =>
  overlay
    .replaceAll(`"x-sdk-name":${TODO}`, (_match, offset) => `"x-sdk-name":"Chosen${offset}"`)
    .replaceAll(`"in":${TODO}`, '"in":"query"')
    .replaceAll(TODO, '"string"');

test("each fault of a document in one run, and an action for each", () => {
  const { runs, generated } = mendAll(
    {
      paths: {
        "/a's/{id}": {
          get: {
            operationId: "readA",
            tags: ["A"],
            wrong: 1,
            parameters: [id, { ...q, other: 1 }, { ...q, name: "r", in: "" }],
            responses,
          },
          put: {
            operationId: "putA",
            tags: ["A"],
            parameters: [id],
            responses: { "200": { $ref: "#/components/responses/Gone" } },
          },
        },
      },
      components: { schemas: { B: { $ref: "#/components/schemas/Gone" } } },
      license: 1,
    },
    choose,
  );
  expect(runs).toEqual([
    [
      "load/dangling-ref /paths/~1a's~1{id}/put/responses/200/$ref",
      "load/dangling-ref /components/schemas/B/$ref",
      "load/invalid /paths/~1a's~1{id}/get/parameters/1",
      "load/invalid /paths/~1a's~1{id}/get/parameters/2/in",
      "load/invalid /paths/~1a's~1{id}/get",
      "load/invalid ",
    ],
  ]);
  expect(generated.state.model.resources).toHaveLength(1);
});

test("what a client cannot do is removed, the items of one list from its end, and names are asked for", () => {
  const plain = { content: { "multipart/mixed": {} } };
  const matrix = { ...id, style: "matrix" };
  const { runs, generated, overlays } = mendAll(
    {
      paths: {
        "/a": { post: { operationId: "createA", tags: ["A"], requestBody: plain, responses } },
        "/b/{id}": {
          get: {
            operationId: "readB",
            tags: ["B"],
            parameters: [{ ...id, name: "x" }, id, { ...id, name: "y" }],
            responses,
          },
          put: { operationId: "putB", tags: ["B"], parameters: [matrix], responses },
        },
        "/c/{x}/{y}": { get: { operationId: "readC", tags: ["C"], responses } },
      },
      components: { schemas: { D: { type: "object", "x-sdk-name": "a b" }, E: { "x-sdk-name": "c-d" } } },
    },
    choose,
  );
  expect(runs).toEqual([
    [
      "load/unused-path-parameter /paths/~1b~1{id}/get/parameters/0",
      "load/unused-path-parameter /paths/~1b~1{id}/get/parameters/2",
      "load/undeclared-path-parameter /paths/~1c~1{x}~1{y}/get",
      "load/undeclared-path-parameter /paths/~1c~1{x}~1{y}/get",
    ],
    ["names/bad-name /components/schemas/D", "names/bad-name /components/schemas/E"],
    ["model/media-type /paths/~1a/post/requestBody/content", "model/parameter-style /paths/~1b~1{id}/put/parameters/0"],
  ]);
  expect(generated.state.model.resources.map(({ className }) => className)).toEqual(["B", "C"]);
  expect(overlays[0]?.text).toContain("# shop.json:");
});

test("what no action mends is a comment", () => {
  const ref = new SpecError("load/external-ref", "/a", "leads out.", "Bundle it.");
  const { text, count } = suggestOverlay(ref, (file) => file);
  expect([count, text.split("\n").at(-2)]).toEqual([0, "  # load/external-ref at /a: leads out. Bundle it."]);
});

test("a stranger's text stays in its place", () => {
  const pointer = "/paths/~1'\u202e\n  - remove: true/get";
  const error = new SpecError("model/trace", pointer, "a\n- b", "c");
  const { text } = suggestOverlay(error, (file) => file);
  const { actions } = loadOverlay("overlay.yaml", text);
  expect(actions.map(({ target }) => target)).toEqual(["$['paths']['/\\'\u202e\\n  - remove: true']['get']"]);
  expect(text).not.toContain("\u202e");
});
