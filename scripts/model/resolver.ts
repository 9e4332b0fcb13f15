import { pointerOf, SpecError } from "../diagnostics.js";
import {
  componentOf,
  type HttpMethod,
  isReference,
  type MediaType,
  type OpenApiDocument,
  type Operation,
  type Parameter,
  type Reference,
  type RequestBody,
  type Response,
  type Schema,
} from "../load/openapi.js";

/** Follows the references of one document. Loading has checked that each has its target. */
export class Resolver {
  readonly #document: OpenApiDocument;

  constructor(document: OpenApiDocument) {
    this.#document = document;
  }

  parameter(node: Parameter | Reference): Parameter {
    return isReference(node) ? this.parameter(this.#component(this.#document.components?.parameters, node)) : node;
  }

  response(node: Response | Reference): Response {
    return isReference(node) ? this.response(this.#component(this.#document.components?.responses, node)) : node;
  }

  requestBody(node: RequestBody | Reference): RequestBody {
    return isReference(node) ? this.requestBody(this.#component(this.#document.components?.requestBodies, node)) : node;
  }

  /** The schema that a chain of plain references ends in. */
  schema(node: Schema): Schema {
    if (node.$ref === undefined) return node;
    return this.schema(this.#component(this.#document.components?.schemas, { $ref: node.$ref }));
  }

  /** The component that an event's body is. */
  eventBody(type: string, verb: HttpMethod, operation: Operation): string {
    const body = operation.requestBody === undefined ? undefined : this.requestBody(operation.requestBody);
    const component = componentOf(jsonOf(body?.content)?.schema?.$ref ?? "");
    if (component === undefined) {
      throw new SpecError(
        "model/no-event-body",
        pointerOf("webhooks", type, verb),
        `the event "${type}" has no JSON object as its body.`,
        "Describe the body in the contract or an overlay.",
      );
    }
    return component;
  }

  #component<Node>(components: Record<string, Node> | undefined, reference: Reference): Node {
    const node = components?.[componentOf(reference.$ref) ?? ""];
    if (node === undefined) throw deepReference(reference.$ref);
    return node;
  }
}

export function jsonOf(content: Record<string, MediaType> | undefined): MediaType | undefined {
  return Object.entries(content ?? {}).find(([type]) => /[/+]json\b/i.test(type))?.[1];
}

/** Loading has checked that the target exists, so what is left is a reference into the middle of a component. */
export function deepReference(reference: string): SpecError {
  return new SpecError(
    "model/deep-reference",
    reference.replace(/^#/, ""),
    `${reference} does not name a component.`,
    "Make what it points to a component and refer to that.",
  );
}
