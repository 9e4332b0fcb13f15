import { ConfigurationError } from "../runtime/errors.js";
import { readEnv } from "../runtime/settings/env.js";
import type { FetchFunction } from "../runtime/settings/options.js";
import { type HeaderSource, headerValues } from "../runtime/webhooks/header-source.js";
import { type Jose, loadJose } from "./load-jose.js";
import { UserTokenError, type UserTokenFault } from "./user-token-error.js";
import { importUserTokenKey, remoteKeys, type UserTokenKey } from "./user-token-keys.js";

/** The token itself, or what has it in the header `x-whop-user-token`: headers in any form, or a request that has them. */
export type UserTokenSource = string | HeaderSource | { readonly headers: HeaderSource };

export interface VerifyUserTokenOptions {
  /** The app that the token must be made for. @default the client's `appID`, else `WHOP_APP_ID` */
  readonly appId?: string | null | undefined;
  /** The only key to accept, instead of those at `jwksUrl`. @default `WHOP_USER_TOKEN_PUBLIC_KEY`, else none */
  readonly publicKey?: UserTokenKey | null | undefined;
  /** @default `WHOP_USER_TOKEN_JWKS_URL`, else Whop's address */
  readonly jwksUrl?: string | null | undefined;
  /** @default "urn:whopcom:exp-proxy" */
  readonly issuer?: string | undefined;
  /** Gives `null` for a token that proves nothing, also when the keys could not be read. @default false */
  readonly dontThrow?: boolean | undefined;
  /** Reads the keys, which are kept by it: pass the same function each time. @default the platform's `fetch` */
  readonly fetch?: FetchFunction | undefined;
  /** @default the current time */
  readonly now?: Date | undefined;
  /** @internal */
  readonly loadJose?: (() => Promise<unknown>) | undefined;
}

/** Who uses your app. */
export interface UserToken {
  readonly userId: string;
  readonly appId: string;
}

/**
 * Checks the token that Whop adds to requests for your app: ES256, signed by Whop, made for this app, not expired.
 * Needs the package `jose`.
 * @throws UserTokenError with a `reason`, unless `dontThrow` is set
 * @throws ConfigurationError when the app's id or `jose` is missing, or a key or URL is impossible
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
    throw new ConfigurationError("the app's id is missing: pass appId or the client option appID, or set WHOP_APP_ID");
  if (!(now.getTime() >= 0)) throw new ConfigurationError("now must be a valid date");
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
  // jose is content with a list that holds the app, which Whop does not send.
  if (payload.aud !== appId) throw new UserTokenError("audience", "it is made for several apps");
  if (!payload.sub) throw new UserTokenError("malformed", "it names no user");
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
  if (values.length > 1 || token.includes(","))
    throw new UserTokenError("duplicate", `the header ${HEADER} came several times`);
  return token;
}

function missing(): never {
  throw new UserTokenError("missing", `there is none in the header ${HEADER}`);
}

function findKeys(jose: Jose, { publicKey, jwksUrl, fetch }: VerifyUserTokenOptions, now: Date) {
  // What the caller says wins over the environment, whichever of the two it is.
  const key = publicKey ?? (jwksUrl ? undefined : readEnv("WHOP_USER_TOKEN_PUBLIC_KEY"));
  if (key) return importUserTokenKey(jose, key);
  return remoteKeys(jose, { url: jwksUrl ?? readEnv("WHOP_USER_TOKEN_JWKS_URL") ?? JWKS_URL, fetch, now });
}

const byCode: Readonly<Record<string, readonly [UserTokenFault, string]>> = {
  ERR_JWT_EXPIRED: ["expired", "it has expired"],
  ERR_JOSE_ALG_NOT_ALLOWED: ["algorithm", "it is not signed with ES256"],
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: ["signature", "its signature does not match"],
  ERR_JWKS_NO_MATCHING_KEY: ["unknown-key", "it is signed with a key that is not among the public ones"],
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: ["unknown-key", "it does not say which of several keys signed it"],
};

const byClaim: Readonly<Record<string, readonly [UserTokenFault, string]>> = {
  iss: ["issuer", "it comes from another issuer"],
  aud: ["audience", "it is made for another app"],
  nbf: ["not-yet-valid", "it is not valid yet"],
};

/** jose's own errors hold the claims, so they are dropped. */
function toTokenError(reason: unknown): UserTokenError {
  if (reason instanceof UserTokenError) return reason;
  const { code, claim } = reason as { code?: unknown; claim?: unknown };
  const known = byCode[String(code)] ?? byClaim[String(claim)] ?? (["malformed", "it is no valid JWT"] as const);
  return new UserTokenError(...known);
}
