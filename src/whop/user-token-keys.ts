import { ConfigurationError } from "../runtime/errors.js";
import { Deadline } from "../runtime/request/deadline.js";
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
export interface KeySetLocation {
  readonly url: string;
  /** @default the platform's `fetch` */
  readonly fetch: FetchFunction | undefined;
  readonly now: Date;
}

/** @unit milliseconds */
const MAX_AGE = 12 * 60 * 60 * 1000;
/** Least time between two requests for an unknown key id, which anybody can send. @unit milliseconds */
const COOLDOWN = 30 * 1000;
/** @unit milliseconds */
const TIMEOUT = 5 * 1000;

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
 * @throws ConfigurationError when the URL is not `https:`, or `http:` to this machine
 */
export function remoteKeys(jose: Jose, location: KeySetLocation): FindKey {
  const { origin } = parseUrl(location.url);
  checkBaseURL(origin);
  const store = storeOf(location);
  const now = location.now.getTime();
  return async (header, token) => {
    const set = store.set && now - store.readAt < MAX_AGE ? store.set : await read(jose, location, store);
    try {
      return await set(header, token);
    } catch (error) {
      const unknown = (error as { code?: unknown }).code === "ERR_JWKS_NO_MATCHING_KEY";
      if (!unknown || now - store.readAt < COOLDOWN) throw error;
      return (await read(jose, location, store))(header, token);
    }
  };
}

/** The key set of one URL. */
interface KeyStore {
  set: FindKey | undefined;
  /** @unit milliseconds since 1970 */
  readAt: number;
  /** The request under way, which any number of tokens can wait for. */
  reading: Promise<FindKey> | undefined;
}

/** Per `fetch`, so that keys read through one are not used for another. */
const stores = new WeakMap<object, Map<string, KeyStore>>();
const platformFetch: FetchFunction = (url, init) => globalThis.fetch(url, init);

function storeOf({ url, fetch = platformFetch }: KeySetLocation): KeyStore {
  const byUrl = stores.get(fetch) ?? new Map<string, KeyStore>();
  stores.set(fetch, byUrl);
  const store = byUrl.get(url) ?? { set: undefined, readAt: 0, reading: undefined };
  byUrl.set(url, store);
  return store;
}

function read(jose: Jose, location: KeySetLocation, store: KeyStore): Promise<FindKey> {
  store.reading ??= fetchKeys(jose, location)
    .then((set) => {
      store.set = set;
      store.readAt = location.now.getTime();
      return set;
    })
    .finally(() => {
      store.reading = undefined;
    });
  return store.reading;
}

async function fetchKeys(jose: Jose, { url, fetch = platformFetch }: KeySetLocation): Promise<FindKey> {
  const deadline = new Deadline(TIMEOUT, undefined, defaultPlatform.timer);
  try {
    const request = fetch(url, {
      headers: { accept: "application/json" },
      redirect: "manual",
      signal: deadline.signal,
    });
    const keys = request.then(async (response) => {
      if (!response.ok) throw new Error(`status ${response.status}`);
      return (await response.json()) as { keys: object[] };
    });
    return jose.createLocalJWKSet(await deadline.race(keys));
  } catch {
    throw new UserTokenError("keys-unavailable", "the public keys could not be read from jwksUrl");
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
