import { SpecError } from "../diagnostics.js";
import { idempotencyOf } from "../load/client-headers.js";
import { sentContent } from "../load/content.js";
import { camelCase } from "../load/letter-case.js";
import { receivedAs } from "../load/media-types.js";
import type { MediaType, Pagination, Parameter, Schema } from "../load/openapi.js";
import type { ResolvedOperation } from "../load/resolved-operation.js";
import { sentence } from "../normalize/english.js";
import { isIdentifier, operationName, RESERVED_ARGUMENTS } from "../normalize/names.js";
import type { AccessModel, Declaration, MethodModel, TypeModel } from "./api-model.js";
import { type Body, buildParams, valueSchema } from "./build-params.js";
import { docsOf } from "./docs.js";
import type { FailureTable } from "./failure-table.js";
import { type FormArrays, formStyles } from "./form-styles.js";
import type { NameTable } from "./name-table.js";
import { readParameters, stylesOf } from "./read-parameters.js";
import type { Resolver } from "./resolver.js";
import { summaryOf } from "./summary.js";
import { type NameOf, typeOf, union } from "./type-model.js";

export interface MethodInput {
  readonly operation: ResolvedOperation;
  readonly access: AccessModel;
  readonly resolver: Resolver;
  readonly nameOf: NameOf;
  readonly names: NameTable;
  readonly failures: FailureTable;
  /** Credentials that it needs beside or instead of the client's. */
  readonly authorize: MethodModel["authorize"];
  readonly servers: MethodModel["servers"];
  /** Whether arrays of the query have brackets, as the contract's extension says. */
  readonly brackets: boolean;
  /** How arrays in objects of a form are written, as the contract's other extension says. */
  readonly formArrays: FormArrays;
}

/** The method of one operation, and the declaration of its params where no component is that already. */
export function buildMethod(input: MethodInput): { method: MethodModel; declaration: Declaration | undefined } {
  const { resolver } = input;
  const { path, method: verb, node: operation, pointer } = input.operation;
  const name = operationName(path, verb, operation);
  const inPath = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, wire]) => wire ?? "");
  const last = inPath.at(-1);
  // A template may have a name twice: one value fills both places.
  const pathNames = [...new Set(inPath)].filter((wire) => wire !== last);
  if (verb === "trace") {
    const what = `${input.operation.name} cannot be called, since fetch sends no TRACE.`;
    throw new SpecError("model/trace", pointer, what, "Remove the operation in an overlay.");
  }
  if ((verb === "get" || verb === "head") && input.operation.requestBody !== undefined) {
    const what = `${input.operation.name} needs a body, which fetch does not send with ${verb.toUpperCase()}.`;
    throw new SpecError(
      "model/get-body",
      `${pointer}/requestBody`,
      what,
      "Remove the body, or the operation, in an overlay.",
    );
  }
  const parameters = readParameters(input.operation);
  const query = parameters.filter((parameter) => parameter.in === "query");
  const positional = parameters.find((parameter) => parameter.in === "path" && parameter.name === last);
  const body = bodyOf(input.operation, resolver, input.formArrays);
  const own = parameters.filter((parameter) => parameter.in !== "path" || pathNames.includes(parameter.name));
  const upload = body?.kind === "multipart" ? uploadPart(resolver.schema(body.schema)) : undefined;
  const inBody = body === undefined ? new Set<string>() : bodyNames(body.schema, resolver);
  const { params, declaration, bodyArgument } = buildParams({
    ...input,
    name: `${name.typePrefix}Params`,
    own,
    body,
    inBody,
    upload,
    pointer,
  });
  const { failure, own: ownStatuses } = input.failures.failureOf(input.operation);
  const base = {
    operationId: operation.operationId ?? "",
    name: name.method,
    verb,
    path,
    docs: docsOf(operation),
    summary:
      operation.summary !== undefined
        ? sentence(operation.summary)
        : summaryOf(name.method, name.resource, last !== undefined),
    access: input.access,
    statuses: ownStatuses ?? input.failures.commonStatuses,
    ownStatuses,
    failure,
    docsUrl: operation.externalDocs?.url,
    positional:
      last === undefined
        ? undefined
        : {
            wire: last,
            argument: argumentName(last),
            type: positional === undefined ? textType : typeOf(valueSchema(positional), input.nameOf),
          },
    params,
    pathNames,
    queryNames: query.map((parameter) => parameter.name),
    requiredQueryNames: query.filter(({ required }) => required === true).map((parameter) => parameter.name),
    bodyKeeps: bodyArgument === undefined ? own.map(({ name: wire }) => wire).filter((wire) => inBody.has(wire)) : [],
    bodyArgument,
    headers: sent(parameters, "header"),
    cookies: sent(parameters, "cookie"),
    styles: stylesOf(input.operation, resolver, input.brackets),
    contentType: body?.contentType,
    ...responseOf(input.operation),
    authorize: input.authorize,
    servers: input.servers,
    body: body === undefined ? ("none" as const) : body.kind,
    bodyStyles: body?.styles ?? {},
    upload: upload === undefined ? undefined : { wire: upload, argument: argumentName(upload) },
    idempotency: idempotencyIn(input.operation, inBody),
  };
  return {
    method: { ...base, ...resultOf(input, operation["x-pagination"]) },
    declaration,
  };
}

function bodyOf({ requestBody }: ResolvedOperation, resolver: Resolver, formArrays: FormArrays): Body | undefined {
  if (requestBody === undefined) return undefined;
  const { content, required } = requestBody;
  const sent = sentContent(content);
  if (sent === undefined) {
    throw new SpecError(
      "model/media-type",
      `${requestBody.usedAt}/content`,
      `a body of ${content.map(({ mediaType }) => mediaType).join(", ") || "no media type"} is not supported.`,
      "Use JSON, a form, text in UTF-8 or bytes, or remove the operation in an overlay.",
    );
  }
  const { as: kind, mediaType, node, pointer } = sent;
  const { schema = {} } = node;
  const isUsual = /^\s*(?:application\/(?:json|x-www-form-urlencoded)|multipart\/form-data)\s*(?:;|$)/i.test(mediaType);
  const styles = kind === "form" ? formStyles(sent, resolver, formArrays) : {};
  if (kind === "multipart" && hasOwnEncoding(node, schema)) {
    throw new SpecError(
      "model/multipart-encoding",
      `${pointer}/encoding`,
      "a part with headers, a style or a content type of its own is not supported.",
      "Remove `encoding`, or the operation, in an overlay.",
    );
  }
  return { kind, required, schema, contentType: isUsual ? undefined : mediaType.trim(), styles };
}

/** @throws SpecError `model/idempotency-field` for a key that the body has no place for: the client would send what no server reads */
function idempotencyIn(operation: ResolvedOperation, inBody: ReadonlySet<string>): MethodModel["idempotency"] {
  const places = idempotencyOf(operation);
  if (places?.field === undefined || inBody.has(places.field)) return places;
  throw new SpecError(
    "model/idempotency-field",
    `${operation.pointer}/x-idempotency-field`,
    `${JSON.stringify(places.field)} is no property that each form of the body has (${[...inBody].join(", ") || "none"}).`,
    "Name one of them, or add the property to the body in an overlay, if the provider takes it.",
  );
}

/** Whether a part is to be sent otherwise than a form does: a file brings its own type, text needs none. */
function hasOwnEncoding({ encoding = {} }: MediaType, form: Schema): boolean {
  return Object.entries(encoding).some(([name, part]) => {
    const { contentType, ...rest } = part;
    const property = form.properties?.[name];
    const isFile = property?.format === "binary" || property?.items?.format === "binary";
    return Object.keys(rest).some((key) => !key.startsWith("x-")) || (contentType !== undefined && !isFile);
  });
}

/** The only binary part, where the body cannot do without it. */
function uploadPart({ properties = {}, required = [] }: Schema): string | undefined {
  const binary = Object.keys(properties).filter((name) => properties[name]?.format === "binary");
  const [only] = binary;
  return binary.length === 1 && only !== undefined && required.includes(only) ? only : undefined;
}

/** The properties that a body has in each of its forms. */
function bodyNames(node: Schema, resolver: Resolver, around: readonly Schema[] = []): Set<string> {
  const schema = resolver.schema(node);
  // A schema that is composed of itself adds nothing to itself.
  if (around.includes(schema)) return new Set();
  const inside = [...around, schema];
  const forms = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].map((form) => bodyNames(form, resolver, inside));
  const own = [
    ...Object.keys(schema.properties ?? {}),
    ...(schema.allOf ?? []).flatMap((part) => [...bodyNames(part, resolver, inside)]),
  ];
  const shared = [...(forms[0] ?? [])].filter((name) => forms.every((form) => form.has(name)));
  return new Set([...own, ...shared]);
}

const textType: TypeModel = { kind: "primitive", type: "string" };

function sent(parameters: readonly Parameter[], place: "header" | "cookie"): MethodModel["headers"] {
  return parameters
    .filter((parameter) => parameter.in === place)
    .map(({ name, required }) => ({ wire: name, required: required === true }));
}

/** What to ask for and how to read it, where that is not `application/json`. @throws SpecError `model/mixed-response` */
function responseOf({ successResponses }: ResolvedOperation): Pick<MethodModel, "accept" | "read"> {
  const types = successResponses.flatMap(({ content }) => content.slice(0, 1));
  const kinds = new Set(
    types.map(({ mediaType, node }) => receivedAs(mediaType, node.schema?.["x-received-as"] === "blob")),
  );
  const names = [...new Set(types.map(({ mediaType }) => mediaType))];
  const isUsual = names.length === 0 || names.some((name) => /^\s*application\/json\s*(?:;|$)/i.test(name));
  const orJson = kinds.delete("json");
  const [as, ...more] = kinds;
  const accept = isUsual && as === undefined ? undefined : names.join(", ");
  if (as === undefined || as === "json") return { accept, read: undefined };
  if (more.length > 0) {
    throw new SpecError(
      "model/mixed-response",
      successResponses[0]?.usedAt ?? "",
      `its successes are ${names.join(" and ")}, which a client would read in different ways.`,
      "Remove one of them in an overlay.",
    );
  }
  return { accept, read: { as, orJson } };
}

type Result = MethodModel extends infer Method
  ? Method extends MethodModel
    ? Pick<Method, ResultKey & keyof Method>
    : never
  : never;
type ResultKey = "kind" | "result" | "item" | "itemId" | "page" | "cursor" | "next" | "more";

function resultOf({ operation, resolver, nameOf }: MethodInput, pagination: Pagination | undefined): Result {
  const bodies = operation.successResponses.map(({ content }) =>
    content[0] === undefined ? undefined : (content[0].node.schema ?? {}),
  );
  const [schema] = bodies;
  if (pagination === undefined) return { kind: "call", result: unionOf(bodies, nameOf) };
  const { pointer } = operation;
  const page = schema === undefined ? undefined : resolver.schema(schema);
  const data = page?.properties?.data;
  const rows = data === undefined ? undefined : typeOf(data, nameOf);
  const list = rows?.kind === "union" ? rows.members.find((member) => member.kind === "array") : rows;
  if (schema === undefined || list?.kind !== "array") {
    throw new SpecError(
      "model/no-items",
      pointer,
      "the operation is marked as a list, and its response has no array `data`.",
      "Correct x-pagination or the response in an overlay.",
    );
  }
  switch (pagination.scheme) {
    case "cursor":
      return { kind: "cursor-list", item: list.item };
    case "id":
      return { kind: "id-list", item: list.item, itemId: pagination.id };
    case "next-cursor":
      return {
        kind: "next-cursor-list",
        item: list.item,
        page: typeOf(schema, nameOf),
        cursor: pagination.cursor,
        next: pagination.next,
        more: pagination.more,
      };
  }
}

/** A status of success without a body gives `undefined`, as an operation without a status of success does. */
function unionOf(bodies: readonly (Schema | undefined)[], nameOf: NameOf): TypeModel {
  const types = bodies.map((body) => (body === undefined ? undefinedType : typeOf(body, nameOf)));
  return types.length === 0 ? undefinedType : union(types);
}

const undefinedType: TypeModel = { kind: "primitive", type: "undefined" };

/** `case_id` is `caseId`; what is not an identifier, or is a word of the language, gets a neutral name. */
function argumentName(wire: string): string {
  const name = camelCase(wire);
  return isIdentifier(name) && !RESERVED_ARGUMENTS.has(name) ? name : "pathValue";
}
