import { readFileSync } from "node:fs";
import { parse } from "yaml";

/** A JSON Schema, as far as the tests read it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly additionalProperties?: boolean | Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

export interface QueryParameter {
  readonly name: string;
  readonly required: boolean;
  readonly style: string;
  readonly explode: boolean;
  readonly schema: Schema;
}

export interface ContractOperation {
  readonly id: string;
  readonly verb: string;
  readonly path: string;
  /** In the order in which they stand in `path`. */
  readonly pathNames: readonly string[];
  readonly query: readonly QueryParameter[];
  readonly body: { readonly mediaType: string; readonly required: boolean; readonly schema: Schema } | undefined;
  /** The one binary property that a form cannot do without: an argument of its own. */
  readonly filePart: string | undefined;
  /** Whether the operation declares the header by which a repeat is recognized, and so the client sends it. */
  readonly hasKeyHeader: boolean;
  /** Whether no API key can call it: the caller's own `authorization` goes out in its place. */
  readonly isSessionOnly: boolean;
  /** Whether the operation says that it takes no credentials. */
  readonly isPublic: boolean;
  /** Of the first good answer. */
  readonly answer: Schema | undefined;
  readonly samples: readonly { readonly lang: string; readonly source: string }[];
}

export interface ContractEvent {
  readonly type: string;
  readonly body: Schema;
}

export interface Contract {
  readonly baseURL: string;
  readonly auth: "bearer" | "basic";
  /** What the document itself says of its version; an overlay may say more. */
  readonly versionDate: string | undefined;
  readonly operations: readonly ContractOperation[];
  readonly events: readonly ContractEvent[];
  /** Follows references to components. */
  readonly resolve: (schema: Schema) => Schema;
}

/**
 * What the tests expect of a client is read here, from the contract alone. Nothing is shared with the pipeline: a fault there
 * must not be repeated by the test that looks for it.
 */
export function readContract(file: string): Contract {
  const document: Document = parse(readFileSync(file, "utf8"));
  const follow = <Node extends object>(node: Node | Reference): Node => {
    if (!("$ref" in node) || typeof node.$ref !== "string") return node as Node;
    const target = node.$ref
      .split("/")
      .slice(1)
      .reduce<unknown>((place, key) => (place as Record<string, unknown> | undefined)?.[key], document);
    if (typeof target !== "object" || target === null) throw new Error(`${node.$ref} leads nowhere`);
    return follow(target as Node | Reference);
  };
  return {
    baseURL: document.servers[0]?.url ?? "",
    auth: readAuth(document),
    versionDate: document.info?.["x-api-version-date"],
    operations: Object.entries(document.paths).flatMap(([path, item]) =>
      VERBS.flatMap((verb) => {
        const operation = item[verb];
        return operation === undefined ? [] : [readOperation(path, verb, item.parameters ?? [], operation, follow)];
      }),
    ),
    events: Object.entries(document.webhooks ?? {}).map(([type, item]) => {
      const body = item.post?.requestBody;
      return { type, body: Object.values(body === undefined ? {} : follow(body).content)[0]?.schema ?? {} };
    }),
    resolve: (schema) => follow<Schema>(schema),
  };
}

/** How the answer is paged: `data` beside `page_info`, or beside `has_more`. */
export function listKind(contract: Contract, operation: ContractOperation): "cursor" | "id" | undefined {
  const answer = operation.answer && contract.resolve(operation.answer);
  const names = Object.keys(answer?.properties ?? {})
    .sort()
    .join();
  if (operation.verb !== "GET") return undefined;
  if (names === "data,page_info") return "cursor";
  return names === "data,has_more" ? "id" : undefined;
}

type Follow = <Node extends object>(node: Node | Reference) => Node;

interface Reference {
  readonly $ref: string;
}

interface Document {
  readonly info?: { readonly "x-api-version-date"?: string };
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly webhooks?: Readonly<Record<string, PathItem>>;
  readonly components: {
    readonly securitySchemes: Readonly<Record<string, { readonly type: string; readonly scheme?: string }>>;
  };
}

type PathItem = { readonly [Verb in (typeof VERBS)[number]]?: RawOperation } & {
  readonly parameters?: readonly (RawParameter | Reference)[];
};

interface RawOperation {
  readonly security?: readonly unknown[];
  readonly operationId: string;
  readonly parameters?: readonly (RawParameter | Reference)[];
  readonly requestBody?: RawBody | Reference;
  readonly responses: Readonly<Record<string, Partial<RawBody> | Reference>>;
  readonly "x-codeSamples"?: ContractOperation["samples"];
  readonly "x-whop-credentials"?: readonly string[];
}

interface RawParameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly style?: string;
  readonly explode?: boolean;
  readonly schema: Schema;
}

interface RawBody {
  readonly required?: boolean;
  readonly content: Readonly<Record<string, { readonly schema?: Schema }>>;
}

const VERBS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

/** Headers that are no argument of a method. */
const SENT_BY_CLIENT = ["api-version-date", "idempotency-key"];

function readOperation(
  path: string,
  verb: string,
  shared: readonly (RawParameter | Reference)[],
  operation: RawOperation,
  follow: Follow,
): ContractOperation {
  const parameters = [...shared, ...(operation.parameters ?? [])].map((parameter) => follow<RawParameter>(parameter));
  const headers = parameters.filter((parameter) => parameter.in === "header").map(({ name }) => name.toLowerCase());
  const elsewhere = parameters.find(
    ({ in: location, name }) =>
      location !== "path" &&
      location !== "query" &&
      !(location === "header" && SENT_BY_CLIENT.includes(name.toLowerCase())),
  );
  if (elsewhere !== undefined)
    throw new Error(`${operation.operationId}: no expectation for a ${elsewhere.in} parameter`);
  const good = Object.keys(operation.responses).find((status) => status.startsWith("2"));
  const answer = good === undefined ? undefined : follow(operation.responses[good] ?? {});
  const body = operation.requestBody === undefined ? undefined : readBody(follow(operation.requestBody), follow);
  return {
    id: operation.operationId,
    verb: verb.toUpperCase(),
    path,
    pathNames: [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? ""),
    query: parameters.filter((parameter) => parameter.in === "query").map(readQueryParameter),
    body,
    filePart: body?.mediaType === "multipart/form-data" ? readFilePart(follow(body.schema)) : undefined,
    isPublic: Array.isArray(operation.security) && operation.security.length === 0,
    hasKeyHeader: headers.includes("idempotency-key"),
    isSessionOnly: operation["x-whop-credentials"]?.length === 0,
    answer: answer?.content?.["application/json"]?.schema,
    samples: operation["x-codeSamples"] ?? [],
  };
}

function readQueryParameter({
  name,
  required = false,
  style = "form",
  explode = style === "form",
  schema,
}: RawParameter): QueryParameter {
  return { name, required, style, explode, schema };
}

function readBody({ content, required = false }: RawBody, follow: Follow): ContractOperation["body"] {
  const all = Object.entries(content);
  // JSON is what a method sends where a body may be a form as well.
  const json = all.filter(([type]) => type === "application/json");
  const [[mediaType, { schema = {} }] = ["", {}], ...others] = json.length > 0 ? json : all;
  if (others.length > 0) throw new Error("no expectation for a body with several media types");
  return {
    mediaType,
    required,
    schema: json.length > 0 && json.length < all.length ? withoutFiles(schema, follow) : schema,
  };
}

/** JSON cannot hold a file: what a body that is a form as well has left. */
function withoutFiles(given: Schema, follow: Follow): Schema {
  const { properties, items, ...rest } = follow<Schema>(given);
  const kept = Object.entries(properties ?? {}).filter(([, property]) => follow<Schema>(property).format !== "binary");
  return {
    ...rest,
    ...(properties && { properties: Object.fromEntries(kept.map(([name, one]) => [name, withoutFiles(one, follow)])) }),
    ...(items && { items: withoutFiles(items, follow) }),
  };
}

function readFilePart({ properties = {}, required = [] }: Schema): string | undefined {
  const [only, ...others] = Object.keys(properties).filter((name) => properties[name]?.format === "binary");
  return others.length === 0 && only !== undefined && required.includes(only) ? only : undefined;
}

function readAuth(document: Document): Contract["auth"] {
  const schemes = Object.values(document.components.securitySchemes);
  const http = schemes.filter(({ type }) => type === "http");
  const [only] = http;
  if (
    http.some(({ scheme }) => scheme !== only?.scheme) ||
    only?.type !== "http" ||
    (only.scheme !== "bearer" && only.scheme !== "basic")
  )
    throw new Error("no expectation for these security schemes");
  return only.scheme;
}
