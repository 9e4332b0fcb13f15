import { describe, expect, test } from "vitest";
import type { Declaration, TypeModel } from "../../scripts/model/api-model.js";
import { describeDeclarations } from "../../scripts/model/describe-declarations.js";

const reference = (name: string): TypeModel => ({ kind: "reference", name });
const holder = (
  name: string,
  properties: Readonly<Record<string, readonly [type: TypeModel, text?: string | undefined]>>,
): Declaration => ({
  kind: "interface",
  name,
  docs: { text: "Held.", deprecated: false },
  extends: [],
  rest: undefined,
  properties: Object.entries(properties).map(([property, [type, text]]) => ({
    name: property,
    type,
    optional: false,
    docs: { text, deprecated: false },
  })),
});
const state: Declaration = {
  kind: "alias",
  name: "State",
  docs: { deprecated: true },
  type: { kind: "primitive", type: "string" },
};

function wordsOf(...declarations: Declaration[]): string | undefined {
  return describeDeclarations([...declarations, state], []).find(({ name }) => name === "State")?.docs.text;
}

describe("a type without words says where it is met", () => {
  test("with those of the property that holds it, where all say the same", () => {
    const list: TypeModel = { kind: "array", item: reference("State") };
    expect(wordsOf(holder("A", { state: [reference("State"), "Whether it runs."] }))).toBe(
      "Whether it runs.\n\nThe type of `A.state`.",
    );
    expect(
      wordsOf(
        holder("A", { state: [reference("State"), "Whether it runs."] }),
        holder("B", { states: [list, "Whether it runs."] }),
      ),
    ).toBe("Whether it runs.\n\nThe type of `A.state` and `B.states`.");
  });

  test("by the places alone, where they say different things or nothing", () => {
    const of = (name: string, text?: string) => holder(name, { state: [reference("State"), text] });
    expect(wordsOf(of("A"))).toBe("What `A.state` holds.");
    expect(wordsOf(of("A", "Here."), of("B", "There."))).toBe("What `A.state` and `B.state` hold.");
    expect(wordsOf(of("A"), of("B"), of("C"), of("D"), of("E"))).toBe(
      "What `A.state`, `B.state`, `C.state` and 2 more hold.",
    );
  });

  test("as a form of another type; with nothing where nothing uses it", () => {
    const either: Declaration = {
      kind: "alias",
      name: "Either",
      docs: { deprecated: false },
      type: { kind: "union", members: [reference("State"), { kind: "primitive", type: "null" }] },
    };
    expect(wordsOf(either)).toBe("One of the forms of `Either`.");
    expect(wordsOf()).toBeUndefined();
  });

  test("its own words stay, and so does a deprecation", () => {
    const [own] = describeDeclarations([{ ...state, docs: { text: "Own.", deprecated: true } }], []);
    expect(own?.docs).toEqual({ text: "Own.", deprecated: true });
    const all = describeDeclarations([holder("A", { state: [reference("State")] }), state], []);
    expect(all[1]?.docs).toEqual({ text: "What `A.state` holds.", deprecated: true });
  });
});
