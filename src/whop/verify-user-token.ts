import { ConfigurationError } from "../runtime/errors.js";
import { readEnv } from "../runtime/settings/env.js";
import type { FetchFunction } from "../runtime/settings/options.js";
import { type HeaderSource, headerValues } from "../runtime/webhooks/header-source.js";
import { type Jose, loadJose } from "./load-jose.js";
import { UserTokenError, type UserTokenFault } from "./user-token-error.js";
import { importUserTokenKey, remoteKeys, type UserTokenKey } from "./user-token-keys.js";

/** The token itself, or headers in any form that hold it as `x-whop-user-token`, or a request with such headers. */
export type UserTokenSource =
  | string
  | HeaderSource
  | {
      /** The headers of the request, for example of a `Request` or of Node's `IncomingMessage`. */
      readonly headers: HeaderSource;
    };

/** Which tokens are taken, and by which keys they are checked. */
export interface VerifyUserTokenOptions {
  /** The app that the token must be issued for. @default the client's `appID`, else `WHOP_APP_ID` */
  readonly appId?: string | null | undefined;
  /** The only key to accept, instead of those at `jwksUrl`. @default `WHOP_USER_TOKEN_PUBLIC_KEY`, else none */
  readonly publicKey?: UserTokenKey | null | undefined;
  /** Where the public keys are read from, when there is no `publicKey`. @default `WHOP_USER_TOKEN_JWKS_URL`, else Whop's address */
  readonly jwksUrl?: string | null | undefined;
  /** The token's claim `iss`. @default "urn:whopcom:exp-proxy" */
  readonly issuer?: string | undefined;
  /** Returns `null` for a token that is refused, also when the keys could not be read. @default false */
  readonly dontThrow?: boolean | undefined;
  /** Reads the keys. They are cached per function, so pass the same one each time. @default the platform's `fetch` */
  readonly fetch?: FetchFunction | undefined;
  /** What the expiry of the token is compared with. @default the current time */
  readonly now?: Date | undefined;
  /** @internal */
  readonly loadJose?: (() => Promise<unknown>) | undefined;
}

/** The user of your app. */
export interface UserToken {
  /** The user who opened your app, from the claim `sub`. */
  readonly userId: string;
  /** Your app, from the claim `aud`: it is the one that was asked for. */
  readonly appId: string;
}

/**
 * Checks the token that Whop adds to requests for your app: ES256, signed by Whop, issued for this app, not expired.
 * Needs the package `jose`.
 * @throws UserTokenError with a `reason`, unless `dontThrow` is set
 * @throws ConfigurationError when the app's id or `jose` is missing, or a key or URL is not valid
 */
export async function verifyUserToken(
  source: UserTokenSource,
  options: VerifyUserTokenOptions & { readonly dontThrow: true },
): Promise<UserToken | null>;
export async function verifyUserToken(
  source: UserTokenSource,
  options?: VerifyUserTokenOptions & { readonly dontThrow?: false | undefined },
): Promise<UserToken>;
export async function verifyUserToken(
  source: UserTokenSource,
  options?: VerifyUserTokenOptions,
): Promise<UserToken | null>;
export async function verifyUserToken(
  source: UserTokenSource,
  options: VerifyUserTokenOptions = {},
): Promise<UserToken | null> {
  try {
    return await verify(source, options);
  } catch (error) {
    if (options.dontThrow && error instanceof UserTokenError) return null;
    throw error;
  }
}

const HEADER = "x-whop-user-token";
const ISSUER = "urn:whopcom:exp-proxy";
const JWKS_URL = "https://api.whop.com/.well-known/jwks.json";

async function verify(source: UserTokenSource, options: VerifyUserTokenOptions): Promise<UserToken> {
  const { issuer = ISSUER, now = new Date() } = options;
  const appId = options.appId ?? readEnv("WHOP_APP_ID");
  if (!appId)
    throw new ConfigurationError(
      "verifyUserToken: appId is missing: pass appId or the client option appID, or set WHOP_APP_ID",
    );
  if (!(now.getTime() >= 0)) throw new ConfigurationError("verifyUserToken: now must be a valid date");
  const token = readToken(source);
  const jose = await loadJose(options.loadJose);
  const key = await findKeys(jose, options, now);
  const { payload } = await jose
    .jwtVerify(token, key, {
      algorithms: ["ES256"],
      issuer,
      audience: appId,
      currentDate: now,
      requiredClaims: ["exp", "sub"],
    })
    .catch((reason: unknown) => {
      throw toTokenError(reason);
    });
  // jose also accepts a list that holds the app, which Whop does not send.
  if (payload.aud !== appId) throw new UserTokenError("audience", "is issued for several apps");
  if (!payload.sub) throw new UserTokenError("malformed", "has no user id (claim sub)");
  return { userId: payload.sub, appId };
}

function readToken(source: UserTokenSource): string {
  if (typeof source === "string") return source || missing();
  if (typeof source !== "object" || source === null) return missing();
  const { headers } = source as { headers?: unknown };
  const values = headerValues(
    (typeof headers === "object" && headers !== null ? headers : source) as HeaderSource,
    HEADER,
  );
  const [token] = values;
  if (typeof token !== "string" || token === "") return missing();
  if (values.length > 1 || token.includes(",")) throw new UserTokenError("duplicate", `header ${HEADER} is repeated`);
  return token;
}

function missing(): never {
  throw new UserTokenError("missing", `header ${HEADER} is missing`);
}

function findKeys(jose: Jose, { publicKey, jwksUrl, fetch }: VerifyUserTokenOptions, now: Date) {
  // An option wins over the environment, whichever of the two it is.
  const key = publicKey ?? (jwksUrl ? undefined : readEnv("WHOP_USER_TOKEN_PUBLIC_KEY"));
  if (key) return importUserTokenKey(jose, key);
  return remoteKeys(jose, { url: jwksUrl ?? readEnv("WHOP_USER_TOKEN_JWKS_URL") ?? JWKS_URL, fetch, now });
}

const byCode: Readonly<Record<string, readonly [UserTokenFault, string]>> = {
  ERR_JWT_EXPIRED: ["expired", "has expired"],
  ERR_JOSE_ALG_NOT_ALLOWED: ["algorithm", "must be signed with ES256"],
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: ["signature", "its signature does not match"],
  ERR_JWKS_NO_MATCHING_KEY: ["unknown-key", "is signed with a key that is not among the public keys"],
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: ["unknown-key", "does not say which of several keys signed it"],
};

const byClaim: Readonly<Record<string, readonly [UserTokenFault, string]>> = {
  iss: ["issuer", "comes from another issuer"],
  aud: ["audience", "is issued for another app. Check appId"],
  nbf: ["not-yet-valid", "is not valid yet"],
};

/** jose's own errors hold the claims, so they are not kept as the cause. */
function toTokenError(reason: unknown): UserTokenError {
  if (reason instanceof UserTokenError) return reason;
  const { code, claim } = reason as { code?: unknown; claim?: unknown };
  const known = byCode[String(code)] ?? byClaim[String(claim)] ?? (["malformed", "is not a valid JWT"] as const);
  return new UserTokenError(...known);
}
