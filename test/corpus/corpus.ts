export type Variant = "as-it-is" | "furnished";

export interface CorpusRow {
  /** Below `node_modules/`. */
  readonly document: string;
  /** `generated`, or the code and the JSON pointer of the refusal. */
  readonly asItIs: string;
  /** The same once `furnish` has been over it; left out where that changes nothing. */
  readonly furnished?: string;
  /** Which of the two gives files that do not compile, which `generate` refuses. One that compiles by now fails the test: take it off. */
  readonly uncompiled?: readonly Variant[];
}

/** OpenAPI 3.0 and 3.1 documents that others wrote to try tools with, and one of a large public API. */
export const corpus: readonly CorpusRow[] = [
  {
    document: "@readme/oas-examples/3.0/yaml/callbacks.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/circular-paths.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/circular-request-bodies.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/circular.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/complex-nesting.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/discriminators.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/file-uploads.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/form-data.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/http-status-codes.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/link-example.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/parameters-common.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/parameters-cookies.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/parameters-extreme.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/parameters-style.yaml",
    asItIs: "model/parameter-style /paths/~1anything~1path~1matrix~1{primitive}~1{array}~1{object}/get/parameters/0",
    furnished: "model/parameter-style /paths/~1anything~1path~1matrix~1{primitive}~1{array}~1{object}/get/parameters/0",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/petstore-expanded.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/petstore-simple-no-tags.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/petstore-simple.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/petstore.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/polymorphism.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/readme-extensions.yaml",
    asItIs: "generated",
  },
  { document: "@readme/oas-examples/3.0/yaml/readme-legacy.yaml", asItIs: "generated" },
  {
    document: "@readme/oas-examples/3.0/yaml/request-examples.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/response-examples.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/response-http-behavior.yaml",
    asItIs: "model/credentials /paths/~1cache/get/security",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/response-multiple-mediatypes.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/response-schemas.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/schema-additional-properties.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/schema-circular.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/schema-deprecated.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/schema-encoding-style.yaml",
    asItIs: "model/multipart-encoding /paths/~1form~1primitive/put/requestBody/content/multipart~1form-data/encoding",
    furnished:
      "model/multipart-encoding /paths/~1form~1primitive/put/requestBody/content/multipart~1form-data/encoding",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/schema-enums.yaml",
    asItIs: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/schema-types.yaml",
    asItIs: "normalize/binary-in-json /paths/~1anything~1strings/put/requestBody",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/schema-validation.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/schema-visibility.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/security-multiple.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/security.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/server-path-level.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/server-variables.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/star-trek.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/uspto.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/json/response-empty-examples.json",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/json/openapi-workshop/additional-ref.json",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/json/openapi-workshop/anyOf-allOf.json",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/json/openapi-workshop/get.json",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/json/openapi-workshop/hoot.json",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/json/openapi-workshop/post-requestBody.json",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/json/openapi-workshop/post-responses.json",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/json/openapi-workshop/post.json",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/json/openapi-workshop/refs.json",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/json/openapi-workshop/server-variables.json",
    asItIs: "generated",
    furnished: "generated",
  },
  { document: "@readme/oas-examples/3.0/json/openapi-workshop/title.json", asItIs: "generated" },
  {
    document: "@readme/oas-examples/3.1/yaml/parameters-style.yaml",
    asItIs: "model/parameter-style /paths/~1anything~1path~1matrix~1{primitive}~1{array}~1{object}/get/parameters/0",
    furnished: "model/parameter-style /paths/~1anything~1path~1matrix~1{primitive}~1{array}~1{object}/get/parameters/0",
  },
  {
    document: "@readme/oas-examples/3.1/yaml/petstore-simple.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.1/yaml/petstore.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  { document: "@readme/oas-examples/3.1/yaml/readme-extensions.yaml", asItIs: "generated" },
  { document: "@readme/oas-examples/3.1/yaml/readme.yaml", asItIs: "generated" },
  {
    document: "@readme/oas-examples/3.1/yaml/schema-encoding-style.yaml",
    asItIs: "model/multipart-encoding /paths/~1form~1primitive/put/requestBody/content/multipart~1form-data/encoding",
    furnished:
      "model/multipart-encoding /paths/~1form~1primitive/put/requestBody/content/multipart~1form-data/encoding",
  },
  {
    document: "@readme/oas-examples/3.1/yaml/schema-types.yaml",
    asItIs: "normalize/binary-in-json /paths/~1anything~1strings/put/requestBody",
  },
  {
    document: "@readme/oas-examples/3.1/yaml/schema-validation-local.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.1/yaml/schema-validation-top-level.yaml",
    asItIs: "load/unsupported-dialect /jsonSchemaDialect",
  },
  {
    document: "@readme/oas-examples/3.1/yaml/security.yaml",
    asItIs: "model/credentials /paths/~1anything~1mutualTLS/post/security",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.1/yaml/train-travel.yaml",
    asItIs: "generated",
  },
  {
    document: "@readme/oas-examples/3.1/yaml/webhooks.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
  {
    document: "@figma/rest-api-spec/openapi/openapi.yaml",
    asItIs: "generated",
    furnished: "generated",
  },
];
