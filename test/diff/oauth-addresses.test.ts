import { expect, test } from "vitest";
import type { Verdict } from "../../scripts/diff/report/findings.js";
import { diffShop } from "./shop.js";

/** A contract whose one call needs the scheme `login`, or no credentials. */
function contract(login: string, isUsed = true): string {
  return `openapi: 3.1.0
info: { title: Shop, version: "1" }
servers: [{ url: "https://shop.example" }]
security: [${isUsed ? "{ login: [] }" : "{ key: [] }"}]
paths:
  /things:
    get: { tags: [Things], operationId: listThings, responses: { "204": { description: ok } } }
components:
  securitySchemes:
    key: { type: http, scheme: bearer }
    login: ${login}
`;
}

const flow = (tokenUrl: string, more = "") =>
  `{ type: oauth2, flows: { clientCredentials: { tokenUrl: "${tokenUrl}", scopes: {}${more} } } }`;
const openId = (url: string) => `{ type: openIdConnect, openIdConnectUrl: "${url}" }`;
const [HERE, THERE] = ["https://login.shop.example/token", "https://other.example/token"];

test.each<[string, string, string, Verdict, string[]]>([
  [
    "another tokenUrl",
    contract(flow(HERE)),
    contract(flow(THERE)),
    "major",
    [`credentials now go to \`${THERE}\` (were sent to \`${HERE}\`), an address of \`login.tokenUrl\``],
  ],
  [
    "another openIdConnectUrl",
    contract(openId(HERE)),
    contract(openId(THERE)),
    "major",
    [`credentials now go to \`${THERE}\` (were sent to \`${HERE}\`), an address of \`login.openIdConnectUrl\``],
  ],
  [
    "a refreshUrl that is new",
    contract(flow(HERE)),
    contract(flow(HERE, `, refreshUrl: "${THERE}"`)),
    "patch",
    ["the credential `login` is described otherwise, and sent as before"],
  ],
  [
    "another tokenUrl of a scheme that no call needs",
    contract(flow(HERE), false),
    contract(flow(THERE), false),
    "patch",
    ["the credential `login` is described otherwise, and sent as before"],
  ],
])("%s", (_name, before, after, verdict, statements) => {
  const diff = diffShop(before, after);
  expect([diff.verdict, diff.findings.map(({ statement }) => statement)]).toEqual([verdict, statements]);
});
