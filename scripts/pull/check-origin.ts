import { pointerOf, SpecError } from "../diagnostics.js";
import { oauthAddresses } from "../load/oauth-addresses.js";
import type { OpenApiDocument, Server } from "../load/openapi.js";
import { HTTP_METHODS } from "../load/openapi.js";

/**
 * Refuses a document that sends callers, and with them their keys, to another origin than the contract has, or in a way in which others
 * can read them. Relative addresses and variables stay what they are; a path of the same origin may change. The addresses of OAuth may
 * also be at the origin of a server that the contract has. No other host counts as the provider's, however alike its name is: which part
 * of a name belongs to one owner, only a list of public suffixes tells.
 *
 * @param before the present contract; absent for a first pull
 * @throws SpecError `contract/origin`
 */
export function checkOrigin(before: OpenApiDocument | undefined, after: OpenApiDocument, file: string): void {
  const servers = originsOf(before && serversOf(before));
  for (const place of serversOf(after)) checkPlace(place, servers, `The server`, file);
  const addresses = before && oauthAddresses(before);
  const trusted = new Set([...servers, ...originsOf(addresses)]);
  for (const place of oauthAddresses(after))
    checkPlace(place, trusted, `The \`${place.field}\` of ${JSON.stringify(place.scheme)} at`, file);
}

/** @param known the origins of the present contract; none, where it has no address or there is no contract */
function checkPlace({ url, pointer }: Place, known: ReadonlySet<string>, what: string, file: string): void {
  const origin = originOf(url);
  if (origin === undefined || known.has(origin)) return;
  const fault = isReadable(url) ? "is not encrypted, or has a user name in it" : undefined;
  if (fault === undefined && known.size === 0) return;
  throw new SpecError(
    "contract/origin",
    { pointer, file },
    `${what} ${origin} ${fault ?? `is none of the contract's (${[...known].join(", ")})`}: keys would be sent there.`,
    "If the provider says that this is its address, pull again with --accept-origin.",
  );
}

function originsOf(places: readonly Place[] = []): Set<string> {
  return new Set(places.map(({ url }) => originOf(url)).filter((origin) => origin !== undefined));
}

interface Place {
  readonly url: string;
  readonly pointer: string;
}

/** Those of the document, its paths and its operations. */
function serversOf(document: OpenApiDocument): Place[] {
  const inPlace = (servers: readonly Server[] | undefined, ...tokens: string[]): Place[] =>
    (servers ?? []).map(({ url }, index) => ({ url, pointer: pointerOf(...tokens, "servers", index, "url") }));
  return [
    ...inPlace(document.servers),
    ...Object.entries(document.paths ?? {}).flatMap(([path, item]) => [
      ...inPlace(item.servers, "paths", path),
      ...HTTP_METHODS.flatMap((method) => inPlace(item[method]?.servers, "paths", path, method)),
    ]),
  ];
}

/** `undefined` for a relative address; an origin with variables in it is compared as it is written. */
function originOf(url: string): string | undefined {
  return /^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i.exec(url)?.[0].toLowerCase();
}

function isReadable(url: string): boolean {
  const origin = originOf(url) ?? "";
  if (origin.includes("@")) return true;
  return !origin.startsWith("https://") && !/^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.test(origin);
}
