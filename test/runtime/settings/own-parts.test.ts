import { expect, test } from "vitest";
import {
  type ApiConfig,
  ClientCore,
  type ClientOptions,
  createHttp,
  credentialsOf,
  keyIn,
  type OperationConfig,
  type OperationTable,
  operationServer,
  parameters,
  readText,
} from "../../../src/runtime/index.js";

/** What an operation has of its own, seen in the requests that a method and a call by path make. */
interface Paths {
  "/a": {
    get: { parameters: { query?: { ids?: string[] } }; responses: { 200: { content: { "text/csv": string } } } };
  };
}

const config: ApiConfig = {
  name: "Shop",
  servers: { production: "https://shop.example", sandbox: "https://sandbox.shop.example" },
  auth: keyIn("header", "X-API-Key"),
  env: { apiKey: "SHOP_TEST_KEY" },
  queryArrays: "repeat",
  failures: [],
};

async function sent(
  operation: Omit<OperationConfig, "id">,
  options: ClientOptions<"production" | "sandbox"> = {},
  own: Partial<ApiConfig> = {},
): Promise<{ url: string; headers: Record<string, string>; data: unknown }[]> {
  const requests: { url: string; headers: Record<string, string> }[] = [];
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    requests.push({ url, headers: { ...(init.headers as Record<string, string>) } });
    return new Response("a,b");
  };
  class Shop extends ClientCore<Paths, ClientOptions<"production" | "sandbox">> {
    override get _operations(): OperationTable {
      return { "GET /a": operation };
    }
  }
  const client = new Shop({ ...config, ...own }, { apiKey: "k", fetch, ...options });
  const query = { ids: ["1", "2"] };
  const byMethod = await client.request("GET", "/a", { query }, undefined, { ...operation, id: "readA" });
  const http = createHttp<Paths>(client);
  const { data } = await http.GET("/a", { params: { query }, parseAs: "text" });
  return requests.map((request, index) => ({ ...request, data: [byMethod, data][index] }));
}

const base: Omit<OperationConfig, "id"> = { read: readText };

test("a key in a header, as the contract calls it", async () => {
  for (const { url, headers, data } of await sent(base)) {
    expect([url, headers["x-api-key"], headers.authorization, data]).toEqual([
      "https://shop.example/a?ids=1&ids=2",
      "k",
      undefined,
      "a,b",
    ]);
  }
});

test("a key in the query, and in a cookie", async () => {
  for (const { url } of await sent(base, {}, { auth: keyIn("query", "api key") }))
    expect(url).toBe("https://shop.example/a?ids=1&ids=2&api%20key=k");
  for (const { headers } of await sent(base, {}, { auth: keyIn("cookie", "sid") }))
    expect(headers.cookie).toBe("sid=k");
});

test("user and password of Basic", async () => {
  for (const { headers } of await sent(base, { apiKey: "user:pass" }, { auth: "basic" }))
    expect(headers.authorization).toBe(`Basic ${btoa("user:pass")}`);
});

test("no key where the operation takes none", async () => {
  for (const { headers } of await sent(base, {}, { access: { "GET /a": "none" } }))
    expect(headers["x-api-key"]).toBeUndefined();
});

test("other credentials, and several together", async () => {
  const authorize = credentialsOf({ admin: "bearer", apiKey: keyIn("header", "X-API-Key") });
  for (const { headers } of await sent({ ...base, authorize }, { credentials: { admin: () => "t" } }))
    expect([headers.authorization, headers["x-api-key"]]).toEqual(["Bearer t", "k"]);
  await expect(sent({ ...base, authorize })).rejects.toThrow('credentials["admin"] is missing');
});

test.each<[ClientOptions<"production" | "sandbox">, string]>([
  [{}, "https://files.example/v2/a"],
  [{ environment: "sandbox" }, "https://files.sandbox.example/a"],
  [{ baseURL: "http://127.0.0.1:1" }, "http://127.0.0.1:1/a"],
])("a server of its own with %j", async (options, want) => {
  const server = operationServer({ production: "https://files.example/v2", sandbox: "https://files.sandbox.example" });
  for (const { url } of await sent({ ...base, server }, options)) expect(url).toBe(`${want}?ids=1&ids=2`);
});

test("styles and media types", async () => {
  const operation = { ...base, write: parameters({ query: { ids: "list" } }), headers: { accept: "text/csv" } };
  for (const { url, headers } of await sent(operation))
    expect([url, headers.accept]).toEqual(["https://shop.example/a?ids=1,2", "text/csv"]);
});

test("an API without a server asks for baseURL", () => {
  expect(() => new ClientCore<Paths>({ ...config, servers: {} }, { apiKey: "k" })).toThrow("baseURL is missing");
});
