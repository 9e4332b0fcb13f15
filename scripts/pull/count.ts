import { pointerOf } from "../diagnostics.js";
import {
  HTTP_METHODS,
  isReference,
  type OpenApiDocument,
  type Operation,
  type Parameter,
  type PathItem,
} from "../load/openapi.js";

/** How much a document has of what its readers count. */
export interface Counts {
  readonly operations: number;
  readonly webhooks: number;
  readonly schemas: number;
  /** Operations that take `first` and `after` in their query. */
  readonly cursorLists: number;
}

/** An operation and where it stands. `name` tells it from all others: `GET /disputes/{id}`. */
export interface Call {
  readonly name: string;
  readonly pointer: string;
  readonly operation: Operation;
  readonly parameters: readonly Parameter[];
}

export function countDocument(document: OpenApiDocument): Counts {
  const calls = callsOf(document);
  return {
    operations: calls.length,
    webhooks: operationsIn(document, "webhooks").length,
    schemas: Object.keys(document.components?.schemas ?? {}).length,
    cursorLists: calls.filter(isCursorList).length,
  };
}

/** Every operation under `paths`. */
export function callsOf(document: OpenApiDocument): Call[] {
  return operationsIn(document, "paths");
}

function operationsIn(document: OpenApiDocument, section: "paths" | "webhooks"): Call[] {
  return Object.entries(document[section] ?? {}).flatMap(([key, item]) =>
    HTTP_METHODS.flatMap((method) => {
      const operation = item[method];
      if (operation === undefined) return [];
      const name = `${method.toUpperCase()} ${key}`;
      return [
        {
          name,
          pointer: pointerOf(section, key, method),
          operation,
          parameters: parametersOf(document, item, operation),
        },
      ];
    }),
  );
}

function parametersOf(document: OpenApiDocument, item: PathItem, operation: Operation): Parameter[] {
  return [...(item.parameters ?? []), ...(operation.parameters ?? [])].flatMap((parameter) => {
    if (!isReference(parameter)) return [parameter];
    const shared = document.components?.parameters?.[parameter.$ref.slice(parameter.$ref.lastIndexOf("/") + 1)];
    return shared === undefined ? [] : [shared];
  });
}

function isCursorList({ parameters }: Call): boolean {
  const query = new Set(parameters.filter((parameter) => parameter.in === "query").map(({ name }) => name));
  return query.has("first") && query.has("after");
}
