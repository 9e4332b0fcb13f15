import { afterAll, describe, expect, test } from "vitest";
import { nodeFetch } from "../../src/node.js";
import { toRealResponse } from "../../src/runtime/request/response.js";
import { Whop } from "../../src/whop.js";
import { serve } from "./serve.js";

/** The path says what comes back: `/status/reason`. */
const server = await serve((response, { path }) => {
  const [, status, reason = "OK"] = path.split("/");
  response.writeHead(Number(status) || 200, reason, {
    "content-type": "application/json; charset=utf-8",
    "set-cookie": ["a=1; Path=/", "b=2"],
    "x-request-id": "req_1",
    "x-latin": "caf\xe9",
    location: "/elsewhere",
  });
  response.end('{"id":"dspt_1","note":"\u00fcber"}');
});
const send = nodeFetch();
afterAll(async () => {
  await send.close();
  await server[Symbol.asyncDispose]();
});

describe("beside the platform's fetch", () => {
  test.each(["/200/OK", "/201/Created", "/204/None", "/302/Found", "/304/Same", "/404/No", "/500/"])(
    "%s has the same status, headers and body",
    async (path) => {
      const init: RequestInit = { headers: { "accept-encoding": "identity" }, redirect: "manual" };
      const [ours, theirs] = await Promise.all([send(server.url + path, init), fetch(server.url + path, init)]);
      const real = toRealResponse(ours);
      expect(real).toBeInstanceOf(Response);
      for (const response of [ours, real]) {
        expect(facts(response)).toEqual(facts(theirs));
        expect(withoutDate(response.headers)).toEqual(withoutDate(theirs.headers));
        expect(response.headers.getSetCookie()).toEqual(theirs.headers.getSetCookie());
        expect(response.body === null).toBe(theirs.body === null);
      }
      expect(await ours.text()).toBe(await theirs.text());
    },
  );

  test("HEAD has headers and no body", async () => {
    const response = await send(`${server.url}/200/OK`, { method: "HEAD" });
    expect([response.status, response.body, await response.text()]).toEqual([200, null, ""]);
  });

  test("a reason that Response does not take is left out", async () => {
    await using odd = await serve((response) => {
      response.socket!.end("HTTP/1.1 200 Caf\u00e9 \u2713\r\ncontent-length: 2\r\n\r\n{}");
    });
    const response = await send(odd.url);
    expect(toRealResponse(response).statusText).toBe("");
    expect(await response.text()).toBe("{}");
  });

  test("a byte order mark is no part of the text", async () => {
    await using marked = await serve((response) => void response.end("\ufeff{}"));
    expect(await (await send(marked.url)).text()).toBe("{}");
  });
});

describe("the body", () => {
  const readers: [string, (response: Response) => Promise<unknown>, unknown][] = [
    ["text", (response) => response.text(), '{"id":"dspt_1","note":"\u00fcber"}'],
    ["json", (response) => response.json(), { id: "dspt_1", note: "\u00fcber" }],
    ["arrayBuffer", async (response) => (await response.arrayBuffer()).byteLength, 30],
    ["bytes", async (response) => (await response.bytes()).byteLength, 30],
    ["blob", async (response) => (await response.blob()).type, "application/json;charset=utf-8"],
  ];

  test.each(readers)("%s reads it, and nothing reads it again", async (_name, read, want) => {
    const response = await send(server.url);
    expect(response.bodyUsed).toBe(false);
    expect(await read(response)).toEqual(want);
    expect(response.bodyUsed).toBe(true);
    for (const [, again] of readers) await expect(again(response)).rejects.toThrow(TypeError);
    expect(toRealResponse(response).bodyUsed).toBe(true);
    await expect(toRealResponse(response).text()).rejects.toThrow(TypeError);
  });

  test("a form is read as one", async () => {
    await using form = await serve((response) => {
      response.writeHead(200, { "content-type": "application/x-www-form-urlencoded" }).end("a=1&b=2");
    });
    expect([...(await (await send(form.url)).formData())]).toEqual([
      ["a", "1"],
      ["b", "2"],
    ]);
  });

  test("can be cloned, before it has been read and not after", async () => {
    const response = await send(server.url);
    const copy = response.clone();
    expect(await copy.json()).toEqual(await response.json());
    expect(() => response.clone()).toThrow(TypeError);
  });

  test("made real, it is left to the real one", async () => {
    const response = await send(server.url);
    const real = toRealResponse(response);
    expect(toRealResponse(response)).toBe(real);
    expect(await response.text()).toBe('{"id":"dspt_1","note":"\u00fcber"}');
    expect([real.bodyUsed, response.bodyUsed]).toEqual([true, true]);
  });
});

describe("what a caller of the client gets is the platform's Response", () => {
  const whop = new Whop({ apiKey: "key", baseURL: server.url, fetch: send, logLevel: "off" });
  const id = "dspt_1";
  // The server takes the first segment for the status, and what is no number for 200.
  const ways: [string, () => Promise<Response>, isRead: boolean][] = [
    ["withResponse", async () => (await whop.disputes.retrieve(id).withResponse()).response, true],
    ["asResponse", () => whop.disputes.retrieve(id).asResponse(), false],
    [
      "toResult",
      async () => {
        const result = await whop.disputes.retrieve(id).toResult();
        if (!result.ok) throw result.cause;
        return result.response;
      },
      true,
    ],
    ["by path", async () => (await whop.http.GET("/disputes/{id}", { params: { path: { id } } })).response, true],
  ];

  test.each(ways)("%s", async (_name, run, isRead) => {
    const response = await run();
    expect(response).toBeInstanceOf(Response);
    expect(Object.getPrototypeOf(response)).toBe(Response.prototype);
    expect([response.status, response.bodyUsed, response.headers.get("x-request-id")]).toEqual([200, isRead, "req_1"]);
    if (!isRead) expect(await response.clone().json()).toEqual(await response.json());
  });

  test("a response without a body, and the headers of an error", async () => {
    await using empty = await serve(
      (response, { method }) => void response.writeHead(method === "GET" ? 204 : 404).end(),
    );
    const client = new Whop({ apiKey: "key", baseURL: empty.url, fetch: send, logLevel: "off" });
    const response = await client.disputes.retrieve(id).asResponse();
    expect([response instanceof Response, response.status, response.body]).toEqual([true, 204, null]);
    const error = await client.products.delete(id).then(
      () => undefined,
      (reason) => reason as InstanceType<typeof Whop.APIError>,
    );
    expect([error?.status, error?.headers?.get("connection"), { ...error?.headers }]).toEqual([404, "keep-alive", {}]);
  });
});

function facts({ status, statusText, ok, redirected, url }: Response): unknown {
  return { status, statusText, ok, redirected, url };
}

function withoutDate(headers: Headers): Record<string, string> {
  const { date: _, ...rest } = Object.fromEntries(headers);
  return rest;
}
