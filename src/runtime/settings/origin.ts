import { ConfigurationError, InvalidRequestError } from "../errors.js";

/** The address without its last slash, and its origin with one. @throws ConfigurationError */
export function checkBaseURL(text: string, allowHttp = false): { baseURL: string; origin: string } {
  const url = parse(text);
  if (!url || url.username || url.password || url.search || url.hash) {
    throw new ConfigurationError("baseURL must be an absolute URL without credentials, query or fragment");
  }
  if (url.protocol !== "https:" && !(url.protocol === "http:" && (allowHttp || isLoopback(url.hostname)))) {
    throw new ConfigurationError(`baseURL must be https:, not ${url.protocol} (see dangerouslyAllowHttp)`);
  }
  return { baseURL: url.href.replace(/\/+$/, ""), origin: `${url.origin}/` };
}

/** Credentials travel to the client's own origin only. @throws InvalidRequestError */
export function checkOrigin(url: string, origin: string): void {
  // The slash at the end of `origin` closes the host: nothing after it can be read as one.
  if (!url.startsWith(origin))
    throw new InvalidRequestError("the address is outside of the client's baseURL, where its credentials must not go");
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

function isLoopback(host: string): boolean {
  return /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(host);
}
