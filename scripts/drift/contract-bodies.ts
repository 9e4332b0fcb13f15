import { pointerOf } from "../diagnostics.js";
import { HTTP_METHODS, type OpenApiDocument, type Operation, type Schema } from "../load/openapi.js";
import { followReferences } from "../load/resolve-pointer.js";

/** A schema and where it stands in the contract. */
export interface Place {
  readonly schema: Schema;
  readonly pointer: string;
}

/** A body that the contract describes: what a caller sends, what it gets, or what a webhook delivers. */
export interface ContractBody extends Place {
  readonly role: "request" | "response" | "event";
  /** `null` for an event. */
  readonly operationId: string | null;
  /** The event's name on the wire; `null` for requests and answers. */
  readonly event: string | null;
  /** The answer's status as the contract has it, such as `200` or `default`; `null` for requests and events. */
  readonly status: string | null;
}

/** An operation with the places of its parts, for telling that one is missing. */
export interface ContractOperation {
  readonly operationId: string;
  readonly pointer: string;
  readonly bodies: readonly ContractBody[];
}

export interface ContractBodies {
  readonly operations: ReadonlyMap<string, ContractOperation>;
  readonly events: ReadonlyMap<string, ContractBody>;
  /** All of them, in the contract's order. */
  readonly all: readonly ContractBody[];
}

/** Every JSON or form body of the contract, references followed. */
export function contractBodies(document: OpenApiDocument): ContractBodies {
  const operations = new Map<string, ContractOperation>();
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const verb of HTTP_METHODS) {
      const operation = item[verb];
      if (operation?.operationId === undefined) continue;
      const pointer = pointerOf("paths", path, verb);
      const bodies = [...requestOf(document, operation, pointer), ...answersOf(document, operation, pointer)];
      const { operationId } = operation;
      operations.set(operationId, {
        operationId,
        pointer,
        bodies: bodies.map((body) => ({ ...body, operationId, event: null })),
      });
    }
  }
  const events = new Map<string, ContractBody>();
  for (const [event, item] of Object.entries(document.webhooks ?? {})) {
    const body =
      item.post && requestOf(document, item.post, pointerOf("webhooks", event, "post")).find(({ schema }) => schema);
    if (body !== undefined) events.set(event, { ...body, role: "event", operationId: null, event });
  }
  return { operations, events, all: [...[...operations.values()].flatMap(({ bodies }) => bodies), ...events.values()] };
}

type Bare = Omit<ContractBody, "operationId" | "event">;

function requestOf(document: OpenApiDocument, { requestBody }: Operation, pointer: string): Bare[] {
  if (requestBody === undefined) return [];
  const body = followReferences(document, requestBody, `${pointer}/requestBody`);
  const place = schemaOf(document, body.node, body.pointer);
  return place === undefined ? [] : [{ role: "request", status: null, ...place }];
}

function answersOf(document: OpenApiDocument, { responses = {} }: Operation, pointer: string): Bare[] {
  return Object.entries(responses).flatMap(([status, response]) => {
    const answer = followReferences(document, response, `${pointer}${pointerOf("responses", status)}`);
    const place = schemaOf(document, answer.node, answer.pointer);
    return place === undefined ? [] : [{ role: "response" as const, status, ...place }];
  });
}

/** The schema of a body's JSON form, or of its first other form. */
function schemaOf(document: OpenApiDocument, body: object, pointer: string): Place | undefined {
  const content = "content" in body ? (body.content as Record<string, { schema?: Schema }>) : {};
  const types = Object.keys(content);
  const type = types.find((name) => /^application\/(?:[^;]*\+)?json\b/.test(name)) ?? types[0];
  const schema = type === undefined ? undefined : content[type]?.schema;
  if (type === undefined || schema === undefined) return undefined;
  const { node, pointer: place } = followReferences(
    document,
    schema,
    `${pointer}${pointerOf("content", type, "schema")}`,
  );
  return { schema: node, pointer: place };
}
