/** Why a webhook delivery was refused. */
export type WebhookFault =
  /** The body is no text and no bytes: something has parsed it. */
  | "body-not-raw"
  | "missing-header"
  /** A header that must be there once is there several times. */
  | "duplicate-header"
  | "malformed-header"
  /** Sent longer ago than the tolerance. */
  | "too-old"
  /** Sent further in the future than the tolerance. */
  | "too-new"
  /** There are signatures, but none of a scheme that is known here. */
  | "no-v1-signature"
  | "signature-mismatch"
  /** No UTF-8, no JSON, no object, or an object without the properties of an event. */
  | "malformed-body"
  /** What the event speaks of is not known to the API that it claims to come from. */
  | "unconfirmed";
