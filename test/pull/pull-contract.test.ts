import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Api } from "../../scripts/apis.js";
import { SpecError } from "../../scripts/diagnostics.js";
import { fetchUpstream } from "../../scripts/pull/fetch-upstream.js";
import { pullContract } from "../../scripts/pull/pull-contract.js";

const api: Api = { id: "things", name: "Things", docs: "https://docs.test", envPrefix: "THINGS", overlays: [] };

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pull-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("what is written", () => {
  test("the contract, and a note of where it comes from", async () => {
    const { changed } = await pull(documentOf(3));
    expect(changed).toBe(true);
    expect(await readdir(join(folder, "specs"))).toEqual(["openapi.yaml", "source.json"]);
    expect(JSON.parse(await read("source.json"))).toEqual({
      source: "file",
      date: "2026-02-01",
      sha256: "f281af175c79d63aecc1ebb541b8929c071c42453f82559c3c1b83fe7630f9fd",
      counts: { operations: 3, webhooks: 0, schemas: 1, cursorLists: 0 },
      extracted: { schemas: 0, parameters: 1, responses: 0 },
    });
  });

  test.each<[string, string, { transcribed?: boolean }, true | undefined]>([
    ["as it is asked to say", "", { transcribed: true }, true],
    ["as the document says of itself", ", x-transcribed: true", {}, true],
    ["unless the document denies it", ", x-transcribed: false", {}, undefined],
  ])("that it is a transcription, %s", async (_, field, options, want) => {
    await pull(documentOf(3).replace('version: "1"', `version: "1"${field}`), options);
    expect(JSON.parse(await read("source.json")).transcribed).toBe(want);
    expect(await read("openapi.yaml")).not.toContain("transcribed");
  });

  test("nothing, when only the words have changed", async () => {
    await pull(documentOf(3));
    const before = await read("source.json");
    const { mtimeMs } = await stat(join(folder, "specs/openapi.yaml"));
    const { changed } = await pull(documentOf(3).replaceAll("Good", "Better"), { date: "2026-03-01" });
    expect(changed).toBe(false);
    expect(await read("source.json")).toBe(before);
    expect(await stat(join(folder, "specs/openapi.yaml"))).toMatchObject({ mtimeMs });
  });

  test("nothing, when the contract is pulled from itself", async () => {
    await pull(documentOf(3));
    const before = [await read("openapi.yaml"), await read("source.json")];
    const { changed } = await pull(await read("openapi.yaml"), { date: "2026-03-01" });
    expect(changed).toBe(false);
    expect([await read("openapi.yaml"), await read("source.json")]).toEqual(before);
  });

  test("another version alone is a change", async () => {
    const of = (version: string) =>
      documentOf(3).replace('version: "1"', `version: "1", x-api-version-date: ${version}`);
    await pull(of("2026-08-25"));
    expect(await read("openapi.yaml")).toContain('x-api-version-date: "2026-08-25"');
    expect(JSON.parse(await read("source.json")).apiVersionDate).toBe("2026-08-25");
    expect((await pull(of("2026-08-25"))).changed).toBe(false);
    expect((await pull(of("2026-08-25-2"))).changed).toBe(true);
    expect(await read("openapi.yaml")).toContain("2026-08-25-2");
    expect(JSON.parse(await read("source.json")).apiVersionDate).toBe("2026-08-25-2");
    await expect(pull(of("the newest one"))).rejects.toMatchObject({
      code: "load/api-version",
      place: { pointer: "/info/x-api-version-date" },
    });
    expect(JSON.parse(await read("source.json")).apiVersionDate).toBe("2026-08-25-2");
  });

  test("the provider's texts, in a file of their own", async () => {
    await pull(documentOf(3), { withProse: true });
    expect(await read("openapi.prose.yaml")).toContain("description: Good");
    expect(await read("openapi.yaml")).not.toContain("Good");
  });

  test("JSON is read as well", async () => {
    await pull(documentOf(3));
    const { changed } = await pull(
      JSON.stringify({
        ...{
          openapi: "3.1.0",
          info: { title: "Things", version: "1" },
          security: [],
          components: { schemas: { Thing: { type: "string" } } },
        },
        paths: Object.fromEntries(
          ["/things0/{id}", "/things1/{id}", "/things2/{id}"].map((path, index) => [
            path,
            {
              get: {
                operationId: `getThing${index}`,
                parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
                responses: {
                  200: {
                    description: "",
                    content: { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } },
                  },
                },
              },
            },
          ]),
        ),
      }),
    );
    expect(changed).toBe(false);
  });
});

describe("what is refused leaves the folder as it was", () => {
  const whole = documentOf(20);
  test.each([
    { name: "an empty file", given: "", code: "load/empty" },
    { name: "a web page", given: "<!DOCTYPE html>\n<html><body>Sign in</body></html>", code: "contract/html" },
    { name: "no YAML", given: "openapi: 3.1.0\npaths: [\n", code: "load/yaml-syntax" },
    { name: "a plain text", given: "Not found", code: "load/not-an-object" },
    { name: "bytes that are no text", given: Buffer.from([0x1f, 0x8b, 0xff, 0xfe]), code: "contract/not-text" },
    {
      name: "Swagger 2",
      given: 'swagger: "2.0"\ninfo: {title: A, version: "1"}\npaths: {}\n',
      code: "load/unsupported-version",
    },
    { name: "OpenAPI 4", given: whole.replace("3.1.0", "4.0.0"), code: "load/unsupported-version" },
    {
      name: "cut off inside a line",
      given: whole.slice(0, whole.indexOf("schema: {$ref") + 10),
      code: "load/yaml-syntax",
    },
    { name: "cut off between lines", given: whole.slice(0, whole.indexOf("components:")), code: "load/dangling-ref" },
    {
      name: "cut off before the security schemes",
      given: whole.replace("security: []", "security: [{bearerAuth: []}]"),
      code: "contract/cut-off",
    },
    {
      name: "an external reference",
      given: whole.replace("#/components", "other.yaml#/components"),
      code: "load/external-ref",
    },
    {
      name: "two operations with one id",
      given: whole.replace("getThing1,", "getThing0,"),
      code: "contract/duplicate-operation-id",
    },
    {
      name: "no operations",
      given: 'openapi: 3.1.0\ninfo: {title: A, version: "1"}\npaths: {}\n',
      code: "contract/no-operations",
    },
    { name: "something that is no OpenAPI inside", given: whole.replace("in: path", "in: body"), code: "load/invalid" },
    { name: "a contract with fewer operations", given: documentOf(17), code: "contract/loss" },
    {
      name: "other operations in the place of the present ones",
      given: whole.replaceAll("/things1", "/parts1"),
      code: "contract/loss",
    },
  ])("$name: $code", async ({ given, code }) => {
    await pull(whole);
    const before = [await read("openapi.yaml"), await read("source.json")];
    await expect(pull(given)).rejects.toMatchObject({ name: "SpecError", code });
    expect([await read("openapi.yaml"), await read("source.json")]).toEqual(before);
    expect(await readdir(join(folder, "specs"))).toEqual(["openapi.yaml", "source.json"]);
  });

  test("the loss is told in numbers, and can be accepted", async () => {
    await pull(whole);
    await expect(pull(documentOf(17))).rejects.toThrow(
      "3 of the contract's operations are missing (20 before, 17 after), such as GET /things17/{id}, GET /things18/{id}, GET /things19/{id}.",
    );
    expect(await pull(documentOf(17), { acceptLoss: true })).toMatchObject({ changed: true });
  });

  test("a tenth may go unasked", async () => {
    await pull(whole);
    expect(await pull(documentOf(18))).toMatchObject({ changed: true });
  });

  test("the line of the fault is told", async () => {
    const error: unknown = await pull(whole.replace("in: path", "in: body")).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      place: { line: 7, pointer: expect.stringContaining("/paths/~1things0~1{id}/get/parameters/0") },
    });
  });
});

describe("fetching", () => {
  test("a document is read from a server", async () => {
    const { bytes } = await served(
      (_, answer) => answer.end("openapi: 3.1.0\n"),
      (url) => fetchUpstream(url),
    );
    expect(Buffer.from(bytes).toString()).toBe("openapi: 3.1.0\n");
  });

  test.each<{ name: string; answer: RequestListener; want: string }>([
    {
      name: "an error status",
      answer: (_, answer) => answer.writeHead(503).end("busy"),
      want: "could not be fetched: the server responded with status 503.",
    },
    { name: "no answer in time", answer: () => {}, want: "could not be fetched: no response within 0.2 s." },
    {
      name: "an answer cut off",
      answer: (_, answer) =>
        answer.writeHead(200, { "content-length": "100" }).write("openapi", () => answer.destroy()),
      want: "could not be fetched: ",
    },
    {
      name: "redirects without end",
      answer: (_, answer) => answer.writeHead(302, { location: "/again" }).end(),
      want: "could not be fetched: more than 5 redirects.",
    },
  ])("$name is one clear error", async ({ answer, want }) => {
    const fetching = served(answer, (url) => fetchUpstream(url, { timeoutMs: 200 }));
    await expect(fetching).rejects.toMatchObject({
      code: "contract/unreachable",
      message: expect.stringContaining(want),
    });
  });

  test("an address that is not secure is not asked", async () => {
    await expect(fetchUpstream("http://example.invalid/openapi.yaml")).rejects.toMatchObject({
      code: "contract/insecure-url",
    });
    await expect(fetchUpstream("ftp://example.invalid/openapi.yaml")).rejects.toMatchObject({
      code: "contract/insecure-url",
    });
  });

  test("a redirect is followed, but not to an address that is not secure", async () => {
    const { bytes, from } = await served(
      ({ url }, answer) => (url === "/b" ? answer.end("here") : answer.writeHead(307, { location: "/b" }).end()),
      (url) => fetchUpstream(url),
    );
    expect(Buffer.from(bytes).toString()).toBe("here");
    expect(from).toMatch(/\/b$/);
    const away = served(
      (_, answer) => answer.writeHead(302, { location: "http://example.invalid/" }).end(),
      (url) => fetchUpstream(url),
    );
    await expect(away).rejects.toMatchObject({
      code: "contract/insecure-url",
      place: { file: "http://example.invalid/" },
    });
  });

  describe("a redirect from the network", () => {
    const follow = (...locations: string[]) => {
      const left = [...locations];
      const fetch = async () => {
        const location = left.shift();
        return location === undefined
          ? new Response("openapi: 3.1.0\n")
          : new Response(null, { status: 302, headers: { location } });
      };
      return fetchUpstream("https://docs.example/openapi.yaml?token=hush", { fetch });
    };

    test.each([
      "http://docs.example/",
      "http://localhost/",
      "http://127.0.0.1:8080/",
      "https://localhost/",
      "https://a.localhost./",
      "https://127.0.0.1/",
      "https://127.1/",
      "https://2130706433/",
      "https://0/",
      "https://[::1]/",
      "https://[::ffff:127.0.0.1]/",
      "file:///etc/hostname",
    ])("to %s is not followed", async (location) => {
      for (const locations of [[location], ["https://other.example/", location]])
        await expect(follow(...locations)).rejects.toMatchObject({ code: "contract/insecure-url" });
    });

    test("to another https address is followed, and that is the address", async () => {
      const { from } = await follow("https://cdn.example/v2?signature=hush", "/final.yaml?signature=hush#part");
      expect(from).toBe("https://cdn.example/final.yaml?signature=hush#part");
    });

    test("to what is no address is one clear error", async () => {
      await expect(follow("https://")).rejects.toMatchObject({ code: "contract/unreachable" });
    });
  });

  test("of an address only the origin and the path are recorded and shown", async () => {
    const secret = "?token=hush#part";
    const options = { api, folder: join(folder, "specs"), namesFile: join(folder, "names.yaml"), date: "2026-02-01" };
    const bare = await served(
      ({ url: path = "" }, answer) =>
        path.startsWith("/moved")
          ? answer.end(documentOf(3))
          : answer.writeHead(302, { location: `/moved.yaml${secret}` }).end(),
      async (url) => {
        await pullContract(options.folder, { ...options, from: [url + secret] });
        return url.replace("openapi", "moved");
      },
    );
    expect(JSON.parse(await read("source.json"))).toMatchObject({ source: bare });
    for (const answer of ["<html><title>Sign in</title></html>", "swagger: '2.0'"]) {
      const error: unknown = await served(
        (_, response) => response.end(answer),
        (url) => pullContract(options.folder, { ...options, from: [url + secret] }).catch((reason: unknown) => reason),
      );
      expect(error).toBeInstanceOf(SpecError);
      if (error instanceof SpecError) expect(error.toLine()).not.toContain("hush");
    }
    const named: unknown = await fetchUpstream("https://user:hush@docs.example/").catch((reason: unknown) => reason);
    expect(named).toMatchObject({ code: "contract/insecure-url", place: { file: "https://docs.example/" } });
    expect(String(named)).not.toContain("hush");
    const away = await served(
      (_, response) => response.writeHead(404).end(),
      (url) => fetchUpstream(url + secret).catch((reason: unknown) => reason),
    );
    expect(away).toMatchObject({ code: "contract/unreachable", place: { file: expect.not.stringContaining("hush") } });
  });

  test("a file that is not there is told by name", async () => {
    await expect(fetchUpstream("no/such.yaml")).rejects.toMatchObject({
      code: "contract/unreadable",
      place: { file: "no/such.yaml" },
    });
  });
});

describe("the command", () => {
  test("exit 0 and one line when it has written, exit 1 and one line when it refuses", async () => {
    await writeFile(join(folder, "good.yaml"), documentOf(3));
    await writeFile(join(folder, "bad.yaml"), "swagger: '2.0'\n");
    const first = command("--from", join(folder, "good.yaml"), "--out", join(folder, "specs"));
    expect(first.status).toBe(0);
    expect(first.stdout).toBe(
      `${join(folder, "specs/openapi.yaml")}: changed; 3 operations, 0 webhooks, 1 schemas, 0 cursor lists; extracted to components: 0 schemas, 1 parameters, 0 responses\n`,
    );
    const second = command("--from", join(folder, "bad.yaml"), "--out", join(folder, "specs"));
    expect(second.status).toBe(1);
    expect(second.stderr).toBe(
      `${join(folder, "bad.yaml")}:1: load/unsupported-version at /swagger: The document is Swagger 2.0, not OpenAPI 3. Convert it to OpenAPI 3.1 first. The contract is unchanged.\n`,
    );
  });

  test("an API whose contract is written by hand has nothing to pull", () => {
    const { status, stderr } = command("--api", "decisionly");
    expect(status).toBe(1);
    expect(stderr).toContain("The contract of Decisionly is written by hand: there is nothing to pull.");
  });
});

interface Options {
  readonly date?: string;
  readonly acceptLoss?: boolean;
  readonly withProse?: boolean;
  readonly transcribed?: boolean;
}

async function pull(document: string | Buffer, { date = "2026-02-01", ...options }: Options = {}) {
  const from = join(folder, "upstream.yaml");
  await writeFile(from, document);
  return pullContract(join(folder, "specs"), {
    api,
    from: [from],
    folder: join(folder, "specs"),
    namesFile: join(folder, "names.yaml"),
    date,
    ...options,
  });
}

function read(name: string): Promise<string> {
  return readFile(join(folder, "specs", name), "utf8");
}

/** A document with so many operations, three lines each, in the order in which an author would write it. */
function documentOf(operations: number): string {
  const lines = Array.from({ length: operations }, (_, index) => [
    `  /things${index}/{id}:`,
    "    get:",
    `      {operationId: getThing${index}, parameters: [{name: id, in: path, required: true, schema: {type: string}}],`,
    '      responses: {"200": {description: Good, content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}}}',
  ]);
  const head = ["openapi: 3.1.0", 'info: {title: Things, version: "1"}', "security: []", "paths:"];
  return `${[...head, ...lines.flat(), "components: {schemas: {Thing: {type: string}}}"].join("\n")}\n`;
}

function command(...args: string[]) {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  return spawnSync(process.execPath, ["--import", "tsx", join(root, "scripts/commands/pull.ts"), ...args], {
    cwd: root,
    encoding: "utf8",
  });
}

/** Asks a server of this machine that answers in this way. */
async function served<Result>(answer: RequestListener, ask: (url: string) => Promise<Result>): Promise<Result> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await ask(`http://127.0.0.1:${(server.address() as AddressInfo).port}/openapi.yaml`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
