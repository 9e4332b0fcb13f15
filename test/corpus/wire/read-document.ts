import { load } from "js-yaml";

/**
 * Reads an OpenAPI document for the judge of the wire. It shares no code with the generator, and takes the document as it was published:
 * what both get wrong in the same way would never be seen.
 */
export type Node = Readonly<Record<string, unknown>>;

export interface Operation {
  readonly verb: string;
  readonly path: string;
  readonly parameters: readonly Node[];
  readonly body: Node | undefined;
  /** A reference to where the document has the body. */
  readonly bodyAt: string;
  readonly responses: Readonly<Record<string, unknown>>;
  /** Each of them would do; each names schemes that are needed together. */
  readonly security: readonly Node[];
  readonly servers: readonly Node[];
}

const VERBS = ["get", "put", "post", "delete", "options", "head", "patch"];

export class Document {
  readonly root: Node;

  constructor(text: string) {
    const plain = text.replace(/^\uFEFF/, "");
    this.root = nodeOf(/^\s*\{/.test(plain) ? JSON.parse(plain) : load(plain));
  }

  /** The node that a local reference leads to; siblings of the reference are left aside. */
  resolve(value: unknown): Node {
    let node = nodeOf(value);
    for (let hops = 0; typeof node.$ref === "string"; hops += 1) {
      if (hops > 50) throw new Error(`${node.$ref} leads to itself`);
      node = nodeOf(this.at(node.$ref));
    }
    return node;
  }

  /** Where a chain of references ends that begins with the value at a place. */
  private placeOf(value: unknown, place: string): string {
    let found = place;
    for (let node = nodeOf(value); typeof node.$ref === "string"; node = nodeOf(this.at(node.$ref))) found = node.$ref;
    return found;
  }

  private at(reference: string): unknown {
    let found: unknown = this.root;
    for (const part of decodeURIComponent(reference.replace(/^#\/?/, "")).split("/")) {
      const around = Array.isArray(found) ? Object.fromEntries(found.entries()) : this.resolve(found);
      found = around[part.replaceAll("~1", "/").replaceAll("~0", "~")];
    }
    if (found === undefined) throw new Error(`${reference} leads nowhere`);
    return found;
  }

  get operations(): Operation[] {
    return Object.entries(nodeOf(this.root.paths)).flatMap(([path, value]) => {
      const item = this.resolve(value);
      return VERBS.filter((verb) => item[verb] !== undefined).map((verb) =>
        this.operation(path, item, verb, this.placeOf(value, `#/paths/${escaped(path)}`)),
      );
    });
  }

  private operation(path: string, item: Node, verb: string, place: string): Operation {
    const node = nodeOf(item[verb]);
    const byPlace = new Map<string, Node>();
    for (const one of [...listOf(item.parameters), ...listOf(node.parameters)]) {
      const parameter = this.resolve(one);
      byPlace.set(`${parameter.in} ${parameter.name}`, parameter);
    }
    return {
      verb,
      path,
      parameters: [...byPlace.values()],
      // HTTP gives a body of GET and HEAD no meaning, and OpenAPI 3.0 says that it is ignored.
      body: node.requestBody === undefined || /^(?:get|head)$/.test(verb) ? undefined : this.resolve(node.requestBody),
      bodyAt: this.placeOf(node.requestBody, `${place}/${verb}/requestBody`),
      responses: nodeOf(node.responses ?? {}),
      security: listOf(node.security ?? this.root.security).map(nodeOf),
      servers: [node, item, this.root].map(({ servers }) => listOf(servers).map(nodeOf)).find(isFilled) ?? [],
    };
  }

  /** The address that the first server gives; `undefined` where it is relative, or missing. */
  addressOf({ servers: [first] }: Operation): string | undefined {
    const variables = nodeOf(first?.variables ?? {});
    const url = String(first?.url ?? "/").replace(/\{([^{}]*)\}/g, (whole, name: string) => {
      const variable = variables[name];
      return variable === undefined ? whole : String(nodeOf(variable).default);
    });
    return /^https?:\/\/[^{}]+$/i.test(url) && URL.canParse(url) ? url.replace(/\/+$/, "") : undefined;
  }

  securityScheme(name: string): Node {
    const schemes = nodeOf(nodeOf(this.root.components ?? {}).securitySchemes ?? {});
    return schemes[name] === undefined ? {} : this.resolve(schemes[name]);
  }
}

/** A token of a JSON pointer in a URI. */
export function escaped(token: string): string {
  return encodeURIComponent(token.replaceAll("~", "~0").replaceAll("/", "~1"));
}

export function nodeOf(value: unknown): Node {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  return value as Node;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isFilled(list: readonly unknown[]): boolean {
  return list.length > 0;
}
