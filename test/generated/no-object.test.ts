import { describe, expect, test } from "vitest";
import { Decisionly } from "../../src/decisionly.js";
import { InvalidRequestError } from "../../src/index.js";
import { Whop } from "../../src/whop.js";
import { Whop as WhopCurrent } from "../../src/whop-current.js";
import { methodAt } from "../support/callable.js";
import { readContract } from "../support/contract.js";
import { methodTable } from "../support/method-table.js";
import { contractFile } from "../support/paths.js";
import { type RecordingFetch, recordingFetch } from "../support/recording-fetch.js";
import { sampleArguments } from "../support/sample-call.js";

type Options = Pick<RecordingFetch, "fetch"> & { readonly apiKey: string };

/** What looks full and has no property: a copy of it is empty. */
const noObjects: readonly (readonly [string, (params: Readonly<Record<string, unknown>>) => unknown])[] = [
  ["a Map", (params) => new Map(Object.entries(params))],
  ["a Set", (params) => new Set(Object.values(params))],
  ["a FormData", () => new FormData()],
];

describe.each([
  { id: "whop", create: (options: Options): object => new Whop(options) },
  { id: "whop-current", create: (options: Options): object => new WhopCurrent(options) },
  { id: "decisionly", create: (options: Options): object => new Decisionly(options) },
])("$id: what is no object never leaves as an empty request", ({ id, create }) => {
  const contract = readContract(contractFile(id));
  const table = methodTable(id);

  test.each(noObjects)("%s in the place of each method's params", async (_, wrong) => {
    let methods = 0;
    for (const operation of contract.operations) {
      const { positional, file, params } = sampleArguments(contract, operation, { style: "full" });
      if (params === undefined) continue;
      const { fetch, requests } = recordingFetch(() => ({}));
      const [, , resource = "", name = ""] = table[operation.id] ?? [];
      const given = [positional, file].filter((value) => value !== undefined);
      const called = methodAt(create({ apiKey: "key_1", fetch }), resource, name)(...given, wrong(params));
      const reason = await called.then(
        () => "it was sent",
        (error: unknown) => error,
      );
      expect(reason, operation.id).toBeInstanceOf(InvalidRequestError);
      expect((reason as Error).message, operation.id).toMatch(/^[A-Z]+ \/\S+: /);
      expect(requests, operation.id).toEqual([]);
      methods++;
    }
    expect(methods).toBeGreaterThan(10);
  });
});
