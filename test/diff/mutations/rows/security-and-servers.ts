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
    name: "security removed from an operation",
    api: "whop",
    position: "operation",
    mutate: (document) => {
      delete operationOf(document, "createAccessToken").operation.security;
    },
    verdict: "patch",
    why: "a key is no longer needed, and is sent all the same",
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
    verdict: "minor",
    why: "the client goes there by itself; who limits outgoing traffic must read it, and no type breaks",
    finding: { pointer: "/servers", message: [/api\.eu\.decisionly\.com/] },
    reversed: "minor",
  },
  {
    name: "server's URL changed that an overlay describes",
    api: "whop",
    position: "document",
    mutate: (document) => {
      present(document.servers?.[0], "server").url = "https://api.whop.com/api/v2";
    },
    verdict: "minor",
    why: "the client goes there by itself; who limits outgoing traffic must read it, and no type breaks",
    finding: { pointer: "/servers", message: [/api\/v2/] },
    reversed: "minor",
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

function scopesOf(document: Parameters<Mutation["mutate"]>[0], operationId: string): string[] {
  const { security } = operationOf(document, operationId).operation;
  return present(present(security?.[0], "security").bearerAuth, "scopes");
}
