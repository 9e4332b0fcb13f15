import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import * as whop from "../../src/whop.js";
import { ROOT } from "../support/paths.js";

const readme = readFileSync(join(ROOT, "README.md"), "utf8");
const sources = ["src", "generated"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(ROOT, folder, file), "utf8")),
);

describe("the table of options", () => {
  const rows = tableOf("Options");

  test.each([
    { name: "ClientOptions", where: /^client(?:, call)?$/ },
    { name: "RequestOptions", where: /call$/ },
    { name: "WhopOptions", where: /^client \(Whop\)$/ },
  ])("has every option of $name, and no other", ({ name, where }) => {
    const listed = rows.filter((row) => where.test(row[3] ?? "")).map(([option = ""]) => option.replaceAll("`", ""));
    expect(listed.sort()).toEqual(optionsOf(name).sort());
  });

  test("says where each option goes", () => {
    expect(rows.filter((row) => !/^(?:client(?:, call| \(Whop\))?|call)$/.test(row[3] ?? ""))).toEqual([]);
  });
});

test("the table of variables has each that is read, and no other", () => {
  const listed = tableOf("Environment variables").flatMap(([variables = ""]) => [...variables.matchAll(/`(\w+)`/g)]);
  const used = sources.flatMap((text) => [...text.matchAll(/"((?:WHOP|DECISIONLY)_[A-Z_]+)"/g)]);
  const names = (matches: RegExpMatchArray[]): string[] => [...new Set(matches.map(([, name = ""]) => name))].sort();
  expect(names(used).length).toBeGreaterThan(5);
  expect(names(listed)).toEqual(names(used));
});

test("the table of errors has each subclass of APIError, and no class that is not exported", () => {
  const listed = tableOf("Errors").flatMap(([, name = ""]) => [...name.matchAll(/`(\w+)`/g)].map(([, found]) => found));
  const exported = Object.entries(whop)
    .filter(([, value]) => typeof value === "function" && isKindOf(value, whop.APIError))
    .map(([name]) => name);
  expect([...new Set(listed)].sort()).toEqual(exported.sort());
});

function isKindOf(value: object, base: object): boolean {
  return value === base || Object.prototype.isPrototypeOf.call(base, value);
}

/** The cells of the first table below a heading, without its head. */
function tableOf(heading: string): string[][] {
  const section = readme.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The public properties that an interface itself declares. */
function optionsOf(name: string): string[] {
  const text = sources.find((source) => new RegExp(`^export interface ${name}\\b`, "m").test(source)) ?? "";
  const file = ts.createSourceFile("options.ts", text, ts.ScriptTarget.Latest, true);
  const found = file.statements.filter(ts.isInterfaceDeclaration).find((one) => one.name.text === name);
  return (found?.members ?? [])
    .filter((member) => !ts.getJSDocTags(member).some((tag) => tag.tagName.text === "internal"))
    .map((member) => member.name?.getText() ?? "");
}
