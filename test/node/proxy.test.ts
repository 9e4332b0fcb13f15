import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { inspect } from "node:util";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { nodeFetch } from "../../src/node.js";
import { Whop } from "../../src/whop.js";
import { serve } from "./serve.js";

const PASSWORD = "p%40ss canary";
const CREDENTIALS = "user:p%2540ss%20canary";

/** Opens tunnels, or does what `mood` says. */
let mood: "open" | "refuse" | "close" | "stall" = "open";
const asked: { target: string | undefined; authorization: string | undefined; key: string | undefined }[] = [];
const tunnels = new Set<Socket>();
const proxyServer = createServer((_request, response) => void response.writeHead(400).end());
proxyServer.on("connect", (request: IncomingMessage, socket: Socket) => {
  tunnels.add(socket.on("error", () => {}));
  const { authorization: key, "proxy-authorization": authorization } = request.headers;
  asked.push({ target: request.url, authorization, key });
  if (mood === "close") return socket.destroy();
  if (mood === "stall") return;
  if (mood === "refuse") return socket.end("HTTP/1.1 407 Who are you\r\nproxy-authenticate: Basic\r\n\r\n");
  const { hostname, port } = new URL(`http://${request.url}`);
  const target = connect(Number(port), hostname, () => {
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    target.pipe(socket).pipe(target);
  });
  target.on("error", () => socket.destroy());
});
await new Promise<void>((done) => proxyServer.listen(0, "127.0.0.1", done));
const address = `127.0.0.1:${(proxyServer.address() as AddressInfo).port}`;

const api = await serve((response) => void response.end('{"id":"pay_1"}'));
beforeEach(() => {
  mood = "open";
  asked.length = 0;
  api.received.length = 0;
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  for (const socket of tunnels) socket.destroy();
  proxyServer.close();
});

function whopBy(proxy: string): Whop {
  const platform = { random: () => 0, timer: (ms: number, run: () => void) => quickly(ms, run) };
  return new Whop({ apiKey: "key_1", baseURL: api.url, fetch: nodeFetch({ proxy }), logLevel: "off", platform });
}

/** Waits between attempts pass at once; deadlines stay. */
function quickly(ms: number, run: () => void): () => void {
  const id = setTimeout(run, ms === 60_000 ? ms : 0);
  return () => clearTimeout(id);
}

describe("through a proxy", () => {
  test("calls share tunnels, in which the proxy looks for neither key nor path", async () => {
    const whop = whopBy(`http://${address}`);
    for (let turn = 0; turn < 5; turn++) expect((await whop.disputes.retrieve("dspt_1")).id).toBe("pay_1");
    expect(api.received.map(({ path, headers }) => `${path} ${headers.authorization}`)).toEqual(
      Array(5).fill("/disputes/dspt_1 Bearer key_1"),
    );
    // A second one, since a connection is not used again in the turn of the event loop in which its response ended.
    expect(asked.length).toBeLessThanOrEqual(2);
    expect(asked[0]).toEqual({ target: new URL(api.url).host, authorization: undefined, key: undefined });
  });

  test("credentials go to the proxy alone", async () => {
    await whopBy(`http://${CREDENTIALS}@${address}`).disputes.retrieve("dspt_1");
    expect(asked[0]!.authorization).toBe(`Basic ${btoa(`user:${PASSWORD}`)}`);
    expect(Object.keys(api.received[0]!.headers)).not.toContain("proxy-authorization");
  });

  test("a name without a password is sent as well", async () => {
    await whopBy(`http://token@${address}`).disputes.retrieve("dspt_1");
    expect(asked[0]!.authorization).toBe(`Basic ${btoa("token:")}`);
  });
});

describe("a tunnel that does not come about was never sent to the API, so a POST is tried again", () => {
  const closedPort = async (): Promise<string> => {
    const taken = createServer();
    await new Promise<void>((done) => taken.listen(0, "127.0.0.1", done));
    const { port } = taken.address() as AddressInfo;
    await new Promise((done) => taken.close(done));
    return `127.0.0.1:${port}`;
  };

  test.each([
    { name: "the proxy refuses", mood: "refuse" as const, code: "PROXY_407" },
    { name: "the proxy closes the connection", mood: "close" as const, code: "PROXY_FAILED" },
    { name: "there is no proxy", mood: "open" as const, code: "ECONNREFUSED", at: closedPort },
  ])("$name", async ({ mood: wanted, code, at }) => {
    mood = wanted;
    const host = at ? await at() : address;
    const whop = whopBy(`http://${CREDENTIALS}@${host}`);
    const error: unknown = await whop.payments.refund("pay_1", {}).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: "APIConnectionError",
      message: `POST /payments/{id}/refund: connection failed (${code})`,
      maybeSent: false,
      attempts: 3,
    });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/canary|user:/);
    expect([asked.length, api.received.length]).toEqual([at ? 0 : 3, 0]);
  });

  test("a proxy that says nothing is left after the call's timeout", async () => {
    mood = "stall";
    const whop = new Whop({ apiKey: "key_1", baseURL: api.url, fetch: nodeFetch({ proxy: `http://${address}` }) });
    const call = whop.disputes.retrieve("dspt_1", { timeout: 50, maxRetries: 0 });
    await expect(call).rejects.toMatchObject({ name: "APIConnectionTimeoutError" });
    expect(api.received).toEqual([]);
  });
});

test.each(["127.0.0.1:3128", "socks5://u:canary@127.0.0.1:1", "http://u:canary@:99999", "", "not a url canary"])(
  "%s is refused without being quoted",
  (proxy) => {
    let message = "accepted";
    try {
      nodeFetch({ proxy });
    } catch (error) {
      message = String(error);
    }
    expect(message).toMatch(/^ConfigurationError: nodeFetch: proxy must be an absolute http: or https: URL/);
    expect(message).not.toContain("canary");
  },
);

test("what inspects the function finds no credentials", () => {
  const send = nodeFetch({ proxy: `http://${CREDENTIALS}@${address}` });
  const whop = new Whop({ apiKey: "key_1", fetch: send });
  expect(inspect([send, whop], { depth: 9, showHidden: true })).not.toContain("canary");
});
