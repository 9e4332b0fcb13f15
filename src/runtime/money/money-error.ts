import { ClientError } from "../errors.js";

/** Why an amount was refused. */
export type MoneyFault =
  /** Not decimal text such as "12.34", not a finite number, or without a unit. */
  | "malformed-amount"
  /** Not a code of ISO 4217, and nothing says how many decimal places it has. */
  | "unknown-currency"
  /** More decimal places than the currency has: nothing is rounded. */
  | "too-precise"
  /** A number so large that it cannot hold all of its digits: use decimal text, or a bigint of minor units. */
  | "too-large";

/** An amount cannot be converted or formatted exactly. */
export class MoneyError extends ClientError {
  override readonly name = "MoneyError";
  /** What is wrong with the amount, to decide by; the message is for people. */
  readonly reason: MoneyFault;

  constructor(reason: MoneyFault, message: string) {
    super(message);
    this.reason = reason;
  }
}
