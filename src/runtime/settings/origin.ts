import { ConfigurationError, InvalidRequestError } from "../errors.js";

/** The address without its last slash, and its origin with one. @throws ConfigurationError */
export function checkBaseURL(text: string, allowHttp = false): { baseURL: string; origin: string } {
  const url = URL.canParse(text) ? new URL(text) : undefined;
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

function isLoopback(host: string): boolean {
  return /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(host);
}

/**
 * Whether a host, as `URL` gives it, is this machine or in a private network: by its address, or a name that means one. Names are not
 * resolved.
 */
export function isPrivateHost(host: string): boolean {
  if (/^\d+(?:\.\d+){3}$/.test(host)) return PRIVATE_IPV4.test(host);
  // Public are 2000::/3, less 6to4 and Teredo, which have an IPv4 address inside.
  if (host.startsWith("[")) return !/^\[[23]\w{3}:/.test(host) || /^\[(?:2002|2001:0?):/.test(host);
  const name = host.replace(/\.$/, "");
  return !name.includes(".") || /\.(?:localhost|local|internal|home\.arpa)$/.test(name);
}

/** This network and machine, private, link-local, of carriers, for benchmarks, multicast and reserved (RFC 6890). */
const PRIVATE_IPV4 =
  /^(?:0|10|127|169\.254|172\.(?:1[6-9]|2\d|3[01])|192\.168|192\.0\.0|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])|198\.1[89]|22[4-9]|2[345]\d)\./;
