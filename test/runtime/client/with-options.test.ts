import { afterEach, describe, expect, test, vi } from "vitest";
import { Decisionly } from "../../../src/decisionly.js";
import { signWebhook } from "../../../src/webhooks.js";
import { Whop, WhopCore } from "../../../src/whop.js";
import { Whop as WhopCurrent } from "../../../src/whop-current.js";
import { scriptedFetch } from "../../support/scripted-fetch.js";
import { client, fault, json, KEY, Things } from "../support.js";

afterEach(() => vi.unstubAllEnvs());

const SECRET = "ws_0123456789abcdef0123456789abcdef";

describe("a client made of another", () => {
  test("differs in what is given, and in nothing else", async () => {
    const { things, sent } = client([fault(500), json({}), fault(500), json({})], {
      baseURL: "https://proxy.test",
      defaultHeaders: { "x-app": "1" },
      defaultQuery: { v: 1 },
      fetchOptions: { cache: "no-store" },
      maxRetries: 1,
    });
    const other = things.withOptions({ defaultHeaders: { "x-app": "2" }, timeout: 5 });
    await other.retrieve("x");
    await things.retrieve("x");
    expect(sent.map(({ url, headers, init }) => [url, headers["x-app"], headers.authorization, init.cache])).toEqual([
      ["https://proxy.test/things/x?v=1", "2", `Bearer ${KEY}`, "no-store"],
      ["https://proxy.test/things/x?v=1", "2", `Bearer ${KEY}`, "no-store"],
      ["https://proxy.test/things/x?v=1", "1", `Bearer ${KEY}`, "no-store"],
      ["https://proxy.test/things/x?v=1", "1", `Bearer ${KEY}`, "no-store"],
    ]);
    expect(other).toBeInstanceOf(Things);
    expect(other).not.toBe(things);
  });

  test("undefined keeps what there is", async () => {
    const { things, sent } = client([json({})], { defaultQuery: { v: 1 } });
    await things.withOptions({ defaultQuery: undefined, apiKey: undefined }).retrieve("x");
    expect([sent[0]?.url, sent[0]?.headers.authorization]).toEqual([
      "https://api.things.test/v1/things/x?v=1",
      `Bearer ${KEY}`,
    ]);
  });

  test("what the variables said at first stays", async () => {
    vi.stubEnv("THINGS_API_KEY", "sk_first");
    vi.stubEnv("THINGS_BASE_URL", "https://first.test");
    vi.stubEnv("THINGS_LOG", "info");
    const info = vi.fn();
    const logger = { ...console, info };
    const { things, sent } = client([json({})], { apiKey: undefined, logger });
    for (const name of ["THINGS_API_KEY", "THINGS_BASE_URL", "THINGS_LOG"]) vi.stubEnv(name, "off");
    await things.withOptions({ timeout: 5 }).retrieve("x");
    expect([sent[0]?.url, sent[0]?.headers.authorization]).toEqual(["https://first.test/things/x", "Bearer sk_first"]);
    expect(info).toHaveBeenCalledOnce();
  });

  test("environment and baseURL take each other's place", () => {
    const things = new Things({ baseURL: "https://proxy.test" });
    const sandbox = things.withOptions({ environment: "sandbox" });
    expect(sandbox.baseURL).toBe("https://sandbox.things.test/v1");
    expect(sandbox.withOptions({ timeout: 5 }).baseURL).toBe("https://sandbox.things.test/v1");
    expect(sandbox.withOptions({ baseURL: "https://other.test" }).baseURL).toBe("https://other.test");
    expect(() => things.withOptions({ environment: "sandbox", baseURL: "https://x.test" })).toThrow(/without baseURL/);
  });

  test("one renewal of the key is for both", async () => {
    const apiKey = vi.fn(async () => `sk_${apiKey.mock.calls.length}`);
    const { things, sent } = client([json({}), fault(401), json({}), json({})], { apiKey });
    const other = things.withOptions({ maxRetries: 0 });
    await things.retrieve("x");
    await other.retrieve("x");
    await things.retrieve("x");
    expect(sent.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer sk_1",
      "Bearer sk_1",
      "Bearer sk_2",
      "Bearer sk_2",
    ]);
  });

  test("another key is the other client's alone", async () => {
    const { things, sent } = client([json({}), json({})]);
    await things.withOptions({ apiKey: "sk_other" }).retrieve("x");
    await things.retrieve("x");
    expect(sent.map(({ headers }) => headers.authorization)).toEqual(["Bearer sk_other", `Bearer ${KEY}`]);
  });

  test("the reserve of retries is shared, so that many clients do not multiply the load on a server that is down", async () => {
    const attempts = async (next: (things: Things) => Things): Promise<number> => {
      const { things, sent } = client(
        Array.from({ length: 400 }, () => fault(500)),
        { maxRetries: 1 },
      );
      for (let call = 0; call < 150; call++)
        await next(things)
          .retrieve("x")
          .catch(() => {});
      return sent.length;
    };
    const ofOne = await attempts((things) => things);
    expect(ofOne).toBeLessThan(2 * 150);
    expect(await attempts((things) => things.withOptions({ timeout: 5 }))).toBe(ofOne);
  });

  test("of another server, it has a reserve of its own", async () => {
    const { things, sent } = client(
      Array.from({ length: 400 }, () => fault(500)),
      { maxRetries: 1 },
    );
    for (let call = 0; call < 130; call++) await things.retrieve("x").catch(() => {});
    const before = sent.length;
    await things
      .withOptions({ environment: "sandbox" })
      .retrieve("x")
      .catch(() => {});
    expect(sent.length - before).toBe(2);
  });

  test("has the middleware that its parent had, and no more", async () => {
    const { things, sent } = client([json({}), json({})]);
    const mark = (name: string) => ({
      onRequest: ({ request }: { request: { headers: Headers } }) => request.headers.append("x-seen", name),
    });
    const [first, ejected] = [mark("first"), mark("ejected")];
    things.http.use(first, ejected);
    things.http.eject(ejected);
    const other = things.withOptions({ timeout: 5 });
    things.http.use(mark("parent's"));
    other.http.use(mark("own"));
    const id = { params: { path: { id: "x" } } };
    await other.http.GET("/things/{id}", id);
    await things.http.GET("/things/{id}", id);
    expect(sent.map(({ headers }) => headers["x-seen"])).toEqual(["first, own", "first, parent's"]);
  });

  test("an impossible option is refused as by the constructor", () => {
    expect(() => new Things().withOptions({ timeout: 0 })).toThrow(Whop.ConfigurationError);
  });

  test("a subclass with another constructor says what to do, and no key is taken from elsewhere", () => {
    class Tenant extends Things {
      constructor(tenant: { readonly key?: string }) {
        super({ apiKey: tenant.key ?? "sk_shared" });
      }
    }
    const message = "withOptions: the constructor of Tenant does not pass its options on: override withOptions there";
    expect(() => new Tenant({ key: "sk_a" }).withOptions({ timeout: 5 })).toThrow(new Whop.ConfigurationError(message));
  });

  test("a subclass that passes its options on is made anew", () => {
    class Mine extends Things {
      readonly name = "mine";
    }
    expect(new Mine().withOptions({ timeout: 5 }).name).toBe("mine");
  });
});

describe.each([
  ["whop", Whop],
  ["whop-current", WhopCurrent],
] as const)("of disputekit/%s", (_name, Client) => {
  const upload = { id: "file_1", upload_url: "https://storage.test/1", upload_headers: {} };
  const answers = () => [json(upload), new Response(), json({ id: "file_1", upload_status: "ready" })];

  test("the webhook secret, the app and what uploads use come along", async () => {
    const { fetch, sent } = scriptedFetch(json({}), ...answers());
    const made = new Client({
      apiKey: "sk_1",
      appID: "app_1",
      webhookKey: SECRET,
      fetch,
      fetchOptions: { cache: "no-store" },
    });
    const other = made.withOptions({ maxRetries: 0 });
    await other.disputes.retrieve("x");
    await other.files.upload(new Blob(["x"]), { filename: "a.txt" });
    expect(sent.map(({ headers, init }) => [headers["x-whop-app-id"], init.cache])).toEqual([
      ["app_1", "no-store"],
      ["app_1", "no-store"],
      [undefined, "no-store"],
      ["app_1", "no-store"],
    ]);
    const body = JSON.stringify({ type: "dispute.created", data: {} });
    const headers = await signWebhook(body, { secret: SECRET });
    expect((await other.webhooks.unwrap(body, { headers })).type).toBe("dispute.created");
    await expect(other.verifyUserToken("a.b.c", { publicKey: "{}" })).rejects.toThrow(/publicKey/);
  });

  test("null takes the app away", async () => {
    const { fetch, sent } = scriptedFetch(json({}));
    const made = new Client({ apiKey: "sk_1", appID: "app_1", fetch });
    await made.withOptions({ appID: null }).disputes.retrieve("x");
    expect(sent[0]?.headers).not.toHaveProperty("x-whop-app-id");
  });

  test("each can be another one's", async () => {
    const { fetch, sent } = scriptedFetch(json({}), ...answers());
    const made = new Client({
      apiKey: "sk_1",
      appID: "app_1",
      webhookKey: "ws_another",
      fetch: () => Promise.reject(),
    });
    const other = made.withOptions({ appID: "app_2", webhookKey: SECRET, fetch, fetchOptions: { cache: "reload" } });
    await other.disputes.retrieve("x");
    await other.files.upload(new Blob(["x"]), { filename: "a.txt" });
    expect(sent.map(({ headers, init }) => [headers["x-whop-app-id"], init.cache])).toEqual([
      ["app_2", "reload"],
      ["app_2", "reload"],
      [undefined, "reload"],
      ["app_2", "reload"],
    ]);
    const body = JSON.stringify({ type: "dispute.created", data: {} });
    const headers = await signWebhook(body, { secret: SECRET });
    expect((await other.webhooks.unwrap(body, { headers })).type).toBe("dispute.created");
    await expect(made.webhooks.unwrap(body, { headers })).rejects.toThrow(Whop.WebhookVerificationError);
  });
});

test("the cores and Decisionly's client have it, too", async () => {
  const { fetch, sent } = scriptedFetch(json({ file_id: "f" }));
  const decisionly = new Decisionly({ apiKey: "test_1", fetch }).withOptions({ timeout: 5 });
  await decisionly.v2.files.upload(new TextEncoder().encode("%PDF-1.7"), { category: "other" });
  expect(sent[0]?.headers.authorization).toBe(`Basic ${btoa("test_1:")}`);
  expect(decisionly.isTestMode).toBe(true);
  expect(new WhopCore({ apiKey: "sk_1" }).withOptions({ apiKey: "other" }).keyStartsWith("other")).toBe(true);
});
