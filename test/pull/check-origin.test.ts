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

const signIn = (urls: Record<string, string>, flow = "clientCredentials"): OpenApiDocument => ({
  ...contract,
  components: {
    securitySchemes: { login: { type: "oauth2", flows: { [flow]: { ...urls, scopes: {} }, "x-note": "" } } },
  },
});
const openId = (openIdConnectUrl: string): OpenApiDocument => ({
  ...contract,
  components: { securitySchemes: { login: { type: "openIdConnect", openIdConnectUrl } } },
});
const known = signIn({ tokenUrl: "https://login.shop.example/token" });
const flows = "/components/securitySchemes/login/flows";

test.each<[string, OpenApiDocument, OpenApiDocument | undefined, string]>([
  [
    "another tokenUrl",
    known,
    signIn({ tokenUrl: "https://evil.example/token" }),
    `${flows}/clientCredentials/tokenUrl`,
  ],
  ["a refreshUrl", known, signIn({ refreshUrl: "https://evil.example" }, "password"), `${flows}/password/refreshUrl`],
  [
    "an authorizationUrl",
    known,
    signIn({ authorizationUrl: "https://login.shop.example.evil.example" }, "implicit"),
    `${flows}/implicit/authorizationUrl`,
  ],
  [
    "an openIdConnectUrl",
    known,
    openId("https://evil.example/a"),
    "/components/securitySchemes/login/openIdConnectUrl",
  ],
  [
    "a host beside a known one",
    known,
    signIn({ tokenUrl: "https://id.shop.example" }),
    `${flows}/clientCredentials/tokenUrl`,
  ],
  [
    "the first one, elsewhere",
    contract,
    signIn({ tokenUrl: "https://evil.example" }),
    `${flows}/clientCredentials/tokenUrl`,
  ],
  [
    "no encryption",
    known,
    signIn({ tokenUrl: "http://login.shop.example/token" }),
    `${flows}/clientCredentials/tokenUrl`,
  ],
  [
    "userinfo",
    known,
    signIn({ tokenUrl: "https://login.shop.example@evil.example" }),
    `${flows}/clientCredentials/tokenUrl`,
  ],
])("of OAuth, %s is refused", (_name, before, after, pointer) => {
  expect(() => checkOrigin(before, after ?? before, "shop.yaml")).toThrow(
    expect.objectContaining({ code: "contract/origin", place: { pointer, file: "shop.yaml" } }),
  );
});

test.each<[string, OpenApiDocument | undefined, OpenApiDocument]>([
  ["another path", known, signIn({ tokenUrl: "https://LOGIN.shop.example/v2/token" })],
  ["the origin of a server", contract, signIn({ tokenUrl: "https://api.shop.example/token" })],
  ["a known origin in another field", known, openId("https://login.shop.example/.well-known/openid-configuration")],
  ["a relative address", known, signIn({ tokenUrl: "/token" })],
  ["a first pull", undefined, known],
])("of OAuth, %s is accepted", (_name, before, after) => {
  expect(() => checkOrigin(before, after, "shop.yaml")).not.toThrow();
});

test("a server at an address of OAuth is another origin all the same", () => {
  const moved = { ...known, servers: [{ url: "https://login.shop.example" }] };
  expect(() => checkOrigin(known, moved, "shop.yaml")).toThrow("The server https://login.shop.example is none");
});

test("a first pull of a tokenUrl without encryption is refused", () => {
  const document = signIn({ tokenUrl: "http://login.shop.example/token" });
  expect(() => checkOrigin(undefined, document, "shop.yaml")).toThrow(
    'The `tokenUrl` of "login" at http://login.shop.example is not encrypted',
  );
});

test("a pull asks before it moves, and leaves the contract as it was", async () => {
  const operation = { operationId: "listOrders", tags: ["Orders"], responses: { "204": { description: "OK" } } };
  const text = (url: string, more: object = {}) =>
    JSON.stringify({ ...at(url), paths: { "/orders": { get: operation } }, ...more });
  const home = "https://api.shop.example";
  const { components } = signIn({ tokenUrl: "https://evil.example/token" });
  const root = await temporaryFolder({
    "home.json": text(home),
    "elsewhere.json": text("https://evil.example"),
    "login.json": text(home, { components }),
  });
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
  await expect(pull("login.json")).rejects.toMatchObject({ code: "contract/origin" });
  expect(await contentsOf(root)).toEqual(before);
  expect(await pull("login.json", true)).toMatchObject({ changed: true });
  expect(await pull("login.json")).toMatchObject({ changed: false });
  expect(await pull("elsewhere.json", true)).toMatchObject({ changed: true });
});
