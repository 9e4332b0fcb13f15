import { ConfigurationError } from "../runtime/errors.js";

export type Undici = typeof import("undici");

/** @throws ConfigurationError when the package is not installed */
export async function loadUndici(): Promise<Undici> {
  try {
    // Awaited in a `try` of its own function, so that bundlers take it as optional and build without it.
    return await import("undici");
  } catch (cause) {
    throw new ConfigurationError("nodeFetch needs the package undici, version 7: `npm install undici@7`", { cause });
  }
}
