import { ClientError } from "../runtime/errors.js";

/** Why a user token was refused. */
export type UserTokenFault =
  /** There is no token where it should be. */
  | "missing"
  /** The header came several times. */
  | "duplicate"
  /** No JWT, or one without the claims that it must have. */
  | "malformed"
  /** Signed by another method than ES256. */
  | "algorithm"
  /** No key of Whop has the id that the token names. */
  | "unknown-key"
  | "signature"
  | "expired"
  | "not-yet-valid"
  | "issuer"
  /** Made for another app. */
  | "audience"
  /** Whop's keys could not be read; nothing is known of the token. */
  | "keys-unavailable";

/** A user token proves nothing. Neither the token nor its claims are in the error. */
export class UserTokenError extends ClientError {
  override readonly name = "UserTokenError";
  readonly reason: UserTokenFault;

  constructor(reason: UserTokenFault, message: string) {
    super(`user token: ${message}`);
    this.reason = reason;
  }
}
