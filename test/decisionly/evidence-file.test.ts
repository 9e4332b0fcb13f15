import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { evidenceFile } from "../../src/decisionly/evidence-file.js";
import { multipartBody } from "../../src/runtime/encode/multipart.js";
import { type RecordingServer, type Seen, startServer } from "../support/recording-server.js";

const JPEG = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const PDF = new TextEncoder().encode("%PDF-1.7\n...");
/** A PDF of so many bytes. */
const pdfOf = (size: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(size);
  bytes.set(PDF);
  return bytes;
};

describe("taken", () => {
  test.each([
    { name: "JPEG bytes", source: JPEG, options: {}, want: ["evidence.jpg", "image/jpeg", 7] },
    { name: "PNG bytes", source: PNG, options: {}, want: ["evidence.png", "image/png", 11] },
    { name: "PDF bytes", source: PDF, options: {}, want: ["evidence.pdf", "application/pdf", 12] },
    { name: "an ArrayBuffer", source: PDF.buffer, options: {}, want: ["evidence.pdf", "application/pdf", 12] },
    {
      name: "a Buffer, a part of a pool",
      source: Buffer.from(PNG),
      options: {},
      want: ["evidence.png", "image/png", 11],
    },
    {
      name: "a Blob with another type",
      source: new Blob([PNG], { type: "text/html" }),
      options: {},
      want: ["evidence.png", "image/png", 11],
    },
    {
      name: "a File with its name",
      source: new File([PDF], "Beleg März.pdf"),
      options: {},
      want: ["Beleg März.pdf", "application/pdf", 12],
    },
    {
      name: "a File under another name",
      source: new File([PDF], "a.pdf"),
      options: { filename: "b.pdf" },
      want: ["b.pdf", "application/pdf", 12],
    },
    {
      name: "a File without a name",
      source: new File([PDF], ""),
      options: {},
      want: ["evidence.pdf", "application/pdf", 12],
    },
    {
      name: "a PDF with bytes before its mark",
      source: Buffer.concat([Buffer.from("\ufeff\n"), PDF]),
      options: {},
      want: ["evidence.pdf", "application/pdf", 16],
    },
    {
      name: "just under 5 MB",
      source: pdfOf(5 * 1024 * 1024 - 1),
      options: {},
      want: ["evidence.pdf", "application/pdf", 5_242_879],
    },
    {
      name: "a name of 255 characters",
      source: PDF,
      options: { filename: "ä".repeat(255) },
      want: ["ä".repeat(255), "application/pdf", 12],
    },
  ])("$name", async ({ source, options, want }) => {
    const file = await evidenceFile(source, options);
    expect([file.name, file.type, file.size]).toEqual(want);
  });
});

describe("refused", () => {
  test.each([
    { name: "nothing in it", source: new Uint8Array(), want: "must not be empty" },
    { name: "5 MB", source: pdfOf(5 * 1024 * 1024), want: "must be under 5 MB (got 5242880 bytes)" },
    { name: "GIF", source: new TextEncoder().encode("GIF89a"), want: "must be a JPEG, PNG or PDF" },
    {
      name: "a web page called receipt.png",
      source: new File(["<html>"], "receipt.png", { type: "image/png" }),
      want: "must be a JPEG, PNG or PDF",
    },
    { name: "the start of a JPEG's mark", source: JPEG.slice(0, 2), want: "must be a JPEG, PNG or PDF" },
    {
      name: "a PNG's mark after another byte",
      source: Buffer.concat([Buffer.from([0]), PNG]),
      want: "must be a JPEG, PNG or PDF",
    },
    {
      name: "a PDF's mark far inside",
      source: Buffer.concat([Buffer.alloc(1024), PDF]),
      want: "must be a JPEG, PNG or PDF",
    },
    { name: "no path", source: "none/receipt.pdf", want: "the file at the given path cannot be read" },
    { name: "a number", source: 5, want: "must be a Blob, bytes, a stream of bytes, a path or a file: URL (got 5)" },
    { name: "null", source: null, want: "must be a Blob, bytes, a stream of bytes, a path or a file: URL (got null)" },
  ])("$name", async ({ source, want }) => {
    await expect(evidenceFile(source as Uint8Array)).rejects.toMatchObject({
      name: "InvalidRequestError",
      message: expect.stringContaining(want) as string,
    });
  });

  test.each([
    { name: "CR and LF", filename: "a.pdf\r\nX-Evil: 1" },
    { name: "LF", filename: "a\n.pdf" },
    { name: "NUL", filename: "a\0.pdf" },
    { name: "a quote", filename: 'a"; filename="b.exe' },
    { name: "a backslash", filename: "a\\.pdf" },
    { name: "a folder", filename: "../a.pdf" },
    { name: "half a character", filename: "a\ud800.pdf" },
    { name: "nothing", filename: "" },
    { name: "256 characters", filename: "a".repeat(256) },
  ])("a name with $name, given or of a File", async ({ name, filename }) => {
    const want = { name: "InvalidRequestError", message: expect.stringContaining("the file name must be") as string };
    await expect(evidenceFile(PDF, { filename })).rejects.toMatchObject(want);
    // `File` itself repairs half characters, and one without a name gets ours.
    if (!/half|nothing/.test(name)) await expect(evidenceFile(new File([PDF], filename))).rejects.toMatchObject(want);
  });
});

describe("over HTTP", () => {
  let server: RecordingServer;
  beforeAll(async () => {
    server = await startServer((response) => response.end());
  });
  afterAll(() => server.close());

  test.each([
    { version: "v1", params: {}, parts: ["file"] },
    { version: "v2", params: { category: "transaction_receipt" }, parts: ["category", "file"] },
  ])("the form of $version has the parts $parts and the bytes as they were", async ({ params, parts }) => {
    const file = await evidenceFile(PNG, { filename: "Beleg März.png" });
    await fetch(server.url, { method: "POST", body: multipartBody({ ...params, file }) ?? null });
    const [seen] = server.seen.splice(0) as [Seen];
    const form = await new Response(new Uint8Array(seen.body), {
      headers: { "content-type": seen.headers["content-type"] as string },
    }).formData();
    expect([...form.keys()]).toEqual(parts);
    const received = form.get("file") as File;
    expect([received.name, received.type]).toEqual(["Beleg März.png", "image/png"]);
    expect(new Uint8Array(await received.arrayBuffer())).toEqual(PNG);
    // One header line for the file, whatever its name.
    expect(seen.body.toString("latin1").match(/content-disposition/gi)).toHaveLength(parts.length);
  });
});
