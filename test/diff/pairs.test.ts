import { expect, test } from "vitest";
import { diffShop, type Edit, edited, shop } from "./shop.js";

/** Pairs of contracts whose verdict is a question of how the client is made, not of the contract alone. */
function linesOf(before: string, after: string): string[] {
  const { verdict, findings } = diffShop(before, after);
  return [verdict, ...findings.map(({ severity, kind, advice }) => `${severity} ${kind}: ${advice}`)];
}

test("a value more in a nullable enum that is a component: open where it is received", () => {
  const buyer: Edit = ['buyer: { type: [string, "null"] }', 'buyer: { $ref: "#/components/schemas/Buyer" }'];
  const withValues = (values: string) =>
    edited(buyer, ["    Parcel:", `    Buyer: { type: [string, "null"], enum: [${values}, null] }\n    Parcel:`]);
  expect(linesOf(withValues("a, b"), withValues("a, b, c"))).toEqual([
    "minor",
    "minor response-enum-value-added: Handle it where you distinguish values.",
  ]);
});

test("a header that every call needs is an argument", () => {
  const withHeader = edited([
    "- { name: limit, in: query,",
    "- { name: X-Trace, in: header, required: true, schema: { type: string } }\n        - { name: limit, in: query,",
  ]);
  expect(linesOf(shop, withHeader)).toEqual(["major", "major request-required-header-added: Send it in every call."]);
  expect(linesOf(withHeader, shop)).toEqual([
    "major",
    "major request-header-removed: Stop sending it: the types refuse it.",
  ]);
});

test("an operation that loses its id keeps its method's history: renamed, not removed and new", () => {
  const unnamed = edited([/ {6}operationId: retrieveOrder\n/, ""]);
  expect(linesOf(shop, unnamed)).toEqual(["major", "major operation-renamed: Call it by its new name."]);
  expect(linesOf(unnamed, shop)).toEqual(["major", "major operation-renamed: Call it by its new name."]);
});

test("a failure that loses its body is one finding", () => {
  const bare = edited([/Missing: .*/, "Missing: { description: none }"]);
  expect(linesOf(shop, bare)).toEqual(["major", "major response-body-removed: Stop reading it."]);
});

test("a call that needs no credential any more is a request that differs", () => {
  const open = edited(["security: [{ bearer: [orders:read] }]", "security: []"]);
  expect(linesOf(shop, open)).toEqual(["minor", "minor security-lifted: Nothing to do."]);
});
