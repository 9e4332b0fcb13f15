import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type Core from "ajv/dist/core.js";
import type { AnySchemaObject, AnyValidateFunction, Options } from "ajv/dist/core.js";

/** The OpenAPI lines that have a validator. */
export const VALIDATED_VERSIONS = ["3.0", "3.1"] as const;
export type ValidatedVersion = (typeof VALIDATED_VERSIONS)[number];

/**
 * The source text of the validator for one line of OpenAPI: the Initiative's own JSON schema, as
 * `@seriousme/openapi-schema-validator` carries it, compiled by ajv to a module that needs no compiler when it runs. Compiling takes
 * half a second and more, running the result a fiftieth of it, so the text is kept in `validators/`.
 *
 * The schema of 3.1 leaves schema objects unchecked, since their dialect is open. Here they are checked as JSON Schema 2020-12
 * with OpenAPI's additions. As in 3.0, the names of components are not checked: `mendNames` gives others to those that OpenAPI does not
 * allow.
 */
export function compileValidator(version: ValidatedVersion): string {
  const options: Options = { strict: false, validateFormats: true, code: { source: true, optimize: 1 } };
  const ajv: Ajv = version === "3.0" ? new Ajv04(options) : new Ajv2020(options);
  addFormats(ajv);
  ajv.addFormat("media-range", true);
  const validate = ajv.compile(version === "3.0" ? schemaOf("3.0") : withSchemaObjects(schemaOf("3.1")));
  return `${HEADER}${standaloneCode(ajv, validate)}\n`;
}

/** Where the compiled validator of a version is kept. */
export function validatorFile(version: ValidatedVersion): string {
  return fileURLToPath(new URL(`./validators/openapi-${version}.cjs`, import.meta.url));
}

type Ajv = Core.default;

// CommonJS whose named exports the loaders do not agree on.
const require = createRequire(import.meta.url);
const Ajv2020: new (options: Options) => Ajv = require("ajv/dist/2020").default;
const Ajv04: new (options: Options) => Ajv = require("ajv-draft-04").default;
const addFormats: (ajv: Ajv) => Ajv = require("ajv-formats").default;
const standaloneCode: (ajv: Ajv, validate: AnyValidateFunction) => string = require("ajv/dist/standalone").default;

const HEADER = `// Written by scripts/load/compile-validators.ts, which also says why. Do not edit.
// biome-ignore-all lint: written by a program
// biome-ignore-all format: written by a program
// biome-ignore-all assist: written by a program
`;

function schemaOf(version: ValidatedVersion): AnySchemaObject {
  return require(`@seriousme/openapi-schema-validator/schemas/v${version}/schema.json`);
}

function withSchemaObjects(schema: AnySchemaObject): AnySchemaObject {
  const schemaObject = {
    $id: "https://spec.openapis.org/oas/3.1/schema-object",
    $dynamicAnchor: "meta",
    $ref: "https://json-schema.org/draft/2020-12/schema",
    properties: {
      discriminator: {
        type: "object",
        required: ["propertyName"],
        properties: {
          propertyName: { type: "string" },
          mapping: { type: "object", additionalProperties: { type: "string" } },
        },
      },
      externalDocs: { type: "object", required: ["url"], properties: { url: { type: "string" } } },
      xml: { type: "object" },
    },
  };
  const components = structuredClone(schema.$defs.components);
  for (const section of Object.values(components.patternProperties)) delete (section as AnySchemaObject).propertyNames;
  return { ...schema, $defs: { ...schema.$defs, components, schema: schemaObject } };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const version of VALIDATED_VERSIONS) writeFileSync(validatorFile(version), compileValidator(version));
}
