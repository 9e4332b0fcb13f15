import { ConfigurationError } from "../runtime/errors.js";

/** A key as `jose` has it. */
export type JoseKey = object;

/** Finds the key that a token's header names. */
export type FindKey = (header: { alg?: string; kid?: string }, token: never) => Promise<JoseKey>;

/** The part of `jose` that is used: declared here, so that declarations do not depend on an optional package. */
export interface Jose {
  jwtVerify(
    token: string,
    key: JoseKey | FindKey,
    options: { algorithms: string[]; issuer: string; audience: string; currentDate: Date; requiredClaims: string[] },
  ): Promise<{ payload: { sub?: string; aud?: string | string[] } }>;
  createLocalJWKSet(keys: { keys: object[] }): FindKey;
  importJWK(key: object, algorithm: string): Promise<JoseKey>;
  importSPKI(pem: string, algorithm: string): Promise<JoseKey>;
}

/** @throws ConfigurationError when the package is not installed */
export async function loadJose(load?: () => Promise<unknown>): Promise<Jose> {
  try {
    if (load) return (await load()) as Jose;
    // Awaited in a `try` of its own function, so that bundlers take it as optional and build without it.
    return await import("jose");
  } catch (cause) {
    throw new ConfigurationError("user tokens need the package jose, version 6: `npm install jose`", { cause });
  }
}
