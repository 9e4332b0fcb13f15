import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { ClientCore, type ClientOptions, ConfigurationError, InvalidRequestError } from "../../../src/runtime/index.js";
import { ROOT } from "../../support/paths.js";
import { scriptedFetch } from "../../support/scripted-fetch.js";
import { type ThingsApiEnvironment, thingsConfig } from "../../things/client.js";
import type { paths } from "../../things/paths.js";
import { client, failureOf, json, KEY, Things } from "../support.js";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

describe("key", () => {
  test.each<[string, (things: Things) => PromiseLike<unknown>, string]>([
    ["method", (things) => things.retrieve("x"), "GET /things/{id}"],
    ["list", (things) => things.list(), "GET /things"],
    ["path", (things) => things.http.GET("/things", {}), "GET /things"],
  ])("missing, by %s: the call fails before it is sent, naming the option and the variable", async (_by, act, call) => {
    const { fetch, sent } = scriptedFetch(json({}));
    const error = await failureOf(act(new Things({ apiKey: undefined, fetch })));
    expect(error).toEqual(new ConfigurationError(`${call}: apiKey is missing: pass it, or set THINGS_API_KEY`));
    expect(sent).toEqual([]);
  });

  test.each<[string, ClientOptions]>([
    ["of the call", {}],
    ["of the client", { defaultHeaders: { Authorization: "Bearer own" } }],
  ])("missing, but the header authorization %s is there", async (_name, options) => {
    const { fetch, sent } = scriptedFetch(json({}));
    const headers = options.defaultHeaders ? {} : { authorization: "Bearer own" };
    await new Things({ apiKey: undefined, fetch, ...options }).retrieve("x", { headers });
    expect(sent[0]?.headers.authorization).toBe("Bearer own");
  });

  test.each(["", "   "])("a blank variable (%j) is no key", async (value) => {
    vi.stubEnv("THINGS_API_KEY", value);
    const { fetch } = scriptedFetch(json({}));
    expect(await failureOf(new Things({ apiKey: undefined, fetch }).retrieve("x"))).toBeInstanceOf(ConfigurationError);
  });

  test("an empty option is no key either, whatever the variable holds", async () => {
    vi.stubEnv("THINGS_API_KEY", "sk_env");
    const { fetch } = scriptedFetch(json({}));
    expect(await failureOf(new Things({ apiKey: "", fetch }).retrieve("x"))).toBeInstanceOf(ConfigurationError);
  });

  test.each<[string, ClientOptions, string]>([
    ["from the environment, without the line break of a file", { apiKey: undefined }, "Bearer sk_env"],
    ["the option wins", { apiKey: "sk_option" }, "Bearer sk_option"],
  ])("%s", async (_name, options, want) => {
    vi.stubEnv("THINGS_API_KEY", "sk_env\n");
    const { fetch, sent } = scriptedFetch(json({}));
    await new Things({ fetch, ...options }).retrieve("x");
    expect(sent[0]?.headers.authorization).toBe(want);
  });

  test("Basic: the key as user name, no password", async () => {
    const { fetch, sent } = scriptedFetch(json({}));
    const core = new ClientCore<paths>({ ...thingsConfig, auth: "basic" }, { fetch, apiKey: "test_1" });
    await core.request("GET", "/things", {}, undefined, "listThing");
    expect(sent[0]?.headers.authorization).toBe("Basic dGVzdF8xOg==");
  });

  test("its beginning can be asked for, the key itself cannot", () => {
    const things = new Things({ apiKey: "test_abc" });
    expect([things.keyStartsWith("test_"), things.keyStartsWith("live_")]).toEqual([true, false]);
    expect(new Things({ apiKey: () => "test_abc" }).keyStartsWith("test_")).toBe(false);
  });

  test.each(["a b", "a\r\nx: y", "ключ"])("%j is refused and not quoted", (apiKey) => {
    expect(() => new Things({ apiKey })).toThrow("apiKey must be a non-empty string of visible ASCII characters");
  });
});

describe("address", () => {
  test.each<[string, ClientOptions<ThingsApiEnvironment>, string | undefined, string]>([
    ["the first server", {}, undefined, "https://api.things.test/v1"],
    ["another server", { environment: "sandbox" }, undefined, "https://sandbox.things.test/v1"],
    ["the option, without its last slash", { baseURL: "https://proxy.test/x/" }, undefined, "https://proxy.test/x"],
    ["the variable", {}, "https://env.test", "https://env.test"],
    ["the option wins over the variable", { baseURL: "https://proxy.test" }, "https://env.test", "https://proxy.test"],
    [
      "the environment wins over the variable",
      { environment: "sandbox" },
      "https://env.test",
      "https://sandbox.things.test/v1",
    ],
    ["http on the own machine", { baseURL: "http://127.0.0.1:8080" }, undefined, "http://127.0.0.1:8080"],
    ["http on localhost", { baseURL: "http://localhost/v1" }, undefined, "http://localhost/v1"],
    ["http on ::1", { baseURL: "http://[::1]:1" }, undefined, "http://[::1]:1"],
    [
      "http elsewhere, by name",
      { baseURL: "http://intern.test", dangerouslyAllowHttp: true },
      undefined,
      "http://intern.test",
    ],
  ])("%s", (_name, options, variable, want) => {
    if (variable) vi.stubEnv("THINGS_BASE_URL", variable);
    expect(new Things(options).baseURL).toBe(want);
  });

  test.each<[string, ClientOptions<ThingsApiEnvironment>]>([
    ["http elsewhere", { baseURL: "http://api.things.test" }],
    ["a name that only looks like the own machine", { baseURL: "http://localhost.evil.test" }],
    ["a number that only looks like it", { baseURL: "http://127.0.0.1.evil.test" }],
    ["another scheme", { baseURL: "ftp://x.test", dangerouslyAllowHttp: true }],
    ["no URL", { baseURL: "api.things.test" }],
    ["a relative one", { baseURL: "/v1" }],
    ["credentials", { baseURL: "https://user:pass@x.test" }],
    ["a query", { baseURL: "https://x.test/?key=1" }],
    ["a fragment", { baseURL: "https://x.test/#a" }],
    ["unknown environment", { environment: "staging" as "sandbox" }],
    ["an environment of the prototype", { environment: "constructor" as "sandbox" }],
    ["both", { environment: "sandbox", baseURL: "https://x.test" }],
  ])("%s is refused", (_name, options) => {
    expect(() => new Things(options)).toThrow(ConfigurationError);
  });
});

describe("other options", () => {
  test.each<[string, ClientOptions]>([
    ["timeout 0", { timeout: 0 }],
    ["timeout NaN", { timeout: Number.NaN }],
    ["maxRetries -1", { maxRetries: -1 }],
    ["a header that cannot be sent", { defaultHeaders: { x: "a\nb" } }],
  ])("%s is refused", (_name, options) => {
    expect(() => new Things(options)).toThrow(/./);
  });

  test("the platform's fetch is taken when it is needed", async () => {
    const things = new Things();
    const { fetch, sent } = scriptedFetch(json({ id: "1" }));
    vi.stubGlobal("fetch", fetch);
    expect(await things.retrieve("x")).toEqual({ id: "1" });
    expect(sent).toHaveLength(1);
  });

  test("a web page is refused unless the caller insists, and keeps its own user agent", async () => {
    vi.stubGlobal("window", {});
    vi.stubGlobal("document", {});
    expect(() => new Things()).toThrow("a key in a web page is public: see dangerouslyAllowBrowser");
    const { things, sent } = client([json({})], { dangerouslyAllowBrowser: true });
    await things.retrieve("x");
    expect(sent[0]?.headers).toEqual({ accept: "application/json", authorization: `Bearer ${KEY}` });
  });

  test("the log level can come from the environment", async () => {
    vi.stubEnv("THINGS_LOG", "info");
    const info = vi.fn();
    const { things } = client([json({})], { logger: { ...console, info } });
    await things.retrieve("x");
    expect(info).toHaveBeenCalledOnce();
  });

  test("the user agent names the package's version", async () => {
    const { things, sent } = client([json({})]);
    await things.retrieve("x");
    const packageFile = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    expect(sent[0]?.headers["user-agent"]).toBe(`${packageFile.name}/${packageFile.version}`);
  });
});

describe("where credentials go", () => {
  test.each([
    ["another host", "https://evil.test"],
    ["the same host on another port", "https://api.things.test:8443"],
    ["the same host without encryption", "http://api.things.test"],
    ["a host that starts the same", "https://api.things.test.evil.test"],
    ["the host as a user name", "https://api.things.test@evil.test"],
    ["a backslash", "https://api.things.test\\@evil.test"],
    ["no scheme", "//evil.test"],
  ])("by path to %s: refused", async (_name, baseUrl) => {
    const { things, sent } = client([]);
    await expect(things.http.GET("/things", { baseUrl })).rejects.toThrow(InvalidRequestError);
    expect(sent).toEqual([]);
  });

  test("an address without a path cannot be lengthened into another host", async () => {
    const { things, sent } = client([], { baseURL: "https://api.things.test" });
    await expect(things.http.GET("@evil.test/" as "/things")).rejects.toThrow(InvalidRequestError);
    await expect(things.http.GET(".evil.test/" as "/things")).rejects.toThrow(InvalidRequestError);
    expect(sent).toEqual([]);
  });

  test.each([301, 302, 303, 307, 308])("a redirect (%i) is an error, not a second request", async (status) => {
    let dropped = false;
    const cancel = (): void => {
      dropped = true;
    };
    const answer = { status, headers: { location: "https://evil.test/?key=secret" } };
    const { things, sent } = client([new Response(new ReadableStream({ cancel }), answer)]);
    const error = await failureOf(things.create({ name: "x" }));
    expect(error).toMatchObject({ name: "RedirectError", status, attempts: 1 });
    expect(error.message).toBe(`${status} POST /things: redirects are not followed`);
    expect(error.headers?.get("location")).toBe("https://evil.test/?key=secret");
    expect([sent.length, dropped]).toEqual([1, true]);
  });
});
