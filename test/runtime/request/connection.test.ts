import { describe, expect, test } from "vitest";
import { client, failureOf, networkError } from "../support.js";

/** A failure in as many others. */
const within = (depth: number, cause: unknown): unknown =>
  depth === 0 ? cause : within(depth - 1, new TypeError("fetch failed", { cause }));
const coded = (code: unknown, message: unknown = "x") => Object.assign(new Error(), { code, message });
const tried = (errors: unknown[], code?: string) =>
  new TypeError("fetch failed", { cause: Object.assign(new AggregateError(errors), { code }) });
const refused = coded("ECONNREFUSED");
const reset = coded("ECONNRESET");
const circular = coded("ECONNREFUSED");
Object.assign(circular, { cause: circular });

/** What a write says that failed so. */
async function told(reason: unknown): Promise<{ name: string; code: unknown; maybeSent: unknown }> {
  const { things } = client([() => Promise.reject(reason)], { maxRetries: 0 });
  const { name, code, maybeSent } = (await failureOf(things.create({ name: "x" }))) as never;
  return { name, code, maybeSent };
}

describe("whether the request has left", () => {
  test.each<[string, unknown, string, boolean]>([
    ["the cause of a cause", within(3, refused), "ECONNREFUSED", false],
    ["too far down", within(4, refused), "no code", true],
    ["a cause that is itself", circular, "ECONNREFUSED", false],
    ["several addresses, all refused", tried([refused, refused], "ECONNREFUSED"), "ECONNREFUSED", false],
    ["several addresses, one of them reset", tried([refused, reset], "ECONNREFUSED"), "ECONNREFUSED", true],
    ["several addresses, and no failure", tried([]), "no code", true],
    ["several addresses, and none of them errors", tried(["ECONNREFUSED", null]), "no code", true],
    ["no address, and a code", tried([], "ENOTFOUND"), "ENOTFOUND", false],
    ["a proxy that refused the tunnel", coded(undefined, "Proxy response (403) !== 200"), "no code", false],
    ["a proxy's words within others", coded(undefined, "no Proxy response (403)"), "no code", true],
    ["a proxy that gave no status", coded(undefined, "Proxy response (none)"), "no code", true],
    ["Deno: a certificate", coded(undefined, "invalid peer certificate: Expired"), "no code", false],
    ["words like Deno's of a certificate", coded(undefined, "invalid peer certificates"), "no code", true],
    ["words like Deno's of a connection", coded(undefined, "noclient error (Connect)"), "no code", true],
    ["a code like one before sending", coded("ECONNREFUSED_LATER"), "ECONNREFUSED_LATER", true],
    ["a code that ends like one", coded("NOT_ECONNREFUSED"), "NOT_ECONNREFUSED", true],
    ["a code that is a number", coded(20), "no code", true],
    ["a code and a message that are no text", coded(Symbol("s"), Symbol("s")), "no code", true],
    ["a code of 64 characters", coded("E".repeat(64)), "E".repeat(64), true],
    ["a code of 65", coded("E".repeat(65)), "no code", true],
    [
      "a text in place of the inner code",
      Object.assign(coded("ECONNRESET"), { cause: coded("a b") }),
      "ECONNRESET",
      true,
    ],
    ["nothing", undefined, "no code", true],
    ["null", null, "no code", true],
  ])("%s", async (_name, reason, code, maybeSent) => {
    expect(await told(reason)).toEqual({ name: "APIConnectionError", code, maybeSent });
  });
});

describe("a limit of the platform's own", () => {
  test.each<[string, unknown, string, string]>([
    [
      "undici's, of headers",
      networkError("UND_ERR_HEADERS_TIMEOUT"),
      "APIConnectionTimeoutError",
      "UND_ERR_HEADERS_TIMEOUT",
    ],
    ["Bun's", new DOMException("The operation timed out.", "TimeoutError"), "APIConnectionTimeoutError", "no code"],
    ["a code that ends so", coded("MY_UND_ERR_BODY_TIMEOUT"), "APIConnectionError", "MY_UND_ERR_BODY_TIMEOUT"],
    ["a code that begins so", coded("UND_ERR_BODY_TIMEOUT_2"), "APIConnectionError", "UND_ERR_BODY_TIMEOUT_2"],
  ])("%s", async (_name, reason, name, code) => {
    expect(await told(reason)).toEqual({ name, code, maybeSent: true });
  });
});

describe("a certificate that was refused: nothing has left, and asking again changes nothing", () => {
  test.each([
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "CERT_HAS_EXPIRED",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "SELF_SIGNED_CERT_IN_CHAIN",
    "UNABLE_TO_GET_ISSUER_CERT",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "UNABLE_TO_DECRYPT_CERT_SIGNATURE",
    "UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY",
    "HOSTNAME_MISMATCH",
    "INVALID_CA",
    "INVALID_PURPOSE",
    "PATH_LENGTH_EXCEEDED",
  ])("%s", async (code) => {
    const { things, sent } = client([networkError(code), networkError(code)]);
    expect(await failureOf(things.retrieve("x"))).toMatchObject({ code, maybeSent: false });
    expect(sent).toHaveLength(1);
  });

  test.each([
    "MY_CERT_",
    "HOSTNAME_MISMATCHES",
    "INVALID_CAR",
    "INVALID_PURPOSES",
    "PATH_LENGTH_EXCEEDED_2",
    "UNABLE_TO_SEND_",
  ])("%s is none", async (code) => {
    const { things, sent } = client(Array(3).fill(networkError(code)));
    expect(await failureOf(things.retrieve("x"))).toMatchObject({ code, maybeSent: true });
    expect(sent).toHaveLength(3);
  });
});
