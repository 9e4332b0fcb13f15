import { createReadStream } from "node:fs";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FetchFunction, UploadSource } from "../../src/whop.js";
import * as whop from "../../src/whop.js";
import * as current from "../../src/whop-current.js";
import { type RecordingServer, startServer } from "../support/recording-server.js";

/** What goes up through the clients of both APIs, to a server that is the API and its storage. */
const BYTES = new Uint8Array([1, 2, 3, 4, 5]);
const once = { pollInterval: 1 };
let server: RecordingServer;
let folder: string;
const path = (): string => join(folder, "Beleg 1.pdf");

beforeAll(async () => {
  server = await startServer((response, { method, path }) => {
    const upload_url = `${server.url}/put`;
    const file = method === "POST" ? { id: "file_1", upload_url, upload_headers: {} } : { upload_status: "ready" };
    response.setHeader("content-type", "application/json").end(path === "/put" ? "<ok/>" : JSON.stringify(file));
  });
  folder = await mkdtemp(join(tmpdir(), "uploads-"));
  await writeFile(path(), BYTES);
});
afterAll(async () => {
  await Promise.all([server.close(), rm(folder, { recursive: true })]);
});

const apis = [
  { name: "version 2025-01-01", api: whop, created: (filename: string): object => ({ filename }) },
  {
    name: "the Current API",
    api: current,
    created: (filename: string): object => ({ filename, visibility: "private" }),
  },
];

describe.each(apis)("$name", ({ api: { Whop, Files, WhopCore }, created }) => {
  const settings = (fetch?: FetchFunction) => ({ apiKey: "key", baseURL: server.url, fetch, logLevel: "off" }) as const;

  const named: readonly (readonly [name: string, make: () => UploadSource, filename: string])[] = [
    ["a path", path, "Beleg 1.pdf"],
    ["a file: URL", () => pathToFileURL(path()), "Beleg 1.pdf"],
    ["a file: URL of another realm", () => foreignUrl(pathToFileURL(path()).href), "Beleg 1.pdf"],
    ["a file: URL as a string", () => pathToFileURL(path()).href, "Beleg 1.pdf"],
    ["a stream of createReadStream", () => createReadStream(path()), "Beleg 1.pdf"],
    ["a stream of a URL", () => createReadStream(pathToFileURL(path())), "Beleg 1.pdf"],
    ["a stream of a path in bytes", () => createReadStream(Buffer.from(path())), "Beleg 1.pdf"],
    ["a File", () => new File([BYTES], "a.pdf"), "a.pdf"],
  ];
  test.each(named)("%s brings its name", async (_name, make, filename) => {
    await new Whop(settings()).files.upload(make(), once);
    const [post, put] = server.seen.splice(0);
    expect([JSON.parse(String(post?.body)), put?.method, put?.body]).toEqual([
      created(filename),
      "PUT",
      Buffer.from(BYTES),
    ]);
  });

  const nameless: readonly (readonly [name: string, make: () => UploadSource | Promise<UploadSource>])[] = [
    ["an ArrayBuffer of another realm", () => foreignBuffer(BYTES)],
    ["bytes of another realm", () => new Uint8Array(foreignBuffer(BYTES))],
    ["a part of a buffer", () => new DataView(foreignBuffer(new Uint8Array([0, ...BYTES])), 1)],
    ["a Blob of a library", () => new LibraryBlob() as unknown as Blob],
    ["a stream of an open file", async () => (await open(path())).createReadStream()],
  ];
  test.each(nameless)("%s needs a name, and arrives", async (_name, make) => {
    const { files } = new Whop(settings());
    const source = await make();
    await expect(files.upload(source)).rejects.toThrow("filename is missing");
    expect(server.seen).toEqual([]);
    await files.upload(source, { ...once, filename: "b.pdf" });
    expect(server.seen.splice(0)[1]?.body).toEqual(Buffer.from(BYTES));
  });

  test("a URL that is no file is refused", async () => {
    const { files } = new Whop(settings());
    await expect(files.upload(new URL("https://a.example/b.pdf"), { filename: "b" })).rejects.toThrow("must be a Blob");
    await expect(files.upload("file:///%zz", { filename: "b" })).rejects.toThrow("cannot be read");
    expect(server.seen).toEqual([]);
  });

  test("a fetch that keeps a clone of each response, as tracers do, holds nothing up", async () => {
    server.seen.length = 0;
    const kept: Response[] = [];
    const { files } = new Whop(
      settings(async (url, init) => {
        const response = await fetch(url, init);
        kept.push(response.clone());
        return response;
      }),
    );
    await files.upload(BYTES, { ...once, filename: "a", uploadTimeout: Number.POSITIVE_INFINITY });
    expect(server.seen.splice(0)[1]?.body).toEqual(Buffer.from(BYTES));
  });

  test("the client's fetch sends all of it, also with a resource alone and an option that is undefined", async () => {
    server.seen.length = 0;
    const urls: string[] = [];
    const options = settings((url, init) => {
      urls.push(new URL(url).pathname);
      return fetch(url, init);
    });
    await new Files(new WhopCore(options) as never).upload(BYTES, { ...once, filename: "a", fetch: undefined });
    expect(urls).toEqual(["/files", "/put", "/files/file_1"]);
    expect(server.seen.splice(0)).toHaveLength(3);
  });
});

test("a large file and a fetch that knows no Blob: the error says which one would", async () => {
  const nodeFetch2: FetchFunction = async (url, init) => {
    if (init.body instanceof Blob) throw new TypeError("body.stream(...).pipe is not a function");
    return fetch(url, init);
  };
  const { files } = new whop.Whop({ apiKey: "key", baseURL: server.url, fetch: nodeFetch2, logLevel: "off" });
  const upload = files.upload(new Uint8Array(16 * 1024 * 1024 + 1), { filename: "a", maxRetries: 0 });
  await expect(upload).rejects.toMatchObject({
    reason: "upload-failed",
    message: expect.stringContaining("More than 16 MiB need a fetch that knows Blob") as string,
  });
  server.seen.length = 0;
});

function foreignBuffer(bytes: Uint8Array): ArrayBuffer {
  const buffer: ArrayBuffer = runInNewContext(`new ArrayBuffer(${bytes.length})`);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}

/** Not an instance of this realm's class. */
function foreignUrl(href: string): URL {
  return {
    href,
    protocol: "file:",
    get [Symbol.toStringTag]() {
      return "URL";
    },
  } as unknown as URL;
}

/** As fetch-blob's is: a Blob by all that it can do. */
class LibraryBlob {
  readonly size = BYTES.length;
  get [Symbol.toStringTag](): string {
    return "Blob";
  }
  async arrayBuffer(): Promise<ArrayBuffer> {
    return BYTES.slice().buffer;
  }
}
