import { join } from "node:path";
import { expect, test } from "vitest";
import type { OpenApiDocument } from "../../scripts/load/openapi.js";
import { checkOrigin } from "../../scripts/pull/check-origin.js";
import { pullContract } from "../../scripts/pull/pull-contract.js";
import { contentsOf, temporaryFolder } from "../support/temporary-project.js";

const at = (...urls: string[]): OpenApiDocument => ({
  openapi: "3.1.0",
  info: { title: "Shop", version: "1" },
  servers: urls.map((url) => ({ url })),
  paths: {},
});
const contract = at("https://api.shop.example/v1", "https://sandbox.shop.example");

test.each([
  ["another host", at("https://api.evil.example/v1")],
  ["a host that begins alike", at("https://api.shop.example.evil.example")],
  ["another port", at("https://api.shop.example:8443/v1")],
  ["no encryption", at("http://api.shop.example/v1")],
  ["userinfo", at("https://api.shop.example@evil.example/")],
  ["a second server", at("https://api.shop.example/v1", "https://evil.example")],
  ["a host in a variable", at("https://{host}/v1")],
])("%s is refused", (_name, document) => {
  expect(() => checkOrigin(contract, document, "shop.yaml")).toThrow(
    expect.objectContaining({ code: "contract/origin", place: expect.objectContaining({ file: "shop.yaml" }) }),
  );
});

test("a server of a path or an operation counts", () => {
  const servers = [{ url: "https://evil.example" }];
  const item = { get: { responses: {}, servers } };
  expect(() => checkOrigin(contract, { ...contract, paths: { "/a": item } }, "shop.yaml")).toThrow(
    expect.objectContaining({ place: { pointer: "/paths/~1a/get/servers/0/url", file: "shop.yaml" } }),
  );
  expect(() => checkOrigin(contract, { ...contract, paths: { "/a": { servers } } }, "shop.yaml")).toThrow(
    "evil.example",
  );
});

test.each([
  ["the same", contract, contract],
  ["another path, in other letters", contract, at("https://API.shop.example/v2")],
  ["one less", contract, at("https://sandbox.shop.example")],
  ["a relative address", contract, at("/v2")],
  ["a first pull", undefined, at("https://api.other.example")],
  ["a first pull of a server of this machine", undefined, at("http://127.0.0.1:8080")],
  ["a contract without an address", at("/v1"), at("https://api.shop.example")],
])("%s is accepted", (_name, before, after) => {
  expect(() => checkOrigin(before, after, "shop.yaml")).not.toThrow();
});

test("a first pull without encryption is refused", () => {
  expect(() => checkOrigin(undefined, at("http://api.shop.example"), "shop.yaml")).toThrow("not encrypted");
});

test("a pull asks before it moves, and leaves the contract as it was", async () => {
  const operation = { operationId: "listOrders", tags: ["Orders"], responses: { "204": { description: "OK" } } };
  const text = (url: string) => JSON.stringify({ ...at(url), paths: { "/orders": { get: operation } } });
  const [home, elsewhere] = [text("https://api.shop.example"), text("https://evil.example")];
  const root = await temporaryFolder({ "home.json": home, "elsewhere.json": elsewhere });
  const pull = (name: string, acceptOrigin?: boolean) =>
    pullContract(root, {
      api: { id: "shop", name: "Shop", envPrefix: "SHOP", overlays: [] },
      from: [join(root, name)],
      folder: root,
      namesFile: join(root, "names.yaml"),
      date: "2026-02-01",
      ...(acceptOrigin === undefined ? {} : { acceptOrigin }),
    });
  await pull("home.json");
  const before = await contentsOf(root);
  await expect(pull("elsewhere.json")).rejects.toMatchObject({ code: "contract/origin" });
  expect(await contentsOf(root)).toEqual(before);
  expect(await pull("elsewhere.json", true)).toMatchObject({ changed: true });
});
