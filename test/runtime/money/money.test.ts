import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { V2CaseCreateParams, V2Transaction } from "../../../src/decisionly.js";
import { currencyDecimals } from "../../../src/runtime/money/currency-decimals.js";
import { formatMoney, type MoneyAmount, toMajorUnits, toMinorUnits } from "../../../src/runtime/money/money.js";
import { MoneyError } from "../../../src/runtime/money/money-error.js";
import * as whop from "../../../src/whop.js";
import * as whopCurrent from "../../../src/whop-current.js";

const decimalPlaces = fc.constantFrom(0, 2, 3, 4, 8, 18);
const NBSP = "\u00a0";

describe("toMinorUnits", () => {
  test.each<[MoneyAmount, bigint]>([
    [{ amount: "12.34", currency: "usd" }, 1234n],
    [{ amount: "-2.50", currency: "USD" }, -250n],
    [{ amount: "12", currency: "usd" }, 1200n],
    [{ amount: "12.3", currency: "usd" }, 1230n],
    [{ amount: "-0.00", currency: "usd" }, 0n],
    [{ amount: "12.3400", currency: "usd" }, 1234n],
    [{ amount: "1500", currency: "jpy" }, 1500n],
    [{ amount: "1500.00", currency: "jpy" }, 1500n],
    [{ amount: "1.234", currency: "kwd" }, 1234n],
    [{ amount: "1.2345", currency: "clf" }, 12345n],
    [{ amount: "123456789012345678901234567890.12", currency: "usd" }, 12345678901234567890123456789012n],
    // The object's own decimals win, and make up for what is no currency of ISO 4217.
    [{ amount: "1.00", currency: "cop", decimals: 2, display_decimals: 0 }, 100n],
    [{ amount: "0.00000001", currency: "btc", decimals: 8 }, 1n],
    [{ major: 25, currency: "usd" }, 2500n],
    [{ major: 10.5, currency: "usd" }, 1050n],
    [{ major: 0.1, currency: "usd" }, 10n],
    // In floating point these are 109.99999999999999, 1998.9999999999998 and 100.49999999999999 cents.
    [{ major: 1.1, currency: "usd" }, 110n],
    [{ major: 19.99, currency: "usd" }, 1999n],
    [{ major: 1.005, currency: "kwd" }, 1005n],
    [{ major: -0, currency: "usd" }, 0n],
    [{ major: 1e-8, currency: "btc", decimals: 8 }, 1n],
    [{ major: -1.25e-7, currency: "eth", decimals: 18 }, -125_000_000_000n],
    [{ major: 9999999999999.99, currency: "usd" }, 999999999999999n],
    [{ minor: 690, currency: "usd" }, 690n],
    [{ minor: -690n, currency: "usd" }, -690n],
    [{ minor: 2n ** 80n, currency: "usd" }, 2n ** 80n],
  ])("of %o is %s", (money, want) => {
    expect(toMinorUnits(money)).toBe(want);
  });

  test.each<[unknown, string, RegExp]>([
    [{ amount: "12.345", currency: "usd" }, "too-precise", /^"12\.345" has more than the 2 decimal places of usd$/],
    [{ amount: "1500.5", currency: "jpy" }, "too-precise", /0 decimal places of jpy/],
    [{ amount: "1.001", currency: "kwd", decimals: 2 }, "too-precise", /2 decimal places of kwd/],
    [{ major: 0.1 + 0.2, currency: "usd" }, "too-precise", /"0\.30000000000000004" has more than the 2/],
    [{ major: 1.005, currency: "usd" }, "too-precise", /./],
    [{ major: 1e-7, currency: "usd" }, "too-precise", /^"0\.0000001" has/],
    [{ major: 5e-324, currency: "usd" }, "too-precise", /^"0\.0{38}…" has/],
    [{ major: Number.NaN, currency: "usd" }, "malformed-amount", /finite number \(got NaN\)/],
    [{ major: Number.POSITIVE_INFINITY, currency: "usd" }, "malformed-amount", /got Infinity/],
    [{ major: "12", currency: "usd" }, "malformed-amount", /got "12"/],
    [{ major: 1e13, currency: "usd" }, "too-large", /Pass decimal text/],
    [{ major: -1e13, currency: "usd" }, "too-large", /Pass decimal text/],
    [{ major: 1e21, currency: "usd" }, "too-large", /^1e\+21 is too large/],
    [{ major: 2 ** 53, currency: "jpy" }, "too-large", /./],
    [{ minor: 2 ** 53, currency: "usd" }, "too-large", /Pass a bigint/],
    [{ minor: 6.9, currency: "usd" }, "malformed-amount", /minor must be an integer or a bigint \(got 6\.9\)/],
    [{ minor: Number.NaN, currency: "usd" }, "malformed-amount", /./],
    [{ minor: "690", currency: "usd" }, "malformed-amount", /./],
    // A number without a unit: 690 dollars, or 6.90?
    [{ amount: 690, currency: "usd" }, "malformed-amount", /Pass a number as major \(dollars\) or as minor \(cents\)/],
    [{ amount: "6.90", minor: 690, currency: "usd" }, "malformed-amount", /one of amount/],
    [{ currency: "usd" }, "malformed-amount", /one of amount/],
    ...["", " 1", "1 ", "+1", "1e3", "0x10", ".5", "5.", "1,000.00", "1.2.3", "--1", "١", "Infinity", "1\n"].map(
      (amount): [unknown, string, RegExp] => [{ amount, currency: "usd" }, "malformed-amount", /decimal text such as/],
    ),
    [{ amount: null, currency: "usd" }, "malformed-amount", /got null/],
    [{ amount: "1", currency: "ape" }, "unknown-currency", /^currency "ape" is not in ISO 4217\. Pass its decimals\.$/],
    [{ amount: "1", currency: "usdt" }, "unknown-currency", /Pass its decimals/],
    [{ amount: "1", currency: "D A" }, "unknown-currency", /Pass its decimals/],
    [{ amount: "1", currency: "" }, "unknown-currency", /no currency/],
    [{ amount: "1" }, "unknown-currency", /no currency \(got undefined\)/],
    [{ amount: "1", currency: "usd", decimals: 2.5 }, "unknown-currency", /integer from 0 to 20/],
    [{ amount: "1", currency: "usd", decimals: -1 }, "unknown-currency", /integer from 0 to 20/],
    [{ amount: "1", currency: "usd", decimals: "2" }, "unknown-currency", /integer from 0 to 20/],
    [null, "unknown-currency", /no currency/],
    ["12.34", "unknown-currency", /no currency/],
  ])("refuses %o: %s", (money, reason, message) => {
    for (const refuse of [toMinorUnits, toMajorUnits, formatMoney]) {
      const error = failureOf(() => refuse(money as MoneyAmount));
      expect(error).toBeInstanceOf(MoneyError);
      expect(error).toMatchObject({ reason, message: expect.stringMatching(message) });
    }
  });

  test("decimal text of any length is exact, as fractions of integers say", () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.nat({ max: 25 }), decimalPlaces, (digits, scale, decimals) => {
        const amount = textOf(digits, scale);
        // amount = digits / 10^scale, so it has a whole number of minor units if 10^scale divides digits * 10^decimals.
        const numerator = digits * 10n ** BigInt(decimals);
        const denominator = 10n ** BigInt(scale);
        const convert = () => toMinorUnits({ amount, currency: "xxx", decimals });
        if (numerator % denominator === 0n) expect(convert()).toBe(numerator / denominator);
        else expect(failureOf(convert)).toMatchObject({ reason: "too-precise" });
      }),
      { numRuns: 2000 },
    );
  });

  test("each number below 10^15 minor units is the amount that it was written as", () => {
    const limit = 10n ** 15n - 1n;
    fc.assert(
      fc.property(fc.bigInt(-limit, limit), fc.constantFrom(0, 2, 3, 4, 8), (minor, decimals) => {
        // The platform reads the text, as it reads JSON.
        const major = JSON.parse(textOf(minor, decimals)) as number;
        expect(toMinorUnits({ major, currency: "xxx", decimals })).toBe(minor);
      }),
      { numRuns: 5000 },
    );
  });

  test("of any number at all is refused, or reads as that number again", () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.float(), fc.maxSafeInteger()), decimalPlaces, (major, decimals) => {
        let minor: bigint;
        try {
          minor = toMinorUnits({ major, currency: "xxx", decimals });
        } catch (error) {
          expect(error).toBeInstanceOf(MoneyError);
          return;
        }
        expect(Number(`${minor}e-${decimals}`)).toBe(major === 0 ? 0 : major);
      }),
      { numRuns: 5000 },
    );
  });
});

describe("toMajorUnits", () => {
  test.each<[MoneyAmount, string]>([
    [{ minor: 690, currency: "usd" }, "6.90"],
    [{ minor: 5, currency: "usd" }, "0.05"],
    [{ minor: -5, currency: "usd" }, "-0.05"],
    [{ minor: 0, currency: "kwd" }, "0.000"],
    [{ minor: 1500, currency: "jpy" }, "1500"],
    [{ major: 6.9, currency: "usd" }, "6.90"],
    [{ amount: "-0", currency: "usd" }, "0.00"],
  ])("of %o is %s", (money, want) => {
    expect(toMajorUnits(money)).toBe(want);
  });

  test("and back is the same", () => {
    fc.assert(
      fc.property(fc.bigInt(), decimalPlaces, (minor, decimals) => {
        const amount = toMajorUnits({ minor, currency: "xxx", decimals });
        expect(amount).toBe(textOf(minor, decimals));
        expect(toMinorUnits({ amount, currency: "xxx", decimals })).toBe(minor);
      }),
    );
  });
});

describe("formatMoney", () => {
  test.each<[MoneyAmount, string, string]>([
    [{ amount: "1234.50", currency: "usd" }, "en-US", "$1,234.50"],
    [{ amount: "-1234.50", currency: "usd" }, "en-US", "-$1,234.50"],
    [{ amount: "-0.50", currency: "usd" }, "en-US", "-$0.50"],
    [{ amount: "1234.50", currency: "eur" }, "de-DE", `1.234,50${NBSP}€`],
    [{ major: 6.9, currency: "usd" }, "en-US", "$6.90"],
    [{ minor: 690, currency: "usd" }, "en-US", "$6.90"],
    [{ minor: 1500, currency: "jpy" }, "en-US", "¥1,500"],
    [{ amount: "1.5", currency: "kwd" }, "en-US", `KWD${NBSP}1.500`],
    [{ amount: "9007199254740993.01", currency: "usd" }, "en-US", "$9,007,199,254,740,993.01"],
    // Places that are not shown must be zero.
    [{ amount: "1200.00", currency: "cop", decimals: 2, display_decimals: 0 }, "en-US", `COP${NBSP}1,200`],
    [{ amount: "1200.50", currency: "cop", decimals: 2, display_decimals: 0 }, "en-US", `COP${NBSP}1,200.50`],
    [{ amount: "0.12345", currency: "btc", decimals: 8, display_decimals: 2 }, "en-US", `BTC${NBSP}0.12345000`],
    [{ amount: "1.00", currency: "usd", decimals: 2, display_decimals: 5 }, "en-US", "$1.00"],
    // The platform's own digits would be none.
    [{ amount: "1234.50", currency: "huf" }, "en-US", `HUF${NBSP}1,234.50`],
    [{ amount: "0.1", currency: "btc", decimals: 8, display_decimals: 2 }, "en-US", `BTC${NBSP}0.10`],
    [{ amount: "12.34", currency: "whop_usd", decimals: 2 }, "en-US", `12.34${NBSP}WHOP_USD`],
    [{ amount: "-1234.5", currency: "usdt", decimals: 6, display_decimals: 2 }, "de-DE", `-1.234,50${NBSP}USDT`],
  ])("of %o in %s is %s", (money, locale, want) => {
    expect(formatMoney(money, locale)).toBe(want);
  });

  test("takes a list of locales, or the platform's", () => {
    const money = { amount: "1.00", currency: "eur" };
    expect(formatMoney(money, ["de-DE", "en"] as const)).toBe(`1,00${NBSP}€`);
    expect(formatMoney(money)).toBe(new Intl.NumberFormat(undefined, { style: "currency", currency: "eur" }).format(1));
    expect(() => formatMoney(money, "not a locale")).toThrow(RangeError);
  });

  test("shows all digits of any amount", () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.constantFrom("USD2", "JPY0", "KWD3", "CLF4", "WHOP_USD2"), (minor, kind) => {
        const [currency, decimals] = [kind.slice(0, -1), Number(kind.slice(-1))];
        const shown = formatMoney({ minor, currency, decimals }, "en-US");
        expect(shown.replaceAll(/[^\d.-]/g, "")).toBe(textOf(minor, decimals));
      }),
    );
  });
});

describe("currencies", () => {
  // Read off ISO 4217, like the 2 of those that the platform's data shows with fewer places, in some of its editions.
  const withOther = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
  };
  const shownShorter =
    "AFN ALL AMD COP CRC GYD HUF IDR IQD IRR KPW LAK LBP MGA MMK MUR MNT PKR RSD SLE SOS SYP TWD TZS UZS YER";

  test.each(Object.entries(withOther))("with %s decimal places: %s", (decimals, codes) => {
    for (const code of codes.split(" ")) expect([code, currencyDecimals(code)]).toEqual([code, Number(decimals)]);
  });

  test("all have what the platform says, or 2 where it shows fewer", () => {
    const known = Intl.supportedValuesOf("currency").filter((code) => currencyDecimals(code) !== undefined);
    expect(known.length).toBeGreaterThan(150);
    const format = (currency: string) => new Intl.NumberFormat("en", { style: "currency", currency });
    const differ = known.filter(
      (code) => format(code).resolvedOptions().maximumFractionDigits !== currencyDecimals(code),
    );
    expect(differ.filter((code) => !shownShorter.includes(code))).toEqual([]);
    const two = shownShorter.split(" ").filter((code) => code !== "IQD");
    expect(two.filter((code) => currencyDecimals(code) !== 2)).toEqual([]);
  });

  test("of Whop are known, but for its tokens and those of others", () => {
    const unknown = (codes: readonly string[]) => codes.filter((code) => currencyDecimals(code) === undefined);
    expect(unknown(whop.CurrencyValues)).toEqual(["ape", "btc", "eth", "usdt"]);
    expect(unknown(whopCurrent.CurrencyValues)).toEqual(["ape", "btc", "eth", "usdt", "whop_usd", "xau"]);
  });
});

test("what fits by type: text with a currency, a number only under its unit", () => {
  const check = (
    money: whopCurrent.Money,
    dispute: whop.Dispute,
    current: whopCurrent.Dispute,
    transaction: Required<V2Transaction>,
    request: V2CaseCreateParams["dispute"],
    ledger: whopCurrent.LedgerActivity,
  ) => {
    const fitting: MoneyAmount[] = [
      money,
      { major: dispute.amount, currency: dispute.currency },
      { major: current.amount, currency: current.currency },
      { minor: transaction.amount, currency: transaction.currency },
    ];
    // @ts-expect-error a number, in major units
    fitting.push(dispute);
    // @ts-expect-error a number, in major units
    fitting.push(current);
    // @ts-expect-error a number, in minor units
    fitting.push(transaction);
    // @ts-expect-error a number, in minor units
    fitting.push(request);
    // @ts-expect-error text in the smallest unit, with an object as its currency
    fitting.push(ledger);
    // @ts-expect-error two units at once
    fitting.push({ major: 1, minor: 100, currency: "usd" });
    // @ts-expect-error text, and no unit
    fitting.push({ minor: "100", currency: "usd" });
    return fitting;
  };
  expect(check).toBeTypeOf("function");
});

/** `digits / 10^scale` as decimal text. */
function textOf(digits: bigint, scale: number): string {
  const [, sign = "", all = ""] = /^(-?)(\d+)$/.exec(`${digits}`) ?? [];
  const padded = `${"0".repeat(scale)}${all}`;
  const whole = padded.slice(0, padded.length - scale).replace(/^0+(?=\d)|^$/, "");
  return `${sign}${whole === "" ? "0" : whole}${scale === 0 ? "" : `.${padded.slice(padded.length - scale)}`}`;
}

function failureOf(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}
