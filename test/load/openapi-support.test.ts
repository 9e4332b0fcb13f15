import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";
import { OPENAPI_SUPPORT, supportPage } from "../../scripts/load/openapi-support.js";
import { ROOT } from "../support/paths.js";

const require = createRequire(import.meta.url);

type Node = { readonly [key: string]: unknown };

/** OpenAPI's objects by the names that the schemas of the two versions give them. What is a part of another, or a helper, has that one's. */
const OBJECTS: Readonly<Record<string, string>> = {
  XML: "xml",
  ParameterLocation: "parameter",
  APIKeySecurityScheme: "securityScheme",
  HTTPSecurityScheme: "securityScheme",
  OAuth2SecurityScheme: "securityScheme",
  OpenIdConnectSecurityScheme: "securityScheme",
  OAuthFlows: "oauthFlows",
  ImplicitOAuthFlow: "oauthFlows",
  PasswordOAuthFlow: "oauthFlows",
  ClientCredentialsFlow: "oauthFlows",
  AuthorizationCodeOAuthFlow: "oauthFlows",
  "oauth-flows": "oauthFlows",
  examples: "parameter",
  "explode-for-form": "parameter",
};

const VOCABULARIES = ["core", "applicator", "unevaluated", "validation", "meta-data", "format-annotation", "content"];

/** Every `object.field` that the schemas of OpenAPI 3.0 and 3.1 and of JSON Schema 2020-12 have. */
function fieldsOfTheSchemas(): Set<string> {
  const found = new Set<string>();
  for (const version of ["3.0", "3.1"]) {
    const schema: Node = require(`@seriousme/openapi-schema-validator/schemas/v${version}/schema.json`);
    addFields({ properties: schema.properties }, "document", found);
    for (const [name, definition] of Object.entries((schema.definitions ?? schema.$defs) as Node))
      addFields(definition, objectName(name), found);
  }
  for (const name of VOCABULARIES)
    addFields(require(`ajv/dist/refs/json-schema-2020-12/meta/${name}.json`), "schema", found);
  return found;
}

function objectName(name: string): string {
  const camel = name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return OBJECTS[name] ?? camel.charAt(0).toLowerCase() + camel.slice(1);
}

/** The fields of an object, those of its cases included, but not those of the objects in it. */
function addFields(node: unknown, object: string, found: Set<string>): void {
  if (typeof node !== "object" || node === null) return;
  const { properties, dependentSchemas, $defs, ...rest } = node as Node;
  for (const field of Object.keys((properties ?? {}) as Node)) found.add(`${object}.${field}`);
  if (object !== "schema" || properties === undefined)
    for (const inner of Object.values({ ...(dependentSchemas as Node), ...($defs as Node) }))
      addFields(inner, object, found);
  for (const keyword of ["allOf", "anyOf", "oneOf"])
    for (const part of (rest[keyword] ?? []) as unknown[]) addFields(part, object, found);
  for (const keyword of ["if", "then", "else"]) addFields(rest[keyword], object, found);
}

const listed = new Set(
  [...OPENAPI_SUPPORT].flatMap(([object, fields]) => [...fields.keys()].map((one) => `${object}.${one}`)),
);

test("every field of OpenAPI is on the list, as right or as refused", () => {
  const fields = fieldsOfTheSchemas();
  expect(fields.size).toBeGreaterThan(200);
  expect([...fields].filter((field) => !listed.has(field))).toEqual([]);
});

test("nothing else is on the list", () => {
  const fields = fieldsOfTheSchemas();
  expect([...listed].filter((field) => !fields.has(field))).toEqual([]);
});

test("what is refused names the code", () => {
  for (const fields of OPENAPI_SUPPORT.values())
    for (const { refused, says } of fields.values()) if (refused) expect(says).toMatch(/^(?:load|model)\/[a-z-]+/);
});

test("every page that is named exists", () => {
  const pages = [...OPENAPI_SUPPORT.values()].flatMap((fields) =>
    [...fields.values()].flatMap(({ page }) => page ?? []),
  );
  expect(pages.length).toBeGreaterThan(30);
  expect(pages.filter((page) => !existsSync(join(ROOT, `test/scenarios/${page}.md`)))).toEqual([]);
});

test("docs/openapi-support.md is made from it", () => {
  const file = join(ROOT, "docs/openapi-support.md");
  if (process.env.UPDATE_SCENARIOS === "1") writeFileSync(file, supportPage());
  expect(readFileSync(file, "utf8")).toBe(supportPage());
});
