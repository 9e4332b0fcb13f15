import { type HeaderValues, headerEntries } from "../encode/headers.js";
import { ConfigurationError, InvalidRequestError } from "../errors.js";
import type { ApiConfig } from "./config.js";

/**
 * `operation` is method and path: `GET /plans`. Refuses a call that the server would refuse: a key is needed and there is none, or no key will do. A caller who chooses the header
 * `authorization` knows what the call needs.
 *
 * @throws ConfigurationError naming the variable that could have been set
 * @throws InvalidRequestError for an operation that no API key can call
 */
export function checkAccess(
  config: ApiConfig,
  operation: string,
  hasKey: boolean,
  headers: readonly (HeaderValues | undefined)[],
): void {
  const access = accessOf(config, operation);
  if (access === "optional" || access === "none" || (access !== "session" && hasKey) || headers.some(hasAuthorization))
    return;
  if (access === "session") {
    throw new InvalidRequestError(
      `${operation}: no API key can call this operation, only a signed-in session of ${config.name} (to send its token, pass the header "authorization")`,
    );
  }
  throw new ConfigurationError(`${operation}: apiKey is missing: pass it, or set ${config.env.apiKey}`);
}

/** For the message of a refusal: the credentials that the operation accepts, where that is not every API key. */
export function refusalHint(config: ApiConfig, operation: string, status: number): string {
  const access = accessOf(config, operation);
  if ((status !== 401 && status !== 403) || access === undefined || access === "optional" || access === "none")
    return "";
  return ` (this operation accepts no other credentials than ${access === "session" ? "a signed-in session" : access})`;
}

function accessOf({ access }: ApiConfig, operation: string): string | undefined {
  return access && Object.hasOwn(access, operation) ? access[operation] : undefined;
}

function hasAuthorization(headers: HeaderValues | undefined): boolean {
  return headerEntries(headers ?? {}).some(
    ([name, value]) => value !== undefined && name.toLowerCase() === "authorization",
  );
}
