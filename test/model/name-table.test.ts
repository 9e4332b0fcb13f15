import { expect, test } from "vitest";
import { NameTable } from "../../scripts/model/name-table.js";

test("a name is given once, and the refusal says who has it", () => {
  const names = new NameTable();
  expect(names.claim("Dispute", "/components/schemas/Dispute")).toBe("Dispute");
  expect(() => names.claim("Dispute", "/components/schemas/dispute")).toThrow(
    expect.objectContaining({
      code: "names/clash",
      place: { pointer: "/components/schemas/dispute" },
      message: 'the name "Dispute" belongs to /components/schemas/Dispute already.',
    }),
  );
});

test("names that were taken from the start cannot be had", () => {
  const names = new NameTable([["ApiPromise", "the runtime"]]);
  expect(() => names.claim("ApiPromise", "/x")).toThrow('the name "ApiPromise" belongs to the runtime already.');
});

test.each(["constructor", "__proto__", "toString"])("%s is a name like any other", (name) => {
  const names = new NameTable();
  expect(names.claim(name, "/a")).toBe(name);
  expect(() => names.claim(name, "/b")).toThrow(expect.objectContaining({ code: "names/clash" }));
});

test("names that differ in case are two", () => {
  const names = new NameTable();
  expect([names.claim("File", "/a"), names.claim("file", "/b")]).toEqual(["File", "file"]);
});
