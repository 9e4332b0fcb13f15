import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FetchFunction, nodeFetch } from "../../src/node.js";
import type { FileSource as UploadSource } from "../../src/runtime/files/file-source.js";
import { type UploadFileOptions, uploadFile } from "../../src/whop/upload-file.js";
import { waitForFile } from "../../src/whop/wait-for-file.js";
import { Files, WhopCore, type File as WhopFile } from "../../src/whop.js";
import { type RecordingServer, type Seen, startServer } from "../support/recording-server.js";
import { scriptedFetch } from "../support/scripted-fetch.js";
import { jumpingClock, scriptedFiles } from "../support/uploads.js";

const SECRET = "X-Amz-Signature=canary";
const UPLOAD_URL = `https://storage.test/file_1?${SECRET}`;
const BYTES = Uint8Array.from({ length: 300 }, (_, index) => index);
const ok = (): Response => new Response(null, { status: 200 });

const fetches: readonly (readonly [name: string, fetch: FetchFunction | undefined])[] = [
  ["fetch", undefined],
  ["nodeFetch", nodeFetch()],
];

describe.each(fetches)("a whole upload over HTTP by %s", (_name, fetch) => {
  let storage: RecordingServer;
  let api: RecordingServer;
  let folder: string;
  let path: string;
  let looks = 0;

  beforeAll(async () => {
    storage = await startServer((response) => response.end());
    api = await startServer((response, { method }) => {
      const status = method === "POST" ? "pending" : looks++ === 0 ? "processing" : "ready";
      const file = { id: "file_1", filename: "a.bin", upload_status: status, visibility: "private" };
      const target = {
        upload_url: `${storage.url}/put/file_1?${SECRET}`,
        upload_headers: { "Content-Type": "application/pdf", "x-amz-acl": "private" },
      };
      response
        .setHeader("content-type", "application/json")
        .end(JSON.stringify(method === "POST" ? { ...file, ...target } : file));
    });
    folder = await mkdtemp(join(tmpdir(), "upload-"));
    path = join(folder, "receipt.bin");
    await writeFile(path, BYTES);
  });
  afterAll(async () => {
    await Promise.all([storage.close(), api.close(), rm(folder, { recursive: true })]);
  });

  const rows: { name: string; source: () => UploadSource; options: UploadFileOptions; filename: string }[] = [
    {
      name: "File",
      source: () => new File([BYTES], "photo.png", { type: "image/png" }),
      options: {},
      filename: "photo.png",
    },
    {
      name: "File under another name",
      source: () => new File([BYTES], "photo.png"),
      options: { filename: "b.png" },
      filename: "b.png",
    },
    {
      name: "Blob",
      source: () => new Blob([BYTES], { type: "image/png" }),
      options: { filename: "b.bin" },
      filename: "b.bin",
    },
    {
      name: "ArrayBuffer",
      source: () => BYTES.buffer as ArrayBuffer,
      options: { filename: "b.bin" },
      filename: "b.bin",
    },
    { name: "Uint8Array", source: () => BYTES, options: { filename: "b.bin" }, filename: "b.bin" },
    {
      name: "Buffer, a part of a pool",
      source: () => Buffer.from(BYTES),
      options: { filename: "b.bin" },
      filename: "b.bin",
    },
    {
      name: "ReadableStream",
      source: () => new Blob([BYTES]).stream(),
      options: { filename: "b.bin" },
      filename: "b.bin",
    },
    {
      name: "Node's Readable",
      source: () => Readable.from([Buffer.from(BYTES.subarray(0, 7)), Buffer.from(BYTES.subarray(7))]),
      options: { filename: "b.bin" },
      filename: "b.bin",
    },
    { name: "path", source: () => path, options: {}, filename: "receipt.bin" },
  ];

  test.each(rows)("$name", async ({ source, options, filename }) => {
    looks = 0;
    const [putsBefore, callsBefore] = [storage.seen.length, api.seen.length];
    const core = new WhopCore({
      apiKey: "sk_canary_key",
      baseURL: api.url,
      fetch,
      logLevel: "off",
      defaultHeaders: { "x-own": "own" },
    });
    const files = new Files(core);
    const stored: WhopFile = await files.upload(source(), { ...options, visibility: "private", pollInterval: 1 });
    expect(stored).toEqual({ id: "file_1", filename: "a.bin", upload_status: "ready", visibility: "private" });

    const calls = api.seen.slice(callsBefore);
    expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /files",
      "GET /files/file_1",
      "GET /files/file_1",
    ]);
    expect(JSON.parse(calls[0]!.body.toString())).toEqual({ filename, visibility: "private" });

    const puts = storage.seen.slice(putsBefore);
    expect(puts).toHaveLength(1);
    const [put] = puts as [Seen];
    expect([put.method, put.path]).toEqual(["PUT", `/put/file_1?${SECRET}`]);
    expect(put.body.equals(BYTES)).toBe(true);
    expect(put.headers).toMatchObject({
      "content-type": "application/pdf",
      "x-amz-acl": "private",
      "content-length": "300",
    });
    // Not our credentials, nor anything else that is meant for the API.
    expect(Object.keys(put.headers)).not.toEqual(expect.arrayContaining(["authorization"]));
    expect(Object.keys(put.headers)).not.toEqual(expect.arrayContaining(["x-own"]));
    expect(JSON.stringify(put.headers)).not.toContain("canary_key");
  });

  test("without a type in the given headers, none is sent", async () => {
    const before = storage.seen.length;
    const files = scriptedFiles({ upload_url: `${storage.url}/x`, upload_headers: null }, ["ready"]);
    await uploadFile(files, new File([BYTES], "photo.png", { type: "image/png" }), { fetch, baseURL: storage.url });
    expect(storage.seen[before]!.headers["content-type"]).toBeUndefined();
  });

  test("a storage that redirects gets nothing sent on, and is not followed", async () => {
    const target = await startServer((response) => response.end());
    const redirecting = await startServer((response) =>
      response.writeHead(307, { location: `${target.url}/stolen` }).end(),
    );
    const files = scriptedFiles({ upload_url: `${redirecting.url}/x` }, ["ready"]);
    await expect(uploadFile(files, BYTES, { filename: "a", fetch, baseURL: target.url })).rejects.toMatchObject({
      reason: "upload-refused",
      status: 307,
      attempts: 1,
    });
    expect([redirecting.seen.length, target.seen.length]).toEqual([1, 0]);
    await Promise.all([target.close(), redirecting.close()]);
  });

  test.each([
    {
      name: "a path that does not exist",
      source: () => join(folder, "none.pdf"),
      options: {},
      want: "the file at the given path cannot be read",
    },
    { name: "bytes without a name", source: () => BYTES, options: {}, want: "filename is missing" },
    { name: "an empty name", source: () => BYTES, options: { filename: "" }, want: "filename is missing" },
    {
      name: "a name with CR and LF",
      source: () => BYTES,
      options: { filename: "a\r\nX-Evil: 1" },
      want: "filename must not have control characters",
    },
    {
      name: "a File whose name has a NUL",
      source: () => new File([BYTES], "a\0.png"),
      options: {},
      want: "filename must not have control characters",
    },
    {
      name: "a stream of text",
      source: () => Readable.from(["text"]),
      options: { filename: "a" },
      want: "the stream must give bytes",
    },
    { name: "a number", source: () => 5 as never, options: { filename: "a" }, want: "the file must be" },
    { name: "null", source: () => null as never, options: { filename: "a" }, want: "the file must be" },
  ])("$name is refused before anything is sent", async ({ source, options, want }) => {
    const files = scriptedFiles({ upload_url: UPLOAD_URL }, ["ready"]);
    await expect(uploadFile(files, source(), { ...options, fetch: scriptedFetch().fetch })).rejects.toMatchObject({
      name: "InvalidRequestError",
      message: expect.stringContaining(want) as string,
    });
    expect(files.created).toEqual([]);
  });

  test("where there is no file system, a path says so", async () => {
    const { getBuiltinModule } = process;
    process.getBuiltinModule = (() => undefined) as never;
    try {
      await expect(uploadFile(scriptedFiles({}, []), path)).rejects.toThrow("there is no file system here");
    } finally {
      process.getBuiltinModule = getBuiltinModule;
    }
  });
});

describe("the address", () => {
  test.each([
    { name: "missing", upload_url: null, want: "no-upload-url" },
    { name: "http: elsewhere", upload_url: `http://storage.test/x?${SECRET}`, want: "unsafe-upload-url" },
    { name: "another scheme", upload_url: `file:///etc/passwd?${SECRET}`, want: "unsafe-upload-url" },
    { name: "with credentials", upload_url: `https://user:pw@storage.test/x?${SECRET}`, want: "unsafe-upload-url" },
    { name: "relative", upload_url: `/x?${SECRET}`, want: "unsafe-upload-url" },
    {
      name: "a host that only looks like the own machine",
      upload_url: `http://127.0.0.1.storage.test/x?${SECRET}`,
      want: "unsafe-upload-url",
    },
    { name: "this machine", upload_url: `https://127.0.0.1/x?${SECRET}`, want: "unsafe-upload-url" },
    { name: "this machine by name", upload_url: `http://localhost:9000/x?${SECRET}`, want: "unsafe-upload-url" },
    { name: "a cloud's metadata", upload_url: `https://169.254.169.254/x?${SECRET}`, want: "unsafe-upload-url" },
    {
      name: "a private address, from an API of the Internet",
      upload_url: `https://10.0.0.7/x?${SECRET}`,
      baseURL: "https://api.whop.test/v1",
      want: "unsafe-upload-url",
    },
    {
      name: "headers that break out",
      upload_url: UPLOAD_URL,
      upload_headers: { a: "b\r\nc: d" },
      want: "unsafe-upload-url",
    },
  ])("$name: $want, and no byte leaves", async ({ want, baseURL, ...target }) => {
    const { fetch, sent: requests } = scriptedFetch();
    const options = { filename: "a", fetch, baseURL };
    const failure: unknown = await uploadFile(scriptedFiles(target, ["ready"]), BYTES, options).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ name: "FileUploadError", reason: want, fileId: "file_1" });
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain("canary");
    expect(requests).toEqual([]);
  });
});

test.each(["http://127.0.0.1:3000", "http://localhost:3000", "https://10.1.2.3/api", "https://whop.internal"])(
  "an API at %s may send bytes into its network",
  async (baseURL) => {
    const { fetch, sent } = scriptedFetch(ok());
    const files = scriptedFiles({ upload_url: "https://192.168.1.9/x" }, ["ready"]);
    await uploadFile(files, BYTES, { filename: "a", fetch, baseURL });
    expect(sent.map(({ url }) => url)).toEqual(["https://192.168.1.9/x"]);
  },
);

describe("sending the bytes", () => {
  const refused = (status: number, headers = {}): Response => new Response("<Error/>", { status, headers });
  const reset = Object.assign(new TypeError(`fetch failed ${UPLOAD_URL}`), {
    cause: Object.assign(new Error("read"), { code: "ECONNRESET" }),
  });

  test.each([
    { name: "a good answer", answers: [ok()], want: "ready", puts: 1, waits: [] },
    { name: "201", answers: [refused(201)], want: "ready", puts: 1, waits: [] },
    { name: "500, then good", answers: [refused(500), ok()], want: "ready", puts: 2, waits: [500] },
    {
      name: "503 that names its wait",
      answers: [refused(503, { "retry-after": "7" }), ok()],
      want: "ready",
      puts: 2,
      waits: [7000],
    },
    { name: "reset, then good", answers: [reset, ok()], want: "ready", puts: 2, waits: [500] },
    { name: "reset to the end", answers: [reset, reset, reset], want: "upload-failed", puts: 3, waits: [500, 1000] },
    {
      name: "500 to the end",
      answers: [refused(500), refused(500), refused(500)],
      want: "upload-refused",
      puts: 3,
      waits: [500, 1000],
    },
    { name: "403, the address has expired", answers: [refused(403)], want: "upload-refused", puts: 1, waits: [] },
    {
      name: "redirect as browsers show it",
      answers: [Object.defineProperty(Response.error(), "type", { value: "opaqueredirect" })],
      want: "upload-refused",
      puts: 1,
      waits: [],
    },
    {
      name: "a fetch that followed a redirect",
      answers: [Object.defineProperty(ok(), "redirected", { value: true })],
      want: "upload-refused",
      puts: 1,
      waits: [],
    },
  ])("$name: $want", async ({ answers, want, puts, waits }) => {
    const { fetch, sent: requests } = scriptedFetch(...answers);
    const clock = jumpingClock();
    const options = {
      filename: "a",
      fetch,
      platform: clock.platform,
      uploadTimeout: Number.POSITIVE_INFINITY,
      readyTimeout: Number.POSITIVE_INFINITY,
    };
    const outcome: unknown = await uploadFile(
      scriptedFiles({ upload_url: UPLOAD_URL }, ["ready"]),
      BYTES,
      options,
    ).then(
      (file) => file.upload_status,
      (error: unknown) => error,
    );
    expect(typeof outcome === "string" ? outcome : (outcome as { reason: string }).reason).toBe(want);
    expect(inspect(outcome, { depth: 9, showHidden: true })).not.toContain("canary");
    expect(requests).toHaveLength(puts);
    expect(requests.every(({ init }) => init.redirect === "manual" && init.method === "PUT")).toBe(true);
    expect(clock.waits).toEqual(waits);
  });

  test("a storage that stalls is given up after uploadTimeout", async () => {
    const stall = () => new Promise<Response>(() => {});
    const { fetch, sent: requests } = scriptedFetch(stall, stall);
    const { platform } = jumpingClock();
    const failing = uploadFile(scriptedFiles({ upload_url: UPLOAD_URL }, ["ready"]), BYTES, {
      filename: "a",
      fetch,
      platform,
      uploadTimeout: 5_000,
      maxRetries: 1,
    });
    await expect(failing).rejects.toMatchObject({
      reason: "upload-failed",
      attempts: 2,
      message: "upload of file_1: PUT to the storage timed out",
    });
    expect(requests.map(({ init }) => init.signal?.aborted)).toEqual([true, true]);
  });

  test("further fields go to fetch, but not over ours", async () => {
    const { fetch, sent: requests } = scriptedFetch(ok());
    const fetchOptions = { dispatcher: "proxy" };
    await uploadFile(scriptedFiles({ upload_url: UPLOAD_URL }, ["ready"]), BYTES, {
      filename: "a",
      fetch,
      fetchOptions,
    });
    expect(requests[0]!.init).toMatchObject({ dispatcher: "proxy", method: "PUT", redirect: "manual" });
    const wrong = { filename: "a", fetch, fetchOptions: { redirect: "follow" } as never };
    await expect(uploadFile(scriptedFiles({}, []), BYTES, wrong)).rejects.toThrow(
      /^fetchOptions must not have redirect/,
    );
  });
});

describe("waiting until it is ready", () => {
  test.each([
    { name: "ready at once", statuses: ["ready"], want: "ready", looks: 1 },
    { name: "ready at the third look", statuses: ["pending", "processing", "ready"], want: "ready", looks: 3 },
    { name: "a state that is newer than the contract", statuses: ["scanning", "ready"], want: "ready", looks: 2 },
    { name: "failed", statuses: ["processing", "failed"], want: "processing-failed", looks: 2 },
    { name: "never", statuses: ["processing"], want: "not-ready", looks: 120 },
  ])("$name: $want after $looks looks", async ({ statuses, want, looks }) => {
    const files = scriptedFiles({}, statuses);
    const clock = jumpingClock();
    const outcome = await waitForFile(files, "file_1", { platform: clock.platform }).then(
      (file) => file.upload_status,
      (error: { reason: string }) => error.reason,
    );
    expect([outcome, files.looks]).toEqual([want, looks]);
  });

  test("the bound holds also when a look never comes back", async () => {
    const { platform } = jumpingClock();
    const signals: (AbortSignal | null | undefined)[] = [];
    const retrieve = (_: string, { signal }: { signal: AbortSignal | null | undefined }) => {
      signals.push(signal);
      return new Promise<never>(() => {});
    };
    const failing = waitForFile({ retrieve }, "file_1", { platform, readyTimeout: 3_000 });
    await expect(failing).rejects.toMatchObject({
      reason: "not-ready",
      fileId: "file_1",
      message: "upload of file_1: not ready after 3000 ms. Continue with waitForFile",
    });
    expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
  });

  test("a look that fails comes out", async () => {
    const failure = new Error("500");
    await expect(
      waitForFile({ retrieve: () => Promise.reject(failure) }, "file_1", { platform: jumpingClock().platform }),
    ).rejects.toBe(failure);
  });

  test.each([
    { readyTimeout: 0 },
    { readyTimeout: Number.NaN },
    { pollInterval: 0 },
    { uploadTimeout: -1 },
    { maxRetries: -1 },
  ])("%o is refused before anything is sent", async (options) => {
    const files = scriptedFiles({}, []);
    await expect(uploadFile(files, BYTES, { filename: "a", ...options })).rejects.toMatchObject({
      name: "ConfigurationError",
    });
    expect(files.created).toEqual([]);
  });
});

describe("progress", () => {
  test("is told of each phase", async () => {
    const told: unknown[] = [];
    const options = {
      filename: "a",
      fetch: scriptedFetch(ok()).fetch,
      platform: jumpingClock().platform,
      onProgress: (progress: unknown) => told.push(progress),
    };
    await uploadFile(scriptedFiles({ upload_url: UPLOAD_URL }, ["processing", "ready"]), BYTES, {
      ...options,
      uploadTimeout: Number.POSITIVE_INFINITY,
    });
    expect(told).toEqual([
      { phase: "create", loaded: 0, total: 300 },
      { phase: "upload", loaded: 0, total: 300 },
      { phase: "processing", loaded: 300, total: 300 },
      { phase: "ready", loaded: 300, total: 300 },
    ]);
  });

  test("an observer that throws does not end the upload", async () => {
    const onProgress = (): never => {
      throw new Error("observer");
    };
    const options = { filename: "a", fetch: scriptedFetch(ok()).fetch, onProgress };
    expect(await uploadFile(scriptedFiles({ upload_url: UPLOAD_URL }, ["ready"]), BYTES, options)).toMatchObject({
      upload_status: "ready",
    });
  });
});

describe.each([
  ["aborting", new Error("enough"), "APIUserAbortError"],
  ["a signal of AbortSignal.timeout", new DOMException("late", "TimeoutError"), "APIConnectionTimeoutError"],
])("%s", (_name, reason, name) => {
  const aborted = { name, cause: reason };

  test("before it starts: nothing is created", async () => {
    const files = scriptedFiles({ upload_url: UPLOAD_URL }, ["ready"]);
    const stream = new Blob([BYTES]).stream();
    await expect(uploadFile(files, stream, { filename: "a", signal: AbortSignal.abort(reason) })).rejects.toMatchObject(
      aborted,
    );
    expect(files.created).toEqual([]);
  });

  test("while a stream stalls: the stream is told", async () => {
    const controller = new AbortController();
    let cancelled = false;
    const stream = new ReadableStream<Uint8Array>({
      pull: () => {
        controller.abort(reason);
        return new Promise(() => {});
      },
      cancel: () => {
        cancelled = true;
      },
    });
    await expect(
      uploadFile(scriptedFiles({}, []), stream, { filename: "a", signal: controller.signal }),
    ).rejects.toMatchObject(aborted);
    expect(cancelled).toBe(true);
  });

  test("while the bytes are sent: the request ends, and there is no second one", async () => {
    const controller = new AbortController();
    const { fetch, sent: requests } = scriptedFetch(() => {
      controller.abort(reason);
      return new Promise(() => {});
    });
    const failing = uploadFile(scriptedFiles({ upload_url: UPLOAD_URL }, ["ready"]), BYTES, {
      filename: "a",
      fetch,
      signal: controller.signal,
    });
    await expect(failing).rejects.toMatchObject(aborted);
    expect(requests.map(({ init }) => init.signal?.aborted)).toEqual([true]);
  });

  test("between two attempts", async () => {
    const controller = new AbortController();
    const { fetch, sent: requests } = scriptedFetch(
      new Response(null, { status: 503, headers: { "retry-after": "50" } }),
    );
    const timer = () => {
      controller.abort(reason);
      return () => {};
    };
    const failing = uploadFile(scriptedFiles({ upload_url: UPLOAD_URL }, ["ready"]), BYTES, {
      filename: "a",
      fetch,
      platform: { timer },
      signal: controller.signal,
      uploadTimeout: Number.POSITIVE_INFINITY,
    });
    await expect(failing).rejects.toMatchObject(aborted);
    expect(requests).toHaveLength(1);
  });

  test("between two looks", async () => {
    const controller = new AbortController();
    const files = scriptedFiles({}, ["processing"]);
    const retrieve = (id: string, options: { signal: AbortSignal | null | undefined }) => {
      setImmediate(() => controller.abort(reason));
      return files.retrieve(id, options);
    };
    await expect(waitForFile({ retrieve }, "file_1", { signal: controller.signal })).rejects.toMatchObject(aborted);
    expect(files.looks).toBe(1);
  });

  test("the caller's signal has no listeners left after 100 uploads", async () => {
    const { signal } = new AbortController();
    const listeners = new Set<unknown>();
    let added = 0;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (name: string, listener: never) => {
      listeners.add(listener);
      added++;
      addEventListener.call(signal, name, listener);
    };
    signal.removeEventListener = (name: string, listener: never) => {
      listeners.delete(listener);
      removeEventListener.call(signal, name, listener);
    };
    for (let round = 0; round < 100; round++) {
      const files = scriptedFiles({ upload_url: UPLOAD_URL }, ["ready"]);
      await uploadFile(files, new Blob([BYTES]).stream(), { filename: "a", fetch: scriptedFetch(ok()).fetch, signal });
    }
    // One each for reading, sending and waiting.
    expect([added, listeners.size]).toEqual([300, 0]);
  });
});
