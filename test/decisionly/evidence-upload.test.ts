import { createReadStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Decisionly } from "../../src/decisionly.js";
import { nodeFetch } from "../../src/node.js";
import type { FileSource } from "../../src/runtime/files/file-source.js";
import { type RecordingServer, type Seen, startServer } from "../support/recording-server.js";

const PDF = new TextEncoder().encode("%PDF-1.7\n...");

const ways = (["v1", "v2"] as const).flatMap((version) => [
  { version, name: "fetch", fetch: undefined },
  { version, name: "nodeFetch", fetch: nodeFetch() },
]);

describe.each(ways)("$version by $name", ({ version, fetch }) => {
  let server: RecordingServer;
  let folder: string;
  let files: Decisionly["v1"]["files"] | Decisionly["v2"]["files"];
  beforeAll(async () => {
    server = await startServer((response) =>
      response.setHeader("content-type", "application/json").end('{"id":"file_1"}'),
    );
    const decisionly = new Decisionly({ apiKey: "test_1", baseURL: server.url, fetch, logLevel: "off" });
    files = decisionly[version].files;
    folder = await mkdtemp(join(tmpdir(), "evidence-"));
    await writeFile(join(folder, "Beleg 1.pdf"), PDF);
    await writeFile(join(folder, "page.pdf"), "<html>");
  });
  afterAll(async () => {
    await Promise.all([server.close(), rm(folder, { recursive: true })]);
  });

  test("a good file is sent as a form, with the key for Decisionly alone", async () => {
    const { data, response } = await files.upload(new File([PDF], "a.pdf")).withResponse();
    expect([data, response.status]).toEqual([{ id: "file_1" }, 200]);
    const [seen] = server.seen.splice(0);
    expect([seen!.method, seen!.path]).toEqual(["POST", `/${version}/issuer/files`]);
    expect(seen!.headers.authorization).toBe(`Basic ${btoa("test_1:")}`);
    expect(seen!.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
    expect(seen!.body.toString()).toMatch(
      /name="file"; filename="a\.pdf"\r\nContent-Type: application\/pdf\r\n\r\n%PDF-1\.7\n/,
    );
  });

  const path = (): string => join(folder, "Beleg 1.pdf");
  const sources: readonly (readonly [name: string, make: () => FileSource, filename: string])[] = [
    ["a path", path, "Beleg 1.pdf"],
    ["a file: URL", () => pathToFileURL(path()), "Beleg 1.pdf"],
    ["a file: URL as a string", () => pathToFileURL(path()).href, "Beleg 1.pdf"],
    ["a stream of createReadStream", () => createReadStream(path()), "Beleg 1.pdf"],
    ["a stream of the web", () => new Blob([PDF]).stream(), "evidence.pdf"],
    ["an ArrayBuffer of another realm", () => foreignBuffer(PDF), "evidence.pdf"],
    ["a Blob", () => new Blob([PDF]), "evidence.pdf"],
  ];
  test.each(sources)("%s arrives under its name", async (_name, make, filename) => {
    await files.upload(make());
    const [seen] = server.seen.splice(0) as [Seen];
    const form = await new Response(new Uint8Array(seen.body), {
      headers: { "content-type": seen.headers["content-type"] as string },
    }).formData();
    const file = form.get("file") as File;
    expect([file.name, file.type, await file.text()]).toEqual([filename, "application/pdf", "%PDF-1.7\n..."]);
  });

  const bad: readonly (readonly [name: string, make: () => FileSource, message: string])[] = [
    ["no path", () => join(folder, "none.pdf"), "the file at the given path cannot be read"],
    ["a path to something else", () => join(folder, "page.pdf"), "must be a JPEG, PNG or PDF by its content"],
    ["a URL that is no file", () => new URL("https://a.example/a.pdf"), "must be a Blob, bytes"],
    ["a stream without end", endless, "must be under 5 MB"],
  ];
  test.each(bad)("%s is refused before anything is sent", async (_name, make, message) => {
    await expect(files.upload(make())).rejects.toMatchObject({
      name: "InvalidRequestError",
      message: expect.stringContaining(message) as string,
    });
    expect(server.seen).toEqual([]);
  });

  test("the call's signal ends the reading of a stream that hangs", async () => {
    const hanging = new ReadableStream<Uint8Array>({ pull: () => new Promise(() => {}) });
    const controller = new AbortController();
    const options = { signal: controller.signal };
    const call =
      version === "v1"
        ? (files as Decisionly["v1"]["files"]).upload(hanging, options)
        : (files as Decisionly["v2"]["files"]).upload(hanging, {}, options);
    controller.abort();
    await expect(call).rejects.toMatchObject({ name: "APIUserAbortError", attempts: 0, maybeSent: false });
    expect(server.seen).toEqual([]);
  });

  test.each([
    { name: "await", run: async () => await files.upload(new Uint8Array([1, 2, 3])) },
    { name: "toResult", run: () => files.upload(new Uint8Array([1, 2, 3])).toResult() },
    { name: "asResponse", run: () => files.upload(new Uint8Array([1, 2, 3])).asResponse() },
  ])("a bad one is refused before anything is sent: $name", async ({ run }) => {
    await expect(run()).rejects.toMatchObject({ name: "InvalidRequestError" });
    expect(server.seen).toEqual([]);
  });
});

function foreignBuffer(bytes: Uint8Array): ArrayBuffer {
  const buffer: ArrayBuffer = runInNewContext(`new ArrayBuffer(${bytes.length})`);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) yield new Uint8Array(1_000_000);
}
