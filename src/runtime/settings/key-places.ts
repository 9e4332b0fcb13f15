import { ConfigurationError } from "../errors.js";
import type { ApplyKey, Authorize, AuthScheme } from "./config.js";
import { authorization } from "./credentials.js";

/** For generated clients: an API key in a header, the query or a cookie. */
export function keyIn(place: "header" | "query" | "cookie", name: string): ApplyKey {
  return (key, headers) => {
    if (place === "query") return `${encodeURIComponent(name)}=${encodeURIComponent(key)}`;
    if (place === "header") headers[name.toLowerCase()] = key;
    else headers.cookie = `${headers.cookie ? `${headers.cookie}; ` : ""}${name}=${encodeURIComponent(key)}`;
    return "";
  };
}

/**
 * For generated methods: an operation that takes other credentials than the client's `apiKey`, or several together. By the name of the
 * scheme; `apiKey` is the client's.
 */
export function credentialsOf(schemes: Readonly<Record<string, AuthScheme>>): Authorize {
  return async (options, apiKey, headers) => {
    const query: string[] = [];
    for (const [name, scheme] of Object.entries(schemes)) {
      const key = name === "apiKey" ? apiKey : await keyOf(options.credentials?.[name]);
      if (key === undefined) {
        const option = name === "apiKey" ? "apiKey" : `credentials[${JSON.stringify(name)}]`;
        throw new ConfigurationError(`${option} is missing, which this operation needs`);
      }
      query.push(applyKey(scheme, key, headers));
    }
    return query.filter((pair) => pair !== "").join("&");
  };
}

function keyOf(source: string | (() => string | Promise<string>) | undefined): string | Promise<string> | undefined {
  return typeof source === "function" ? source() : source;
}

function applyKey(scheme: AuthScheme, key: string, headers: Record<string, string>): string {
  if (typeof scheme === "function") return scheme(key, headers);
  headers.authorization = authorization(scheme, key);
  return "";
}
