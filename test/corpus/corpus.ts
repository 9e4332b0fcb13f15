export interface CorpusRow {
  /** Below `node_modules/`. */
  readonly document: string;
  /** `generated`, or the code and the JSON pointer of the refusal. */
  readonly asItIs: string;
  /** The same once `furnish` has been over it; left out where that changes nothing. */
  readonly furnished?: string;
  /** What the generator does not do yet, so that the files do not compile. A gap that is closed fails the test: take it off. */
  readonly gap?: string;
}

/** OpenAPI 3.0 and 3.1 documents that others wrote to try tools with, and one of a large public API. */
export const corpus: readonly CorpusRow[] = [
  {
    document: "@readme/oas-examples/3.0/yaml/callbacks.yaml",
    asItIs: "load/missing-operation-id /paths/~1streams/post",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/circular-paths.yaml",
    asItIs: "load/missing-operation-id /paths/~1anything/get",
    furnished:
      "model/deep-reference /paths/~1anything/post/requestBody/content/application~1json/schema/properties/circular",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/circular-request-bodies.yaml",
    asItIs: "names/no-tag /paths/~1direct/post",
    furnished: "generated",
    gap: "an optional body that has required members, or is no object",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/circular.yaml",
    asItIs: "load/missing-operation-id /paths/~1anything/get",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/complex-nesting.yaml",
    asItIs: "load/missing-operation-id /paths/~1anything~1top-level-array/put",
    furnished: "generated",
    gap: "an optional body that has required members, or is no object",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/discriminators.yaml",
    asItIs: "load/missing-operation-id /paths/~1embedded-discriminator/patch",
    furnished: "generated",
    gap: "an optional body that has required members, or is no object",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/file-uploads.yaml",
    asItIs: "load/missing-operation-id /paths/~1anything~1image-png/post",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/form-data.yaml",
    asItIs: "names/no-tag /paths/~1anything/post",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/http-status-codes.yaml",
    asItIs: "load/missing-operation-id /paths/~1status~1200/get",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/link-example.yaml",
    asItIs: "names/no-tag /paths/~12.0~1users~1{username}/get",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/parameters-common.yaml",
    asItIs: "load/missing-operation-id /paths/~1anything~1{id}/get",
    furnished: "generated",
    gap: "a path parameter that is no string",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/parameters-cookies.yaml",
    asItIs: "load/missing-operation-id /paths/~1post/post",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/parameters-extreme.yaml",
    asItIs: "load/missing-operation-id /paths/~1anything~1all-param-types~1{id}~1{id2}/post",
    furnished: "generated",
    gap: "a path parameter that is no string",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/parameters-style.yaml",
    asItIs: "model/parameter-place /paths/~1cookies/get/parameters/0",
    furnished: "generated",
    gap: "an optional multipart body",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/petstore-expanded.yaml",
    asItIs: "names/no-tag /paths/~1pets/get",
    furnished: "names/bad-name /paths/~1pets~1{id}/get",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/petstore-simple-no-tags.yaml",
    asItIs: "load/missing-operation-id /paths/~1pet~1{id}/get",
    furnished: "generated",
    gap: "a path parameter that is no string",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/petstore-simple.yaml",
    asItIs: "load/missing-operation-id /paths/~1pet~1{id}/get",
    furnished: "generated",
    gap: "a path parameter that is no string",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/petstore.yaml",
    asItIs: "model/media-type /paths/~1pet~1{petId}/post/requestBody/content",
    furnished: "names/clash /paths/~1pet/put",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/polymorphism.yaml",
    asItIs: "load/missing-operation-id /paths/~1pets/patch",
    furnished: "generated",
    gap: "an optional body that has required members, or is no object",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/readme-extensions.yaml",
    asItIs: "generated",
    gap: "an answer that is not JSON",
  },
  { document: "@readme/oas-examples/3.0/yaml/readme-legacy.yaml", asItIs: "names/clash /paths/~1/get" },
  {
    document: "@readme/oas-examples/3.0/yaml/request-examples.yaml",
    asItIs: "load/missing-operation-id /paths/~1parameterExamples~1{param1}~1{param2}/get",
    furnished: "model/media-type /paths/~1requestBody-multi-media-types/post/requestBody/content",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/response-examples.yaml",
    asItIs: "load/missing-operation-id /paths/~1example/get",
    furnished: "generated",
    gap: "an answer that is not JSON",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/response-http-behavior.yaml",
    asItIs: "names/no-tag /paths/~1cache/get",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/response-multiple-mediatypes.yaml",
    asItIs: "load/missing-operation-id /paths/~1multiple-types-multiple-examples/post",
    furnished: "generated",
    gap: "an answer that is not JSON",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/response-schemas.yaml",
    asItIs: "load/missing-operation-id /paths/~1anything~1array-of-primitives/get",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/schema-additional-properties.yaml",
    asItIs: "load/missing-operation-id /paths/~1post/post",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/schema-circular.yaml",
    asItIs: "load/missing-operation-id /paths/~1nestedTest/put",
    furnished: "generated",
    gap: "an optional multipart body",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/schema-deprecated.yaml",
    asItIs: "load/missing-operation-id /paths/~1anything/post",
    furnished: "generated",
    gap: "a required body whose property is required and has a default",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/schema-encoding-style.yaml",
    asItIs: "names/no-tag /paths/~1form~1primitive/put",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/schema-enums.yaml",
    asItIs: "generated",
    gap: "an optional body that has required members, or is no object",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/schema-types.yaml",
    asItIs: "generated",
    gap: "an optional body that has required members, or is no object",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/schema-validation.yaml",
    asItIs: "load/missing-operation-id /paths/~1anything~1numbers/get",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/schema-visibility.yaml",
    asItIs: "load/missing-operation-id /paths/~1/post",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/security-multiple.yaml",
    asItIs: "load/missing-operation-id /paths/~1anything~1and/post",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/security.yaml",
    asItIs: "load/missing-operation-id /paths/~1anything~1apiKey/get",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/server-path-level.yaml",
    asItIs: "load/missing-operation-id /paths/~1relative-path-server/get",
    furnished: "load/duplicate-operation-id /paths/~1path-item-server-source/get/operationId",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/server-variables.yaml",
    asItIs: "load/missing-operation-id /paths/~1global/post",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/star-trek.yaml",
    asItIs: "load/missing-operation-id /paths/~1animal/get",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/yaml/uspto.yaml",
    asItIs: "model/media-type /paths/~1{dataset}~1{version}~1records/post/requestBody/content",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/json/response-empty-examples.json",
    asItIs: "load/missing-operation-id /paths/~1examples/get",
    furnished: "generated",
    gap: "an answer that is not JSON",
  },
  {
    document: "@readme/oas-examples/3.0/json/openapi-workshop/additional-ref.json",
    asItIs: "load/missing-operation-id /paths/~1hoot/post",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/json/openapi-workshop/anyOf-allOf.json",
    asItIs: "load/missing-operation-id /paths/~1hoot/post",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/json/openapi-workshop/get.json",
    asItIs: "load/missing-operation-id /paths/~1hoot/post",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/json/openapi-workshop/hoot.json",
    asItIs: "load/missing-operation-id /paths/~1hoot/post",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/json/openapi-workshop/post-requestBody.json",
    asItIs: "load/missing-operation-id /paths/~1hoot/post",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/json/openapi-workshop/post-responses.json",
    asItIs: "load/missing-operation-id /paths/~1hoot/post",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/json/openapi-workshop/post.json",
    asItIs: "load/invalid /paths/~1hoot/post/responses",
  },
  {
    document: "@readme/oas-examples/3.0/json/openapi-workshop/refs.json",
    asItIs: "load/missing-operation-id /paths/~1hoot/post",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.0/json/openapi-workshop/server-variables.json",
    asItIs: "load/missing-operation-id /paths/~1hoot/post",
    furnished: "generated",
  },
  { document: "@readme/oas-examples/3.0/json/openapi-workshop/title.json", asItIs: "generated" },
  {
    document: "@readme/oas-examples/3.1/yaml/parameters-style.yaml",
    asItIs: "model/parameter-place /paths/~1cookies/get/parameters/0",
    furnished: "generated",
    gap: "an optional multipart body",
  },
  {
    document: "@readme/oas-examples/3.1/yaml/petstore-simple.yaml",
    asItIs: "load/missing-operation-id /paths/~1pet~1{id}/get",
    furnished: "generated",
    gap: "a path parameter that is no string",
  },
  {
    document: "@readme/oas-examples/3.1/yaml/petstore.yaml",
    asItIs: "model/media-type /paths/~1pet~1{petId}/post/requestBody/content",
    furnished: "names/clash /paths/~1pet/put",
  },
  { document: "@readme/oas-examples/3.1/yaml/readme-extensions.yaml", asItIs: "generated" },
  { document: "@readme/oas-examples/3.1/yaml/readme.yaml", asItIs: "generated", gap: "an optional multipart body" },
  {
    document: "@readme/oas-examples/3.1/yaml/schema-encoding-style.yaml",
    asItIs: "names/no-tag /paths/~1form~1primitive/put",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.1/yaml/schema-types.yaml",
    asItIs: "generated",
    gap: "an optional body that has required members, or is no object",
  },
  {
    document: "@readme/oas-examples/3.1/yaml/schema-validation-local.yaml",
    asItIs: "load/invalid /paths/~1anything~1numbers/parameters/3/schema/exclusiveMaximum",
  },
  {
    document: "@readme/oas-examples/3.1/yaml/schema-validation-top-level.yaml",
    asItIs: "load/invalid /paths/~1anything~1numbers/parameters/1/schema/exclusiveMaximum",
  },
  {
    document: "@readme/oas-examples/3.1/yaml/security.yaml",
    asItIs: "load/missing-operation-id /paths/~1anything~1apiKey/get",
    furnished: "generated",
  },
  {
    document: "@readme/oas-examples/3.1/yaml/train-travel.yaml",
    asItIs: "generated",
  },
  {
    document: "@readme/oas-examples/3.1/yaml/webhooks.yaml",
    asItIs: "model/no-event-body /webhooks/newPet/delete",
    furnished: "generated",
  },
  {
    document: "@figma/rest-api-spec/openapi/openapi.yaml",
    asItIs: "model/credentials /paths/~1v1~1developer_logs/post/security",
    furnished: "generated",
  },
];
