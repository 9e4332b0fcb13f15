import { readFileSync } from "node:fs";

export type Variant = "as-it-is" | "furnished";

/** What becomes of a document. */
export interface CorpusRow {
  /** Below `node_modules/`. */
  readonly document: string;
  /** `generated`, or the code and the JSON pointer of the refusal. */
  readonly asItIs: string;
  /** The same once `furnish` has been over one that is refused; left out where it cannot even be read. */
  readonly furnished?: string;
  /** How many operations it has, each with a method. */
  readonly operations?: number;
  /** How many calls the judge has found right on the wire: of some operations, with all that they take and with as little as they need. */
  readonly calls?: number;
}

/** OpenAPI 3.0 and 3.1 documents that others publish: those of APIs, and those written to try tools with. */
export const documents: readonly string[] = [
  "@readme/oas-examples/3.0/yaml/callbacks.yaml",
  "@readme/oas-examples/3.0/yaml/circular-paths.yaml",
  "@readme/oas-examples/3.0/yaml/circular-request-bodies.yaml",
  "@readme/oas-examples/3.0/yaml/circular.yaml",
  "@readme/oas-examples/3.0/yaml/complex-nesting.yaml",
  "@readme/oas-examples/3.0/yaml/discriminators.yaml",
  "@readme/oas-examples/3.0/yaml/file-uploads.yaml",
  "@readme/oas-examples/3.0/yaml/form-data.yaml",
  "@readme/oas-examples/3.0/yaml/http-status-codes.yaml",
  "@readme/oas-examples/3.0/yaml/link-example.yaml",
  "@readme/oas-examples/3.0/yaml/parameters-common.yaml",
  "@readme/oas-examples/3.0/yaml/parameters-cookies.yaml",
  "@readme/oas-examples/3.0/yaml/parameters-extreme.yaml",
  "@readme/oas-examples/3.0/yaml/parameters-style.yaml",
  "@readme/oas-examples/3.0/yaml/petstore-expanded.yaml",
  "@readme/oas-examples/3.0/yaml/petstore-simple-no-tags.yaml",
  "@readme/oas-examples/3.0/yaml/petstore-simple.yaml",
  "@readme/oas-examples/3.0/yaml/petstore.yaml",
  "@readme/oas-examples/3.0/yaml/polymorphism.yaml",
  "@readme/oas-examples/3.0/yaml/readme-extensions.yaml",
  "@readme/oas-examples/3.0/yaml/readme-legacy.yaml",
  "@readme/oas-examples/3.0/yaml/request-examples.yaml",
  "@readme/oas-examples/3.0/yaml/response-examples.yaml",
  "@readme/oas-examples/3.0/yaml/response-http-behavior.yaml",
  "@readme/oas-examples/3.0/yaml/response-multiple-mediatypes.yaml",
  "@readme/oas-examples/3.0/yaml/response-schemas.yaml",
  "@readme/oas-examples/3.0/yaml/schema-additional-properties.yaml",
  "@readme/oas-examples/3.0/yaml/schema-circular.yaml",
  "@readme/oas-examples/3.0/yaml/schema-deprecated.yaml",
  "@readme/oas-examples/3.0/yaml/schema-encoding-style.yaml",
  "@readme/oas-examples/3.0/yaml/schema-enums.yaml",
  "@readme/oas-examples/3.0/yaml/schema-types.yaml",
  "@readme/oas-examples/3.0/yaml/schema-validation.yaml",
  "@readme/oas-examples/3.0/yaml/schema-visibility.yaml",
  "@readme/oas-examples/3.0/yaml/security-multiple.yaml",
  "@readme/oas-examples/3.0/yaml/security.yaml",
  "@readme/oas-examples/3.0/yaml/server-path-level.yaml",
  "@readme/oas-examples/3.0/yaml/server-variables.yaml",
  "@readme/oas-examples/3.0/yaml/star-trek.yaml",
  "@readme/oas-examples/3.0/yaml/uspto.yaml",
  "@readme/oas-examples/3.0/json/response-empty-examples.json",
  "@readme/oas-examples/3.0/json/openapi-workshop/additional-ref.json",
  "@readme/oas-examples/3.0/json/openapi-workshop/anyOf-allOf.json",
  "@readme/oas-examples/3.0/json/openapi-workshop/get.json",
  "@readme/oas-examples/3.0/json/openapi-workshop/hoot.json",
  "@readme/oas-examples/3.0/json/openapi-workshop/post-requestBody.json",
  "@readme/oas-examples/3.0/json/openapi-workshop/post-responses.json",
  "@readme/oas-examples/3.0/json/openapi-workshop/post.json",
  "@readme/oas-examples/3.0/json/openapi-workshop/refs.json",
  "@readme/oas-examples/3.0/json/openapi-workshop/server-variables.json",
  "@readme/oas-examples/3.0/json/openapi-workshop/title.json",
  "@readme/oas-examples/3.1/yaml/parameters-style.yaml",
  "@readme/oas-examples/3.1/yaml/petstore-simple.yaml",
  "@readme/oas-examples/3.1/yaml/petstore.yaml",
  "@readme/oas-examples/3.1/yaml/readme-extensions.yaml",
  "@readme/oas-examples/3.1/yaml/readme.yaml",
  "@readme/oas-examples/3.1/yaml/schema-encoding-style.yaml",
  "@readme/oas-examples/3.1/yaml/schema-types.yaml",
  "@readme/oas-examples/3.1/yaml/schema-validation-local.yaml",
  "@readme/oas-examples/3.1/yaml/schema-validation-top-level.yaml",
  "@readme/oas-examples/3.1/yaml/security.yaml",
  "@readme/oas-examples/3.1/yaml/train-travel.yaml",
  "@readme/oas-examples/3.1/yaml/webhooks.yaml",
  "@figma/rest-api-spec/openapi/openapi.yaml",
  "@redocly/openapi-core/src/benchmark/benches/rebilly.yaml",
  "@blockfrost/openapi/openapi.yaml",
  "@dcl/catalyst-api-specs/lib/api.yaml",
  "@digdir/dialogporten-schema/swagger.verified.json",
  "@lix-js/server-api-schema/src/schema.yaml",
  "@scalar/galaxy/dist/3.1.yaml",
  "rclone-openapi/openapi.yaml",
  "shipengine-openapi/openapi.yaml",
];

/** Beside this file: written by the slow test with `UPDATE_SCENARIOS=1`, and held against what comes out without it. */
export const OUTCOMES = new URL("outcomes.json", import.meta.url);

export function readCorpus(): readonly CorpusRow[] {
  return JSON.parse(readFileSync(OUTCOMES, "utf8")) as CorpusRow[];
}
