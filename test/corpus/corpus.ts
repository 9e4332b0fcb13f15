import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { installPeers, isInstalled } from "../support/install-peers.js";

export type Variant = "as-it-is" | "furnished";

/** What becomes of a document. */
export interface CorpusRow {
  /** Below `packages/node_modules/`. */
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

/**
 * Valid OpenAPI 3.0 and 3.1 documents that others publish under a free licence: those of APIs, payments and trade first, then those written
 * to try tools with. `packages/package.json` pins the packages.
 */
export const documents: readonly string[] = [
  "@alexasomba/paystack-node/openapi.yaml",
  "@circle-fin/circle-sdk/sdk.json",
  "@interledger/open-payments/dist/openapi/specs/auth-server.yaml",
  "@interledger/open-payments/dist/openapi/specs/resource-server.yaml",
  "@interledger/open-payments/dist/openapi/specs/wallet-address-server.yaml",
  "@mojaloop/api-snippets/docs/fspiop-rest-v1.1-openapi3-snippets.yaml",
  "@mojaloop/api-snippets/docs/sdk-scheme-adapter-backend-v2_1_0-openapi3-snippets.yaml",
  "@mojaloop/api-snippets/thirdparty/v1_0/openapi3/thirdparty-dfsp-api.yaml",
  "@mojaloop/api-snippets/thirdparty/v1_0/openapi3/thirdparty-pisp-api.yaml",
  "@mojaloop/sdk-scheme-adapter/InboundServer/api.yaml",
  "@mojaloop/sdk-scheme-adapter/OutboundServer/api.yaml",
  "ml-testing-toolkit/spec_files/api_definitions/als_admin_1.1/api_spec.yaml",
  "ml-testing-toolkit/spec_files/api_definitions/central_admin_1.0/api_spec.yaml",
  "ml-testing-toolkit/spec_files/api_definitions/fspiop_2.0_iso20022/api_spec.yaml",
  "ml-testing-toolkit/spec_files/api_definitions/fx-api_2.0/api_spec.yaml",
  "ml-testing-toolkit/spec_files/api_definitions/mojaloop_sdk_outbound_scheme_adapter_2.1/api_spec.yaml",
  "ml-testing-toolkit/spec_files/api_definitions/mojaloop_simulator_sim_2.1/api_spec.yaml",
  "ml-testing-toolkit/spec_files/api_definitions/payment_manager_1.4/api_spec.yaml",
  "ml-testing-toolkit/spec_files/api_definitions/settlements_2.0/api_spec.yaml",
  "ml-testing-toolkit/spec_files/api_definitions/thirdparty_sdk_outbound_0.1/api_spec.yaml",
  "shipengine-openapi/openapi.yaml",
  "@shipengine/connect-fulfillment-provider-api/spec.json",
  "@shipengine/connect-fulfillment-provider-api/spec.yaml",
  "@medusajs/medusa-oas-cli/oas/default.oas.base.yaml",
  "@redocly/openapi-core/src/benchmark/benches/rebilly.yaml",
  "@blockfrost/openapi/openapi.yaml",
  "@dcl/catalyst-api-specs/lib/api.yaml",
  "@digdir/dialogporten-schema/swagger.verified.json",
  "@dopplerhq/mcp-server/doppler-openapi.json",
  "@figma/rest-api-spec/openapi/openapi.yaml",
  "@lix-js/server-api-schema/src/schema.yaml",
  "@notionhq/notion-mcp-server/scripts/notion-openapi.json",
  "openapi-to-postmanv2/oas.json",
  "rclone-openapi/openapi.yaml",
  "@7nohe/openapi-mock-json-generator/example/petstore.yml",
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
  "@scalar/galaxy/dist/3.1.yaml",
  "api-spec-converter/test/output/openapi_3/egnyte.json",
  "api-spec-converter/test/output/openapi_3/facebook.json",
  "api-spec-converter/test/output/openapi_3/foursquare.json",
  "api-spec-converter/test/output/openapi_3/parameters.json",
  "api-spec-converter/test/output/openapi_3/petstore2.json",
  "api-spec-converter/test/output/openapi_3/polls.json",
  "api-spec-converter/test/output/openapi_3/usatoday.json",
  "api-spec-converter/test/output/openapi_3/youtube.json",
  "apibake/test-data/v3.0/api-with-examples.yaml",
  "apibake/test-data/v3.0/callback-example.yaml",
  "apibake/test-data/v3.0/petstore-expanded-custom.yaml",
  "apibake/test-data/v3.0/uspto.yaml",
  "apibake/test-data/v3.1/non-oauth-scopes.yaml",
  "apibake/test-data/v3.1/webhook-example.yaml",
  "openapi-enforcer/test-resources/issue-118/openapi.yml",
  "openapi-enforcer/test-resources/issue-39/cyclic_reference.yaml",
  "openapi-enforcer/test-resources/issue-60/openapi.yml",
  "openapi-enforcer/test-resources/issue-70/openapi.yml",
  "openapi-enforcer/test-resources/splack.yml",
  "openapi-enforcer/test-resources/v3-petstore.yml",
  "openapi-extract/test/security3/input.yaml",
  "openapi-extract/test/server3/input.yaml",
  "openapi-filter/test/checkTags1/input.yaml",
  "openapi-filter/test/checkTags2/input.yaml",
  "openapi-snippet/test/petstore_oas.json",
  "openapi-template/openapi.yaml",
  "speccy/examples/petstore.yaml",
  "widdershins/defs/petstore3.json",
];

const PACKAGES = fileURLToPath(new URL("packages", import.meta.url));

/** Installs the packages that have the documents, unless they are there. Nothing of them is run. @throws Error with what npm said */
export function installDocuments(): void {
  if (!isInstalled(PACKAGES)) installPeers(PACKAGES);
}

export function textOf(document: string): string {
  return readFileSync(`${PACKAGES}/node_modules/${document}`, "utf8");
}

/** Beside this file: written by the slow test with `UPDATE_SCENARIOS=1`, and held against what comes out without it. */
export const OUTCOMES = new URL("outcomes.json", import.meta.url);

export function readCorpus(): readonly CorpusRow[] {
  return JSON.parse(readFileSync(OUTCOMES, "utf8")) as CorpusRow[];
}
