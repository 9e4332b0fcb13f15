import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildState, type Sources } from "../../scripts/build-state.js";
import { diffContracts } from "../../scripts/diff/diff-contracts.js";
import { cachedState, stateCache } from "../../scripts/diff/state-cache.js";
import type { ApiState } from "../../scripts/model/api-state.js";
import { edited, shop, shopApi } from "./shop.js";

let root = "";
let built = 0;
const sourcesOf = (text: string): Sources => ({ spec: { file: "shop.yaml", text }, overlays: [] });
const after = buildState(shopApi, sourcesOf(edited(["maximum: 100", "maximum: 50"])));

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "disputekit-state-"));
  await mkdir(join(root, "node_modules"));
  built = 0;
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

function stateOf(text: string, code = "one"): Promise<ApiState> {
  const sources = sourcesOf(text);
  const build = (): ApiState => {
    built += 1;
    return buildState(shopApi, sources);
  };
  return cachedState({ root, code }, shopApi, sources, build) as Promise<ApiState>;
}

async function keptFile(): Promise<string> {
  const folder = join(root, "node_modules/.cache/disputekit");
  expect(await readdir(folder)).toEqual(["state-shop.bin"]);
  return join(folder, "state-shop.bin");
}

test("the same texts are read once, and give the same diff", async () => {
  const first = await stateOf(shop);
  const again = await stateOf(shop);
  expect(built).toBe(1);
  expect({ ...again, spec: again.spec.document, normalized: again.normalized.document }).toStrictEqual({
    ...first,
    spec: first.spec.document,
    normalized: first.normalized.document,
  });
  expect(again.spec.lineOf("/paths")).toBe(first.spec.lineOf("/paths"));
  expect(diffContracts(shopApi, again, after)).toEqual(diffContracts(shopApi, first, after));
  expect(diffContracts(shopApi, again, after).verdict).toBe("major");
});

test("another text, or other code, is not answered from it", async () => {
  await stateOf(shop);
  const other = await stateOf(edited(["maximum: 100", "maximum: 50"]));
  expect(other.spec.document).toEqual(after.spec.document);
  await stateOf(edited(["maximum: 100", "maximum: 50"]), "two");
  expect(built).toBe(3);
});

test.each([
  ["cut off", (bytes: Buffer) => bytes.subarray(0, bytes.length - 9)],
  ["empty", () => Buffer.alloc(0)],
  [
    "changed in one place",
    (bytes: Buffer) => {
      const copy = Buffer.from(bytes);
      const at = copy.indexOf("Orders");
      copy.write("orders", at);
      return copy;
    },
  ],
])("a file that is %s is ignored, and replaced", async (_, spoil) => {
  const first = await stateOf(shop);
  const file = await keptFile();
  const bytes = await readFile(file);
  await writeFile(file, spoil(bytes));
  expect((await stateOf(shop)).model).toEqual(first.model);
  expect(built).toBe(2);
  expect(await readFile(file)).toEqual(bytes);
});

test("a state that something is to be said of is not kept, and neither is one where nothing is installed", async () => {
  const sources = sourcesOf(shop);
  const noted = { ...after, notes: after.unmatched, unmatched: [new Error("left out")] } as unknown as ApiState;
  await cachedState({ root, code: "one" }, shopApi, sources, () => noted);
  expect(await readdir(join(root, "node_modules"))).toEqual([]);
  await rm(join(root, "node_modules"), { recursive: true });
  await stateOf(shop);
  expect(await readdir(root)).toEqual([]);
});

test("only scripts in a folder that is named after their code use it", async () => {
  const home = new URL("../../", import.meta.url).href;
  expect(await stateCache(root)).toBeUndefined();
  const one = await stateCache(root, `${home}.scripts-0123456789abcdef/commands/state-cache.js`);
  const other = await stateCache(root, `${home}.scripts-1123456789abcdef/commands/state-cache.js`);
  expect(one?.code).toMatch(/^[0-9a-f]{64}$/);
  expect(other?.code).not.toBe(one?.code);
  // Libraries that are not where they are expected are not known.
  expect(await stateCache(root, "file:///nowhere/.scripts-0123456789abcdef/commands/state-cache.js")).toBeUndefined();
});
