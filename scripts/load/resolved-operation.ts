import { pointerOf } from "../diagnostics.js";
import { type Content, readContent } from "./content.js";
import type {
  HttpMethod,
  OpenApiDocument,
  Operation,
  Parameter,
  PathItem,
  Reference,
  RequestBody,
  Response,
  SecurityRequirement,
  Server,
} from "./openapi.js";
import { findReferenced } from "./resolve-pointer.js";

/** A part of a document with its references followed. */
export interface Resolved<Part> {
  readonly node: Part;
  /** JSON pointer of the node itself: in a component, where a reference leads to one. */
  readonly pointer: string;
  /** JSON pointer of the place that uses the node. The same as `pointer` unless a reference is there. */
  readonly usedAt: string;
}

export interface ResolvedParameter extends Resolved<Parameter> {
  readonly declaredBy: "path item" | "operation";
}

export interface ResolvedRequestBody extends Resolved<RequestBody> {
  readonly required: boolean;
  readonly content: readonly Content[];
}

export interface ResolvedResponse extends Resolved<Response> {
  /** As the document has it: `200`, `4XX`, `default`. */
  readonly status: string;
  readonly content: readonly Content[];
}

/**
 * An operation of a path or of a webhook, with all that OpenAPI says elsewhere of it: on its path item, in components, at the
 * top of the document. Each part is read when it is first asked for, and remembered: an operation does not see later changes
 * of its document, only of the nodes that it has given out.
 *
 * A document need not have been checked. What is missing is empty or `undefined`, and so is a reference that leads nowhere.
 */
export class ResolvedOperation implements Resolved<Operation> {
  readonly section: "paths" | "webhooks";
  /** The path template, or the webhook's name. */
  readonly path: string;
  readonly method: HttpMethod;
  readonly node: Operation;
  readonly pointer: string;
  /** Under `paths` or `webhooks`: unlike `pointer` it differs for two paths that refer to one path item. */
  readonly usedAt: string;
  readonly #document: OpenApiDocument;
  readonly #pathItem: Resolved<PathItem>;
  #parameters: readonly ResolvedParameter[] | undefined;
  #requestBody: ResolvedRequestBody | undefined;
  #responses: ReadonlyMap<string, ResolvedResponse> | undefined;

  /** Use `readOperations` or `readWebhooks`. */
  constructor(
    document: OpenApiDocument,
    section: "paths" | "webhooks",
    path: string,
    pathItem: Resolved<PathItem>,
    method: HttpMethod,
    node: Operation,
  ) {
    this.#document = document;
    this.#pathItem = pathItem;
    this.section = section;
    this.path = path;
    this.method = method;
    this.node = node;
    this.pointer = `${pathItem.pointer}/${method}`;
    this.usedAt = `${pathItem.usedAt}/${method}`;
  }

  /** `GET /disputes/{id}`: unique among the operations of a section. */
  get name(): string {
    return `${this.method.toUpperCase()} ${this.path}`;
  }

  get pathItem(): Resolved<PathItem> {
    return this.#pathItem;
  }

  /** Those of the path item that the operation does not declare anew (by `in` and `name`), then the operation's own. */
  get parameters(): readonly ResolvedParameter[] {
    this.#parameters ??= this.#readParameters();
    return this.#parameters;
  }

  get requestBody(): ResolvedRequestBody | undefined {
    this.#requestBody ??= this.#readRequestBody();
    return this.#requestBody;
  }

  /** By status, in the document's order. */
  get responses(): ReadonlyMap<string, ResolvedResponse> {
    this.#responses ??= this.#readResponses();
    return this.#responses;
  }

  /** The responses with a 2xx status: what a client returns is one of their bodies. */
  get successResponses(): readonly ResolvedResponse[] {
    return [...this.responses.values()].filter(({ status }) => isSuccessStatus(status));
  }

  /** The first of them. */
  get successResponse(): ResolvedResponse | undefined {
    return this.successResponses[0];
  }

  /** Those of the operation, else of the path item, else of the document. */
  get servers(): { readonly node: readonly Server[]; readonly pointer: string } {
    if (Array.isArray(this.node.servers)) return { node: this.node.servers, pointer: `${this.pointer}/servers` };
    const { node: item, pointer } = this.#pathItem;
    if (Array.isArray(item.servers)) return { node: item.servers, pointer: `${pointer}/servers` };
    return { node: listOf(this.#document.servers), pointer: "/servers" };
  }

  /** The alternatives of the operation, else of the document. An empty list means that no credentials are needed. */
  get security(): { readonly node: readonly SecurityRequirement[]; readonly pointer: string } {
    if (Array.isArray(this.node.security)) return { node: this.node.security, pointer: `${this.pointer}/security` };
    return { node: listOf(this.#document.security), pointer: "/security" };
  }

  #readParameters(): ResolvedParameter[] {
    const read = (holder: Resolved<{ parameters?: unknown }>, declaredBy: ResolvedParameter["declaredBy"]) =>
      listOf<Parameter | Reference>(holder.node.parameters).flatMap((given, index) => {
        const parameter = resolve<Parameter>(this.#document, given, `${holder.pointer}/parameters/${index}`);
        return parameter === undefined ? [] : [{ ...parameter, declaredBy }];
      });
    const own = read(this, "operation");
    const shared = read(this.#pathItem, "path item");
    if (shared.length === 0) return own;
    const declared = new Set(own.map(({ node }) => `${node.in} ${node.name}`));
    return [...shared.filter(({ node }) => !declared.has(`${node.in} ${node.name}`)), ...own];
  }

  #readRequestBody(): ResolvedRequestBody | undefined {
    const given = this.node.requestBody;
    if (given === undefined) return undefined;
    const body = resolve<RequestBody>(this.#document, given, `${this.pointer}/requestBody`);
    if (body === undefined) return undefined;
    return { ...body, required: body.node.required === true, content: readContent(body) };
  }

  #readResponses(): Map<string, ResolvedResponse> {
    const responses = new Map<string, ResolvedResponse>();
    for (const [status, given] of Object.entries(this.node.responses ?? {})) {
      const usedAt = `${this.pointer}${pointerOf("responses", status)}`;
      const response = status.startsWith("x-") ? undefined : resolve<Response>(this.#document, given, usedAt);
      if (response !== undefined) responses.set(status, { ...response, status, content: readContent(response) });
    }
    return responses;
  }
}

/** `200`, `201`, `2XX` … */
export function isSuccessStatus(status: string): boolean {
  return status.startsWith("2");
}

/** A client or server error with a number: `404`, but neither `4XX` nor `default`. */
export function isErrorStatus(status: string): boolean {
  return /^[45]\d\d$/.test(status);
}

/** A node of the document with its references followed; `undefined` where they lead nowhere or the value is not an object. */
export function resolve<Part extends object>(
  document: OpenApiDocument,
  given: Part | Reference,
  usedAt: string,
): Resolved<Part> | undefined {
  const found = findReferenced<Part>(document, given, usedAt);
  return found === undefined || !isObject(found.node) ? undefined : { ...found, usedAt };
}

function listOf<Item>(value: unknown): readonly Item[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
