/// <reference lib="es2023.intl" />
import { currencyDecimals } from "./currency-decimals.js";
import { MoneyError } from "./money-error.js";

/** What every amount has beside its value. */
export interface AmountCurrency {
  /** ISO 4217 code in any letter case, or a provider's own code such as `usdt`. */
  readonly currency: string;
  /** How many decimal places the currency has. @default those of ISO 4217; required for any other code */
  readonly decimals?: number | undefined;
}

/** Decimal text in major units: `{ amount: "12.34", currency: "usd" }`. The `Money` objects of Whop's Current API are such. */
export interface DecimalAmount extends AmountCurrency {
  /** Digits, with a point and a minus sign where needed. @unit major units of `currency` */
  readonly amount: string;
  /** How many decimal places to show to people. @default `decimals` */
  readonly display_decimals?: number | undefined;
  /** Not beside `amount`, which is an amount by itself. */
  readonly major?: never;
  /** Not beside `amount`, which is an amount by itself. */
  readonly minor?: never;
}

/** A number in major units: `{ major: 12.34, currency: "usd" }`. The numbers of Whop's APIs are such. */
export interface MajorAmount extends AmountCurrency {
  /** The number as the API has it; exact up to 15 digits. @unit major units of `currency`, not cents */
  readonly major: number;
  /** Not beside `major`, which is an amount by itself. */
  readonly amount?: never;
  /** Not beside `major`, which is an amount by itself. */
  readonly minor?: never;
}

/** A whole number of minor units: `{ minor: 1234, currency: "usd" }`. The amounts of Decisionly's API are such. */
export interface MinorAmount extends AmountCurrency {
  /** An integer as the API has it; a `bigint` beyond 2^53. @unit minor units of `currency`, such as cents */
  readonly minor: number | bigint;
  /** Not beside `minor`, which is an amount by itself. */
  readonly amount?: never;
  /** Not beside `minor`, which is an amount by itself. */
  readonly major?: never;
}

/**
 * An amount with its currency. A number says its unit by the name of its property, since 690 can be 690 dollars or 6.90: an object with
 * a number as its `amount`, such as a dispute of Whop or a transaction of Decisionly, does not fit as it is.
 */
export type MoneyAmount = DecimalAmount | MajorAmount | MinorAmount;

/**
 * The amount in minor units, exactly: 1234n for `{ amount: "12.34", currency: "usd" }`, 12n for `{ major: 12, currency: "jpy" }`. A
 * number counts as the shortest decimal text that stands for it.
 *
 * @unit minor units of `currency`, such as cents
 * @throws MoneyError when the amount is not one, has more decimal places than the currency (zeros aside), or is a number too large to be exact
 */
export function toMinorUnits(money: MoneyAmount): bigint {
  return readAmount(money).minor;
}

/**
 * The amount as exact decimal text with all decimal places of the currency: "6.90" for `{ minor: 690, currency: "usd" }`.
 *
 * @unit major units of `currency`
 * @throws MoneyError when the amount is not one, has more decimal places than the currency (zeros aside), or is a number too large to be exact
 */
export function toMajorUnits(money: MoneyAmount): string {
  const { minor, decimals } = readAmount(money);
  return decimalText(minor, decimals);
}

/**
 * The amount as people read it: `$12.34`. Nothing is rounded: if `display_decimals` would hide more than zeros, all decimal places are
 * shown. A code that is not three letters, such as `usdt`, follows the number. For other forms, pass `toMajorUnits` to an
 * `Intl.NumberFormat` of your own.
 *
 * @param locale BCP 47 language tags, as `Intl.NumberFormat` takes them. @default the platform's
 * @throws MoneyError when the amount is not one, has more decimal places than the currency (zeros aside), or is a number too large to be exact
 * @throws RangeError when there cannot be such a locale
 */
export function formatMoney(money: MoneyAmount, locale?: string | readonly string[]): string {
  const { minor, decimals, shown, currency } = readAmount(money);
  const places = minor % 10n ** BigInt(decimals - shown) === 0n ? shown : decimals;
  const digits = { minimumFractionDigits: places, maximumFractionDigits: places };
  const locales = typeof locale === "object" ? [...locale] : locale;
  // As text, since a number could not hold all digits.
  const text = decimalText(minor, decimals) as Intl.StringNumericLiteral;
  if (/^[a-z]{3}$/i.test(currency))
    return new Intl.NumberFormat(locales, { style: "currency", currency, ...digits }).format(text);
  return `${new Intl.NumberFormat(locales, digits).format(text)}\u00a0${currency.toUpperCase()}`;
}

interface ExactAmount {
  readonly minor: bigint;
  readonly decimals: number;
  readonly shown: number;
  readonly currency: string;
}

function readAmount(money: MoneyAmount): ExactAmount {
  // By property, for callers without types.
  const given: Partial<Record<"amount" | "major" | "minor" | "currency" | "decimals" | "display_decimals", unknown>> =
    typeof money === "object" && money !== null ? money : {};
  const { amount, major, minor, currency } = given;
  if (typeof currency !== "string" || currency === "")
    throw new MoneyError("unknown-currency", `amount has no currency (got ${printable(currency)})`);
  const decimals = readDecimals(given.decimals, currency);
  const shown = given.display_decimals ?? decimals;
  const exact = { decimals, currency, shown: isPlaces(shown) && shown < decimals ? shown : decimals };
  if ([amount, major, minor].filter((value) => value !== undefined).length !== 1)
    throw new MoneyError("malformed-amount", "amount must have one of amount (decimal text), major and minor");
  if (amount !== undefined) return { ...exact, minor: parseDecimal(amount, decimals, currency) };
  if (major !== undefined) return { ...exact, minor: readMajor(major, decimals, currency) };
  return { ...exact, minor: readMinor(minor) };
}

function readDecimals(given: unknown, currency: string): number {
  const decimals = given ?? currencyDecimals(currency);
  if (isPlaces(decimals)) return decimals;
  if (decimals !== undefined)
    throw new MoneyError("unknown-currency", `decimals must be an integer from 0 to 20 (got ${printable(decimals)})`);
  throw new MoneyError("unknown-currency", `currency ${printable(currency)} is not in ISO 4217. Pass its decimals.`);
}

/** 20 is what every `Intl.NumberFormat` takes, and more than any currency has. */
function isPlaces(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 20;
}

function parseDecimal(amount: unknown, decimals: number, currency: string): bigint {
  if (typeof amount === "number")
    throw new MoneyError(
      "malformed-amount",
      `amount is decimal text (got ${printable(amount)}). Pass a number as major (dollars) or as minor (cents).`,
    );
  const [, sign, whole = "", fraction = ""] = (typeof amount === "string" && DECIMAL.exec(amount)) || [];
  if (whole === "")
    throw new MoneyError("malformed-amount", `amount must be decimal text such as "12.34" (got ${printable(amount)})`);
  const digits = fraction.slice(0, decimals);
  if (/[1-9]/.test(fraction.slice(decimals)))
    throw new MoneyError(
      "too-precise",
      `${printable(amount)} has more than the ${decimals} decimal places of ${currency}`,
    );
  const minor = BigInt(whole + digits.padEnd(decimals, "0"));
  return sign === "-" ? -minor : minor;
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** Up to fifteen digits, each decimal text has a number of its own, and the number gives the text back. */
const EXACT_BELOW = 1_000_000_000_000_000n;

function readMajor(major: unknown, decimals: number, currency: string): bigint {
  if (typeof major !== "number" || !Number.isFinite(major))
    throw new MoneyError("malformed-amount", `major must be a finite number (got ${printable(major)})`);
  const text = plainText(major);
  // What has an exponent still is 10^21 or more.
  const minor = text.includes("e") ? EXACT_BELOW : parseDecimal(text, decimals, currency);
  if (minor < EXACT_BELOW && minor > -EXACT_BELOW) return minor;
  throw new MoneyError("too-large", `${text} is too large for an exact number. Pass decimal text as amount.`);
}

/** The shortest text that stands for the number, without the exponent of numbers below 0.000001. */
function plainText(value: number): string {
  const [, sign, digit = "", more = "", exponent] = /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/.exec(String(value)) ?? [];
  return exponent === undefined ? String(value) : `${sign}0.${"0".repeat(Number(exponent) - 1)}${digit}${more}`;
}

function readMinor(minor: unknown): bigint {
  if (typeof minor === "bigint") return minor;
  if (typeof minor !== "number" || !Number.isInteger(minor))
    throw new MoneyError("malformed-amount", `minor must be an integer or a bigint (got ${printable(minor)})`);
  if (Number.isSafeInteger(minor)) return BigInt(minor);
  throw new MoneyError("too-large", `${minor} is too large for an exact number. Pass a bigint.`);
}

function decimalText(minor: bigint, decimals: number): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, "0");
  const point = digits.length - decimals;
  const sign = minor < 0n ? "-" : "";
  return sign + digits.slice(0, point) + (decimals > 0 ? `.${digits.slice(point)}` : "");
}

/** As a message shows it. */
function printable(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
