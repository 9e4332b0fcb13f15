import { type Content, preferredContent } from "../load/content.js";
import type { OpenApiDocument, Schema } from "../load/openapi.js";
import { readOperations, readWebhooks } from "../load/read-operations.js";
import { followReferences } from "../load/resolve-pointer.js";
import type { ResolvedOperation } from "../load/resolved-operation.js";

/** A schema, and its JSON pointer in the contract. */
export interface LocatedSchema {
  readonly schema: Schema;
  readonly pointer: string;
}

/** A body that the contract describes: what a caller sends, what it receives, or what a webhook delivers. */
export interface ContractBody extends LocatedSchema {
  readonly role: "request" | "response" | "event";
  /** `null` for an event. */
  readonly operationId: string | null;
  /** The event's name; `null` for requests and responses. */
  readonly event: string | null;
  /** The response's status as the contract has it, such as `200` or `default`; `null` for requests and events. */
  readonly status: string | null;
}

/** An operation with its bodies, to report one that is missing. */
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
  for (const operation of readOperations(document)) {
    const { operationId } = operation.node;
    if (operationId === undefined) continue;
    const bodies = [requestOf(document, operation), ...responsesOf(document, operation)]
      .filter((body) => body !== undefined)
      .map((body) => ({ ...body, operationId, event: null }));
    operations.set(operationId, { operationId, pointer: operation.pointer, bodies });
  }
  const events = new Map<string, ContractBody>();
  for (const webhook of readWebhooks(document)) {
    const body = requestOf(document, webhook);
    const event = webhook.path;
    if (body !== undefined) events.set(event, { ...body, role: "event", operationId: null, event });
  }
  return { operations, events, all: [...[...operations.values()].flatMap(({ bodies }) => bodies), ...events.values()] };
}

type UnnamedBody = Omit<ContractBody, "operationId" | "event">;

function requestOf(document: OpenApiDocument, { requestBody }: ResolvedOperation): UnnamedBody | undefined {
  const located = schemaOf(document, requestBody?.content ?? []);
  return located === undefined ? undefined : { role: "request", status: null, ...located };
}

function responsesOf(document: OpenApiDocument, { responses }: ResolvedOperation): UnnamedBody[] {
  return [...responses.values()].flatMap(({ status, content }) => {
    const located = schemaOf(document, content);
    return located === undefined ? [] : [{ role: "response" as const, status, ...located }];
  });
}

/** The schema of a body's JSON form, or of its first other form. */
function schemaOf(document: OpenApiDocument, content: readonly Content[]): LocatedSchema | undefined {
  const preferred = preferredContent(content);
  const schema = preferred?.node.schema;
  if (preferred === undefined || schema === undefined) return undefined;
  const { node, pointer } = followReferences(document, schema, `${preferred.pointer}/schema`);
  return { schema: node, pointer };
}
