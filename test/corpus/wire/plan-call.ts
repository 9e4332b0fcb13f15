import { type Document, listOf, type Node, nodeOf, type Operation } from "./read-document.js";
import { NoSample, Sampler, seedOf, textOf } from "./sample.js";

export interface GivenParameter {
  readonly node: Node;
  readonly value: unknown;
}

export interface PlannedAnswer {
  readonly status: number;
  /** `undefined` for an answer without a body. */
  readonly mediaType: string | undefined;
  readonly value: unknown;
}

/** A call as a caller thinks of it: values for parameters, a body, and what the server will answer. */
export interface PlannedCall {
  readonly parameters: readonly GivenParameter[];
  readonly body: unknown;
  readonly answer: PlannedAnswer;
}

/** @throws NoSample where OpenAPI does not say how a required value is written, or no value can be made */
export function planCall(document: Document, operation: Operation, style: "full" | "bare"): PlannedCall {
  const sampler = new Sampler(document, { style, side: "sent" });
  const parameters: GivenParameter[] = [];
  for (const node of operation.parameters) {
    if (isOfTheClient(node) || (style === "bare" && node.required !== true)) continue;
    try {
      parameters.push({ node, value: parameterValue(document, sampler, node) });
    } catch (error) {
      if (!(error instanceof NoSample) || node.required === true) throw error;
    }
  }
  return { parameters, body: bodyOf(document, operation, style, sampler), answer: answerOf(document, operation) };
}

/** OpenAPI ignores a parameter of one of these names: the client sends them by what else the document says. */
export function isOfTheClient(node: Node): boolean {
  return node.in === "header" && /^(?:accept|content-type|authorization)$/i.test(String(node.name));
}

/** What makes a repeat safe is a request option, not a member of the object. */
export function isIdempotencyKey(node: Node): boolean {
  return node.in === "header" && /^idempotency-key$/i.test(String(node.name));
}

function parameterValue(_document: Document, sampler: Sampler, node: Node): unknown {
  const [media] = Object.values(nodeOf(node.content));
  const name = String(node.name);
  if (isIdempotencyKey(node)) return `key_${seedOf(name)}`;
  const value = sampler.value(media === undefined ? (node.schema ?? {}) : (nodeOf(media).schema ?? {}), name);
  if (media !== undefined) return value;
  if (value instanceof File) throw new NoSample("a file is no parameter");
  const parts = typeof value === "object" && value !== null ? Object.values(value) : [value];
  if (parts.some((part) => (typeof part === "object" && part !== null) || part === null))
    throw new NoSample("OpenAPI does not say how nested values are written");
  if (parts.length === 0 && node.required === true) throw new NoSample("nothing would be sent of it");
  // A value of a header or a cookie has few characters, and one of a path is no empty segment.
  if (node.in === "header" || node.in === "cookie") return plainTexts(value, node.in);
  return node.in === "path" && value === "" ? textOf(name) : value;
}

function plainTexts(value: unknown, place: "header" | "cookie"): unknown {
  if (typeof value === "string") {
    const kept = place === "header" ? /[^ -~]|,/g : /[^\w.~-]/g;
    return value.replace(kept, "").trim() || `text${seedOf(value) % 100}`;
  }
  if (Array.isArray(value)) return value.map((item) => plainTexts(item, place));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.replace(/\W/g, ""), plainTexts(item, place)]),
  );
}

function bodyOf(_document: Document, { body }: Operation, style: "full" | "bare", sampler: Sampler): unknown {
  if (body === undefined || (style === "bare" && body.required !== true)) return undefined;
  const content = nodeOf(body.content);
  const types = Object.keys(content);
  const [type] = [isJson, isForm, () => true].flatMap((is) => types.filter(is));
  if (type === undefined) throw new NoSample("the body has no type");
  const { schema } = nodeOf(content[type]);
  return sampler.value(schema ?? (isJson(type) ? { type: "object" } : {}), "body");
}

export function isJson(mediaType: string): boolean {
  return /^(?:application\/json|text\/json|[^;]+\+json|\*\/\*|application\/\*)\s*(?:;|$)/i.test(mediaType.trim());
}

export function isForm(mediaType: string): boolean {
  return /^(?:multipart\/form-data|application\/x-www-form-urlencoded)\s*(?:;|$)/i.test(mediaType.trim());
}

function answerOf(document: Document, { responses, verb }: Operation): PlannedAnswer {
  const code =
    ["default", ...Object.keys(responses)].filter((key) => /^2(?:\d\d|XX)$/i.test(key)).sort()[0] ?? "default";
  const status = /^2\d\d$/.test(code) ? Number(code) : 200;
  const none = { status: status === 200 ? 204 : status, mediaType: undefined, value: undefined };
  if (responses[code] === undefined || verb === "head") return none;
  const content = nodeOf(document.resolve(responses[code]).content);
  const types = Object.keys(content);
  const mediaType = types.find(isJson) ?? types[0];
  if (mediaType === undefined || [204, 205].includes(status)) return { ...none, status };
  const { schema } = nodeOf(content[mediaType]);
  const sampler = new Sampler(document, { style: "full", side: "received" });
  if (!isJson(mediaType)) return { status, mediaType, value: textOf("answer") };
  return { status, mediaType, value: sampler.value(schema ?? { type: "object" }, "answer") };
}

/** The names that a body's schema has in any of its forms. */
export function bodyNames(document: Document, schema: unknown, around: readonly Node[] = []): Set<string> {
  const node = document.resolve(schema);
  if (around.includes(node)) return new Set();
  const inside = [...around, node];
  const parts = [...listOf(node.allOf), ...listOf(node.oneOf), ...listOf(node.anyOf)];
  return new Set([
    ...Object.keys(nodeOf(node.properties)),
    ...parts.flatMap((part) => [...bodyNames(document, part, inside)]),
  ]);
}
