import type { ServerOf } from "./config.js";
import { checkBaseURL } from "./origin.js";

/**
 * For generated methods: the servers of an operation that has other ones than its API, by environment. A base URL that the caller has
 * chosen is that of every operation.
 */
export function operationServer(servers: Readonly<Record<string, string>>): ServerOf {
  return (options) => {
    if (options.environment === undefined) return options;
    const own = Object.hasOwn(servers, options.environment) ? servers[options.environment] : Object.values(servers)[0];
    return own === undefined ? options : checkBaseURL(own);
  };
}
