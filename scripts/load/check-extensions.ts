import { pointerOf, SpecError, TO_CHOOSE } from "../diagnostics.js";
import { Findings } from "./findings.js";
import { isJsonObject } from "./json-object.js";
import { componentOf, type OpenApiDocument } from "./openapi.js";
import { inspect, type ObjectKind } from "./rewrite.js";

interface Extension {
  /** The object that it belongs to; on any other one it is a reader's. */
  readonly on: ObjectKind | "any";
  /** Which values mean something. */
  readonly takes: (value: unknown, document: OpenApiDocument) => boolean;
  readonly says: string;
}

/**
 * The extensions that the generator reads, and their values. OpenAPI's schema allows any value. Later stages say what they must of those
 * that are right here: names that clash, `x-open-enum` on something else than an enum, `x-api-version-date` that is no date.
 */
const EXTENSIONS: Readonly<Record<string, Extension>> = {
  "x-sdk-resource": { on: "operation", takes: isText, says: "the name of a resource" },
  "x-sdk-method": { on: "operation", takes: isText, says: "the name of a method" },
  "x-sdk-name": { on: "schema", takes: isText, says: "the name of a type" },
  "x-sdk-values-name": { on: "schema", takes: isText, says: "the name of a list" },
  "x-pagination": {
    on: "operation",
    takes: isPagination,
    says: "{scheme: cursor}, {scheme: id, id: …}, or {scheme: next-cursor, cursor: …, next: …}",
  },
  "x-whop-credentials": {
    on: "operation",
    takes: (value) => Array.isArray(value) && value.every(isText),
    says: "a list of kinds of credentials",
  },
  "x-idempotency-field": { on: "operation", takes: isText, says: "the name of a property of the body" },
  "x-query-arrays": { on: "document", takes: (value) => value === "brackets", says: "brackets" },
  "x-form-arrays": {
    on: "document",
    takes: (value) => value === "brackets" || value === "indices",
    says: "brackets or indices",
  },
  "x-common-failures": {
    on: "document",
    takes: (value, document) =>
      isJsonObject(value) && (value.schema === undefined || isSchemaReference(value.schema, document)),
    says: "{statuses: […], schema: …}, with a reference to a component as the schema",
  },
  "x-plural-value-lists": { on: "document", takes: (value) => value === "deprecated", says: "deprecated" },
  "x-environment": {
    on: "server",
    takes: (value) => isText(value) && /^[A-Za-z][\w-]*$/.test(value),
    says: "the name of an environment, of letters, digits and hyphens",
  },
  "x-certainty": {
    on: "any",
    takes: (value) => value === "inferred" || value === "seen-ex",
    says: "inferred or seen-ex",
  },
  "x-source": { on: "any", takes: isText, says: "a text" },
};

/**
 * Refuses an extension that the generator reads and whose value it cannot: what it means would otherwise be left out in silence.
 *
 * @throws SpecError `load/extension`
 */
export function checkExtensions(document: OpenApiDocument): void {
  const findings = new Findings();
  inspect(document, (node, kind, tokens) => {
    for (const name of Object.keys(node)) {
      const extension = name.startsWith("x-") && Object.hasOwn(EXTENSIONS, name) ? EXTENSIONS[name] : undefined;
      if (extension === undefined || (extension.on !== "any" && extension.on !== kind)) continue;
      const value = node[name];
      if (extension.takes(value, document)) continue;
      const pointer = pointerOf(...tokens(), name);
      const given = JSON.stringify(value)?.slice(0, 80);
      const remedy = "Correct it with an overlay action, or remove it.";
      const mend = { pointer, remove: true } as const;
      findings.add(
        new SpecError("load/extension", pointer, `${name} must be ${extension.says} (got ${given}).`, remedy, { mend }),
      );
    }
  });
  findings.done();
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value !== TO_CHOOSE;
}

function isSchemaReference(value: unknown, { components }: OpenApiDocument): boolean {
  if (!isText(value) || !value.startsWith("#/components/schemas/")) return false;
  const name = componentOf(value);
  return name !== undefined && Object.hasOwn(components?.schemas ?? {}, name);
}

function isPagination(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  const { scheme, id, cursor, next, more } = value;
  if (scheme === "cursor") return true;
  if (scheme === "id") return isText(id);
  return scheme === "next-cursor" && isText(cursor) && isText(next) && (more === undefined || isText(more));
}
