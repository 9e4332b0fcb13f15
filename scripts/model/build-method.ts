import { pointerOf, SpecError } from "../diagnostics.js";
import type { HttpMethod, MediaType, Operation, Pagination, Parameter, Schema } from "../load/openapi.js";
import { sentence } from "../normalize/english.js";
import { camelCase, isIdentifier, operationName, RESERVED_ARGUMENTS } from "../normalize/names.js";
import type { Declaration, MethodModel } from "./api-model.js";
import { type Body, buildParams } from "./build-params.js";
import { docsOf } from "./docs.js";
import type { FailureTable } from "./failure-table.js";
import type { NameTable } from "./name-table.js";
import { jsonOf, type Resolver } from "./resolver.js";
import { summaryOf } from "./summary.js";
import { type NameOf, typeOf } from "./type-model.js";

export interface MethodInput {
  readonly path: string;
  readonly verb: HttpMethod;
  readonly operation: Operation;
  readonly resolver: Resolver;
  readonly nameOf: NameOf;
  readonly names: NameTable;
  readonly failures: FailureTable;
}

/** The method of one operation, and the declaration of its params where no component is that already. */
export function buildMethod(input: MethodInput): { method: MethodModel; declaration: Declaration | undefined } {
  const { path, verb, operation, resolver, nameOf } = input;
  const pointer = pointerOf("paths", path, verb);
  const name = operationName(path, verb, operation);
  const parameters = (operation.parameters ?? []).map((parameter) => resolver.parameter(parameter));
  const pathNames = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, wire]) => wire ?? "");
  const last = pathNames.pop();
  const query = parameters.filter((parameter) => parameter.in === "query");
  refuseOtherPlaces(parameters, pointer);
  const body = bodyOf(input, pointer);
  const own = parameters.filter(
    (parameter) => parameter.in === "query" || (parameter.in === "path" && pathNames.includes(parameter.name)),
  );
  const upload = body?.kind === "multipart" ? uploadPart(resolver.schema(body.schema)) : undefined;
  const inBody = body === undefined ? new Set<string>() : bodyNames(body.schema, resolver);
  const { params, declaration } = buildParams({
    ...input,
    name: `${name.typePrefix}Params`,
    own,
    body,
    inBody,
    upload,
    pointer,
  });
  const { failure, own: ownStatuses } = input.failures.failureOf(operation);
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
    permissions: [
      ...new Set((operation.security ?? []).flatMap((requirement) => Object.values(requirement).flat())),
    ].sort(),
    statuses: ownStatuses ?? input.failures.commonStatuses,
    ownStatuses,
    failure,
    docsUrl: operation.externalDocs?.url,
    positional: last === undefined ? undefined : { wire: last, argument: argumentName(last) },
    params,
    pathNames,
    queryNames: query.map((parameter) => parameter.name),
    bodyKeeps: [...pathNames, ...query.map((parameter) => parameter.name)].filter((wire) => inBody.has(wire)),
    body: body === undefined ? ("none" as const) : body.kind,
    upload: upload === undefined ? undefined : { wire: upload, argument: argumentName(upload) },
    idempotencyField: operation["x-idempotency-field"],
  };
  const answer = answerOf(operation, resolver);
  return {
    method: { ...base, ...resultOf(answer, operation["x-pagination"], resolver, nameOf, pointer) },
    declaration,
  };
}

function bodyOf({ operation, resolver }: MethodInput, pointer: string): Body | undefined {
  if (operation.requestBody === undefined) return undefined;
  const { content, required = false } = resolver.requestBody(operation.requestBody);
  const json = jsonOf(content);
  if (json?.schema !== undefined) return { kind: "json", required, schema: json.schema };
  const multipart = content["multipart/form-data"];
  if (multipart?.schema !== undefined) return { kind: "multipart", required, schema: multipart.schema };
  throw new SpecError(
    "model/media-type",
    `${pointer}/requestBody/content`,
    `a body of ${Object.keys(content).join(", ") || "no media type"} is not supported.`,
    "Use application/json or multipart/form-data, or remove the operation in an overlay.",
  );
}

/** The only binary part, where the body cannot do without it. */
function uploadPart({ properties = {}, required = [] }: Schema): string | undefined {
  const binary = Object.keys(properties).filter((name) => properties[name]?.format === "binary");
  const [only] = binary;
  return binary.length === 1 && only !== undefined && required.includes(only) ? only : undefined;
}

/** The properties that a body has in each of its forms. */
function bodyNames(node: Schema, resolver: Resolver): Set<string> {
  const schema = resolver.schema(node);
  const forms = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].map((form) => bodyNames(form, resolver));
  const own = [
    ...Object.keys(schema.properties ?? {}),
    ...(schema.allOf ?? []).flatMap((part) => [...bodyNames(part, resolver)]),
  ];
  const shared = [...(forms[0] ?? [])].filter((name) => forms.every((form) => form.has(name)));
  return new Set([...own, ...shared]);
}

function refuseOtherPlaces(parameters: readonly Parameter[], pointer: string): void {
  const other = parameters.find(
    (parameter) => parameter.in === "cookie" || (parameter.in === "header" && parameter.required === true),
  );
  if (other === undefined) return;
  throw new SpecError(
    "model/parameter-place",
    pointer,
    `the ${other.in} parameter "${other.name}" is not supported.`,
    "Remove it in an overlay; callers can pass headers with each call.",
  );
}

function answerOf(operation: Operation, resolver: Resolver): MediaType | undefined {
  const success = Object.entries(operation.responses ?? {}).find(([status]) => status.startsWith("2"));
  return success === undefined ? undefined : jsonOf(resolver.response(success[1]).content);
}

type Result = MethodModel extends infer Method
  ? Method extends MethodModel
    ? Pick<Method, ResultKey & keyof Method>
    : never
  : never;
type ResultKey = "kind" | "result" | "item" | "itemId" | "page" | "cursor" | "next";

function resultOf(
  answer: MediaType | undefined,
  pagination: Pagination | undefined,
  resolver: Resolver,
  nameOf: NameOf,
  pointer: string,
): Result {
  const schema = answer?.schema;
  if (pagination === undefined)
    return {
      kind: "call",
      result: schema === undefined ? { kind: "primitive", type: "undefined" } : typeOf(schema, nameOf),
    };
  const page = schema === undefined ? undefined : resolver.schema(schema);
  const data = page?.properties?.data;
  const rows = data === undefined ? undefined : typeOf(data, nameOf);
  const list = rows?.kind === "union" ? rows.members.find((member) => member.kind === "array") : rows;
  if (schema === undefined || list?.kind !== "array") {
    throw new SpecError(
      "model/no-items",
      pointer,
      "the operation is marked as a list, and its answer has no array `data`.",
      "Correct x-pagination or the answer in an overlay.",
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
      };
  }
}

/** `case_id` is `caseId`; what is no identifier, or a word of the language, gets a neutral name. */
function argumentName(wire: string): string {
  const name = camelCase(wire);
  return isIdentifier(name) && !RESERVED_ARGUMENTS.has(name) ? name : "pathValue";
}
