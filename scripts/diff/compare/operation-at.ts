import { pointerOf } from "../../diagnostics.js";
import {
  HTTP_METHODS,
  type HttpMethod,
  type MediaType,
  type OpenApiDocument,
  type Operation,
  type Parameter,
  type Reference,
  type RequestBody,
  type Response,
  type SecurityRequirement,
} from "../../load/openapi.js";
import { followReferences, resolveLocal } from "../../load/resolve-pointer.js";
import type { At } from "./view.js";

/** A part of a document, its reference followed, and where it stands. */
export interface PartAt<Part> {
  readonly part: Part;
  readonly pointer: string;
  /** Where the reference stands, if it is one. */
  readonly place?: string;
}

/** An operation or an event, and on demand what stands in other places of its document. */
export class OperationAt {
  /** The path, or the event's name. */
  readonly key: string;
  readonly verb: HttpMethod;
  readonly pointer: string;
  readonly operation: Operation;
  readonly security: PartAt<readonly SecurityRequirement[]>;
  /** The parameters of the path item. */
  readonly shared: readonly (Parameter | Reference)[];
  readonly #document: OpenApiDocument;
  readonly #item: string;

  constructor(
    document: OpenApiDocument,
    section: "paths" | "webhooks",
    key: string,
    verb: HttpMethod,
    operation: Operation,
  ) {
    this.#document = document;
    this.#item = pointerOf(section, key);
    this.key = key;
    this.verb = verb;
    this.pointer = `${this.#item}/${verb}`;
    this.operation = operation;
    this.shared = document[section]?.[key]?.parameters ?? [];
    const { security } = operation;
    this.security =
      security === undefined
        ? { part: document.security ?? [], pointer: "/security" }
        : { part: security, pointer: `${this.pointer}/security` };
  }

  get parameters(): PartAt<Parameter>[] {
    const at = (list: readonly (Parameter | Reference)[], pointer: string) =>
      list.map((part, index) => {
        const place = `${pointer}/parameters/${index}`;
        return { ...follow<Parameter>(this.#document, part, place), place };
      });
    const own = at(this.operation.parameters ?? [], this.pointer);
    const names = new Set(own.map(({ part }) => `${part.in} ${part.name}`));
    return [...at(this.shared, this.#item).filter(({ part }) => !names.has(`${part.in} ${part.name}`)), ...own];
  }

  /** Where a parameter is missed that the other contract has here: at its component, unless this contract still has that. */
  placeWithout({ pointer, place = pointer }: PartAt<Parameter>): string {
    return resolveLocal(this.#document, `#${pointer}`) === undefined ? pointer : place;
  }

  get body(): PartAt<RequestBody> | undefined {
    const { requestBody } = this.operation;
    return requestBody && follow<RequestBody>(this.#document, requestBody, `${this.pointer}/requestBody`);
  }

  /** By status. */
  get responses(): Map<string, PartAt<Response>> {
    return new Map(
      Object.entries(this.operation.responses ?? {}).map(([status, response]) => [
        status,
        follow<Response>(this.#document, response, `${this.pointer}${pointerOf("responses", status)}`),
      ]),
    );
  }
}

/** Every operation of `paths`, or every event of `webhooks`, in the document's order. */
export function operationsAt(document: OpenApiDocument, section: "paths" | "webhooks"): OperationAt[] {
  return Object.entries(document[section] ?? {}).flatMap(([key, item]) =>
    HTTP_METHODS.flatMap((verb) => {
      const operation = item[verb];
      return operation === undefined ? [] : [new OperationAt(document, section, key, verb, operation)];
    }),
  );
}

/** The form of a body or an answer that the package sends or reads: JSON before all others. */
export function mediaOf(part: PartAt<{ content?: Record<string, MediaType> }>): (At & { type: string }) | undefined {
  const forms = Object.entries(part.part.content ?? {});
  const [type, media] = forms.find(([form]) => /[/+]json\b/i.test(form)) ?? forms[0] ?? [];
  if (type === undefined || media === undefined) return undefined;
  return { type, schema: media.schema ?? true, pointer: `${part.pointer}${pointerOf("content", type, "schema")}` };
}

function follow<Part extends object>(document: OpenApiDocument, given: Part | Reference, place: string): PartAt<Part> {
  const { node, pointer } = followReferences<Part>(document, given, place);
  return { part: node, pointer };
}
