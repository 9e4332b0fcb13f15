import { InvalidRequestError } from "../errors.js";

/** Percent-encoded, for one path segment, query name or value. @throws InvalidRequestError naming `what` for half a surrogate pair */
export function encode(text: string, what: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    throw unsendable(what);
  }
}

export function unsendable(what: string): InvalidRequestError {
  return new InvalidRequestError(`${JSON.stringify(what)} has a value that cannot be sent`);
}
