import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { Decisionly } from "../../src/decisionly.js";
import type { FetchFunction } from "../../src/runtime/index.js";
import { Whop } from "../../src/whop.js";
import { Whop as WhopCurrent } from "../../src/whop-current.js";
import { methodAt } from "../support/callable.js";
import { type Contract, readContract, type Schema } from "../support/contract.js";
import { methodTable } from "../support/method-table.js";
import { contractFile } from "../support/paths.js";
import { sampleArguments } from "../support/sample-call.js";

/** Evidence must not get lost: no file leaves as `{}` or as `[object Blob]`, whichever method it is given to, wherever in its body. */
const clients: Readonly<Record<string, (fetch: FetchFunction) => object>> = {
  whop: (fetch) => new Whop({ apiKey: "key", fetch }),
  "whop-current": (fetch) => new WhopCurrent({ apiKey: "key", fetch }),
  decisionly: (fetch) => new Decisionly({ apiKey: "key", fetch }),
};

const bytes = new Uint8Array([1, 2, 3]);
const kinds: Readonly<Record<string, () => unknown>> = {
  Blob: () => new Blob(["x"]),
  File: () => new File(["x"], "x.pdf"),
  Buffer: () => Buffer.from("x"),
  Uint8Array: () => bytes,
  ArrayBuffer: () => bytes.buffer,
  DataView: () => new DataView(bytes.buffer),
  ReadableStream: () => new Blob(["x"]).stream(),
  "Node stream": () => Readable.from(["x"]),
  FormData: () => new FormData(),
  "Blob in a list": () => [new Blob(["x"])],
  "Blob in an object": () => ({ file: new Blob(["x"]) }),
};

describe.each(Object.keys(clients))("%s", (id) => {
  const contract = readContract(contractFile(id));
  const table = methodTable(id);
  const withBody = contract.operations.filter(({ body }) => body?.mediaType === "application/json");

  test("there are methods with a body", () => {
    expect(withBody.length).toBeGreaterThan(5);
  });

  test.each(withBody.map((operation) => [operation.id, operation] as const))("%s", async (_, operation) => {
    const [, , resource = "", name = ""] = table[operation.id] ?? [];
    const given = sampleArguments(contract, operation, { style: "full" });
    const properties = propertiesOf(contract, operation.body!.schema);
    // A method without any is called with a property that the contract does not have.
    for (const property of properties.length > 0 ? properties : ["file"]) {
      for (const [kind, make] of Object.entries(kinds)) {
        const sent: unknown[] = [];
        const client = clients[id]!(async (_url, init) => {
          sent.push(init.body);
          return Response.json({});
        });
        const params = { ...given.params, [property]: make() };
        const call = methodAt(client, resource, name)(...(given.positional ? [given.positional] : []), params);
        const outcome = await Promise.resolve(call).then(
          () => "sent",
          (error: Error) => `${error.name}: ${error.message}`,
        );
        expect([property, kind, outcome]).toEqual([property, kind, expect.stringMatching(/^InvalidRequestError: /)]);
        expect(outcome.includes(`"${property}`) || /idempotency key/.test(outcome), outcome).toBe(true);
        expect(sent).toEqual([]);
      }
    }
  });
});

/** The names of a body's properties, of each of its forms. A path parameter of the same name is a string of its own. */
function propertiesOf(contract: Contract, schema: Schema): string[] {
  const { properties = {}, oneOf = [], anyOf = [], allOf = [] } = contract.resolve(schema);
  const parts = [...oneOf, ...anyOf, ...allOf].flatMap((part) => propertiesOf(contract, part));
  return [...new Set([...Object.keys(properties), ...parts])];
}
