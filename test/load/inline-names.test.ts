import { expect, test } from "vitest";
import {
  eventTypeName,
  itemTypeName,
  propertyTypeName,
  requestTypeName,
  responseTypeName,
  valueTypeName,
  variantTypeName,
} from "../../scripts/load/inline-names.js";
import type { OpenApiDocument, Schema } from "../../scripts/load/openapi.js";
import { normalize } from "../../scripts/normalize/normalize.js";
import { buildContract } from "../../scripts/pull/build-contract.js";
import { noChosenNames } from "../../scripts/pull/chosen-names.js";

test.each([
  ["a property", propertyTypeName("Dispute", "payment_method"), "DisputePaymentMethod"],
  ["the items of a plural", itemTypeName("OrderLines"), "OrderLine"],
  ["the items of anything else", itemTypeName("OrderData"), "OrderDataItem"],
  ["the value of a map", valueTypeName("ProductMetadata"), "ProductMetadataValue"],
  ["a webhook's body", eventTypeName("dispute.created"), "DisputeCreatedEvent"],
  ["a body that is the method's one object", requestTypeName("ProductCreate", true), "ProductCreateParams"],
  ["a body beside other parameters", requestTypeName("ProductUpdate", false), "ProductUpdateBody"],
  ["a success", responseTypeName("ProductCreate", "201"), "ProductCreateResponse"],
  ["another response", responseTypeName("ProductCreate", "404"), "ProductCreateResponse404"],
])("%s is %s", (_, name, want) => {
  expect(name).toBe(want);
});

test.each([
  { by: "its constant", variant: { properties: { kind: { const: "bank_account" } } }, want: "OwnerBankAccount" },
  { by: "what it alone requires", variant: { required: ["id", "iban"] }, want: "OwnerWithIban" },
  { by: "nothing", variant: { required: ["id"] }, want: undefined },
] satisfies { by: string; variant: Schema; want: string | undefined }[])(
  "a variant is told apart by $by",
  ({ variant, want }) => {
    const other: Schema = { required: ["id"] };
    expect(variantTypeName(variant, [variant, other], "Owner")).toBe(want);
  },
);

test("pulling and generating give an inline schema of a component the same name", () => {
  const user = (): Schema => ({ type: "object", properties: { id: { type: "string" } } });
  const schemas = (): Record<string, Schema> => ({
    Order: { type: "object", properties: { buyers: { type: "array", items: user() } } },
  });
  const documentWith = (components: Record<string, Schema>) =>
    ({
      openapi: "3.1.0",
      info: { title: "Shop", version: "1" },
      paths: {},
      components: { schemas: components },
    }) as OpenApiDocument;
  const generated = normalize({ file: "", lineOf: () => undefined, document: documentWith(schemas()) });
  // Pulling extracts what occurs twice.
  const repeated = { ...schemas(), ZOrder: { ...schemas().Order } as Schema };
  const pulled = buildContract(documentWith(repeated), { names: noChosenNames });
  expect(Object.keys(generated.document.components?.schemas ?? {})).toEqual(["Order", "OrderBuyer"]);
  expect(Object.keys(pulled.document.components?.schemas ?? {})).toEqual(["Order", "OrderBuyer", "ZOrder"]);
});
