import type { JsonObject } from "../load/json-object.js";
import type { OpenApiDocument } from "../load/openapi.js";
import { type Position, rewrite } from "../load/rewrite.js";

/** The document without fields that say what OpenAPI says anyway: `required: false`, `style: form` of a query parameter. */
export function dropDefaults(document: OpenApiDocument): OpenApiDocument {
  return rewrite(document, (node, position) =>
    Object.fromEntries(Object.entries(node).filter(([field, value]) => !isDefault(position, field, value, node))),
  );
}

/** The style of a parameter that names none, by its place. */
const DEFAULT_STYLES: Readonly<Record<string, string>> = {
  query: "form",
  cookie: "form",
  path: "simple",
  header: "simple",
};

function isDefault({ kind }: Position, field: string, value: unknown, node: JsonObject): boolean {
  if (kind === "parameter") {
    const defaultStyle = DEFAULT_STYLES[String(node.in)];
    if (field === "style") return value === defaultStyle;
    if (field === "explode") return value === ((node.style ?? defaultStyle) === "form");
    if (field === "allowEmptyValue" || field === "allowReserved") return value === false;
  }
  if (kind === "parameter" || kind === "requestBody" || kind === "header") {
    if (field === "required") return value === false;
  }
  if (kind === "schema") {
    if (field === "required") return Array.isArray(value) && value.length === 0;
    if (field === "readOnly" || field === "writeOnly") return value === false;
  }
  // An empty list of parameters says nothing; an empty list of security schemes says "none", so it stays.
  if (field === "parameters") return Array.isArray(value) && value.length === 0;
  return field === "deprecated" && value === false;
}
