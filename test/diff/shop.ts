import type { Api } from "../../scripts/apis.js";
import { diffContracts } from "../../scripts/diff/diff-contracts.js";
import type { ContractDiff } from "../../scripts/diff/report/findings.js";
import { buildState } from "../../scripts/pipeline.js";

export const shopApi: Api = { id: "shop", name: "Shop", envPrefix: "SHOP", overlays: [] };

/** A contract with everything that the rules speak of, as small as that can be. */
export const shop = `openapi: 3.1.0
info: { title: Shop, version: "1" }
servers: [{ url: "https://shop.example" }, { url: "https://sandbox.shop.example", x-environment: sandbox }]
security: [{ bearer: [orders:read] }]
paths:
  /orders:
    get:
      tags: [Orders]
      operationId: listOrder
      parameters:
        - { name: limit, in: query, schema: { type: integer, maximum: 100 } }
        - { name: state, in: query, schema: { $ref: "#/components/schemas/State" } }
      responses:
        "200": { description: ok, content: { application/json: { schema: { type: array, items: { $ref: "#/components/schemas/Order" } } } } }
        "404": { $ref: "#/components/responses/Missing" }
    post:
      tags: [Orders]
      operationId: createOrder
      x-idempotency-field: key
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [sum]
              properties:
                sum: { $ref: "#/components/schemas/Money" }
                note: { type: [string, "null"] }
                key: { type: string }
      responses:
        "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } }
        "404": { $ref: "#/components/responses/Missing" }
  /orders/{id}:
    get:
      tags: [Orders]
      operationId: retrieveOrder
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } }
        "404": { $ref: "#/components/responses/Missing" }
webhooks:
  order.paid:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [type, data]
              properties: { type: { const: order.paid }, data: { $ref: "#/components/schemas/Order" } }
      responses: { "200": { description: ok } }
components:
  securitySchemes: { bearer: { type: http, scheme: bearer }, basic: { type: http, scheme: basic } }
  responses:
    Missing: { description: none, content: { application/json: { schema: { $ref: "#/components/schemas/Fault" } } } }
  schemas:
    Fault: { type: object, required: [message], properties: { message: { type: string } } }
    State: { type: string, enum: [open, paid] }
    Money: { type: object, required: [amount], properties: { amount: { type: number }, currency: { type: string } } }
    Order:
      type: object
      required: [id, state, sum, buyer]
      properties:
        id: { type: string }
        state: { $ref: "#/components/schemas/State" }
        sum: { $ref: "#/components/schemas/Money" }
        buyer: { type: [string, "null"] }
        count: { type: integer }
        kind: { const: order }
        way:
          oneOf:
            - { $ref: "#/components/schemas/Parcel" }
            - { $ref: "#/components/schemas/Pickup" }
    Parcel: { type: object, required: [type, weight], properties: { type: { const: parcel }, weight: { type: number } } }
    Pickup: { type: object, required: [type], properties: { type: { const: pickup } } }
    Spare: { type: object, required: [type], properties: { type: { const: pickup }, place: { type: string } } }
`;

/** A text of the contract, and what stands in its place. */
export type Edit = readonly [from: string | RegExp, to: string];

/** @throws Error when an edit finds nothing to change */
export function edited(...edits: readonly Edit[]): string {
  return edits.reduce((text, [from, to]) => {
    const next = text.replace(from, to);
    if (next === text) throw new Error(`the contract has no ${from}`);
    return next;
  }, shop);
}

export function diffShop(before: string, after: string): ContractDiff {
  const state = (text: string) => buildState(shopApi, { spec: { file: "shop.yaml", text }, overlays: [] });
  return diffContracts(shopApi, state(before), state(after));
}
