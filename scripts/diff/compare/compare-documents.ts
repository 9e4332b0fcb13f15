import { isDeepStrictEqual } from "node:util";
import { pointerOf } from "../../diagnostics.js";
import { oauthAddresses } from "../../load/oauth-addresses.js";
import type { OpenApiDocument, SecurityScheme } from "../../load/openapi.js";
import { readOperations } from "../../load/read-operations.js";
import { readAlternatives } from "../../load/security.js";
import { nameServers } from "../../model/servers.js";
import type { OperationChangeKind } from "./change.js";
import type { Collector } from "./collector.js";

/** Compares what concerns the API as a whole: its version, servers, the style of query arrays, and security schemes. */
export function compareDocuments(before: OpenApiDocument, after: OpenApiDocument, collector: Collector): void {
  const add: AddChange = (kind, pointer, from, to, subject = "") =>
    collector.add({ kind, direction: undefined, pointer, before: from, after: to, subject, matchKeys: [] });
  compareVersions(before, after, add);
  compareServers(before, after, add);
  const arraysBefore = arraysText(before);
  const arraysAfter = arraysText(after);
  if (arraysBefore !== arraysAfter) add("query-arrays-changed", "/x-query-arrays", arraysBefore, arraysAfter);
  compareSecuritySchemes(before, after, add);
}

type AddChange = (
  kind: OperationChangeKind,
  pointer: string,
  before: string | null,
  after: string | null,
  subject?: string,
) => void;

function compareVersions(before: OpenApiDocument, after: OpenApiDocument, add: AddChange): void {
  const from = before.info["x-api-version-date"] ?? null;
  const to = after.info["x-api-version-date"] ?? null;
  if (from === to) return;
  const kind = from === null ? "added" : to === null ? "removed" : "changed";
  const text = (version: unknown) => (version === null ? null : String(version));
  add(`api-version-${kind}`, "/info/x-api-version-date", text(from), text(to));
}

function compareServers(before: OpenApiDocument, after: OpenApiDocument, add: AddChange): void {
  const serversBefore = environmentsOf(before);
  const serversAfter = environmentsOf(after);
  for (const [name, { url, pointer }] of serversBefore) {
    const server = serversAfter.get(name);
    if (server === undefined) add("environment-removed", pointer, name, null);
    else if (server.url !== url) add("server-url-changed", `${server.pointer}/url`, url, server.url, name);
  }
  for (const [name, { pointer }] of serversAfter)
    if (!serversBefore.has(name)) add("environment-added", pointer, null, name);
  const [[nameBefore, defaultBefore] = []] = serversBefore;
  const [[nameAfter, defaultAfter] = []] = serversAfter;
  if (defaultBefore === undefined || defaultAfter === undefined) return;
  // The first is where requests go without a choice.
  if (nameBefore !== nameAfter && defaultBefore.url !== defaultAfter.url)
    add("default-environment-changed", defaultAfter.pointer, defaultBefore.url, defaultAfter.url);
}

/** By the value of the client's option `environment`, as the generator names it. */
function environmentsOf({ servers = [] }: OpenApiDocument): Map<string, { url: string; pointer: string }> {
  return new Map(
    nameServers(servers, undefined).map(({ environment, url }, index) => [
      environment,
      { url: url ?? servers[index]?.url ?? "", pointer: pointerOf("servers", index) },
    ]),
  );
}

function arraysText(document: OpenApiDocument): string {
  return document["x-query-arrays"] === "brackets" ? "a[]=1&a[]=2" : "a=1&a=2";
}

/** Added and removed schemes show in the operations that require them. */
function compareSecuritySchemes(before: OpenApiDocument, after: OpenApiDocument, add: AddChange): void {
  const schemesBefore = before.components?.securitySchemes ?? {};
  for (const [name, schemeAfter] of Object.entries(after.components?.securitySchemes ?? {})) {
    const schemeBefore = schemesBefore[name];
    if (schemeBefore === undefined || isDeepStrictEqual(withoutProse(schemeBefore), withoutProse(schemeAfter)))
      continue;
    const pointer = pointerOf("components", "securitySchemes", name);
    const isUsed = readOperations(after).some(({ security }) => security.node.some((way) => Object.hasOwn(way, name)));
    const sent = [before, after].map((document) => readAlternatives(document, [{ [name]: [] }])[0]?.sent);
    const isSentAsBefore = !isUsed || isDeepStrictEqual(sent[0], sent[1]);
    if (isUsed && isSentAsBefore && compareAddresses(before, after, name, add)) continue;
    add(
      isSentAsBefore ? "security-scheme-redeclared" : "security-scheme-changed",
      pointer,
      schemeText(schemeBefore),
      schemeText(schemeAfter),
      name,
    );
  }
}

/** Where callers of a scheme sign in and fetch tokens. @returns whether any of it changed */
function compareAddresses(before: OpenApiDocument, after: OpenApiDocument, name: string, add: AddChange): boolean {
  const known = new Map(oauthAddresses(before).map((address) => [address.pointer, address.url]));
  const changed = oauthAddresses(after).filter(({ scheme, pointer, url }) => {
    const had = known.get(pointer);
    return scheme === name && had !== undefined && had !== url;
  });
  for (const { pointer, field, url } of changed)
    add("oauth-address-changed", pointer, known.get(pointer) ?? null, url, `${name}.${field}`);
  return changed.length > 0;
}

function withoutProse({ description: _, ...facts }: SecurityScheme): Omit<SecurityScheme, "description"> {
  return facts;
}

function schemeText({ type, scheme }: SecurityScheme): string {
  return scheme === undefined ? type : `${type} ${scheme}`;
}
