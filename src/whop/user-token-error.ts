import { ClientError } from "../runtime/errors.js";

/** Why a user token was refused. */
export type UserTokenFault =
  /** The header has no token. */
  | "missing"
  /** The header is repeated. */
  | "duplicate"
  /** Not a JWT, or a required claim is missing. */
  | "malformed"
  /** Signed with another algorithm than ES256. */
  | "algorithm"
  /** None of Whop's keys has the key id of the token. */
  | "unknown-key"
  | "signature"
  | "expired"
  | "not-yet-valid"
  | "issuer"
  /** Issued for another app. */
  | "audience"
  /** Whop's keys could not be read, so the token was not checked. */
  | "keys-unavailable";

/** A user token was refused. The error holds neither the token nor its claims. */
export class UserTokenError extends ClientError {
  override readonly name = "UserTokenError";
  readonly reason: UserTokenFault;

  constructor(reason: UserTokenFault, message: string) {
    super(`user token: ${message}`);
    this.reason = reason;
  }
}
