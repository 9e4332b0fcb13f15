import { pointerOf } from "../diagnostics.js";
import { isJsonObject } from "./json-object.js";
import type { OpenApiDocument } from "./openapi.js";

/** An address that callers sign in at or fetch their tokens from. */
export interface OAuthAddress {
  /** The name of the security scheme. */
  readonly scheme: string;
  /** `tokenUrl`, for example. */
  readonly field: string;
  readonly url: string;
  readonly pointer: string;
}

const FIELDS = ["authorizationUrl", "tokenUrl", "refreshUrl"] as const;

/** Those of all security schemes that a document declares. */
export function oauthAddresses({ components }: OpenApiDocument): OAuthAddress[] {
  return Object.entries(components?.securitySchemes ?? {}).flatMap(([scheme, { flows, openIdConnectUrl }]) => {
    const at = (field: string, url: unknown, ...tokens: string[]): OAuthAddress[] =>
      typeof url === "string"
        ? [{ scheme, field, url, pointer: pointerOf("components", "securitySchemes", scheme, ...tokens, field) }]
        : [];
    return [
      ...Object.entries(flows ?? {}).flatMap(([name, flow]) =>
        isJsonObject(flow) ? FIELDS.flatMap((field) => at(field, flow[field], "flows", name)) : [],
      ),
      ...at("openIdConnectUrl", openIdConnectUrl),
    ];
  });
}
