import type { Contract, ContractOperation, Schema } from "./contract.js";

/** What a caller gives a method, less the request options. */
export interface Arguments {
  readonly positional: string | undefined;
  readonly file?: unknown;
  readonly params: Readonly<Record<string, unknown>> | undefined;
}

export interface ExpectedRequest {
  readonly verb: string;
  readonly address: string;
  /** Encoded `name=value`, sorted by name. */
  readonly query: readonly string[];
  /** `undefined` for a request without one. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

/**
 * What must be sent for these arguments, by the contract and the one rule of calling: the last path parameter is positional, so
 * is the file of a form; the object has earlier path parameters, query and body; a name that the body has stays in the body.
 */
export function expectedRequest(
  contract: Contract,
  operation: ContractOperation,
  { positional, file, params = {} }: Arguments,
  arrays: "brackets" | "repeat",
): ExpectedRequest {
  const last = operation.pathNames.at(-1);
  const earlier = operation.pathNames.slice(0, -1);
  const queryNames = operation.query.map(({ name }) => name);
  const bodyNames = operation.body === undefined ? new Set<string>() : propertyNames(contract, operation.body.schema);
  const stray = Object.keys(params).filter(
    (name) => !earlier.includes(name) && !queryNames.includes(name) && !bodyNames.has(name),
  );
  if (stray.length > 0) throw new Error(`${operation.id}: the contract has no place for ${stray.join(", ")}`);

  const path = operation.path.replaceAll(/\{([^}]+)\}/g, (_, name: string) =>
    percentEncode(String(name === last ? positional : params[name])),
  );
  const query = operation.query
    .filter(({ name }) => params[name] !== undefined)
    .flatMap(({ name, style, explode }) => {
      const value = params[name];
      const wanted = typeof value === "object" && !Array.isArray(value) ? "deepObject" : "form";
      if (value !== null && (!explode || style !== wanted))
        throw new Error(`no expectation for ${name} in style ${style}`);
      return queryPairs(name, value, arrays);
    });
  // A body that is not required and has required members is sent with all of them, or not at all.
  const isDemanding = (operation.body && contract.resolve(operation.body.schema).required?.length) ?? 0;
  const isLeftOut = operation.body?.required === false && isDemanding > 0 && Object.keys(params).length === 0;
  const body = Object.entries(params).filter(([name]) => bodyNames.has(name));
  if (operation.filePart !== undefined) body.unshift([operation.filePart, file]);
  return {
    verb: operation.verb,
    address: contract.baseURL + path,
    query: sortPairs(query),
    body: operation.body === undefined || isLeftOut ? undefined : Object.fromEntries(body),
  };
}

/** Pairs of a query sorted by name; those of one name keep their order, which has a meaning in arrays. */
export function sortPairs(pairs: readonly string[]): string[] {
  const nameOf = (pair: string): string => pair.slice(0, pair.indexOf("="));
  return [...pairs].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0));
}

function queryPairs(name: string, value: unknown, arrays: "brackets" | "repeat"): string[] {
  if (Array.isArray(value))
    return value.flatMap((item) => queryPairs(arrays === "brackets" ? `${name}[]` : name, item, arrays));
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, inner]) => queryPairs(`${name}[${key}]`, inner, arrays));
  return [`${percentEncode(name)}=${value === null ? "" : percentEncode(String(value))}`];
}

/** RFC 3986: every byte of UTF-8 but letters, digits and the marks that mean nothing in a URL. */
function percentEncode(text: string): string {
  return [...new TextEncoder().encode(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9\-._~!*'()]/.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");
}

function propertyNames(contract: Contract, schema: Schema): Set<string> {
  const node = contract.resolve(schema);
  const inner = [...(node.oneOf ?? []), ...(node.anyOf ?? []), ...(node.allOf ?? [])];
  return new Set([
    ...Object.keys(node.properties ?? {}),
    ...inner.flatMap((member) => [...propertyNames(contract, member)]),
  ]);
}
