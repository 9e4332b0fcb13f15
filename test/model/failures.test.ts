import { expect, test } from "vitest";
import { runPipeline } from "../../scripts/pipeline.js";

const api = { id: "shop", name: "Shop", envPrefix: "SHOP", overlays: [] };

interface Options {
  readonly failures: Readonly<Record<string, readonly number[]>>;
  readonly common?: readonly number[] | undefined;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A contract with a read for each name, which declares these failures. */
function contractOf({ failures, common, tags = {} }: Options): string {
  const json = (schema: object) => ({ content: { "application/json": { schema } } });
  const error = json({ $ref: "#/components/schemas/Problem" });
  const paths = Object.entries(failures).map(([name, statuses]) => {
    const failed = statuses.map((status) => [String(status), { description: "Failed", ...error }]);
    const responses = { "200": { description: "OK", ...json({ type: "string" }) }, ...Object.fromEntries(failed) };
    return [`/${name}`, { get: { operationId: name, tags: [tags[name] ?? name], responses } }];
  });
  return JSON.stringify({
    openapi: "3.1.0",
    info: { title: "Shop", version: "1" },
    servers: [{ url: "https://shop.example" }],
    ...(common !== undefined && {
      "x-common-failures": { statuses: common, schema: "#/components/schemas/Problem" },
    }),
    paths: Object.fromEntries(paths),
    components: { schemas: { Problem: { type: "object", properties: { message: { type: "string" } } } } },
  });
}

function filesOf(options: Options): Map<string, string> {
  const text = contractOf(options);
  const { files } = runPipeline(api, { spec: { file: "openapi.json", text }, overlays: [] });
  return new Map(files.map((file) => [file.path, file.text]));
}

/** The signature of each method, by its name. */
function signaturesOf(files: ReadonlyMap<string, string>): Record<string, string> {
  const texts = [...files].filter(([path]) => path.startsWith("resources/")).map(([, text]) => text);
  return Object.fromEntries(
    texts.flatMap((text) =>
      [...text.matchAll(/^ {2}(\w+)\(([^{]*)\): ([^{]*) \{$/gm)].map(([, name = "", , result = ""]) => [name, result]),
    ),
  );
}

const before = { orders: [400, 404], parcels: [400, 404], returns: [400] };

test.each([
  ["without common failures", undefined],
  ["with common failures", [400, 404]],
  ["with common failures that nothing has", [402]],
] as const)("one more failure of one operation changes no other file: %s", (_, common) => {
  const [old, now] = [before, { ...before, orders: [400, 404, 409] }].map((failures) => filesOf({ failures, common }));
  const changed = [...(now ?? [])].filter(([path, text]) => old?.get(path) !== text).map(([path]) => path);
  expect(changed.sort()).toEqual(["api.md", "contract.json", "paths.ts", "resources/orders.ts"]);
});

test("methods of the same resource keep their signatures", () => {
  const tags = { orders: "Things", parcels: "Things", returns: "Things" };
  const want = {
    parcels: "ApiPromise<string, Failures<400 | 404, Problem>>",
    returns: "ApiPromise<string, Failures<400, Problem>>",
  };
  expect(signaturesOf(filesOf({ failures: before, tags }))).toEqual({
    orders: "ApiPromise<string, Failures<400 | 404, Problem>>",
    ...want,
  });
  expect(signaturesOf(filesOf({ failures: { ...before, orders: [409] }, tags }))).toEqual({
    orders: "ApiPromise<string, Failures<409, Problem>>",
    ...want,
  });
});

test("which operations there are, and in which order, changes no signature", () => {
  const all = signaturesOf(filesOf({ failures: { a: [400], b: [404, 400], c: [400, 404] } }));
  expect(all).toEqual({
    a: "ApiPromise<string, Failures<400, Problem>>",
    b: "ApiPromise<string, Failures<400 | 404, Problem>>",
    c: "ApiPromise<string, Failures<400 | 404, Problem>>",
  });
  const { a: _, ...others } = all;
  expect(signaturesOf(filesOf({ failures: { c: [404, 400], b: [400, 404] } }))).toEqual(others);
});

test("the common failures have one name, and no other set has one", () => {
  const files = filesOf({ failures: before, common: [404, 400] });
  expect(signaturesOf(files)).toEqual({
    orders: "ApiPromise<string, ShopFailure>",
    parcels: "ApiPromise<string, ShopFailure>",
    returns: "ApiPromise<string, Failures<400, Problem>>",
  });
  expect(files.get("models.ts")).toContain("export type ShopFailure = Failures<400 | 404, Problem>;");
  expect(files.get("models.ts")?.match(/Failures</g)).toHaveLength(1);
});

test.each([[[]], [[200]], [["404"]], [[400.5]]])("statuses %j are refused", (common) => {
  expect(() => filesOf({ failures: before, common: common as number[] })).toThrow(
    expect.objectContaining({ code: "model/common-failures" }),
  );
});
