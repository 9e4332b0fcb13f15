import { describe, expect, test } from "vitest";
import { maskBody, maskOf } from "../../../src/runtime/receive/mask.js";

const bearer = { authorization: "Bearer sk_live_1234567890" };
/** `key_123:` */
const basic = { authorization: "Basic a2V5XzEyMzo=" };
const key = (text: string) => ({ authorization: `Bearer ${text}` });

describe("texts", () => {
  test.each<[string, Record<string, string>, string, string]>([
    ["the key", bearer, "Bad key sk_live_1234567890.", "Bad key ***."],
    ["the key within a word", bearer, "xsk_live_1234567890x", "x***x"],
    ["the header", bearer, "got Bearer sk_live_1234567890", "got Bearer ***"],
    ["the header in an address", { authorization: "Bearer a/b+c=d=e9" }, "?q=a%2Fb%2Bc%3Dd%3De9", "?q=***"],
    ["Basic as sent", basic, "Basic a2V5XzEyMzo=", "Basic ***"],
    ["Basic without its padding", basic, "got a2V5XzEyMzo!", "got ***!"],
    ["Basic decoded", basic, "user key_123: is unknown", "user *** is unknown"],
    ["the user of Basic", basic, "user key_123 is unknown", "user *** is unknown"],
    [
      "user and password of Basic",
      { authorization: `Basic ${btoa("somebody:correct horse")}` },
      "somebody, or correct horse",
      "***, or ***",
    ],
    ["Basic that is not base64", { authorization: "Basic ÿÿÿÿÿÿÿÿÿÿ" }, "Basic ÿÿÿÿÿÿÿÿÿÿ", "Basic ***"],
    ["no scheme", { authorization: "sk_live_1234567890" }, "sk_live_1234567890", "***"],
    ["a proxy's", { "proxy-authorization": "Bearer proxy-token" }, "proxy-token", "***"],
    ["a header of the caller's", { "x-tenant-token": "tenant-token-1" }, "of tenant-token-1", "of ***"],
    ["a header with signs", { "x-own": "a.b*c(d)[e]$^|" }, "a.b*c(d)[e]$^| axb*c", "*** axb*c"],
    ["a header in JSON", { "x-own": 'a "quoted" one' }, '{"x-own":"a \\"quoted\\" one"}', '{"x-own":"***"}'],
    ["a header in HTML", { "x-own": '<a> & "b"' }, "<p>&lt;a&gt; &amp; &quot;b&quot;</p>", "<p>***</p>"],
    ["a cookie's values", { cookie: "session=abcdefgh; theme=dark" }, "abcdefgh is dark", "*** is ***"],
    ["one that begins like another", { "x-a": "abcdefgh", "x-b": "abcdefghij" }, "abcdefghij abcdefgh", "*** ***"],

    ["a short key as a word", key("test"), "test mode: key=test, (test)", "*** mode: key=***, (***)"],
    [
      "a short key within words",
      key("test"),
      "the latest test_1 of testing contest",
      "the latest test_1 of testing contest",
    ],
    ["a short key within a foreign word", key("test"), "ätest testß", "ätest testß"],
    ["a value of three characters", { "x-own": "abc" }, "abc is no secret", "abc is no secret"],
    [
      "what is sent of whichever caller",
      {
        accept: "application/json",
        "accept-language": "de-DE, de",
        "content-type": "application/json",
        "user-agent": "disputekit/1.0",
        "api-version-date": "2025-01-01",
      },
      "application/json, de-DE, de, disputekit/1.0, 2025-01-01",
      "application/json, de-DE, de, disputekit/1.0, 2025-01-01",
    ],
    ["nothing sent", {}, "(?!) sk_live", "(?!) sk_live"],
  ])("%s", (_name, sent, text, want) => {
    expect(maskOf(sent)(text)).toBe(want);
  });

  test("a key in the query, as it is and as it was sent", () => {
    const mask = maskOf({}, "api_key=sk%2Flive%2B1&app=app_12345");
    expect(mask("sk/live+1 or sk%2Flive%2B1 of app_12345, api_key")).toBe("*** or *** of ***, api_key");
  });

  test("of a call that has sent nothing", () => {
    expect(maskOf(undefined)("sk_live_1234567890")).toBe("sk_live_1234567890");
  });
});

describe("bodies", () => {
  const mask = maskOf({ authorization: "Basic YWJjZC8vLzo=" });
  const masked = (text: string): unknown => maskBody(JSON.parse(text), text, mask);

  test.each<[string, string, unknown]>([
    ["a value", '{"a":{"b":["YWJjZC8vLzo="]}}', { a: { b: ["***"] } }],
    ["a name", '{"YWJjZC8vLzo=":1}', { "***": 1 }],
    ["written with escapes", '{"a":"abcd\\/\\/\\/ \\u0061\\u0062cd/\\/\\/"}', { a: "*** ***" }],
    ["neither", '{"a":[1,null,true,"x"]}', { a: [1, null, true, "x"] }],
  ])("%s", (_name, text, want) => {
    expect(masked(text)).toEqual(want);
  });

  test("the name __proto__ stays a name", () => {
    const text = '{"__proto__":{"a":"YWJjZC8vLzo="}}';
    expect(JSON.stringify(masked(text))).toBe('{"__proto__":{"a":"***"}}');
  });

  test("one that is nested deep", () => {
    const deep = `${"[".repeat(200_000)}"YWJjZC8vLzo="${"]".repeat(200_000)}`;
    expect(JSON.stringify(masked(deep))).toBe(`${"[".repeat(100)}"***"${"]".repeat(100)}`);
  });
});
