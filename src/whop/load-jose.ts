import { ConfigurationError } from "../runtime/errors.js";

/** A key of `jose`. */
export type JoseKey = object;

/** Finds the key that a token's header names. */
export type FindKey = (header: { alg?: string; kid?: string }, token: never) => Promise<JoseKey>;

/** The part of `jose` that is used. Declared here, so that the package's types do not need an optional package. */
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
    // Awaited inside `try`, so that bundlers treat it as optional and build without it.
    return await import("jose");
  } catch (cause) {
    throw new ConfigurationError("verifyUserToken: the package jose 6 is not installed. Run `npm install jose`", {
      cause,
    });
  }
}
