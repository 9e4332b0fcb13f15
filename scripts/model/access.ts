import { SpecError } from "../diagnostics.js";
import type { OpenApiDocument, SecurityScheme } from "../load/openapi.js";
import type { ResolvedOperation } from "../load/resolved-operation.js";
import { readAlternatives, type SecurityAlternative } from "../load/security.js";
import type { AccessModel, AuthModel } from "./api-model.js";

type OwnCredentials = Readonly<Record<string, AuthModel>> | undefined;

/** How the client authenticates, and what an operation needs instead of that. */
export interface Authentication {
  readonly client: AuthModel;
  /** @throws SpecError `model/credentials` for an operation that the client could not authenticate */
  readonly of: (operation: ResolvedOperation) => OwnCredentials;
}

/**
 * The client's key is sent as most operations take it, by the schemes that `security` requires: one that merely stands in the
 * components counts for nothing. An operation that takes other credentials, or several together, has its own.
 */
export function authenticationOf(document: OpenApiDocument, operations: readonly ResolvedOperation[]): Authentication {
  const placeOf = (scheme: string): AuthModel | undefined => placeOfScheme(schemeOf(document, scheme));
  const counts = new Map<string, { readonly place: AuthModel; count: number }>();
  for (const { security } of operations) {
    const places = readAlternatives(document, security.node).flatMap(({ schemes }) => {
      const [only, ...more] = credentialsFor(schemes, placeOf) ?? [];
      return only === undefined || more.length > 0 ? [] : [only.place];
    });
    for (const [key, place] of new Map(places.map((one) => [JSON.stringify(one), one]))) {
      const row = counts.get(key) ?? { place, count: 0 };
      row.count += 1;
      counts.set(key, row);
    }
  }
  const best = [...counts.values()].reduce<{ place: AuthModel; count: number } | undefined>(
    (most, row) => (most === undefined || row.count > most.count ? row : most),
    undefined,
  );
  const client = best?.place ?? "bearer";
  return { client, of: (operation) => ownCredentials(document, operation, client, placeOf) };
}

function ownCredentials(
  document: OpenApiDocument,
  { name, security }: ResolvedOperation,
  client: AuthModel,
  placeOf: (scheme: string) => AuthModel | undefined,
): OwnCredentials {
  const alternatives = readAlternatives(document, security.node);
  const isClients = ({ place }: Credential): boolean => JSON.stringify(place) === JSON.stringify(client);
  const sendable = alternatives
    .map(({ schemes }) => credentialsFor(schemes, placeOf))
    .filter((credentials) => credentials !== undefined);
  const needed = sendable.filter((credentials) => credentials.length > 0);
  if (needed.some(([first, ...more]) => first !== undefined && more.length === 0 && isClients(first))) return undefined;
  const [first] = needed;
  if (first !== undefined) {
    const clients = first.find(isClients);
    return Object.fromEntries(first.map((one) => [one === clients ? "apiKey" : one.scheme, one.place]));
  }
  if (alternatives.length === 0 || sendable.length > 0) return undefined;
  const ways = alternatives.map(({ sent }) => sent.join(" with ")).join(", or ");
  throw new SpecError(
    "model/credentials",
    security.pointer,
    `${name} needs ${ways}, which a client cannot send.`,
    "Correct the security of the operation in an overlay, or remove the operation.",
  );
}

interface Credential {
  readonly scheme: string;
  readonly place: AuthModel;
}

/**
 * What schemes that are needed together send: one credential for each place, since two schemes of one place can only have the same one.
 * `undefined` where a scheme cannot be sent, or two would be written differently into one header.
 */
function credentialsFor(
  schemes: readonly string[],
  placeOf: (scheme: string) => AuthModel | undefined,
): readonly Credential[] | undefined {
  const found = new Map<string, Credential>();
  for (const scheme of schemes) {
    const place = placeOf(scheme);
    if (place === undefined) return undefined;
    const header = typeof place === "string" ? "authorization" : place.in === "header" ? place.name.toLowerCase() : "";
    const key = header === "" ? JSON.stringify(place) : header;
    const other = found.get(key);
    if (other !== undefined && JSON.stringify(other.place) !== JSON.stringify(place)) return undefined;
    if (other === undefined) found.set(key, { scheme, place });
  }
  return [...found.values()];
}

function schemeOf(document: OpenApiDocument, name: string): SecurityScheme | undefined {
  const known = document.components?.securitySchemes ?? {};
  return Object.hasOwn(known, name) ? known[name] : undefined;
}

function placeOfScheme(scheme: SecurityScheme | undefined): AuthModel | undefined {
  switch (scheme?.type) {
    case "http": {
      const kind = scheme.scheme?.toLowerCase();
      return kind === "bearer" || kind === "basic" ? kind : undefined;
    }
    case "oauth2":
    case "openIdConnect":
      return "bearer";
    case "apiKey": {
      const { in: place, name } = scheme;
      if (name === undefined) return undefined;
      return place === "header" || place === "query" || place === "cookie" ? { in: place, name } : undefined;
    }
    default:
      return undefined;
  }
}

/** Who may call an operation. */
export function accessOf(
  document: OpenApiDocument,
  { node, security }: ResolvedOperation,
  own: OwnCredentials,
): AccessModel {
  if (own !== undefined) return { key: "other", permissions: [], credentials: [Object.keys(own).join(" with ")] };
  const alternatives = readAlternatives(document, security.node);
  const credentials = node["x-whop-credentials"];
  return {
    // A document without security schemes says nothing of credentials.
    key: document.components?.securitySchemes === undefined ? "required" : keyOf(alternatives, credentials),
    permissions: permissionsOf(alternatives.filter(({ schemes }) => schemes.length === 1)),
    credentials: (credentials ?? []).map(inWords),
  };
}

function keyOf(
  alternatives: readonly SecurityAlternative[],
  credentials: readonly string[] | undefined,
): AccessModel["key"] {
  if (alternatives.length === 0) return "none";
  if (needsNoKey(alternatives)) return "optional";
  if (credentials === undefined || credentials.includes("account_api_key")) return "required";
  return credentials.length === 0 ? "session" : "limited";
}

function needsNoKey(alternatives: readonly SecurityAlternative[]): boolean {
  return alternatives.length === 0 || alternatives.some(({ schemes }) => schemes.length === 0);
}

/** Without repeats, and without those that ask for more than another one does. Empty where no permission is needed at all. */
function permissionsOf(alternatives: readonly SecurityAlternative[]): string[][] {
  const lists = new Map(alternatives.map(({ scopes }) => [JSON.stringify(scopes), [...scopes]]));
  const all = [...lists.values()];
  if (all.every((scopes) => scopes.length === 0)) return [];
  const asksForMore = (scopes: readonly string[]) =>
    all.some(
      (other) => other.length > 0 && other.length < scopes.length && other.every((scope) => scopes.includes(scope)),
    );
  const least = all.filter((scopes) => !asksForMore(scopes));
  return [...least.filter((scopes) => scopes.length > 0), ...least.filter((scopes) => scopes.length === 0)];
}

/** `account_api_key` is `account API key`. */
function inWords(credential: string): string {
  const words: Readonly<Record<string, string>> = { api: "API", oauth: "OAuth" };
  return credential
    .split("_")
    .map((word) => words[word] ?? word)
    .join(" ");
}
