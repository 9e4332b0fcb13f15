import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { type FileSource, fileName, readFile } from "../../../src/runtime/files/file-source.js";

describe("the name of", () => {
  const rows: readonly (readonly [name: string, source: () => unknown, want: string | undefined])[] = [
    ["a path", () => "a/b/c.pdf", "c.pdf"],
    ["a path of Windows", () => "C:\\a\\b.pdf", "b.pdf"],
    ["a path to a folder", () => "a/b/", ""],
    ["a URL", () => new URL("file:///a/Beleg%20M%C3%A4rz.pdf"), "Beleg März.pdf"],
    ["a URL whose name no file has", () => "file:///a/%zz.pdf", undefined],
    ["a URL that is no file", () => new URL("https://a.example/b.pdf"), undefined],
    ["a File", () => new File([], "a.pdf"), "a.pdf"],
    ["a Blob", () => new Blob([]), undefined],
    ["bytes", () => new Uint8Array(1), undefined],
    ["a stream of a file", () => createReadStream("/dev/null"), "null"],
    [
      "a stream that has a path of another kind",
      () => Object.assign(Readable.from([]), { path: "/upload/a.pdf" }),
      undefined,
    ],
    ["null", () => null, undefined],
  ];
  test.each(rows)("%s", (_name, source, want) => {
    expect(fileName(source() as FileSource)).toBe(want);
  });
});

describe("reading", () => {
  const options = { what: "evidence" };

  test("gives no type, which a `fetch` would send as a header", async () => {
    expect((await readFile(new File(["a"], "a.png", { type: "image/png" }), options)).type).toBe("");
  });

  test("a chunk's buffer may be used again by its stream", async () => {
    const buffer = new Uint8Array(1);
    async function* chunks(): AsyncGenerator<Uint8Array> {
      for (const byte of [1, 2, 3]) {
        buffer[0] = byte;
        yield buffer;
      }
    }
    expect([...new Uint8Array(await (await readFile(chunks(), options)).arrayBuffer())]).toEqual([1, 2, 3]);
  });

  test("a stream that gives more than is wanted is given up", async () => {
    let given = 0;
    let isGivenUp = false;
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(10).fill(given++)),
      cancel: () => {
        isGivenUp = true;
      },
    });
    expect((await readFile(stream, { ...options, maxSize: 25 })).size).toBe(30);
    expect([given < 10, isGivenUp]).toEqual([true, true]);
  });

  test.each([5, null, undefined, {}, new URL("https://a.example/"), () => 1])("%o is refused", async (source) => {
    await expect(readFile(source as never, options)).rejects.toThrow(
      /^evidence: the file must be a Blob, bytes, a stream of bytes, a path or a file: URL \(got /,
    );
  });
});
