import { isJsonObject, type JsonObject } from "../load/json-object.js";
import type { OpenApiDocument } from "../load/openapi.js";
import { type ObjectKind, type Position, rewrite } from "../load/rewrite.js";
import { phraseOfName, reasonPhrase } from "./reason-phrases.js";

/**
 * The document without its author's prose: no descriptions, summaries, code samples, extensions or named examples.
 *
 * What is kept: a title that is an identifier (`BasePaymentMethod`), an example that is a number, a date or a
 * placeholder id (`biz_xxxx`: its prefix is a fact), the URL of an operation's page, and, since OpenAPI requires a
 * response to have a description, the standard phrase of its status. Of extensions only the version that is described stays.
 */
export function stripProse(document: OpenApiDocument): OpenApiDocument {
  return rewrite(document, (node, position) => {
    const fields = Object.entries(node).flatMap(([field, value]) => {
      const kept = keep(position.kind, field, value, node);
      return kept === undefined ? [] : [[field, kept] as const];
    });
    const bare: JsonObject = Object.fromEntries(fields);
    return position.kind === "response" && bare.$ref === undefined
      ? { ...bare, description: phraseAt(position) }
      : bare;
  });
}

/** The document with its author's texts, but without extensions, among them the code samples. */
export function stripSamples(document: OpenApiDocument): OpenApiDocument {
  return rewrite(document, (node, { kind }) =>
    kind === "callback"
      ? node
      : Object.fromEntries(
          Object.entries(node).filter(([field]) => isInfoFact(kind, field) || !field.startsWith("x-")),
        ),
  );
}

/** Parts of the info object that are facts about the API. */
const INFO_FIELDS: ReadonlySet<string> = new Set(["title", "version", "x-api-version-date"]);

/** Fields whose text is prose on every kind of node. */
const PROSE_FIELDS: ReadonlySet<string> = new Set(["description", "summary", "$comment"]);

/** Kinds whose field `examples` is a map of named examples: none of them is a type. */
const NAMED_EXAMPLES: ReadonlySet<ObjectKind> = new Set(["components", "parameter", "header", "mediaType"]);

function isInfoFact(kind: ObjectKind, field: string): boolean {
  return kind === "info" && INFO_FIELDS.has(field);
}

/** The value to keep, or `undefined` to drop the field. */
function keep(kind: ObjectKind, field: string, value: unknown, node: JsonObject): unknown {
  if (kind === "info") return isInfoFact(kind, field) ? value : undefined;
  // The keys of a callback are URL expressions, not fields.
  if (kind === "callback") return value;
  if (kind === "operation" && field === "x-whop-credentials") return value;
  if (PROSE_FIELDS.has(field) || field.startsWith("x-")) return undefined;
  if (field === "externalDocs") return kind === "operation" ? value : undefined;
  if (field === "title") return typeof value === "string" && /^[A-Za-z_]\w*$/.test(value) ? value : undefined;
  if (field === "example") return isFactualExample(value) && !isSaidAlready(node) ? value : undefined;
  if (field === "examples") return NAMED_EXAMPLES.has(kind) ? undefined : factualExamples(value, node);
  if (kind === "securityScheme" && field === "flows") return withoutScopeTexts(value);
  if (kind === "server" && field === "variables") return withoutDescriptions(value);
  return value;
}

/** A constant or a closed list says more than its example. */
function isSaidAlready(node: JsonObject): boolean {
  return node.const !== undefined || node.enum !== undefined;
}

function factualExamples(value: unknown, node: JsonObject): unknown[] | undefined {
  const factual = Array.isArray(value) && !isSaidAlready(node) ? value.filter(isFactualExample) : [];
  return factual.length === 0 ? undefined : factual;
}

function isFactualExample(value: unknown): boolean {
  if (typeof value === "number" || typeof value === "boolean") return true;
  return typeof value === "string" && (NUMBER.test(value) || DATE.test(value) || PLACEHOLDER_ID.test(value));
}

const NUMBER = /^-?\d+(?:\.\d+)?$/;
const DATE = /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?$/;
/** One letter repeated after the prefix: sample names, tokens and secrets are not placeholders. */
const PLACEHOLDER_ID = /^[a-z]+_([a-z])\1{5,}$/;

function phraseAt({ steps }: Position): string {
  const last = steps.at(-1);
  const key = String(last?.key);
  return steps[0]?.field === "components" && steps.length === 2 ? phraseOfName(key) : reasonPhrase(key);
}

/** OAuth flows with the names of their scopes; the text of each is empty, since the field is required. */
function withoutScopeTexts(flows: unknown): unknown {
  if (!isJsonObject(flows)) return flows;
  const bareFlow = (flow: JsonObject) => {
    const scopes = flow.scopes;
    return isJsonObject(scopes)
      ? { ...flow, scopes: Object.fromEntries(Object.keys(scopes).map((scope) => [scope, ""])) }
      : flow;
  };
  return Object.fromEntries(
    Object.entries(flows).map(([name, flow]) => [name, isJsonObject(flow) ? bareFlow(flow) : flow]),
  );
}

function withoutDescriptions(variables: unknown): unknown {
  if (!isJsonObject(variables)) return variables;
  return Object.fromEntries(
    Object.entries(variables).map(([name, variable]) => {
      if (!isJsonObject(variable)) return [name, variable];
      const { description: _, ...facts } = variable;
      return [name, facts];
    }),
  );
}
