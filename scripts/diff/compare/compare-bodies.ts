import { type Content, preferredContent, sentContent } from "../../load/content.js";
import { isJsonType } from "../../load/media-types.js";
import type { MediaType } from "../../load/openapi.js";
import {
  isErrorStatus,
  isSuccessStatus,
  type ResolvedOperation,
  type ResolvedRequestBody,
  type ResolvedResponse,
} from "../../load/resolved-operation.js";
import type { OperationChangeKind } from "./change.js";
import type { SchemaComparer } from "./compare-schemas.js";
import type { Label } from "./label.js";
import type { SchemaAt } from "./schema-resolver.js";

/** Adds a change of the operation itself. */
export type AddChange = (
  kind: OperationChangeKind,
  pointer: string,
  before: string | null,
  after: string | null,
  matchKey?: string,
) => void;

type Body = ResolvedRequestBody | ResolvedResponse;

export function compareRequestBodies(
  before: ResolvedRequestBody | undefined,
  after: ResolvedRequestBody | undefined,
  schemas: SchemaComparer,
  add: AddChange,
): void {
  if (after === undefined) {
    if (before !== undefined) add("body-removed", before.pointer, null, null, "params");
    return;
  }
  if (before === undefined) {
    add(after.required ? "required-body-added" : "body-added", after.pointer, null, null, "params");
    return;
  }
  if (before.required !== after.required) {
    const text = (required: boolean) => (required ? "required" : "optional");
    const kind = after.required ? "body-became-required" : "body-became-optional";
    add(kind, after.pointer, text(before.required), text(after.required), "params");
  }
  const usedBefore = usedContent(before);
  const usedAfter = usedContent(after);
  const isSameType = compareMediaTypes(before, after, add, "body-encoding-changed", "params");
  if (isSameType && usedBefore !== undefined && usedAfter !== undefined) {
    const pointer = `${after.pointer}/content`;
    if (usedBefore.mediaType !== usedAfter.mediaType)
      add("body-media-type-changed", pointer, usedBefore.mediaType, usedAfter.mediaType);
    const encodings = [usedBefore, usedAfter].map(encodingText);
    if (encodings[0] !== encodings[1])
      add("part-encoding-changed", usedAfter.pointer, encodings[0] ?? null, encodings[1] ?? null);
  }
  const schemaBefore = bodySchema(before);
  const schemaAfter = bodySchema(after);
  if (schemaBefore !== undefined && schemaAfter !== undefined)
    schemas.compare(schemaBefore, schemaAfter, "request", { owner: "", propertyPath: "" });
}

export function compareResponses(
  before: ResolvedOperation,
  after: ResolvedOperation,
  schemas: SchemaComparer,
  add: AddChange,
): void {
  const successBefore = before.successResponse;
  const successAfter = after.successResponse;
  if (successBefore !== undefined && successAfter !== undefined) {
    if (successBefore.status !== successAfter.status)
      add("success-status-changed", successAfter.pointer, successBefore.status, successAfter.status);
    compareResponse(successBefore, successAfter, schemas, add, { owner: "", propertyPath: "" });
  }
  for (const status of new Set([...before.responses.keys(), ...after.responses.keys()])) {
    if (status === successBefore?.status || status === successAfter?.status) continue;
    const responseBefore = before.responses.get(status);
    const responseAfter = after.responses.get(status);
    // `toResult` knows the failures that have a number.
    const isFailure = isErrorStatus(status);
    const isSuccess = isSuccessStatus(status);
    if (responseBefore !== undefined && responseAfter !== undefined)
      compareResponse(responseBefore, responseAfter, schemas, add, { owner: "", propertyPath: status });
    else if (responseBefore !== undefined) {
      if (isFailure) add("status-removed", responseBefore.usedAt, status, null, "failure");
      else
        add(
          isSuccess ? "success-status-removed" : "other-status-removed",
          responseBefore.usedAt,
          status,
          null,
          isSuccess ? "result" : "method",
        );
    } else if (responseAfter !== undefined) {
      if (isFailure) add("status-added", responseAfter.usedAt, null, status, "failure");
      else
        add(
          isSuccess ? "success-status-added" : "other-status-added",
          responseAfter.usedAt,
          null,
          status,
          isSuccess ? "result" : "method",
        );
    }
  }
}

function compareResponse(
  before: ResolvedResponse,
  after: ResolvedResponse,
  schemas: SchemaComparer,
  add: AddChange,
  label: Label,
): void {
  compareHeaders(before, after, schemas, add);
  const schemaBefore = bodySchema(before);
  const schemaAfter = bodySchema(after);
  const key = isErrorStatus(label.propertyPath) ? "failure" : "result";
  if (schemaBefore !== undefined && schemaAfter !== undefined) {
    const isSameType = compareMediaTypes(before, after, add, "response-encoding-changed", key);
    if (isSameType) schemas.compare(schemaBefore, schemaAfter, "response", label);
  } else if (schemaAfter !== undefined)
    add("response-body-added", after.pointer, null, preferredContent(after.content)?.mediaType ?? null, key);
  else if (schemaBefore !== undefined)
    add("response-body-removed", after.pointer, preferredContent(before.content)?.mediaType ?? null, null, key);
}

/**
 * The package uses one media type of a body, so that its callers need not care about others.
 *
 * @returns whether the one that it uses is the same, where all kinds of JSON are
 */
function compareMediaTypes(
  before: Body,
  after: Body,
  add: AddChange,
  kind: "body-encoding-changed" | "response-encoding-changed",
  matchKey: string,
): boolean {
  const usedBefore = usedContent(before)?.mediaType;
  const usedAfter = usedContent(after)?.mediaType;
  const pointer = `${after.pointer}/content`;
  if (encodingOf(usedBefore) !== encodingOf(usedAfter)) {
    if (usedBefore !== undefined && usedAfter !== undefined) add(kind, pointer, usedBefore, usedAfter, matchKey);
    return false;
  }
  const typesBefore = mediaTypesText(before.content);
  const typesAfter = mediaTypesText(after.content);
  if (typesBefore !== typesAfter) add("media-type-changed", pointer, typesBefore, typesAfter);
  return true;
}

function encodingOf(mediaType: string | undefined): string | undefined {
  return mediaType !== undefined && isJsonType(mediaType) ? "JSON" : mediaType;
}

function mediaTypesText(content: readonly Content[]): string {
  return content
    .map(({ mediaType }) => mediaType)
    .sort()
    .join(", ");
}

/** How the parts of a form are sent, where the contract says it. */
function encodingText({ node }: Content): string {
  const encoding = (node as MediaType & { encoding?: Record<string, unknown> }).encoding ?? {};
  const parts = Object.entries(encoding).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return parts.sort().join(", ") || "no rule";
}

/** The one media type that the package sends or reads; of what it cannot send, the first. */
function usedContent(body: Body): Content | undefined {
  return ("required" in body ? sentContent(body.content) : undefined) ?? preferredContent(body.content);
}

/** The header itself, and not its schema, which may be missing. */
function placeOf({ pointer }: SchemaAt): string {
  return pointer.replace(/\/schema$/, "");
}

function compareHeaders(
  before: ResolvedResponse,
  after: ResolvedResponse,
  schemas: SchemaComparer,
  add: AddChange,
): void {
  const headersBefore = schemas.headers(before, "before");
  const headersAfter = schemas.headers(after, "after");
  for (const [name, header] of headersBefore) {
    if (headersAfter.has(name)) continue;
    const kind = header.required ? "required-response-header-removed" : "response-header-removed";
    add(kind, after.pointer, header.name, null);
  }
  for (const [name, header] of headersAfter) {
    const known = headersBefore.get(name);
    if (known === undefined) {
      add("response-header-added", placeOf(header), null, header.name);
      continue;
    }
    if (known.required !== header.required) {
      const kind = header.required ? "response-header-became-required" : "response-header-became-optional";
      add(kind, placeOf(header), header.name, header.name);
    }
    schemas.compare(known, header, "response", { owner: "", propertyPath: header.name });
  }
}

/** The schema of a body as the package sends or reads it; `undefined` where it has no content. */
export function bodySchema(body: Body): SchemaAt | undefined {
  const used = usedContent(body);
  return used && { schema: used.node.schema ?? true, pointer: `${used.pointer}/schema` };
}
