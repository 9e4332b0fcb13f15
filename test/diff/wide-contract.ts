/** A contract with each part of OpenAPI that a client is made from, as small as that can be. */
export const wideContract = `openapi: 3.1.0
info: { title: Wide, version: "1", x-api-version-date: "2026-01-01" }
servers: [{ url: "https://wide.example" }, { url: "https://sandbox.wide.example", x-environment: sandbox }]
security: [{ bearer: ["orders:read"] }]
x-query-arrays: brackets
paths:
  /orders:
    get:
      tags: [Orders]
      operationId: listOrders
      parameters:
        - { name: after, in: query, schema: { type: string } }
        - { name: before, in: query, schema: { type: string } }
        - { name: first, in: query, schema: { type: integer, maximum: 100, default: 20 } }
        - { name: last, in: query, schema: { type: integer } }
        - { name: ids, in: query, style: form, explode: false, schema: { type: array, items: { type: string } } }
        - { name: filter, in: query, style: deepObject, explode: true, schema: { type: object, properties: { state: { $ref: "#/components/schemas/State" } } } }
        - { name: note, in: query, allowReserved: true, deprecated: true, schema: { type: string, maxLength: 9 } }
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema:
                type: object
                required: [data, page_info]
                properties:
                  data: { type: array, items: { $ref: "#/components/schemas/Order" } }
                  page_info: { $ref: "#/components/schemas/PageInfo" }
        "429": { $ref: "#/components/responses/Limited" }
    post:
      tags: [Orders]
      operationId: createOrder
      x-idempotency-field: key
      parameters:
        - { name: X-Trace, in: header, required: true, schema: { type: string } }
        - { name: X-Mode, in: header, schema: { type: string, enum: [fast, slow] } }
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [sum]
              properties:
                sum: { $ref: "#/components/schemas/Money" }
                note: { type: [string, "null"], maxLength: 100, default: none }
                day: { type: string, format: date }
                way: { $ref: "#/components/schemas/Way" }
                tags: { type: array, minItems: 1, items: { type: string, pattern: "^[a-z]+$" } }
                key: { type: string }
              additionalProperties: false
      responses:
        "200": { description: ok, headers: { X-Cost: { schema: { type: integer } } }, content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } }
        "404": { $ref: "#/components/responses/Missing" }
  /orders/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get:
      tags: [Orders]
      operationId: retrieveOrder
      deprecated: true
      responses:
        "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } }
        "404": { $ref: "#/components/responses/Missing" }
    patch:
      tags: [Orders]
      operationId: updateOrder
      security: [{ bearer: ["orders:write"] }, { key: [] }]
      requestBody: { content: { application/merge-patch+json: { schema: { $ref: "#/components/schemas/OrderUpdate" } } } }
      responses:
        "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } }
        "202": { description: later, content: { application/json: { schema: { $ref: "#/components/schemas/Job" } } } }
        default: { $ref: "#/components/responses/Missing" }
  /files:
    servers: [{ url: "https://files.wide.example" }]
    post:
      tags: [Files]
      operationId: uploadFile
      security: []
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema: { type: object, required: [file], properties: { file: { type: string, format: binary }, info: { type: object, properties: { name: { type: string } } } } }
      responses: { "201": { description: ok, content: { text/plain: { schema: { type: string } } } } }
  /files/{id}/bytes:
    get:
      tags: [Files]
      operationId: bytesFile
      parameters:
        - { name: id, in: path, required: true, style: simple, schema: { type: string } }
        - { name: session, in: cookie, schema: { type: string } }
      responses: { "200": { description: ok, content: { application/octet-stream: { schema: { type: string, format: binary } } } }, "204": { description: none } }
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
  securitySchemes:
    bearer: { type: http, scheme: bearer, bearerFormat: JWT }
    key: { type: apiKey, in: header, name: X-Key }
  responses:
    Missing: { description: none, content: { application/json: { schema: { $ref: "#/components/schemas/Fault" } } } }
    Limited: { description: slow, headers: { Retry-After: { schema: { type: integer } } }, content: { application/json: { schema: { $ref: "#/components/schemas/Fault" } } } }
  schemas:
    Fault: { type: object, required: [message], properties: { message: { type: string }, code: { type: [string, "null"], enum: [late, gone, null] } } }
    State: { type: string, enum: [open, paid] }
    PageInfo:
      type: object
      required: [has_next_page, has_previous_page]
      properties: { end_cursor: { type: [string, "null"] }, start_cursor: { type: [string, "null"] }, has_next_page: { type: boolean }, has_previous_page: { type: boolean } }
    Money: { type: object, required: [amount], properties: { amount: { type: number, minimum: 0 }, currency: { type: string, default: eur } } }
    Base: { type: object, required: [id], properties: { id: { type: string, readOnly: true } } }
    Order:
      allOf:
        - { $ref: "#/components/schemas/Base" }
        - type: object
          required: [state, sum, buyer]
          properties:
            state: { $ref: "#/components/schemas/State" }
            sum: { $ref: "#/components/schemas/Money" }
            buyer: { type: [string, "null"], description: Who pays. }
            count: { type: integer, format: int32 }
            kind: { const: order }
            secret: { type: string, writeOnly: true }
            way: { $ref: "#/components/schemas/Way" }
            labels: { type: object, additionalProperties: { type: string } }
            parts: { type: array, items: { $ref: "#/components/schemas/Order" } }
            pair: { type: array, prefixItems: [{ type: string }, { type: number }], items: false, minItems: 2 }
    OrderUpdate: { type: object, minProperties: 1, properties: { note: { type: string }, state: { type: string, enum: [paid] } } }
    Job: { type: object, required: [job], properties: { job: { type: string, format: uuid } } }
    Way:
      oneOf: [{ $ref: "#/components/schemas/Parcel" }, { $ref: "#/components/schemas/Pickup" }]
      discriminator: { propertyName: type, mapping: { parcel: "#/components/schemas/Parcel", pickup: "#/components/schemas/Pickup" } }
    Parcel: { type: object, title: A parcel, required: [type, weight], properties: { type: { const: parcel }, weight: { type: number, exclusiveMinimum: 0, multipleOf: 0.5 } } }
    Pickup: { type: object, required: [type], properties: { type: { const: pickup }, at: { anyOf: [{ type: string }, { type: integer }] } } }
    Spare: { type: object, properties: { place: { type: string } } }
`;
