import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FetchFunction, nodeFetch } from "../../src/node.js";
import type { NewCurrentFile } from "../../src/whop/upload-current-file.js";
import { uploadCurrentFile } from "../../src/whop/upload-current-file.js";
import { type RecordingServer, startServer } from "../support/recording-server.js";
import { scriptedFetch } from "../support/scripted-fetch.js";
import { jumpingClock, scriptedCurrentFiles } from "../support/uploads.js";

const SECRET = "X-Amz-Signature=canary";
const UPLOAD_URL = `https://storage.test/file_1?${SECRET}`;
const BYTES = Uint8Array.from({ length: 25 }, (_, index) => index);
const etag = (value: string): Response => new Response(null, { status: 200, headers: { etag: value } });

/** What Whop gives for 25 bytes in parts of 10. */
const inParts = (base = "https://storage.test", parts = [1, 2, 3]): Partial<NewCurrentFile> => ({
  upload_url: null,
  upload_headers: {},
  multipart_upload_id: "mp_1",
  multipart_upload_urls: parts.map((part_number) => ({ part_number, url: `${base}/part/${part_number}?${SECRET}` })),
  multipart_chunk_size: 10,
});

const fetches: readonly (readonly [name: string, fetch: FetchFunction | undefined])[] = [
  ["fetch", undefined],
  ["nodeFetch", nodeFetch()],
];

describe.each(fetches)("over HTTP by %s", (_name, fetch) => {
  let storage: RecordingServer;
  beforeAll(async () => {
    storage = await startServer((response, { path }) =>
      response.setHeader("etag", `"etag of ${path.split("?")[0]}"`).end(),
    );
  });
  afterAll(() => storage.close());

  test("in one piece: create, PUT with the given headers, poll; nothing to complete", async () => {
    const before = storage.seen.length;
    const files = scriptedCurrentFiles(
      { upload_url: `${storage.url}/x?${SECRET}`, upload_headers: { "Content-Type": "application/pdf" } },
      ["processing", "ready"],
    );
    const file = await uploadCurrentFile(files, BYTES, {
      filename: "a.pdf",
      fetch,
      baseURL: storage.url,
      pollInterval: 1,
    });
    expect(file).toEqual({ id: "file_1", upload_status: "ready" });
    expect(files.calls).toEqual([
      ["create", { filename: "a.pdf", visibility: "private" }],
      ["retrieve", "file_1"],
      ["retrieve", "file_1"],
    ]);
    const puts = storage.seen.slice(before);
    expect(puts.map(({ method, path }) => [method, path])).toEqual([["PUT", `/x?${SECRET}`]]);
    expect(puts[0]!.headers).toMatchObject({ "content-type": "application/pdf", "content-length": "25" });
    expect(puts[0]!.headers.authorization).toBeUndefined();
    expect(puts[0]!.body.equals(BYTES)).toBe(true);
  });

  test("in parts: each slice to its own address, the ETags as they came and in order, then poll", async () => {
    const before = storage.seen.length;
    const files = scriptedCurrentFiles(inParts(storage.url, [3, 1, 2]), ["ready"]);
    const options = { filename: "a.pdf", fetch, baseURL: storage.url, multipart: true, visibility: "public" } as const;
    expect(await uploadCurrentFile(files, BYTES, options)).toEqual({ id: "file_1", upload_status: "ready" });
    const puts = storage.seen.slice(before).sort((a, b) => (a.path < b.path ? -1 : 1));
    expect(puts.map(({ method, path, body }) => [method, path, [...body]])).toEqual([
      ["PUT", `/part/1?${SECRET}`, [...BYTES.subarray(0, 10)]],
      ["PUT", `/part/2?${SECRET}`, [...BYTES.subarray(10, 20)]],
      ["PUT", `/part/3?${SECRET}`, [...BYTES.subarray(20)]],
    ]);
    expect(puts.flatMap(({ headers }) => [headers.authorization, headers["content-type"]])).toEqual(
      Array(6).fill(undefined),
    );
    expect(files.calls).toEqual([
      ["create", { filename: "a.pdf", visibility: "public", multipart: true, byte_size: 25 }],
      [
        "complete",
        "file_1",
        {
          multipart_upload_id: "mp_1",
          multipart_parts: [1, 2, 3].map((part) => ({ part_number: part, etag: `"etag of /part/${part}"` })),
        },
      ],
      ["retrieve", "file_1"],
    ]);
  });

  test("a storage that redirects a part is not followed", async () => {
    const target = await startServer((response) => response.end());
    const redirecting = await startServer((response) => response.writeHead(307, { location: target.url }).end());
    const files = scriptedCurrentFiles(inParts(redirecting.url), ["ready"]);
    const options = { filename: "a", fetch, baseURL: target.url };
    await expect(uploadCurrentFile(files, BYTES, options)).rejects.toMatchObject({
      reason: "upload-refused",
      status: 307,
      attempts: 1,
      message: expect.stringMatching(/the storage responded 307 to the PUT of part \d, and redirects/) as string,
    });
    expect(target.seen).toEqual([]);
    await Promise.all([target.close(), redirecting.close()]);
  });
});

describe("whether the file goes up in parts", () => {
  /** Bytes that nobody allocates. */
  const sized = (size: number): Blob => {
    const blob = new Blob([]);
    return Object.defineProperty(blob, "slice", {
      value: () => Object.defineProperty(new Blob([]), "size", { value: size }),
    });
  };

  test.each([
    { name: "a small file", size: 25, multipart: undefined, want: {} },
    { name: "100 MB", size: 100_000_000, multipart: undefined, want: {} },
    { name: "more", size: 100_000_001, multipart: undefined, want: { multipart: true, byte_size: 100_000_001 } },
    { name: "more, switched off", size: 100_000_001, multipart: false, want: {} },
    { name: "a small file, switched on", size: 25, multipart: true, want: { multipart: true, byte_size: 25 } },
  ])("$name", async ({ size, multipart, want }) => {
    const files = scriptedCurrentFiles({ upload_url: UPLOAD_URL }, ["ready"]);
    const { fetch } = scriptedFetch(etag('"e"'));
    await uploadCurrentFile(files, sized(size), { filename: "a", multipart, fetch });
    expect(files.calls[0]).toEqual(["create", { filename: "a", visibility: "private", ...want }]);
  });

  test("the response decides: one address for all although parts were asked for", async () => {
    const files = scriptedCurrentFiles({ upload_url: UPLOAD_URL }, ["ready"]);
    const { fetch, sent } = scriptedFetch(etag('"e"'));
    await uploadCurrentFile(files, BYTES, { filename: "a", multipart: true, fetch });
    expect(sent.map(({ url }) => url)).toEqual([UPLOAD_URL]);
    expect(files.calls.map(([name]) => name)).toEqual(["create", "retrieve"]);
  });
});

describe("part addresses that cannot be used: no byte leaves, and nothing is completed", () => {
  const part = (part_number: number, url = UPLOAD_URL) => ({ part_number, url });
  test.each([
    { name: "no address at all", file: {}, want: "no-upload-url" },
    { name: "an empty list", file: { ...inParts(), multipart_upload_urls: [] }, want: "no-upload-url" },
    { name: "one too few", file: inParts(undefined, [1, 2]), want: "no-upload-url" },
    { name: "one too many", file: inParts(undefined, [1, 2, 3, 4]), want: "no-upload-url" },
    { name: "a part twice", file: inParts(undefined, [1, 2, 2]), want: "no-upload-url" },
    { name: "counted from 0", file: inParts(undefined, [0, 1, 2]), want: "no-upload-url" },
    { name: "no chunk size", file: { ...inParts(), multipart_chunk_size: null }, want: "no-upload-url" },
    { name: "a chunk size below 0", file: { ...inParts(), multipart_chunk_size: -1 }, want: "no-upload-url" },
    { name: "no upload id", file: { ...inParts(), multipart_upload_id: null }, want: "no-upload-url" },
    {
      name: "http: elsewhere",
      file: { ...inParts(), multipart_upload_urls: [1, 2, 3].map((n) => part(n, `http://storage.test/?${SECRET}`)) },
      want: "unsafe-upload-url",
    },
    {
      name: "credentials in it",
      file: {
        ...inParts(),
        multipart_upload_urls: [1, 2, 3].map((n) => part(n, `https://a:b@storage.test/?${SECRET}`)),
      },
      want: "unsafe-upload-url",
    },
  ])("$name: $want", async ({ file, want }) => {
    const { fetch, sent } = scriptedFetch();
    const files = scriptedCurrentFiles(file, ["ready"]);
    const failure: unknown = await uploadCurrentFile(files, BYTES, { filename: "a", fetch }).catch((error) => error);
    expect(failure).toMatchObject({ name: "FileUploadError", reason: want, fileId: "file_1" });
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain("canary");
    expect(sent).toEqual([]);
    expect(files.calls.map(([name]) => name)).toEqual(["create"]);
  });
});

describe("sending parts", () => {
  const forPart = (answers: Record<string, (Response | Error)[]>) =>
    scriptedFetch(
      ...Array<(sent: { url: string }) => Response>(12).fill(({ url }) => {
        const answer = answers[/part\/(\d+)/.exec(url)![1]!]?.shift() ?? etag('"e"');
        if (answer instanceof Error) throw answer;
        return answer;
      }),
    );
  const settings = () => ({
    filename: "a",
    platform: jumpingClock().platform,
    uploadTimeout: Number.POSITIVE_INFINITY,
    readyTimeout: Number.POSITIVE_INFINITY,
  });

  test("only the part that failed is sent again", async () => {
    const { fetch, sent } = forPart({ 2: [new Response(null, { status: 503 }), new TypeError("reset")] });
    const files = scriptedCurrentFiles(inParts(), ["ready"]);
    await uploadCurrentFile(files, BYTES, { ...settings(), fetch });
    expect(sent.map(({ url }) => /part\/(\d+)/.exec(url)![1]).sort()).toEqual(["1", "2", "2", "2", "3"]);
    expect(files.calls.map(([name]) => name)).toEqual(["create", "complete", "retrieve"]);
  });

  test.each([
    {
      name: "403",
      answers: { 2: [new Response(null, { status: 403 })] },
      want: { reason: "upload-refused", status: 403 },
    },
    {
      name: "500 to the end",
      answers: { 2: [500, 500, 500].map((status) => new Response(null, { status })) },
      want: { reason: "upload-refused", status: 500, attempts: 3 },
    },
    {
      name: "no ETag",
      answers: { 3: [new Response(null, { status: 200 })] },
      want: { reason: "no-etag", message: expect.stringContaining("part 3 has no ETag") as string },
    },
  ])("$name ends it, and nothing is completed", async ({ answers, want }) => {
    const { fetch } = forPart(answers);
    const files = scriptedCurrentFiles(inParts(), ["ready"]);
    await expect(uploadCurrentFile(files, BYTES, { ...settings(), fetch })).rejects.toMatchObject({
      name: "FileUploadError",
      fileId: "file_1",
      ...want,
    });
    expect(files.calls.map(([name]) => name)).toEqual(["create"]);
  });

  test("four at a time, and the first failure ends those under way", async () => {
    const signals: (AbortSignal | null | undefined)[] = [];
    const fetch: FetchFunction = (url, { signal }) => {
      signals.push(signal);
      return url.includes("part/4")
        ? Promise.resolve(new Response(null, { status: 403 }))
        : new Promise<Response>(() => {});
    };
    const files = scriptedCurrentFiles(
      { ...inParts(undefined, [1, 2, 3, 4, 5, 6, 7, 8, 9]), multipart_chunk_size: 3 },
      [],
    );
    await expect(uploadCurrentFile(files, BYTES, { filename: "a", fetch })).rejects.toMatchObject({ status: 403 });
    expect(signals).toHaveLength(4);
    expect(signals.slice(0, 3).map((signal) => signal?.aborted)).toEqual([true, true, true]);
  });

  test("the caller's signal ends the parts under way, and leaves no listener behind", async () => {
    const controller = new AbortController();
    const listeners = new Set<unknown>();
    const { addEventListener, removeEventListener } = controller.signal;
    controller.signal.addEventListener = (name: string, listener: never) => {
      listeners.add(listener);
      addEventListener.call(controller.signal, name, listener);
    };
    controller.signal.removeEventListener = (name: string, listener: never) => {
      listeners.delete(listener);
      removeEventListener.call(controller.signal, name, listener);
    };
    const { fetch, sent } = scriptedFetch(etag('"1"'), etag('"2"'), () => {
      controller.abort();
      return new Promise(() => {});
    });
    const files = scriptedCurrentFiles(inParts(), ["ready"]);
    const failing = uploadCurrentFile(files, BYTES, { filename: "a", fetch, signal: controller.signal });
    await expect(failing).rejects.toMatchObject({ name: "APIUserAbortError" });
    expect(sent.map(({ init }) => init.signal?.aborted).at(-1)).toBe(true);
    expect(files.calls.map(([name]) => name)).toEqual(["create"]);
    expect(listeners.size).toBe(0);
  });

  test("aborted beforehand: nothing is created", async () => {
    const files = scriptedCurrentFiles(inParts(), ["ready"]);
    const failing = uploadCurrentFile(files, new Blob([BYTES]).stream(), {
      filename: "a",
      signal: AbortSignal.abort(),
    });
    await expect(failing).rejects.toMatchObject({ name: "APIUserAbortError" });
    expect(files.calls).toEqual([]);
  });

  test("a failed completion comes out as it is", async () => {
    const failure = new Error("400");
    const files = scriptedCurrentFiles(inParts(), ["ready"]);
    files.complete = () => Promise.reject(failure);
    await expect(uploadCurrentFile(files, BYTES, { ...settings(), fetch: forPart({}).fetch })).rejects.toBe(failure);
  });

  test("progress is told after each part", async () => {
    const told: unknown[] = [];
    const files = scriptedCurrentFiles(inParts(), ["ready"]);
    const onProgress = (progress: unknown) => told.push(progress);
    await uploadCurrentFile(files, BYTES, { ...settings(), fetch: forPart({}).fetch, onProgress });
    const total = 25;
    expect(told).toEqual([
      { phase: "create", loaded: 0, total },
      { phase: "upload", loaded: 0, total },
      { phase: "upload", loaded: 10, total },
      { phase: "upload", loaded: 20, total },
      { phase: "upload", loaded: 25, total },
      { phase: "processing", loaded: 25, total },
      { phase: "ready", loaded: 25, total },
    ]);
  });
});
