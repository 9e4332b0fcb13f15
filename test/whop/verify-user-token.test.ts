import { Readable } from "node:stream";
import { inspect } from "node:util";
import { exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT } from "jose";
import { afterEach, describe, expect, expectTypeOf, test } from "vitest";
import {
  type UserToken,
  type UserTokenSource,
  type VerifyUserTokenOptions,
  verifyUserToken,
} from "../../src/whop/verify-user-token.js";

const APP = "app_1";
const URL_OF_KEYS = "https://api.whop.com/.well-known/jwks.json";
/** Unix seconds at which all tokens of the tests are made. */
const MADE = 1_767_225_600;
const NOW = new Date(MADE * 1000);

const ours = await generateKeyPair("ES256", { extractable: true });
const theirs = await generateKeyPair("ES256", { extractable: true });
const rsa = await generateKeyPair("RS256", { extractable: true });
const publicJwk: JWK = { ...(await exportJWK(ours.publicKey)), kid: "k1", alg: "ES256", use: "sig" };
const privateJwk = await exportJWK(ours.privateKey);
const rsaJwk = await exportJWK(rsa.publicKey);
const pem = await exportSPKI(ours.publicKey);

interface TokenParts {
  /** Undefined ones are left out. */
  readonly claims?: { readonly [name: string]: unknown };
  readonly header?: { alg: string; kid?: string };
  readonly key?: CryptoKey | Uint8Array;
}

function token({
  claims = {},
  header = { alg: "ES256", kid: "k1" },
  key = ours.privateKey,
}: TokenParts = {}): Promise<string> {
  const all: object = { sub: "user_1", aud: APP, iss: "urn:whopcom:exp-proxy", iat: MADE, exp: MADE + 3600, ...claims };
  return new SignJWT(Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)))
    .setProtectedHeader(header)
    .sign(key);
}

/** Serves the keys, and counts how often. A function may answer otherwise. */
function keyServer(keys: () => unknown = () => ({ keys: [publicJwk] })) {
  const requests: { url: string; init: RequestInit }[] = [];
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    requests.push({ url, init });
    const answer = keys();
    return answer instanceof Response ? answer : Response.json(answer);
  };
  return { fetch, requests };
}

const good = await token();
const later = (seconds: number): Date => new Date((MADE + seconds) * 1000);
const unsigned = (header: object): string =>
  [header, { sub: "user_1", aud: APP, iss: "urn:whopcom:exp-proxy", exp: MADE + 3600 }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");

afterEach(() => {
  for (const name of ["WHOP_APP_ID", "WHOP_USER_TOKEN_PUBLIC_KEY", "WHOP_USER_TOKEN_JWKS_URL"])
    delete process.env[name];
});

describe("where the token is", () => {
  test.each([
    { name: "text", source: good },
    { name: "Headers", source: new Headers({ "x-whop-user-token": good }) },
    { name: "a Request", source: new Request("https://app.test", { headers: { "X-Whop-User-Token": good } }) },
    { name: "a plain object, as of Express or Node", source: { host: "x", "x-whop-user-token": good } },
    { name: "a plain object in another case", source: { "X-Whop-User-Token": good } },
    { name: "a plain object with a list of one", source: { "x-whop-user-token": [good], "set-cookie": ["a", "b"] } },
    { name: "a request of Express or Node", source: { method: "GET", headers: { "x-whop-user-token": good } } },
  ])("$name", async ({ source }) => {
    const found = await verifyUserToken(source as UserTokenSource, { appId: APP, publicKey: publicJwk, now: NOW });
    expect(found).toEqual({ userId: "user_1", appId: "app_1" });
  });

  test.each([
    { name: "empty text", source: "", want: "missing" },
    { name: "no header", source: new Headers(), want: "missing" },
    { name: "an empty object", source: {}, want: "missing" },
    { name: "an empty header", source: { "x-whop-user-token": "" }, want: "missing" },
    { name: "another header", source: { authorization: `Bearer ${good}` }, want: "missing" },
    { name: "undefined", source: undefined, want: "missing" },
    { name: "null", source: null, want: "missing" },
    { name: "a number", source: { "x-whop-user-token": 5 }, want: "missing" },
    { name: "two in a list", source: { "x-whop-user-token": [good, good] }, want: "duplicate" },
    { name: "two in two cases", source: { "x-whop-user-token": good, "X-Whop-User-Token": good }, want: "duplicate" },
    {
      name: "two in Headers",
      source: new Headers([
        ["x-whop-user-token", good],
        ["x-whop-user-token", good],
      ]),
      want: "duplicate",
    },
  ])("$name: $want", async ({ source, want }) => {
    const failing = verifyUserToken(source as UserTokenSource, { appId: APP, publicKey: publicJwk, now: NOW });
    await expect(failing).rejects.toMatchObject({ name: "UserTokenError", reason: want });
  });
});

describe("tokens", () => {
  const rows: { name: string; make: () => string | Promise<string>; now?: Date; want: string }[] = [
    { name: "good", make: () => good, want: "user_1" },
    { name: "a second before it expires", make: () => good, now: later(3599), want: "user_1" },
    { name: "when it expires", make: () => good, now: later(3600), want: "expired" },
    { name: "long expired", make: () => good, now: later(1e6), want: "expired" },
    { name: "without expiry", make: () => token({ claims: { exp: undefined } }), want: "malformed" },
    { name: "expiry as text", make: () => token({ claims: { exp: "9999999999" } }), want: "malformed" },
    { name: "not valid yet", make: () => token({ claims: { nbf: MADE + 60 } }), want: "not-yet-valid" },
    { name: "of another issuer", make: () => token({ claims: { iss: "urn:evil" } }), want: "issuer" },
    { name: "without issuer", make: () => token({ claims: { iss: undefined } }), want: "issuer" },
    { name: "for another app", make: () => token({ claims: { aud: "app_2" } }), want: "audience" },
    {
      name: "for an app whose id starts like ours",
      make: () => token({ claims: { aud: "app_10" } }),
      want: "audience",
    },
    {
      name: "for several apps, ours among them",
      make: () => token({ claims: { aud: ["app_2", APP] } }),
      want: "audience",
    },
    { name: "for a list of our app", make: () => token({ claims: { aud: [APP] } }), want: "audience" },
    { name: "for no app", make: () => token({ claims: { aud: undefined } }), want: "audience" },
    { name: "without user", make: () => token({ claims: { sub: undefined } }), want: "malformed" },
    { name: "with an empty user", make: () => token({ claims: { sub: "" } }), want: "malformed" },
    { name: "signed by another", make: () => token({ key: theirs.privateKey }), want: "signature" },
    {
      name: "signed with RSA",
      make: () => token({ header: { alg: "RS256", kid: "k1" }, key: rsa.privateKey }),
      want: "algorithm",
    },
    {
      name: "signed with our public key as a shared secret",
      make: () => token({ header: { alg: "HS256", kid: "k1" }, key: new TextEncoder().encode(pem) }),
      want: "algorithm",
    },
    { name: "unsigned, alg none", make: () => `${unsigned({ alg: "none" })}.`, want: "algorithm" },
    { name: "unsigned, alg ES256", make: () => `${unsigned({ alg: "ES256", kid: "k1" })}.`, want: "signature" },
    {
      name: "an unknown critical header",
      make: () => `${unsigned({ alg: "ES256", kid: "k1", crit: ["x"], x: 1 })}.AAAA`,
      want: "malformed",
    },
    {
      name: "claims changed",
      make: async () => swap(await token(), await token({ claims: { sub: "user_2" } })),
      want: "signature",
    },
    { name: "signature cut", make: () => good.slice(0, -4), want: "signature" },
    { name: "two parts", make: () => good.split(".").slice(0, 2).join("."), want: "malformed" },
    { name: "no JWT", make: () => "hello", want: "malformed" },
    { name: "dots", make: () => "..", want: "malformed" },
    { name: "with Bearer before it", make: () => `Bearer ${good}`, want: "malformed" },
  ];

  test("so many", () => {
    expect(rows.length).toBe(28);
  });

  describe.each([
    { keys: "a JWK", options: { publicKey: publicJwk } },
    { keys: "the keys of a URL", options: { fetch: keyServer().fetch } },
  ])("against $keys", ({ options }) => {
    test.each(rows)("$name: $want", async ({ make, now = NOW, want }) => {
      const source = await make();
      const all = { appId: APP, now, ...options };
      const outcome = await verifyUserToken(source, all).catch(
        (error: unknown) => error as { name: string; reason: string },
      );
      expect("userId" in outcome ? outcome.userId : outcome.reason).toBe(want);
      // Neither the token nor what it says may be in what a log prints.
      if (!("userId" in outcome)) expect(inspect(outcome, { depth: 9, showHidden: true })).not.toMatch(/user_|eyJ/);
      expect(await verifyUserToken(source, { ...all, dontThrow: true })).toEqual(
        want === "user_1" ? { userId: "user_1", appId: APP } : null,
      );
    });
  });
});

describe("the keys of the URL", () => {
  test("are those of Whop, read without credentials and without following redirects", async () => {
    const { fetch, requests } = keyServer();
    await verifyUserToken(good, { appId: APP, now: NOW, fetch });
    expect(requests.map(({ url }) => url)).toEqual([URL_OF_KEYS]);
    expect(requests[0]!.init).toMatchObject({ redirect: "manual", headers: { accept: "application/json" } });
  });

  test.each([
    { name: "half a day less a second later", after: 12 * 3600 - 1, reads: 1 },
    { name: "half a day later", after: 12 * 3600, reads: 2 },
  ])("are kept: $name there were $reads requests", async ({ after, reads }) => {
    const { fetch, requests } = keyServer();
    const long = await token({ claims: { exp: MADE + 1e6 } });
    await verifyUserToken(long, { appId: APP, now: NOW, fetch });
    await verifyUserToken(long, { appId: APP, now: later(after), fetch });
    expect(requests).toHaveLength(reads);
  });

  test("are read once for any number of tokens at a time", async () => {
    const { fetch, requests } = keyServer();
    await Promise.all(Array.from({ length: 50 }, () => verifyUserToken(good, { appId: APP, now: NOW, fetch })));
    expect(requests).toHaveLength(1);
  });

  test("are kept by URL", async () => {
    const { fetch, requests } = keyServer();
    for (const jwksUrl of ["https://a.test/jwks", "https://b.test/jwks", "https://a.test/jwks"]) {
      await verifyUserToken(good, { appId: APP, now: NOW, fetch, jwksUrl });
    }
    expect(requests.map(({ url }) => url)).toEqual(["https://a.test/jwks", "https://b.test/jwks"]);
  });

  test.each([
    { name: "at once", after: 0, want: "unknown-key", reads: 1 },
    { name: "29 s later", after: 29, want: "unknown-key", reads: 1 },
    { name: "30 s later", after: 30, want: "user_1", reads: 2 },
  ])("a new key of Whop, $name: $want after $reads requests", async ({ after, want, reads }) => {
    const keys: JWK[] = [publicJwk];
    const { fetch, requests } = keyServer(() => ({ keys }));
    await verifyUserToken(good, { appId: APP, now: NOW, fetch });
    keys.push({ ...(await exportJWK(theirs.publicKey)), kid: "k2", alg: "ES256" });
    const fresh = await token({ header: { alg: "ES256", kid: "k2" }, key: theirs.privateKey });
    const outcome = await verifyUserToken(fresh, { appId: APP, now: later(after), fetch }).catch(
      (error: { reason: string }) => error,
    );
    expect("userId" in outcome ? outcome.userId : outcome.reason).toBe(want);
    expect(requests).toHaveLength(reads);
  });

  test("1,000 made-up key ids lead to one request in 30 s", async () => {
    const { fetch, requests } = keyServer();
    await verifyUserToken(good, { appId: APP, now: NOW, fetch });
    for (let index = 0; index < 1000; index++) {
      const forged = `${unsigned({ alg: "ES256", kid: `made-up-${index}` })}.AAAA`;
      expect(
        await verifyUserToken(forged, { appId: APP, now: later(40 + (index % 29)), fetch, dontThrow: true }),
      ).toBeNull();
    }
    expect(requests).toHaveLength(2);
  });

  test.each([
    { name: "500", answer: () => new Response("down", { status: 500 }) },
    {
      name: "a redirect",
      answer: () => new Response(null, { status: 302, headers: { location: "https://evil.test" } }),
    },
    { name: "no JSON", answer: () => new Response("<html>") },
    { name: "JSON without keys", answer: () => ({ nothing: true }) },
    { name: "null", answer: () => Response.json(null) },
    {
      name: "no answer",
      answer: () => {
        throw new TypeError("fetch failed");
      },
    },
  ])("cannot be read: $name", async ({ answer }) => {
    let broken = true;
    const { fetch } = keyServer(() => (broken ? answer() : { keys: [publicJwk] }));
    const options = { appId: APP, now: NOW, fetch };
    await expect(verifyUserToken(good, options)).rejects.toMatchObject({
      name: "UserTokenError",
      reason: "keys-unavailable",
    });
    expect(await verifyUserToken(good, { ...options, dontThrow: true })).toBeNull();
    broken = false;
    expect(await verifyUserToken(good, { ...options, dontThrow: true })).toBeNull();
    expect(await verifyUserToken(good, { ...options, now: later(30) })).toMatchObject({ userId: "user_1" });
  });

  test("1,000 tokens while they cannot be read lead to one request in 30 s", async () => {
    const { fetch, requests } = keyServer(() => new Response("down", { status: 503 }));
    for (let index = 0; index < 1000; index++) {
      const forged = `${unsigned({ alg: "ES256", kid: `made-up-${index}` })}.AAAA`;
      const verifying = verifyUserToken(forged, { appId: APP, now: later(Math.floor(index / 20)), fetch });
      await expect(verifying).rejects.toMatchObject({ reason: "keys-unavailable" });
    }
    // At 0 and 30 of 50 seconds.
    expect(requests).toHaveLength(2);
  });

  test("a failure is shared by the tokens that wait for it", async () => {
    const { fetch, requests } = keyServer(() => new Response("down", { status: 503 }));
    const verifying = Array.from({ length: 50 }, () =>
      verifyUserToken(good, { appId: APP, now: NOW, fetch, dontThrow: true }),
    );
    expect(await Promise.all(verifying)).toEqual(Array(50).fill(null));
    expect(requests).toHaveLength(1);
  });

  test("a clock that was put back does not stretch the time after a failure", async () => {
    const { fetch, requests } = keyServer(() => new Response("down", { status: 503 }));
    for (const now of [later(7_200), NOW]) {
      await verifyUserToken(good, { appId: APP, now, fetch, dontThrow: true });
    }
    expect(requests).toHaveLength(2);
  });

  test.each([
    { name: "half a day later, of Whop that is down", after: 12 * 3600, want: "user_1", reads: 2 },
    { name: "a second before a day and a half", after: 36 * 3600 - 1, want: "user_1", reads: 2 },
    { name: "a day and a half later", after: 36 * 3600, want: "keys-unavailable", reads: 2 },
  ])("an old set, $name: $want", async ({ after, want, reads }) => {
    let broken = false;
    const { fetch, requests } = keyServer(() => (broken ? new Response("", { status: 500 }) : { keys: [publicJwk] }));
    const long = await token({ claims: { exp: MADE + 1e6 } });
    await verifyUserToken(long, { appId: APP, now: NOW, fetch });
    broken = true;
    for (let turn = 0; turn < 20; turn++) {
      const outcome = await verifyUserToken(long, { appId: APP, now: later(after), fetch }).catch(
        (error: { reason: string }) => error,
      );
      expect("userId" in outcome ? outcome.userId : outcome.reason).toBe(want);
    }
    expect(requests).toHaveLength(reads);
    // Once it can be read again, it is.
    broken = false;
    await verifyUserToken(long, { appId: APP, now: later(after + 30), fetch });
    await verifyUserToken(long, { appId: APP, now: later(after + 12 * 3600), fetch });
    expect(requests).toHaveLength(reads + 1);
  });

  test("an unknown key id while the set cannot be read again", async () => {
    let broken = false;
    const { fetch, requests } = keyServer(() => (broken ? new Response("", { status: 500 }) : { keys: [publicJwk] }));
    await verifyUserToken(good, { appId: APP, now: NOW, fetch });
    broken = true;
    for (let index = 0; index < 20; index++) {
      const forged = `${unsigned({ alg: "ES256", kid: `made-up-${index}` })}.AAAA`;
      const verifying = verifyUserToken(forged, { appId: APP, now: later(60), fetch });
      await expect(verifying).rejects.toMatchObject({ reason: "keys-unavailable" });
      expect(await verifyUserToken(good, { appId: APP, now: later(60), fetch })).toMatchObject({ userId: "user_1" });
    }
    expect(requests).toHaveLength(2);
  });

  test.each([
    ["of 256 KiB", 262_144, "user_1"],
    ["larger than 256 KiB", 262_145, "keys-unavailable"],
    ["without an end", Number.POSITIVE_INFINITY, "keys-unavailable"],
  ])("a set %s", async (_name, size, want) => {
    const text = JSON.stringify({ keys: [publicJwk] });
    let left = size;
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const chunk = left === size ? text : " ".repeat(Math.min(4_096, left));
        if (chunk !== "") controller.enqueue(new TextEncoder().encode(chunk));
        else controller.close();
        left -= chunk.length;
      },
      cancel() {
        cancelled = true;
      },
    });
    const options = { appId: APP, now: NOW, fetch: async () => new Response(body) };
    const outcome = await verifyUserToken(good, options).catch((error: { reason: string }) => error);
    expect("userId" in outcome ? outcome.userId : outcome.reason).toBe(want);
    expect(cancelled).toBe(size === Number.POSITIVE_INFINITY);
  });

  test.each([
    ["a key set", [JSON.stringify({ keys: [publicJwk] })], "user_1"],
    ["one without an end", Array(1_000).fill(" ".repeat(65_536)), "keys-unavailable"],
  ])("from a fetch whose bodies are Node streams: %s", async (_name, chunks, want) => {
    let read = 0;
    const source = Readable.from(
      (function* () {
        for (const chunk of chunks as string[]) {
          read++;
          yield Buffer.from(chunk);
        }
      })(),
      { highWaterMark: 1 },
    );
    const response = { status: 200, ok: true, headers: new Headers(), body: source, text: () => new Promise(() => {}) };
    const options = { appId: APP, now: NOW, fetch: async () => response as unknown as Response };
    const outcome = await verifyUserToken(good, options).catch((error: { reason: string }) => error);
    expect("userId" in outcome ? outcome.userId : outcome.reason).toBe(want);
    expect(read).toBeLessThan(20);
  });

  test("a key that is not for ES256 verifies nothing", async () => {
    const secret = { kty: "oct", k: "c2VjcmV0", kid: "k1" };
    const options = { appId: APP, now: NOW, fetch: async () => Response.json({ keys: [secret] }) };
    expect(await verifyUserToken(good, { ...options, dontThrow: true })).toBeNull();
  });
});

describe("where keys and ids come from", () => {
  const readFrom = async (options: VerifyUserTokenOptions): Promise<string> => {
    const { fetch, requests } = keyServer();
    await verifyUserToken(good, { now: NOW, fetch, ...options });
    return requests[0]?.url ?? "the key";
  };

  test.each([
    { name: "nothing said", options: {}, env: {}, want: URL_OF_KEYS },
    { name: "a URL of the call", options: { jwksUrl: "https://a.test/" }, env: {}, want: "https://a.test/" },
    {
      name: "a URL of the environment",
      options: {},
      env: { WHOP_USER_TOKEN_JWKS_URL: "https://b.test/" },
      want: "https://b.test/",
    },
    {
      name: "a key of the call",
      options: { publicKey: publicJwk },
      env: { WHOP_USER_TOKEN_JWKS_URL: "https://b.test/" },
      want: "the key",
    },
    { name: "a key as JSON", options: { publicKey: JSON.stringify(publicJwk) }, env: {}, want: "the key" },
    { name: "a key as PEM", options: { publicKey: pem }, env: {}, want: "the key" },
    {
      name: "a private key, of which the public half is used",
      options: { publicKey: privateJwk },
      env: {},
      want: "the key",
    },
    {
      name: "a key of the environment",
      options: {},
      env: { WHOP_USER_TOKEN_PUBLIC_KEY: JSON.stringify(publicJwk) },
      want: "the key",
    },
    {
      name: "a URL of the call before a key of the environment",
      options: { jwksUrl: "https://a.test/" },
      env: { WHOP_USER_TOKEN_PUBLIC_KEY: "x" },
      want: "https://a.test/",
    },
    {
      name: "a URL on the own machine",
      options: { jwksUrl: "http://127.0.0.1:1/" },
      env: {},
      want: "http://127.0.0.1:1/",
    },
  ])("$name: $want", async ({ options, env, want }) => {
    Object.assign(process.env, { WHOP_APP_ID: APP, ...env });
    expect(await readFrom(options as VerifyUserTokenOptions)).toBe(want);
  });

  test.each([
    {
      name: "no app",
      options: { appId: undefined },
      want: "pass appId or the client option appID, or set WHOP_APP_ID",
    },
    { name: "an empty app", options: { appId: "" }, want: "pass appId" },
    { name: "http: keys", options: { jwksUrl: "http://keys.test/" }, want: "https:" },
    { name: "a relative URL", options: { jwksUrl: "/jwks" }, want: "jwksUrl must be an absolute URL" },
    { name: "a key that is no JSON", options: { publicKey: "canary" }, want: "publicKey must be" },
    { name: "a broken PEM", options: { publicKey: "-----BEGIN PUBLIC KEY-----\ncanary" }, want: "publicKey must be" },
    { name: "an RSA key", options: { publicKey: rsaJwk }, want: "publicKey must be" },
    { name: "a shared secret", options: { publicKey: { kty: "oct", k: "canary" } }, want: "publicKey must be" },
    {
      name: "a P-256 key without y",
      options: { publicKey: { kty: "EC", crv: "P-256", x: "canary" } },
      want: "publicKey must be",
    },
    { name: "a date that is none", options: { now: new Date(Number.NaN) }, want: "now must be a valid date" },
    {
      name: "no jose",
      options: { loadJose: () => Promise.reject(new Error("Cannot find package 'jose'")) },
      want: "npm install jose",
    },
  ])("$name is a mistake of the set-up, also with dontThrow", async ({ options, want }) => {
    const all = {
      appId: APP,
      publicKey: "jwksUrl" in options ? undefined : publicJwk,
      now: NOW,
      ...options,
      dontThrow: true,
    } as VerifyUserTokenOptions;
    const failure: unknown = await verifyUserToken(good, all).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "ConfigurationError", message: expect.stringContaining(want) as string });
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain("canary");
  });
});

test("types", () => {
  expectTypeOf(verifyUserToken(good, { appId: APP, publicKey: publicJwk, now: NOW })).toEqualTypeOf<
    Promise<UserToken>
  >();
  expectTypeOf(verifyUserToken(good, { appId: APP, publicKey: publicJwk, now: NOW, dontThrow: true })).toEqualTypeOf<
    Promise<UserToken | null>
  >();
});

/** The first token with the claims of the second. */
function swap(first: string, second: string): string {
  const [header, , signature] = first.split(".");
  return [header, second.split(".")[1], signature].join(".");
}
