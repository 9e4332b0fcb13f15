import { ConfigurationError } from "../runtime/errors.js";
import { startDeadline } from "../runtime/request/deadline.js";
import type { FetchFunction } from "../runtime/settings/options.js";
import { checkBaseURL } from "../runtime/settings/origin.js";
import { defaultPlatform } from "../runtime/settings/platform.js";
import type { FindKey, Jose, JoseKey } from "./load-jose.js";
import { UserTokenError } from "./user-token-error.js";

/** A public key: JWK, as an object or as JSON, or SPKI in PEM. */
export type UserTokenKey =
  | string
  | { readonly kty?: string; readonly crv?: string; readonly x?: string; readonly y?: string };

/** Where keys are read from, and when. */
export interface KeyPlace {
  readonly url: string;
  /** @default the platform's `fetch` */
  readonly fetch: FetchFunction | undefined;
  readonly now: Date;
}

/** @unit milliseconds */
const KEPT_FOR = 12 * 60 * 60 * 1000;
/** Time in which strangers' key ids lead to no second request. @unit milliseconds */
const COOLDOWN = 30 * 1000;
/** @unit milliseconds */
const TIMEOUT = 5 * 1000;

/** @throws ConfigurationError when it is no P-256 key */
export async function importUserTokenKey(jose: Jose, key: UserTokenKey): Promise<JoseKey> {
  try {
    if (typeof key === "string" && key.includes("-----BEGIN")) return await jose.importSPKI(key.trim(), "ES256");
    const { kty, crv, x, y } = (typeof key === "string" ? JSON.parse(key) : key) as Exclude<UserTokenKey, string>;
    // Only the public half is passed on, and no symmetric key gets this far.
    if (kty === "EC" && crv === "P-256") return await jose.importJWK({ kty, crv, x, y }, "ES256");
  } catch {
    // The platform's error may quote the key.
  }
  throw new ConfigurationError("publicKey must be a P-256 public key as a JWK or as SPKI in PEM");
}

/**
 * Finds keys in the set at a URL: kept for 12 hours, and read anew for a key id that is not in it, at most every 30 seconds.
 * @throws ConfigurationError when the URL is not `https:`, or `http:` on the own machine
 */
export function remoteKeys(jose: Jose, place: KeyPlace): FindKey {
  const { origin } = parseUrl(place.url);
  checkBaseURL(origin);
  const store = storeOf(place);
  const now = place.now.getTime();
  return async (header, token) => {
    const set = store.set && now - store.readAt < KEPT_FOR ? store.set : await read(jose, place, store);
    try {
      return await set(header, token);
    } catch (error) {
      const unknown = (error as { code?: unknown }).code === "ERR_JWKS_NO_MATCHING_KEY";
      if (!unknown || now - store.readAt < COOLDOWN) throw error;
      return (await read(jose, place, store))(header, token);
    }
  };
}

/** The keys of one URL as read last. */
interface KeyStore {
  set: FindKey | undefined;
  /** @unit milliseconds since 1970 */
  readAt: number;
  /** Any number of tokens wait for one request. */
  reading: Promise<FindKey> | undefined;
}

/** By `fetch`, so that one which a test hands in does not fill the store of another. */
const stores = new WeakMap<object, Map<string, KeyStore>>();
const platformFetch: FetchFunction = (url, init) => globalThis.fetch(url, init);

function storeOf({ url, fetch = platformFetch }: KeyPlace): KeyStore {
  const byUrl = stores.get(fetch) ?? new Map<string, KeyStore>();
  stores.set(fetch, byUrl);
  const store = byUrl.get(url) ?? { set: undefined, readAt: 0, reading: undefined };
  byUrl.set(url, store);
  return store;
}

function read(jose: Jose, place: KeyPlace, store: KeyStore): Promise<FindKey> {
  store.reading ??= fetchKeys(jose, place)
    .then((set) => {
      store.set = set;
      store.readAt = place.now.getTime();
      return set;
    })
    .finally(() => {
      store.reading = undefined;
    });
  return store.reading;
}

async function fetchKeys(jose: Jose, { url, fetch = platformFetch }: KeyPlace): Promise<FindKey> {
  const limit = startDeadline(TIMEOUT, undefined, defaultPlatform.timer);
  try {
    const request = fetch(url, { headers: { accept: "application/json" }, redirect: "manual", signal: limit.signal });
    const answer = request.then(async (response) => {
      if (!response.ok) throw new Error(`status ${response.status}`);
      return (await response.json()) as { keys: object[] };
    });
    return jose.createLocalJWKSet(await limit.race(answer));
  } catch {
    throw new UserTokenError("keys-unavailable", "the public keys could not be read");
  } finally {
    limit.release();
  }
}

function parseUrl(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw new ConfigurationError("jwksUrl must be an absolute URL");
  }
}
