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
  /** It was changed, or signed with a key that is not Whop's. */
  | "signature"
  /** Its claim `exp` is in the past. */
  | "expired"
  /** Its claim `nbf` is in the future. */
  | "not-yet-valid"
  /** Its claim `iss` is not the issuer that is asked for. */
  | "issuer"
  /** Issued for another app. */
  | "audience"
  /** Whop's keys could not be read, so the token was not checked. */
  | "keys-unavailable";

/** A user token was refused. The error holds neither the token nor its claims. */
export class UserTokenError extends ClientError {
  override readonly name = "UserTokenError";
  /** What is wrong with the token, to decide by; `keys-unavailable` says nothing against it. */
  readonly reason: UserTokenFault;

  constructor(reason: UserTokenFault, message: string) {
    super(`user token: ${message}`);
    this.reason = reason;
  }
}
