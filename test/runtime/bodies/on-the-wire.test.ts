import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { client, failureOf, Things } from "../support.js";

/** What came in, as a server sees it: the bytes, and the headers that name them. */
interface Received {
  readonly line: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const received: Received[] = [];
/** Statuses of the coming responses; then 204. */
const statuses: number[] = [];
let server: Server;
let things: Things;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({
        line: `${request.method} ${request.url}`,
        headers: request.headers,
        body: Buffer.concat(chunks),
      });
      response.writeHead(statuses.shift() ?? 204).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  things = new Things({ baseURL, platform: client([]).time });
});

afterAll(() => new Promise((done) => server.close(done)));

beforeEach(() => {
  received.length = 0;
});

const FORM = "application/x-www-form-urlencoded";

const charge = {
  amount: null,
  live: false,
  note: "é & =",
  key: "k",
  expand: ["a", "b"],
  codes: ["x", "y"],
  metadata: { "a b": 1, c: { d: "e" } },
  place: { city: "Rome" },
  extra: { n: [1] },
};
const pairs = [
  ["amount", ""],
  ["live", "false"],
  ["note", "é & ="],
  ["key", "k"],
  ["expand", "a"],
  ["expand", "b"],
  ["codes", "x,y"],
  ["metadata[a b]", "1"],
  ["metadata[c][d]", "e"],
  ["city", "Rome"],
  ["extra", '{"n":[1]}'],
];

test("a form, by its method and by path, is what a server's own parser reads", async () => {
  await things.charge(charge);
  await things.http.POST("/charges", { body: charge });
  for (const { line, headers, body } of received) {
    expect(line).toBe("POST /charges");
    expect(headers["content-type"]).toBe(FORM);
    expect(headers["content-length"]).toBe(String(body.length));
    expect([...new URLSearchParams(body.toString("latin1"))]).toEqual(pairs);
  }
  expect(received).toHaveLength(2);
});

test("a retry resends the same bytes, with the key that the call has made", async () => {
  statuses.push(503, 503);
  await things.charge({ note: "a b" });
  expect(received).toHaveLength(3);
  expect(new Set(received.map(({ body }) => body.toString()))).toEqual(new Set(["note=a+b&key=uuid-1"]));
});

test("the option body adds to a form", async () => {
  await things.charge({ note: "a" }, { body: { new_field: ["x", "y"] } });
  expect(received[0]?.body.toString()).toBe("note=a&new_field=x&new_field=y&key=uuid-1");
  const twice = await failureOf(things.charge({ note: "a" }, { body: { note: "b" } }));
  expect(twice.message).toBe('POST /charges: body "note" is given by the call and by its option body');
});

test.each(["method", "path"])("what a form cannot hold is refused with the call and the place, by %s", async (by) => {
  const body = { expand: [{ a: 1 }] } as never;
  const call = by === "method" ? things.charge(body) : things.http.POST("/charges", { body });
  expect(await failureOf(call)).toMatchObject({
    name: "InvalidRequestError",
    message: 'POST /charges: body "expand" is an Object, and the contract does not say how a form holds it',
  });
  expect(received).toEqual([]);
});

/** A form with files, as the platform's parser reads it. */
async function partsOf({ headers, body }: Received): Promise<unknown[]> {
  const type = headers["content-type"] ?? "";
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  const text = async (value: FormDataEntryValue) =>
    typeof value === "string" ? value : [value.name, value.type, await value.text()];
  return Promise.all([...form].map(async ([name, value]) => [name, await text(value)]));
}

test("a form with files, by its method and by path", async () => {
  const file = new File(["%PDF"], "a.pdf", { type: "application/pdf" });
  const form = new FormData();
  form.append("category", "receipt");
  form.append("file", file);
  await things.upload(file, { category: "receipt" });
  await things.http.POST("/files", { body: { category: "receipt", file } });
  await things.http.POST("/files", { body: form as never });
  expect(received).toHaveLength(3);
  for (const request of received)
    expect(await partsOf(request)).toEqual([
      ["category", "receipt"],
      ["file", ["a.pdf", "application/pdf", "%PDF"]],
    ]);
});

test.each<[string, unknown, string]>([
  ["text", "%PDF", "body is a string, and a form must be an object"],
  ["a list", [1], "body is an Array, and a form must be an object"],
  ["a part that no form can hold", { file: new ReadableStream() }, 'body "file" is a ReadableStream'],
])("a form with files by path refuses %s", async (_name, body, message) => {
  const failure = await failureOf(things.http.POST("/files", { body: body as never }));
  expect(failure).toMatchObject({
    name: "InvalidRequestError",
    message: expect.stringContaining(`POST /files: ${message}`) as string,
  });
  expect(received).toEqual([]);
});

test("text, by its method and by path", async () => {
  statuses.push(500);
  await things.putNote("x", "# é\r\n😀");
  await things.http.PUT("/things/{id}/note", { params: { path: { id: "x" } }, body: "# é\r\n😀" });
  expect(received).toHaveLength(3);
  for (const { line, headers, body } of received)
    expect([line, headers["content-type"], body.toString()]).toEqual([
      "PUT /things/x/note",
      "text/markdown",
      "# é\r\n😀",
    ]);
});

test("bytes, by their method and by path", async () => {
  const body = new Blob([new Uint8Array([0, 255, 10])], { type: "image/png" });
  statuses.push(500);
  await things.putPicture("x", body);
  await things.http.PUT("/things/{id}/picture", { params: { path: { id: "x" } }, body });
  expect(received).toHaveLength(3);
  for (const { headers, body: sent } of received)
    expect([headers["content-type"], [...sent]]).toEqual(["image/png", [0, 255, 10]]);
});

test("a large Blob is sent while it is read", async () => {
  const body = new Blob([new Uint8Array(17 * 1024 * 1024)], { type: "image/png" });
  await things.putPicture("x", body);
  expect([received[0]?.headers["content-type"], received[0]?.body.length]).toEqual(["image/png", body.size]);
});

test("an optional body that is left out has no type", async () => {
  await things.putPicture("x");
  await things.http.PUT("/things/{id}/picture", { params: { path: { id: "x" } } });
  expect(received.map(({ headers, body }) => [headers["content-type"], body.length])).toEqual([
    [undefined, 0],
    [undefined, 0],
  ]);
});

test("the caller's own content type wins", async () => {
  await things.putNote("x", "a", { headers: { "Content-Type": "text/markdown; variant=GFM" } });
  expect(received[0]?.headers["content-type"]).toBe("text/markdown; variant=GFM");
});

test("the option body adds nothing to text or bytes", async () => {
  const failure = await failureOf(things.putNote("x", "a", { body: { b: 1 } }));
  expect(failure.message).toBe("PUT /things/{id}/note: the option body cannot add to a body that is a string");
});
