import { expect, test } from "vitest";
import { loadOverlay } from "../../scripts/overlay/load-overlay.js";

const overlay = (fields: object) =>
  JSON.stringify({
    overlay: "1.0.0",
    info: { title: "Fixes", version: "1" },
    actions: [{ target: "$.info", description: "A reason.", remove: true }],
    ...fields,
  });

test("actions are read in order", () => {
  const { actions } = loadOverlay(
    "overlay.json",
    overlay({
      "x-team": "payments",
      actions: [
        {
          target: "$.info",
          description: "One.",
          update: { title: "A" },
          remove: false,
          "x-source": "https://example.com",
        },
        { target: "$.tags[0]", description: "Two.", remove: true },
      ],
    }),
  );
  expect(actions.map(({ target, change }) => ({ target, change }))).toEqual([
    { target: "$.info", change: { kind: "update", value: { title: "A" } } },
    { target: "$.tags[0]", change: { kind: "remove" } },
  ]);
});

const action = (fields: object) => ({ actions: [{ target: "$.info", description: "A reason.", ...fields }] });

test.each([
  { name: "no version", fields: { overlay: undefined }, want: "/overlay" },
  { name: "no info", fields: { info: undefined }, want: "/info" },
  { name: "no title", fields: { info: { version: "1" } }, want: "/info/title" },
  { name: "a version that is a number", fields: { info: { title: "F", version: 1 } }, want: "/info/version" },
  { name: "`extends`", fields: { extends: "https://example.com/openapi.yaml" }, want: "/extends" },
  { name: "actions that are no list", fields: { actions: {} }, want: "/actions" },
  { name: "no actions", fields: { actions: [] }, want: "/actions" },
  { name: "an action that is text", fields: { actions: ["$.info"] }, want: "/actions/0" },
  { name: "no target", fields: action({ target: undefined, remove: true }), want: "/actions/0/target" },
  { name: "a blank reason", fields: action({ description: " ", remove: true }), want: "/actions/0/description" },
  { name: "nothing to do", fields: action({}), want: "/actions/0" },
  { name: "`remove: false` alone", fields: action({ remove: false }), want: "/actions/0" },
  { name: "both", fields: action({ remove: true, update: {} }), want: "/actions/0" },
  { name: "`remove` as text", fields: action({ remove: "yes" }), want: "/actions/0/remove" },
])("$name is invalid at $want", ({ fields, want }) => {
  expect(() => loadOverlay("overlay.json", overlay(fields))).toThrow(
    expect.objectContaining({ code: "overlay/invalid", place: { pointer: want, file: "overlay.json", line: 1 } }),
  );
});

test.each(["info", "$.paths./orders", "$.tags[(@.length-1)]", "$.tags[?eval('1')]", "$.paths[", ""])(
  "%j is no target",
  (target) => {
    const code = target === "" ? "overlay/invalid" : "overlay/target-syntax";
    expect(() => loadOverlay("overlay.json", overlay(action({ target, remove: true })))).toThrow(
      expect.objectContaining({ code, place: { pointer: "/actions/0/target", file: "overlay.json", line: 1 } }),
    );
  },
);
