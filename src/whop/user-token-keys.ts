import { ConfigurationError } from "../runtime/errors.js";
import { adoptResponse } from "../runtime/fetch/adopt-response.js";
import { readText } from "../runtime/receive/read-text.js";
import { Deadline } from "../runtime/request/deadline.js";
import type { FetchFunction } from "../runtime/settings/options.js";
import { checkBaseURL } from "../runtime/settings/origin.js";
import { defaultPlatform } from "../runtime/settings/platform.js";
import type { FindKey, Jose, JoseKey } from "./load-jose.js";
import { UserTokenError } from "./user-token-error.js";

/** A public key: JWK, as an object or as JSON, or SPKI in PEM. */
export type UserTokenKey =
  | string
  | {
      /** Type of the key: `EC`; any other is refused. */
      readonly kty?: string;
      /** The curve: `P-256`; any other is refused. */
      readonly crv?: string;
      /** The first coordinate of the point, in base64url. */
      readonly x?: string;
      /** The second coordinate of the point, in base64url. */
      readonly y?: string;
    };

/** Where keys are read from, and when. */
export interface KeySetLocation {
  readonly url: string;
  /** @default the platform's `fetch` */
  readonly fetch: FetchFunction | undefined;
  readonly now: Date;
}

/** @unit milliseconds */
const HOUR = 60 * 60 * 1000;
/** After this the set is read again. */
const MAX_AGE = 12 * HOUR;
/** How much longer a set is used that cannot be read again. */
const GRACE = 24 * HOUR;
/** Least time between two requests for an unknown key id, which anybody can send, and after one that failed. @unit milliseconds */
const COOLDOWN = 30 * 1000;
/** @unit milliseconds */
const TIMEOUT = 5 * 1000;
/** Of a key set, which has a handful of keys. @unit bytes */
const MAX_BYTES = 256 * 1024;

/** @throws ConfigurationError when it is not a P-256 key */
export async function importUserTokenKey(jose: Jose, key: UserTokenKey): Promise<JoseKey> {
  try {
    if (typeof key === "string" && key.includes("-----BEGIN")) return await jose.importSPKI(key.trim(), "ES256");
    const { kty, crv, x, y } = (typeof key === "string" ? JSON.parse(key) : key) as Exclude<UserTokenKey, string>;
    // Only the public half is passed on; a symmetric key is refused.
    if (kty === "EC" && crv === "P-256") return await jose.importJWK({ kty, crv, x, y }, "ES256");
  } catch {
    // The platform's error may quote the key.
  }
  throw new ConfigurationError("verifyUserToken: publicKey must be a P-256 public key, as a JWK or as SPKI in PEM");
}

/**
 * Finds keys in the key set at a URL. The set is kept for 12 hours, and read again for an unknown key id, at most every 30 seconds.
 * When it cannot be read, it is asked for again after 30 seconds at the earliest, and the set that was read before is used for 24 more
 * hours.
 * @throws ConfigurationError when the URL is not `https:`, or `http:` to this machine
 */
export function remoteKeys(jose: Jose, location: KeySetLocation): FindKey {
  const { origin } = parseUrl(location.url);
  checkBaseURL(origin);
  const store = storeOf(location);
  const now = location.now.getTime();
  return async (header, token) => {
    const set = isWithin(now, store.readAt, MAX_AGE) ? store.set! : await refresh(jose, location, store);
    try {
      return await set(header, token);
    } catch (error) {
      const unknown = (error as { code?: unknown }).code === "ERR_JWKS_NO_MATCHING_KEY";
      if (!unknown || isWithin(now, store.readAt, COOLDOWN)) throw error;
      return (await read(jose, location, store))(header, token);
    }
  };
}

/** The key set of one URL. */
interface KeyStore {
  set: FindKey | undefined;
  /** When it was read. @unit milliseconds since 1970 */
  readAt: number;
  /** When it could not be read, the last time. @unit milliseconds since 1970 */
  failedAt: number;
  /** The request under way, which any number of tokens can wait for. */
  reading: Promise<FindKey> | undefined;
}

/** Per `fetch`, so that keys read through one are not used for another. */
const stores = new WeakMap<object, Map<string, KeyStore>>();
const platformFetch: FetchFunction = (url, init) => globalThis.fetch(url, init);

function storeOf({ url, fetch = platformFetch }: KeySetLocation): KeyStore {
  const byUrl = stores.get(fetch) ?? new Map<string, KeyStore>();
  stores.set(fetch, byUrl);
  const store = byUrl.get(url) ?? {
    set: undefined,
    readAt: Number.NEGATIVE_INFINITY,
    failedAt: Number.NEGATIVE_INFINITY,
    reading: undefined,
  };
  byUrl.set(url, store);
  return store;
}

/** Both ways: a clock that was put back must not stretch the time. */
function isWithin(now: number, since: number, span: number): boolean {
  return Math.abs(now - since) < span;
}

/** A new set, or where there is none to be had the one that was read before. */
async function refresh(jose: Jose, location: KeySetLocation, store: KeyStore): Promise<FindKey> {
  try {
    return await read(jose, location, store);
  } catch (error) {
    if (!isWithin(location.now.getTime(), store.readAt, MAX_AGE + GRACE)) throw error;
    return store.set!;
  }
}

async function read(jose: Jose, location: KeySetLocation, store: KeyStore): Promise<FindKey> {
  // Anybody can send a token: while the keys are out of reach, each would be another request.
  if (isWithin(location.now.getTime(), store.failedAt, COOLDOWN)) throw unavailable();
  store.reading ??= fetchKeys(jose, location)
    .then(
      (set) => {
        store.set = set;
        store.readAt = location.now.getTime();
        return set;
      },
      () => {
        store.failedAt = location.now.getTime();
        throw unavailable();
      },
    )
    .finally(() => {
      store.reading = undefined;
    });
  return store.reading;
}

function unavailable(): UserTokenError {
  return new UserTokenError("keys-unavailable", "the public keys could not be read from jwksUrl");
}

async function fetchKeys(jose: Jose, { url, fetch = platformFetch }: KeySetLocation): Promise<FindKey> {
  const deadline = new Deadline(TIMEOUT, undefined, defaultPlatform.timer);
  try {
    const request = fetch(url, {
      headers: { accept: "application/json" },
      redirect: "manual",
      signal: deadline.signal,
    });
    const keys = request.then(async (given) => {
      const response = adoptResponse(given);
      if (!response) throw new Error("not a response");
      if (!response.ok) throw new Error(`status ${response.status}`);
      const text = await readText(response, MAX_BYTES);
      if (text === undefined) throw new Error("too large");
      return JSON.parse(text) as { keys: object[] };
    });
    return jose.createLocalJWKSet(await deadline.race(keys));
  } finally {
    deadline.release();
  }
}

function parseUrl(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw new ConfigurationError("verifyUserToken: jwksUrl must be an absolute URL");
  }
}
