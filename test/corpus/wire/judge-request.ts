import { isDeepStrictEqual } from "node:util";
import { accepts } from "./accepts.js";
import { isForm, isJson, isOfTheClient, type PlannedCall } from "./plan-call.js";
import { type Document, escaped, type Node, nodeOf, type Operation } from "./read-document.js";

export interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly request: Request;
}

/** What a client was set up with: its own key, that of each security scheme, and a server where the document gives none. */
export interface Setup {
  readonly key: string;
  readonly credentials: Readonly<Record<string, string>>;
  readonly address: string;
}

/** What is wrong with a request by the document. Empty where nothing is. */
export async function judgeRequest(
  document: Document,
  operation: Operation,
  call: PlannedCall,
  setup: Setup,
  sent: Sent,
): Promise<string[]> {
  const faults: string[] = [];
  const same = (what: string, got: unknown, wanted: unknown): void => {
    if (!isDeepStrictEqual(got, wanted))
      faults.push(`${what} is ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`);
  };
  same("the method", sent.method, operation.verb.toUpperCase());
  const [address = "", search = ""] = sent.url.split("?");
  same(
    "the address",
    canonical(address),
    canonical(`${new URL(setup.address).href.replace(/\/$/, "")}${pathOf(operation, call)}`),
  );

  const security = credentialsOf(document, operation, setup);
  const got = search === "" ? [] : search.split("&").map(canonical);
  const own = got.filter((pair) => !security.query.includes(pair));
  same("the query", sorted(own), sorted(queryOf(call).map(canonical)));

  for (const [name, value] of headersOf(call)) same(`the header ${name}`, sent.headers.get(name), value);
  const cookies = (sent.headers.get("cookie") ?? "").split("; ").filter((one) => one !== "");
  same("the cookies", cookies.filter((one) => !security.cookies.includes(one)).sort(), cookiesOf(call).sort());
  if (!security.isSatisfied(sent.headers, got, cookies))
    faults.push(`the credentials are none of ${JSON.stringify(operation.security)}`);
  if (!security.mayAuthorize && sent.headers.has("authorization"))
    faults.push(`there is an authorization header, and no scheme for it`);
  faults.push(...(await bodyFaults(document, operation, call, sent)));
  return faults;
}

function pathOf({ path }: Operation, { parameters }: PlannedCall): string {
  return path.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const found = parameters.find(({ node }) => node.in === "path" && node.name === name);
    return found === undefined ? "" : simple(found.node, found.value, strictly);
  });
}

/** RFC 6570, as OpenAPI uses it for `simple`: the items or entries, joined by commas. */
function simple(node: Node, value: unknown, write: (text: string) => string): string {
  if (node.content !== undefined) return write(JSON.stringify(value));
  if (Array.isArray(value)) return value.map((item) => write(String(item))).join(",");
  if (typeof value !== "object" || value === null) return write(String(value));
  const pairs = Object.entries(value).map(([key, item]) => [write(key), write(String(item))]);
  return pairs.map((pair) => pair.join(node.explode === true ? "=" : ",")).join(",");
}

function queryOf({ parameters }: PlannedCall): string[] {
  return parameters.filter(({ node }) => node.in === "query").flatMap(({ node, value }) => queryPairs(node, value));
}

function queryPairs(node: Node, value: unknown): string[] {
  const name = strictly(String(node.name));
  const { style = "form", explode = style === "form" } = node;
  if (node.content !== undefined) {
    const isText = Object.keys(nodeOf(node.content))[0]?.startsWith("text/") === true && typeof value === "string";
    return [`${name}=${strictly(isText ? String(value) : JSON.stringify(value))}`];
  }
  if (Array.isArray(value)) {
    if (value.length === 0) return [];
    const items = value.map((item) => strictly(String(item)));
    if (explode === true) return items.map((item) => `${name}=${item}`);
    return [`${name}=${items.join(separatorOf(style))}`];
  }
  if (typeof value !== "object" || value === null) return [`${name}=${strictly(String(value))}`];
  const entries = Object.entries(value).map(([key, item]) => [strictly(key), strictly(String(item))]);
  if (entries.length === 0) return [];
  if (style === "deepObject") return entries.map(([key, item]) => `${name}%5B${key}%5D=${item}`);
  if (explode === true) return entries.map((pair) => pair.join("="));
  return [`${name}=${entries.flat().join(separatorOf(style))}`];
}

function separatorOf(style: unknown): string {
  return style === "spaceDelimited" ? "%20" : style === "pipeDelimited" ? "%7C" : ",";
}

function headersOf({ parameters }: PlannedCall): [string, string][] {
  return parameters
    .filter(({ node }) => node.in === "header" && !isOfTheClient(node))
    .map(({ node, value }) => [String(node.name), simple(node, value, (text) => text)]);
}

function cookiesOf({ parameters }: PlannedCall): string[] {
  return parameters
    .filter(({ node }) => node.in === "cookie")
    .map(({ node, value }) => `${node.name}=${simple({ ...node, explode: false }, value, (text) => text)}`);
}

/** What the schemes that the operation names would send for each alternative. */
function credentialsOf(document: Document, { security }: Operation, { key, credentials }: Setup) {
  type Test = (headers: Headers, query: readonly string[], cookies: readonly string[]) => boolean;
  const query: string[] = [];
  const cookiePairs: string[] = [];
  // Who needs no credentials may send them all the same.
  let mayAuthorize = security.every((one) => Object.keys(one).length === 0);
  const testOf = (name: string): Test => {
    const scheme = document.securityScheme(name);
    const values = [key, credentials[name] ?? key];
    if (scheme.type === "apiKey" && scheme.in === "query") {
      const pairs = values.map((value) => canonical(`${strictly(String(scheme.name))}=${strictly(value)}`));
      query.push(...pairs);
      return (_, got) => pairs.some((pair) => got.includes(pair));
    }
    if (scheme.type === "apiKey" && scheme.in === "cookie") {
      const pairs = values.map((value) => `${scheme.name}=${value}`);
      cookiePairs.push(...pairs);
      return (_, __, got) => pairs.some((pair) => got.includes(pair));
    }
    if (scheme.type === "apiKey") {
      if (/^authorization$/i.test(String(scheme.name))) mayAuthorize = true;
      return (headers) => values.includes(headers.get(String(scheme.name)) ?? "");
    }
    mayAuthorize = true;
    const isBasic = scheme.type === "http" && /^basic$/i.test(String(scheme.scheme));
    const wanted = values.map((value) => (isBasic ? `Basic ${btoa(value)}` : `Bearer ${value}`));
    return (headers) => wanted.includes(headers.get("authorization") ?? "");
  };
  const alternatives = security.map((one) => Object.keys(one).map(testOf));
  return {
    query,
    cookies: cookiePairs,
    mayAuthorize,
    isSatisfied: (...given: Parameters<Test>) =>
      alternatives.length === 0 || alternatives.some((tests) => tests.every((test) => test(...given))),
  };
}

async function bodyFaults(
  document: Document,
  { body, bodyAt }: Operation,
  call: PlannedCall,
  { headers, request }: Sent,
): Promise<string[]> {
  const bytes = await request.clone().arrayBuffer();
  const type = headers.get("content-type");
  if (call.body === undefined) {
    // An optional body that was not given may come as an empty object; a form without a part is none.
    const text = new TextDecoder().decode(bytes);
    return text === "" || (body !== undefined && text === "{}") ? [] : [`a body is sent: ${text}`];
  }
  const declared = Object.keys(nodeOf(body?.content));
  if (type === null || !declared.some((one) => takes(one, type)))
    return [`the content type ${type} is none of ${declared.join(", ")}`];
  if (isJson(type)) {
    const got: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const declaredAs = declared.find((one) => takes(one, type)) ?? "";
    const schema = `${bodyAt}/content/${escaped(declaredAs)}/schema`;
    const isAccepted = accepts(document, schema, JSON.parse(JSON.stringify(call.body)));
    if (isAccepted === true && accepts(document, schema, got) !== true)
      return [`the body ${JSON.stringify(got)} is none that its schema accepts`];
    return isDeepStrictEqual(got, JSON.parse(JSON.stringify(call.body)))
      ? []
      : [`the body is ${JSON.stringify(got)}, not ${JSON.stringify(call.body)}`];
  }
  if (isForm(type)) return formFaults(await request.clone().formData(), nodeOf(call.body));
  const wanted =
    typeof call.body === "string"
      ? new TextEncoder().encode(call.body)
      : new Uint8Array(await (call.body as Blob).arrayBuffer());
  return isDeepStrictEqual(new Uint8Array(bytes), new Uint8Array(wanted)) ? [] : ["the bytes of the body are others"];
}

async function formFaults(form: FormData, wanted: Node): Promise<string[]> {
  const faults: string[] = [];
  const names = Object.keys(wanted).filter((name) => !(Array.isArray(wanted[name]) && wanted[name].length === 0));
  const got = [...new Set(form.keys())];
  if (!isDeepStrictEqual(got.sort(), names.sort())) faults.push(`the parts are ${got}, not ${names}`);
  for (const name of names) {
    const values = [wanted[name]].flat();
    const parts = form.getAll(name);
    if (parts.length !== values.length) faults.push(`${name} is sent ${parts.length} times, not ${values.length}`);
    for (const [index, value] of values.entries()) {
      const part = parts[index];
      const text = part instanceof File ? await part.text() : part;
      const right =
        value instanceof File
          ? await value.text()
          : typeof value === "object" && value !== null
            ? JSON.stringify(value)
            : String(value);
      if (text !== right) faults.push(`the part ${name} is ${text}, not ${right}`);
    }
  }
  return faults;
}

/** Whether a type, or a range of types, of the document takes the one that was sent. */
function takes(declared: string, sent: string): boolean {
  const [range = "", type = ""] = [declared, sent].map((one) => one.split(";")[0]?.trim().toLowerCase());
  return range === type || range === "*/*" || (range.endsWith("/*") && type.startsWith(range.slice(0, -1)));
}

/** RFC 3986: all but unreserved characters are escaped. */
function strictly(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** One spelling for what a server reads alike. A comma that separates stays one. */
function canonical(text: string): string {
  return text
    .replace(/%[\da-f]{2}/gi, (escaped) => {
      const character = String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
      return /[\w.~-]/.test(character) ? character : escaped.toUpperCase();
    })
    .replace(/[!'()*|[\]{}]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** By name; those of one name keep their order. */
function sorted(pairs: readonly string[]): string[] {
  const nameOf = (pair: string): string => pair.split("=")[0] ?? "";
  return [...pairs].sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : nameOf(one) > nameOf(other) ? 1 : 0));
}
