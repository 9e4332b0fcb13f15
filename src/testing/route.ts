import type { ContractOperation } from "./contract.js";

export interface Route {
  readonly operation: ContractOperation;
  /** By the names of the template: `{ id: "dspt_1" }`. */
  readonly pathValues: Readonly<Record<string, string>>;
}

/** Finds the operation of a request. Of two templates that match, the one with more plain segments wins, as in OpenAPI. */
export class Router {
  readonly #routes: readonly { operation: ContractOperation; segments: readonly string[] }[];

  constructor(operations: readonly ContractOperation[]) {
    this.#routes = operations
      .map((operation) => ({ operation, segments: operation.path.split("/") }))
      .sort((a, b) => variables(a.segments) - variables(b.segments));
  }

  find(verb: string, path: string): Route | undefined {
    const given = path.split("/");
    for (const { operation, segments } of this.#routes) {
      if (operation.verb !== verb || segments.length !== given.length) continue;
      const pathValues = match(segments, given);
      if (pathValues !== undefined) return { operation, pathValues };
    }
    return undefined;
  }

  /** Whether the path exists with another verb. */
  has(path: string): boolean {
    const given = path.split("/");
    return this.#routes.some(({ segments }) => match(segments, given) !== undefined);
  }
}

function variables(segments: readonly string[]): number {
  return segments.filter((segment) => segment.startsWith("{")).length;
}

function match(template: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  if (template.length !== given.length) return undefined;
  const values: Record<string, string> = {};
  for (const [index, segment] of template.entries()) {
    const text = given[index] ?? "";
    if (segment.startsWith("{")) {
      if (text === "") return undefined;
      values[segment.slice(1, -1)] = decode(text);
    } else if (segment !== text) return undefined;
  }
  return values;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
