import { openAsBlob } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FormData as UndiciFormData } from "undici";
import { afterAll, describe, expect, test } from "vitest";
import { nodeFetch } from "../../src/node.js";
import { type Received, serve } from "./serve.js";

const server = await serve((response) => void response.end("{}"));
const send = nodeFetch();
const folder = await mkdtemp(join(tmpdir(), "node-fetch-"));
await writeFile(join(folder, "big.bin"), Buffer.alloc(3_000_000, 7));
afterAll(async () => {
  await send.close();
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const BYTES = Uint8Array.from({ length: 300 }, (_, index) => index);

function form(): FormData {
  const filled = new FormData();
  filled.append("plain", "a value\nof two lines\r\nand \u00fc");
  filled.append('quo"ted\r\nname', "x");
  filled.append("file", new File([BYTES], 'a "name".bin', { type: "application/pdf" }));
  filled.append("file", new Blob(["no name"]));
  return filled;
}

const bodies: [name: string, make: () => BodyInit | null | Promise<BodyInit>][] = [
  ["a string", () => '{"a":"\u00fc"}'],
  ["an empty string", () => ""],
  ["bytes", () => BYTES],
  ["a part of a buffer", () => new Uint8Array(BYTES.buffer, 10, 20)],
  ["a DataView", () => new DataView(BYTES.buffer, 3, 5)],
  ["an ArrayBuffer", () => BYTES.slice().buffer],
  ["URLSearchParams", () => new URLSearchParams({ a: "1 2", b: "\u00fc" })],
  ["a Blob with a type", () => new Blob([BYTES], { type: "image/png" })],
  ["a Blob without a type", () => new Blob([BYTES])],
  ["a file on disk", () => openAsBlob(join(folder, "big.bin"))],
  ["a form", form],
  ["an empty form", () => new FormData()],
  ["a stream", () => new Blob([BYTES]).stream()],
  ["null", () => null],
];

describe.each(["POST", "PUT", "PATCH", "DELETE"])("%s arrives like the platform's", (method) => {
  test.each(bodies)("with %s", async (_name, make) => {
    const sendBoth: Received[] = [];
    for (const way of [send, fetch]) {
      const body = await make();
      const headers = { authorization: "Bearer key", "X-Own": "caf\xe9" };
      await (await way(`${server.url}/a/b?c=%20d#e`, { method, headers, body, duplex: "half" } as RequestInit)).text();
      sendBoth.push(server.received.pop()!);
    }
    const [ours, theirs] = await Promise.all(sendBoth.map(facts));
    expect(ours).toEqual(theirs);
  });
});

test("GET by default, with a query and headers of each form", async () => {
  for (const headers of [{ "X-A": "1" }, new Headers({ "x-a": "1" }), [["X-a", "1"]] as [string, string][]]) {
    await (await send(`${server.url}/x?y=1`, { headers })).text();
    const [{ method, path, headers: sent }] = server.received.splice(0) as [Received];
    expect([method, path, sent["x-a"]]).toEqual(["GET", "/x?y=1", "1"]);
  }
});

test("a method in lower case is the same method", async () => {
  const response = await send(server.url, { method: "head" });
  expect([response.body, server.received.pop()?.method]).toEqual([null, "HEAD"]);
});

test("the caller's content type stays", async () => {
  await (await send(server.url, { method: "POST", body: "{}", headers: { "Content-Type": "a/b" } })).text();
  expect(server.received.pop()?.headers["content-type"]).toBe("a/b");
});

test("a form of undici's own package is a form, not [object FormData]", async () => {
  const foreign = new UndiciFormData();
  foreign.append("a", "1");
  await (await send(server.url, { method: "POST", body: foreign as unknown as FormData })).text();
  const { headers, body } = server.received.pop()!;
  expect([...(await readForm(headers["content-type"], body))]).toEqual([["a", "1"]]);
});

test.each([
  ["an object", {}],
  ["a number", 5],
  ["a map", new Map()],
])("%s is refused before it is sent", async (_name, body) => {
  await expect(send(server.url, { method: "POST", body: body as never })).rejects.toMatchObject({
    name: "InvalidRequestError",
    message: expect.stringContaining("the body must be a string, bytes"),
  });
  expect(server.received).toEqual([]);
});

test.each(["ftp://127.0.0.1/", "http://user:s3cret@127.0.0.1/"])("%s is refused, and not quoted", async (address) => {
  const error: Error = await send(address).then(undefined, (reason) => reason);
  expect([error.name, error.message.includes("s3cret")]).toEqual(["InvalidRequestError", false]);
});

test("a redirect comes back as it is, and is not followed", async () => {
  await using redirecting = await serve((response) => void response.writeHead(307, { location: server.url }).end());
  const response = await send(redirecting.url, { method: "POST", body: "{}" });
  expect([response.status, response.ok, response.headers.get("location")]).toEqual([307, false, server.url]);
  expect(server.received).toEqual([]);
});

/** Less what each platform says of itself, and the boundary. */
async function facts({ method, path, headers, body }: Received): Promise<object> {
  const { authorization, "x-own": own, "content-length": length, "transfer-encoding": transfer } = headers;
  const type = headers["content-type"]?.replace(/boundary=.*/, "boundary");
  const isForm = type?.startsWith("multipart/") === true;
  const content = isForm ? await readParts(headers["content-type"], body) : body.toString("base64");
  // The length of a form depends on its boundary.
  return { method, path, authorization, own, type, length: isForm ? length !== undefined : length, transfer, content };
}

async function readParts(type: string | undefined, body: Buffer): Promise<object[]> {
  const parts = [...(await readForm(type, body))].map(async ([name, value]) =>
    typeof value === "string"
      ? { name, value }
      : { name, file: value.name, type: value.type, text: await value.text() },
  );
  return Promise.all(parts);
}

function readForm(type: string | undefined, body: Buffer): Promise<FormData> {
  return new Response(new Uint8Array(body), { headers: { "content-type": type ?? "" } }).formData();
}
