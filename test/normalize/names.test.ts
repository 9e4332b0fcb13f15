import { describe, expect, test } from "vitest";
import { SpecError } from "../../scripts/diagnostics.js";
import type { Operation } from "../../scripts/load/openapi.js";
import {
  isIdentifier,
  methodName,
  operationName,
  resourceClassName,
  resourceTypeName,
} from "../../scripts/normalize/names.js";

test.each([
  { operationId: "listProduct", tag: "Products", want: "list" },
  { operationId: "retrieveCourseLesson", tag: "Course lessons", want: "retrieve" },
  { operationId: "updateEvidenceDispute", tag: "Disputes", want: "updateEvidence" },
  { operationId: "createCompany", tag: "Companies", want: "create" },
  { operationId: "checkAccess", tag: "Users", want: "checkAccess" },
  { operationId: "list-cases", tag: "cases", want: "listCases" },
  { operationId: "Dispute", tag: "Disputes", want: "dispute" },
  { operationId: "listProduct", tag: undefined, want: "listProduct" },
  { operationId: "$&*", tag: "Products", want: "" },
])("$operationId under $tag is the method $want", ({ operationId, tag, want }) => {
  expect(methodName(operationId, tag)).toBe(want);
});

test.each([
  ["a", true],
  ["$a_1", true],
  ["_", true],
  ["", false],
  ["1a", false],
  ["a-b", false],
  ["a b", false],
  ["a\n", false],
  ["a\u200B", false],
  ["\u0430", false],
  ["\\u0061", false],
])("%j is an identifier: %s", (text, want) => {
  expect(isIdentifier(text)).toBe(want);
});

test.each([
  { resource: ["disputes"], className: "Disputes", typeName: "Dispute" },
  { resource: ["affiliates", "overrides"], className: "AffiliateOverrides", typeName: "AffiliateOverride" },
  { resource: ["v2", "cases"], className: "V2Cases", typeName: "V2Case" },
])("$resource is the class $className and the thing $typeName", ({ resource, className, typeName }) => {
  expect(resourceClassName(resource)).toBe(className);
  expect(resourceTypeName(resource)).toBe(typeName);
});

describe("an operation's place", () => {
  test.each([
    {
      name: "its tag and its operationId",
      operation: { operationId: "listDispute", tags: ["Disputes"] },
      want: { resource: ["disputes"], method: "list", typePrefix: "DisputeList" },
    },
    {
      name: "what the overlay says wins",
      operation: {
        operationId: "affiliateOverridesGet",
        tags: ["Affiliates"],
        "x-sdk-resource": "affiliates.overrides",
        "x-sdk-method": "list",
      },
      want: { resource: ["affiliates", "overrides"], method: "list", typePrefix: "AffiliateOverrideList" },
    },
    {
      name: "a word of the language is a good member",
      operation: { operationId: "deleteDispute", tags: ["Disputes"] },
      want: { resource: ["disputes"], method: "delete", typePrefix: "DisputeDelete" },
    },
  ] satisfies { name: string; operation: Operation; want: unknown }[])("$name", ({ operation, want }) => {
    expect(operationName("/disputes", "get", operation)).toEqual(want);
  });

  const tagged = (operation: Operation): Operation => ({
    operationId: "listDispute",
    tags: ["Disputes"],
    ...operation,
  });
  test.each([
    ["no operationId", { tags: ["Disputes"] }, "names/no-operation-id"],
    ["an empty operationId", tagged({ operationId: "" }), "names/no-operation-id"],
    ["no tag", { operationId: "listDispute" }, "names/no-tag"],
    ["a tag without letters", tagged({ tags: ["***"] }), "names/no-tag"],
    ["an operationId without letters", tagged({ operationId: "*/" }), "names/bad-name"],
    ["an operationId that begins with a digit", tagged({ operationId: "2fa" }), "names/bad-name"],
    ["a tag that begins with a digit", tagged({ tags: ["3D"] }), "names/bad-name"],
    ["then: a client would be taken for a promise", tagged({ operationId: "then" }), "names/bad-name"],
    ["constructor", tagged({ operationId: "constructor" }), "names/bad-name"],
    ["prototype", tagged({ "x-sdk-method": "prototype" }), "names/bad-name"],
    ["__proto__", tagged({ "x-sdk-method": "__proto__" }), "names/bad-name"],
    ["toString", tagged({ operationId: "toString" }), "names/bad-name"],
    ["toJSON", tagged({ "x-sdk-resource": "disputes.toJSON" }), "names/bad-name"],
    ["valueOf", tagged({ operationId: "valueOf" }), "names/bad-name"],
    ["a resource that is not a name", tagged({ "x-sdk-resource": "a; alert(1)" }), "names/bad-name"],
    ["an empty part of a resource", tagged({ "x-sdk-resource": "a..b" }), "names/bad-name"],
    ["a method with a dot", tagged({ "x-sdk-method": "a.b" }), "names/bad-name"],
  ] satisfies [string, Operation, string][])("%s is refused", (_name, operation, code) => {
    const error = refusal(() => operationName("/disputes/{id}", "post", operation));
    expect(error.code).toBe(code);
    expect(error.place.pointer).toBe("/paths/~1disputes~1{id}/post");
  });
});

function refusal(run: () => unknown): SpecError {
  try {
    run();
  } catch (error) {
    if (error instanceof SpecError) return error;
    throw error;
  }
  throw new Error("Nothing was refused.");
}
