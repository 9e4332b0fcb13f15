import { afterAll, describe, expect, test } from "vitest";
import { Decisionly } from "../../src/decisionly.js";
import { type FetchFunction, nodeFetch } from "../../src/node.js";
import { Whop } from "../../src/whop.js";
import { readContract } from "../support/contract.js";
import { methodTable } from "../support/method-table.js";
import { contractFile } from "../support/paths.js";
import { callOnce, PROBE, sampleArguments, type Table } from "../support/sample-call.js";
import { type Received, serve } from "./serve.js";

/** Each operation once, over the wire: what arrives is what the platform's `Request` says, and the response comes back as the result. */
const apis: readonly { id: string; create: (fetch: FetchFunction, baseURL: string) => object; table: Table }[] = [
  { id: "whop", create: (fetch, baseURL) => new Whop({ apiKey: "key", fetch, baseURL }), table: methodTable("whop") },
  {
    id: "decisionly",
    create: (fetch, baseURL) => new Decisionly({ apiKey: "key", fetch, baseURL }),
    table: methodTable("decisionly"),
  },
];

/** What a connection adds to a request. */
const OF_THE_CONNECTION = ["host", "connection", "accept-encoding", "content-length"];

let answer = "";
const server = await serve((response) => void response.setHeader("content-type", "application/json").end(answer));
const send = nodeFetch();
afterAll(async () => {
  await send.close();
  await server[Symbol.asyncDispose]();
});

describe.each(apis)("$id", ({ id, create, table }) => {
  const contract = readContract(contractFile(id));

  test.each(contract.operations.map((operation) => [operation.id, operation] as const))(
    "%s",
    async (_id, operation) => {
      const given = sampleArguments(contract, operation, { style: "full" });
      const overTheWire = (record: FetchFunction): object =>
        create(async (url, init) => {
          answer = await (await record(url, init)).text();
          return send(url, init);
        }, server.url);
      const called = await callOnce(overTheWire, table, contract, operation, given, { headers: PROBE });
      const [received, ...more] = server.received.splice(0) as [Received];
      expect(more).toEqual([]);
      expect(await arrived(received)).toEqual(await wanted(called.request));
      const isObject = typeof called.answer === "object";
      expect(called.result).toEqual(isObject ? expect.objectContaining(called.answer as object) : called.answer);
    },
  );
});

async function wanted(request: Request): Promise<object> {
  const headers = Object.fromEntries(request.headers);
  const type = headers["content-type"] ?? "";
  const { pathname, search } = new URL(request.url);
  const body = type.startsWith("multipart/") ? await readParts(request) : await request.text();
  return { method: request.method, path: pathname + search, headers: withoutBoundary(headers), body };
}

async function arrived({ method, path, headers, body }: Received): Promise<object> {
  const own = Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.includes(name));
  const type = headers["content-type"] ?? "";
  const response = new Response(new Uint8Array(body), { headers: { "content-type": type } });
  const content = type.startsWith("multipart/") ? await readParts(response) : body.toString();
  return { method, path, headers: withoutBoundary(Object.fromEntries(own) as Record<string, string>), body: content };
}

function withoutBoundary(headers: Record<string, string>): Record<string, string> {
  const type = headers["content-type"];
  return type === undefined ? headers : { ...headers, "content-type": type.replace(/boundary=.*/, "boundary") };
}

async function readParts(message: Request | Response): Promise<unknown[]> {
  const parts = [...(await message.formData())].map(async ([name, value]) =>
    typeof value === "string" ? [name, value] : [name, value.name, value.type, await value.text()],
  );
  return Promise.all(parts);
}
