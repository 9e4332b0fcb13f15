import { pointerOf, SpecError } from "../diagnostics.js";
import type { OpenApiDocument, Server } from "../load/openapi.js";
import { HTTP_METHODS } from "../load/openapi.js";

/**
 * Refuses a document that sends callers, and with them their keys, to another origin than the contract has, or in a way in which others
 * can read them. Relative addresses and variables stay what they are; a port or a path of the same origin may change.
 *
 * @param before the present contract; absent for a first pull
 * @throws SpecError `contract/origin`
 */
export function checkOrigin(before: OpenApiDocument | undefined, after: OpenApiDocument, file: string): void {
  const known = before && new Set(serversOf(before).map(({ url }) => originOf(url)));
  for (const { url, pointer } of serversOf(after)) {
    const origin = originOf(url);
    if (origin === undefined || known?.has(origin) === true) continue;
    const fault = isReadable(url) ? "is not encrypted, or has a user name in it" : undefined;
    // A contract without any address has none to be compared with.
    const isMoved = known !== undefined && [...known].some((one) => one !== undefined);
    if (fault === undefined && !isMoved) continue;
    throw new SpecError(
      "contract/origin",
      { pointer, file },
      `The server ${origin} ${fault ?? `is none of the contract's (${[...(known ?? [])].filter((one) => one !== undefined).join(", ")})`}: keys would be sent there.`,
      "If the provider says that this is its address, pull again with --accept-origin.",
    );
  }
}

interface ServerInPlace {
  readonly url: string;
  readonly pointer: string;
}

/** Those of the document, its paths and its operations. */
function serversOf(document: OpenApiDocument): ServerInPlace[] {
  const inPlace = (servers: readonly Server[] | undefined, ...tokens: string[]): ServerInPlace[] =>
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
