import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DecisionlyCore } from "../../generated/decisionly/client.js";
import type { V1File, V2File } from "../../generated/decisionly/models.js";
import type { paths } from "../../generated/decisionly/paths.js";
import { type EvidenceSource, evidenceFile } from "../../src/decisionly/evidence-file.js";
import { nodeFetch } from "../../src/node.js";
import { type ApiPromise, type ClientCore, multipartBody } from "../../src/runtime/index.js";
import { type RecordingServer, startServer } from "../support/recording-server.js";

const PDF = new TextEncoder().encode("%PDF-1.7\n...");

/** The check as a part of the call, as a method of the client has it. */
const upload = {
  v1: (core: ClientCore<paths>, source: EvidenceSource): ApiPromise<V1File> => {
    const parts = async () => ({ body: { file: await evidenceFile(source) }, serialize: multipartBody });
    return core.request("POST", "/v1/issuer/files", parts(), undefined, "uploadV1File");
  },
  v2: (core: ClientCore<paths>, source: EvidenceSource): ApiPromise<V2File> => {
    const parts = async () => {
      const body = { category: "other" as const, file: await evidenceFile(source) };
      return { body, serialize: multipartBody };
    };
    return core.request("POST", "/v2/issuer/files", parts(), undefined, "uploadV2File");
  },
};

const ways = (["v1", "v2"] as const).flatMap((version) => [
  { version, name: "fetch", fetch: undefined },
  { version, name: "nodeFetch", fetch: nodeFetch() },
]);

describe.each(ways)("$version by $name", ({ version, fetch }) => {
  let server: RecordingServer;
  let core: DecisionlyCore;
  beforeAll(async () => {
    server = await startServer((response) =>
      response.setHeader("content-type", "application/json").end('{"id":"file_1"}'),
    );
    core = new DecisionlyCore({ apiKey: "test_1", baseURL: server.url, fetch, logLevel: "off" });
  });
  afterAll(() => server.close());

  test("a good file is sent as a form, with the key for Decisionly alone", async () => {
    const { data, response } = await upload[version](core, new File([PDF], "a.pdf")).withResponse();
    expect([data, response.status]).toEqual([{ id: "file_1" }, 200]);
    const [seen] = server.seen.splice(0);
    expect([seen!.method, seen!.path]).toEqual(["POST", `/${version}/issuer/files`]);
    expect(seen!.headers.authorization).toBe(`Basic ${btoa("test_1:")}`);
    expect(seen!.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
    expect(seen!.body.toString()).toMatch(
      /name="file"; filename="a\.pdf"\r\nContent-Type: application\/pdf\r\n\r\n%PDF-1\.7\n/,
    );
  });

  test.each([
    { name: "await", run: async () => await upload[version](core, new Uint8Array([1, 2, 3])) },
    { name: "toResult", run: () => upload[version](core, new Uint8Array([1, 2, 3])).toResult() },
    { name: "asResponse", run: () => upload[version](core, new Uint8Array([1, 2, 3])).asResponse() },
  ])("a bad one is refused before anything is sent: $name", async ({ run }) => {
    await expect(run()).rejects.toMatchObject({ name: "InvalidRequestError" });
    expect(server.seen).toEqual([]);
  });
});
