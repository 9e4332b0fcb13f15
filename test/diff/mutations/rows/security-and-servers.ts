import type { SecurityScheme } from "../../../../scripts/load/openapi.js";
import { operationOf, present } from "../edit-document.js";
import type { Mutation } from "../mutation.js";

/** Security and servers. */
export const securityAndServers: readonly Mutation[] = [
  {
    name: "scope added",
    api: "whop",
    position: "operation",
    mutate: (document) => {
      scopesOf(document, "retrieveDispute").push("payment:dispute:evidence:read");
    },
    verdict: "major",
    why: "every key without the permission is refused where it was let in",
    finding: {
      operationId: "retrieveDispute",
      method: "whop.disputes.retrieve",
      pointer: "/paths/~1disputes~1{id}/get",
      message: [/payment:dispute:evidence:read/],
    },
    reversed: "patch",
  },
  {
    name: "first scope added where a key alone was enough",
    api: "whop",
    position: "operation",
    mutate: (document) => {
      scopesOf(document, "createDmChannel").push("dms:write");
    },
    verdict: "major",
    why: "every key without the permission is refused where it was let in",
    finding: { operationId: "createDmChannel", method: "whop.dmChannels.create", message: [/dms:write/] },
    reversed: "patch",
  },
  {
    name: "scope removed",
    api: "whop",
    position: "operation",
    mutate: (document) => {
      scopesOf(document, "listDispute").pop();
    },
    verdict: "patch",
    why: "keys need less: the method's documentation says so, and nothing else changes",
    finding: { operationId: "listDispute", method: "whop.disputes.list", message: [/plan:basic:read/] },
    reversed: "major",
  },
  {
    name: "alternative of permissions added",
    api: "whop",
    position: "operation",
    mutate: (document) => {
      present(operationOf(document, "retrieveDispute").operation.security, "security").push({
        bearerAuth: ["dispute:all"],
      });
    },
    verdict: "patch",
    why: "every key that was let in still is",
    finding: { operationId: "retrieveDispute", method: "whop.disputes.retrieve", message: [/also .*`dispute:all`/] },
    reversed: "major",
  },
  {
    name: "alternative of permissions that asks for more",
    api: "whop",
    position: "operation",
    mutate: (document) => {
      const { operation } = operationOf(document, "retrieveDispute");
      operation.security = [{ bearerAuth: ["dispute:all"] }, { bearerAuth: ["dispute:one"] }];
    },
    verdict: "major",
    why: "a key that was let in has neither of the two",
    finding: { operationId: "retrieveDispute", message: [/`dispute:all`, or `dispute:one`/] },
    reversed: "major",
  },
  {
    name: "a call without a key becomes possible",
    api: "whop",
    position: "operation",
    mutate: (document) => {
      present(operationOf(document, "listProduct").operation.security, "security").unshift({});
    },
    verdict: "minor",
    why: "a call that needed a key works without one; where there is one it is sent all the same",
    finding: { operationId: "listProduct", method: "whop.products.list", message: [/no credential/] },
    reversed: "major",
  },
  {
    name: "API keys refused",
    api: "whop",
    position: "operation",
    mutate: (document) => {
      operationOf(document, "retrieveDispute").operation["x-whop-credentials"] = ["oauth_token"];
    },
    verdict: "major",
    why: "company keys are refused where they were let in",
    finding: { operationId: "retrieveDispute", message: [/`oauth_token`.*any key/] },
    reversed: "minor",
  },
  {
    name: "the same credential under another scheme",
    api: "whop",
    position: "operation",
    mutate: (document) => {
      present(document.components?.securitySchemes, "schemes").tokenAuth = OAUTH;
      const { operation } = operationOf(document, "retrieveDispute");
      operation.security = [{ tokenAuth: scopesOf(document, "retrieveDispute") }];
    },
    verdict: "minor",
    why: "the same header goes out, but the server may accept other keys",
    finding: { operationId: "retrieveDispute", message: [/tokenAuth.*bearerAuth/] },
    reversed: "minor",
  },
  {
    name: "scheme declared that no operation requires",
    api: "whop",
    position: "document",
    mutate: (document) => {
      present(document.components?.securitySchemes, "schemes").spareAuth = { type: "http", scheme: "basic" };
    },
    verdict: "none",
    why: "the client goes on sending what the operations require",
  },
  {
    name: "scheme declared as OAuth, sent as bearer as before",
    api: "whop",
    position: "document",
    mutate: (document) => {
      present(document.components?.securitySchemes, "schemes").bearerAuth = OAUTH;
    },
    verdict: "patch",
    why: "the same header goes out with the same keys",
    finding: { pointer: "/components/securitySchemes", message: [/sent as before/] },
    reversed: "patch",
  },
  {
    name: "security removed from an operation",
    api: "whop",
    position: "operation",
    mutate: (document) => {
      delete operationOf(document, "createAccessToken").operation.security;
    },
    verdict: "minor",
    why: "a call that needed a key works without one",
    finding: { operationId: "createAccessToken", method: "whop.accessTokens.create" },
  },
  {
    name: "scheme changed, bearer to basic",
    api: "whop",
    position: "document",
    mutate: (document) => {
      present(document.components?.securitySchemes, "schemes").bearerAuth = { type: "http", scheme: "basic" };
    },
    verdict: "major",
    why: "keys of the old kind are refused everywhere",
    finding: { pointer: "/components/securitySchemes", message: [/basic/i] },
    reversed: "major",
    most: { findings: 1, because: "one change of one component" },
  },
  {
    name: "API version changed",
    api: "whop",
    position: "document",
    mutate: (document) => {
      document.info["x-api-version-date"] = "2026-09-23";
    },
    verdict: "major",
    why: "each response may have another shape, and no type says so",
    finding: { operationId: null, pointer: "/info/x-api-version-date", message: [/2026-09-23/, /2025-01-01/] },
    reversed: "major",
  },
  {
    name: "API version added",
    api: "decisionly",
    position: "document",
    mutate: (document) => {
      document.info["x-api-version-date"] = "2026-09-23";
    },
    verdict: "major",
    why: "the server no longer chooses the version: each response may have another shape",
    finding: { operationId: null, pointer: "/info/x-api-version-date", message: [/2026-09-23/] },
    reversed: "major",
  },
  {
    name: "server's URL changed",
    api: "decisionly",
    position: "document",
    mutate: (document) => {
      present(document.servers?.[0], "server").url = "https://api.eu.decisionly.com";
    },
    verdict: "major",
    why: "the credentials go to another address: nothing breaks to compile, and whoever is there gets the keys",
    finding: { pointer: "/servers", message: [/api\.eu\.decisionly\.com/] },
    reversed: "major",
  },
  {
    name: "server's URL changed that an overlay describes",
    api: "whop",
    position: "document",
    mutate: (document) => {
      present(document.servers?.[0], "server").url = "https://api.whop.com/api/v2";
    },
    verdict: "major",
    why: "the credentials go to another address: nothing breaks to compile, and whoever is there gets the keys",
    finding: { pointer: "/servers", message: [/api\/v2/] },
    reversed: "major",
  },
  {
    name: "server added",
    api: "whop",
    position: "document",
    mutate: (document) => {
      document.servers?.push({ url: "https://eu.whop.com/api/v1", "x-environment": "europe" });
    },
    verdict: "minor",
    why: "the option environment takes one value more",
    finding: { pointer: "/servers", message: [/eu\.whop\.com|europe/] },
    reversed: "major",
  },
  {
    name: "server's environment renamed",
    api: "decisionly",
    position: "document",
    mutate: (document) => {
      present(document.servers?.[0], "server")["x-environment"] = "live";
    },
    verdict: "major",
    why: 'environment: "production" no longer compiles',
    finding: { pointer: "/servers", message: [/production/] },
    reversed: "major",
  },
];

/** The schema of OpenAPI asks for flows. */
const OAUTH: SecurityScheme & { flows: object } = { type: "oauth2", flows: {} };

function scopesOf(document: Parameters<Mutation["mutate"]>[0], operationId: string): string[] {
  const { security } = operationOf(document, operationId).operation;
  return present(present(security?.[0], "security").bearerAuth, "scopes");
}
