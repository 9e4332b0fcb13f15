import { parse } from "node:querystring";
import { Readable } from "node:stream";
import { ReadableStream as WebStream } from "node:stream/web";
import { URLSearchParams as UrlSearchParams } from "node:url";
import { FormData as UndiciFormData } from "undici";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type RecordingServer, startServer } from "../../support/recording-server.js";
import { client, failureOf, json, Things } from "../support.js";

let server: RecordingServer;
let things: Things;
/** Statuses of the coming responses; then 200. */
const statuses: number[] = [];

beforeAll(async () => {
  server = await startServer((response) => {
    response.writeHead(statuses.shift() ?? 200, { "content-type": "application/json" }).end("{}");
  });
  things = new Things({ baseURL: server.url, platform: client([]).time });
});

afterAll(() => server.close());

beforeEach(() => {
  server.seen.length = 0;
  statuses.length = 0;
});

async function sent(body: unknown, type?: string): Promise<{ type: unknown; body: Buffer }> {
  await things.request("PUT", "/new", { body }, type === undefined ? {} : { headers: { "Content-Type": type } });
  const { headers, body: bytes } = server.seen.at(-1)!;
  return { type: headers["content-type"], body: bytes };
}

function streamOf(...chunks: string[]): ReadableStream {
  return new WebStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  }) as unknown as ReadableStream;
}

test.each([
  ["the platform's", new FormData()],
  ["undici's", new UndiciFormData()],
])("a form, %s, is one for the platform's parser", async (_name, form) => {
  form.append("note", "é\r\n");
  form.append("file", new File(["%PDF"], "a.pdf", { type: "application/pdf" }) as never);
  const { type, body } = await sent(form);
  const read = await new Response(new Uint8Array(body), { headers: { "content-type": String(type) } }).formData();
  const file = read.get("file") as File;
  expect([read.get("note"), file.name, file.type, await file.text()]).toEqual([
    "é\r\n",
    "a.pdf",
    "application/pdf",
    "%PDF",
  ]);
});

test("URLSearchParams are a form for Node's parser", async () => {
  const { type, body } = await sent(
    new UrlSearchParams([
      ["a b", "é&="],
      ["list", "1"],
      ["list", "2"],
    ]),
  );
  expect(type).toBe("application/x-www-form-urlencoded");
  expect({ ...parse(body.toString("latin1")) }).toEqual({ "a b": "é&=", list: ["1", "2"] });
});

const BYTES = [0, 255, 13, 10];

test.each<[string, unknown, unknown, unknown]>([
  ["a Blob with its type", new Blob([new Uint8Array(BYTES)], { type: "image/png" }), "image/png", BYTES],
  ["a Blob without one", new Blob([new Uint8Array(BYTES)]), undefined, BYTES],
  ["a File", new File([new Uint8Array(BYTES)], "a.pdf", { type: "application/pdf" }), "application/pdf", BYTES],
  ["a typed array", new Uint8Array(BYTES), undefined, BYTES],
  ["a part of a buffer", new Uint8Array([9, ...BYTES, 9]).subarray(1, 5), undefined, BYTES],
  ["a Buffer of Node", Buffer.from(BYTES), undefined, BYTES],
  ["an ArrayBuffer", new Uint8Array(BYTES).buffer, undefined, BYTES],
  ["an object", { a: 1 }, "application/json", [...'{"a":1}'].map((sign) => sign.charCodeAt(0))],
  ["text, which is JSON without a type", "a", "application/json", [34, 97, 34]],
])("%s", async (_name, given, type, bytes) => {
  const { body, ...rest } = await sent(given);
  expect([rest.type, [...body]]).toEqual([type, bytes]);
});

test.each<[string, unknown, string, string]>([
  ["text", "# é\r\n", "text/markdown", "# é\r\n"],
  ["JSON that is written already", '{"a":1}', "application/json", '{"a":1}'],
  ["bytes", new TextEncoder().encode("a,b"), "text/csv", "a,b"],
  ["a Blob of another type", new Blob(["x"], { type: "image/png" }), "image/jpeg", "x"],
  ["an object as JSON of another name", { a: null }, "application/merge-patch+json", '{"a":null}'],
  ["a stream", streamOf("é", "é"), "text/plain", "éé"],
])("%s goes under the type that the call names", async (_name, given, type, text) => {
  const { body, ...rest } = await sent(given, type);
  expect([rest.type, body.toString()]).toEqual([type, text]);
});

test("a stream has no type of its own", async () => {
  expect(await sent(streamOf("a", "b"))).toEqual({ type: undefined, body: Buffer.from("ab") });
});

test("a stream is sent once, whatever the call says of retries", async () => {
  statuses.push(503, 200);
  const options = { retry: "always", maxRetries: 5 } as const;
  const failure = await failureOf(things.request("PUT", "/new", { body: streamOf("a") }, options));
  expect([failure.status, failure.attempts, server.seen.length]).toEqual([503, 1, 1]);
});

test("what can be read again is sent again", async () => {
  for (const body of ["text", new Uint8Array([1]), new Blob(["a"]), new URLSearchParams("a=1"), new FormData()]) {
    server.seen.length = 0;
    statuses.push(503);
    await things.request("PUT", "/new", { body }, { headers: { "content-type": "text/plain" } });
    expect(server.seen).toHaveLength(2);
    expect(server.seen[1]!.body).toEqual(server.seen[0]!.body);
  }
});

test.each<[string, unknown, string | undefined, string]>([
  [
    "a stream of Node",
    Readable.from(["a"]),
    undefined,
    "body is a Readable, which not every fetch sends: pass bytes, a Blob of this platform or a ReadableStream",
  ],
  [
    "an object as text",
    { a: 1 },
    "text/csv",
    "body is an Object, and its content-type is not JSON: pass text, bytes, URLSearchParams or FormData",
  ],
  ["half of a surrogate pair", "\ud800", "text/plain", "body has half of a surrogate pair, which text cannot hold"],
])("%s is refused before anything is sent", async (_name, body, type, message) => {
  const headers = type === undefined ? {} : { "content-type": type };
  const failure = await failureOf(things.request("POST", "/new", { body }, { headers }));
  expect(failure).toMatchObject({ name: "InvalidRequestError", message: `POST /new: ${message}` });
  expect(server.seen).toEqual([]);
});

test("the option body adds to an object, and to nothing that goes as it is", async () => {
  const scripted = client([json({})]);
  await scripted.things.request("POST", "/new", { body: { a: 1 } }, { body: { b: 2 } });
  expect(scripted.sent[0]?.body).toBe('{"a":1,"b":2}');
  const failure = await failureOf(things.request("POST", "/new", { body: new FormData() }, { body: { b: 2 } }));
  expect(failure.message).toBe("POST /new: the option body cannot add to a body that is a FormData");
});
