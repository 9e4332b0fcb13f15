import type { OpenApiDocument, Operation, Schema } from "../../scripts/load/openapi.js";
import { buildContract, type Contract } from "../../scripts/pull/build-contract.js";
import { type ChosenNames, readChosenNames } from "../../scripts/pull/chosen-names.js";

export const call: Operation = {
  operationId: "retrieveThing",
  parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
  responses: { "200": { description: "Good" } },
};

export interface Given {
  readonly schemas?: Record<string, Schema>;
  readonly call?: Operation;
  readonly path?: string;
  readonly more?: OpenApiDocument["paths"];
  readonly names?: Record<string, unknown>;
}

export function contractOf(given: Given): Contract {
  return buildContract(documentWith(given), { names: namesOf(given.names ?? {}), docs: "https://docs.test" });
}

export function documentWith({
  schemas = {},
  call: operation = call,
  path = "/things/{id}",
  more = {},
}: Given): OpenApiDocument {
  return {
    openapi: "3.1.0",
    info: { title: "Things API", version: "1.0.0", description: "All about things." },
    paths: { [path]: { get: operation }, ...more },
    components: { schemas, securitySchemes: { bearerAuth: { type: "http", scheme: "bearer", description: "A key." } } },
  };
}

export function namesOf(names: Record<string, unknown>): ChosenNames {
  return readChosenNames("names.yaml", names);
}

/** An object, all of whose properties are required unless told otherwise. */
export function of(properties: Record<string, Schema>, required = Object.keys(properties).sort()): Schema {
  return { type: "object", required, properties };
}

export function list(items: Schema): Schema {
  return { type: "array", items };
}

export function titled(title: string, property: string): Schema {
  return { ...of({ [property]: { type: "string" } }), title };
}
