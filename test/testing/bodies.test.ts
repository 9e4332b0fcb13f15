import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { emitContract } from "../../scripts/emit/emit-contract.js";
import { buildState } from "../../scripts/pipeline.js";
import type { Contract } from "../../src/testing/contract.js";
import { Mock } from "../../src/testing/mock.js";
import { whopProvider } from "../../src/testing/whop-flows.js";
import { failureOf, Things } from "../runtime/support.js";
import { ROOT } from "../support/paths.js";

/** A mock of a contract, as one that is added gets it. */
function mockOf(spec: string) {
  const api = { id: "things", name: "ThingsApi", envPrefix: "THINGS", overlays: [] };
  const state = buildState(api, { spec: { file: "openapi.yaml", text: spec }, overlays: [] });
  const contract: Contract = JSON.parse(emitContract(state.model, state.normalized));
  const provider = { ...whopProvider, flows: {}, defaults: {} };
  return new Mock(contract, provider, async () => ({}), {}, { apiKey: "key" }, {});
}

const spec = readFileSync(join(ROOT, "test/things/openapi.yaml"), "utf8");

function things() {
  const mock = mockOf(spec);
  return { mock, things: new Things({ ...mock.clientOptions, maxRetries: 0 }) };
}

describe("a form", () => {
  const charge = {
    amount: 5,
    live: false,
    note: "5",
    key: "k",
    expand: ["a"],
    codes: ["x", "y"],
    metadata: { "a b": 1, c: { d: "e" } },
    place: { city: "Rome" },
    extra: { n: [1] },
  };

  test("is taken as the client writes it, in each style", async () => {
    const { mock, things: api } = things();
    await api.charge(charge);
    await api.http.POST("/charges", { body: { amount: null } });
    expect(mock.requests.map(({ status, refusal }) => [status, refusal])).toEqual(Array(2).fill([204, undefined]));
    expect(String(mock.requests[0]?.body)).toContain("metadata%5Bc%5D%5Bd%5D=e");
  });

  test("repeats by the key in it", async () => {
    const { mock, things: api } = things();
    await api.charge({ amount: 1, key: "k" });
    expect((await failureOf(api.charge({ amount: 2, key: "k" }))).message).toContain("used for another request");
    expect(mock.requests.map(({ status }) => status)).toEqual([204, 400]);
  });

  test.each([
    ["a number that is none", { amount: "five" }, "amount"],
    ["a boolean that is none", { live: "perhaps" }, "live"],
    ["an object that is none", { extra: "text" }, "extra"],
  ])("%s is refused", async (_name, body, place) => {
    const { mock } = things();
    const sent = await mock.fetch("https://api.things.test/v1/charges", {
      method: "POST",
      headers: { authorization: "Bearer key" },
      body: new URLSearchParams(body),
    });
    expect([sent.status, mock.requests.at(-1)?.refusal]).toEqual([400, expect.stringContaining(place)]);
  });
});

describe("a form with a file", () => {
  test("is taken", async () => {
    const { mock, things: api } = things();
    await api.upload(new File(["%PDF"], "a.pdf"), { category: "5" });
    expect(mock.requests.map(({ status }) => status)).toEqual([200]);
  });

  test("is refused without its file", async () => {
    const { mock, things: api } = things();
    await failureOf(api.request("POST", "/files", { body: new URLSearchParams("category=a") }));
    const form = new FormData();
    form.set("category", "a");
    await failureOf(api.request("POST", "/files", { body: form }));
    expect(mock.requests.map(({ refusal }) => refusal)).toEqual([
      "A body of application/x-www-form-urlencoded instead of multipart/form-data",
      "Missing required part: file",
    ]);
  });
});

test("text and bytes are taken, and kept as they came", async () => {
  const { mock, things: api } = things();
  await api.putNote("x", "# é");
  await api.putPicture("x", new Blob([new Uint8Array([0, 255])], { type: "image/png" }));
  await api.putPicture("x");
  expect(mock.requests.map(({ status, body }) => [status, body])).toEqual([
    [204, "# é"],
    [204, new Uint8Array([0, 255])],
    [204, undefined],
  ]);
});

test.each<[string, string, BodyInit | undefined, string]>([
  [
    "text of another type",
    "note",
    new Blob(["a"], { type: "text/csv" }),
    "A body of text/csv instead of text/markdown",
  ],
  ["bytes of another type", "picture", new Blob(["a"], { type: "text/csv" }), "A body of text/csv instead of image/*"],
  ["bytes without a type", "picture", new Blob(["a"]), "A body of no type instead of image/*"],
  ["no body where one is required", "note", undefined, "The request has no body"],
])("%s is refused", async (_name, what, body, refusal) => {
  const { mock } = things();
  const response = await mock.fetch(`https://api.things.test/v1/things/x/${what}`, {
    method: "PUT",
    headers: { authorization: "Bearer key" },
    ...(body !== undefined && { body }),
  });
  expect([response.status, mock.requests[0]?.refusal]).toEqual([400, refusal]);
});

describe("a response that is not JSON", () => {
  const get = (type: string, schema: string) => `openapi: 3.1.0
info: { title: Things, version: "1" }
servers: [{ url: "https://api.things.test/v1" }]
security: [{ bearer: [] }]
paths:
  /report:
    get:
      tags: [Reports]
      operationId: getReport
      responses: { "200": { description: OK, content: { ${type}: { schema: ${schema} } } } }
components: { securitySchemes: { bearer: { type: http, scheme: bearer } } }
`;
  const text = "{ type: string, enum: [all] }";
  test.each([
    ["text/csv", text, "text/csv", /^\w/],
    ["text/*", text, "text/plain", /^\w/],
    ["text/csv", "{ type: string, format: binary }", "text/csv", /^\w/],
    ["application/pdf", "{ type: string, format: binary }", "application/pdf", /^\w/],
    ["image/*", "{ type: string, format: binary }", "image/png", /^\w/],
    ["text/event-stream", text, "text/event-stream", /^data: \w[^\n]*\n\n$/],
    ["application/json", text, "application/json", /^"all"$/],
  ])("%s", async (type, schema, want, content) => {
    const response = await mockOf(get(type, schema)).fetch("https://api.things.test/v1/report", {
      headers: { authorization: "Bearer key" },
    });
    expect([response.status, response.headers.get("content-type")]).toEqual([200, want]);
    expect(await response.text()).toMatch(content);
  });
});
