/** A user's program: each entry imported, one call made to the server that `SERVER` names. */
export const program = `import { Decisionly, Whop } from "disputekit";
import DefaultDecisionly, { type V1Case } from "disputekit/decisionly";
import { type NodeFetch, nodeFetch } from "disputekit/node";
import * as webhooks from "disputekit/webhooks";
import { type Dispute as CurrentDispute, Whop as WhopCurrent } from "disputekit/whop-current";
import DefaultWhop, { type Dispute, type DisputeListParams, Disputes, NotFoundError, type WebhookEvent, WhopCore } from "disputekit/whop";

declare const process: { readonly env: Readonly<Record<string, string | undefined>> };
const baseURL = process.env.SERVER ?? "";

const whop = new Whop({ apiKey: "whop_key", baseURL, maxRetries: 0 });
const dispute: Dispute = await whop.disputes.retrieve("dspt_1");
const id: string = dispute.id;

const alone = new Disputes(new WhopCore({ apiKey: "whop_key", baseURL }));
const params: DisputeListParams = { company_id: "biz_1" };
const ids: string[] = [];
for await (const item of alone.list(params)) ids.push(item.id);

const current: CurrentDispute = await new WhopCurrent({ apiKey: "whop_key", baseURL }).disputes.retrieve("dspt_1");

const decisionly = new Decisionly({ apiKey: "test_key", baseURL, maxRetries: 0 });
const missing = await decisionly.v1.cases.retrieve("case_1").then(
  (found: V1Case) => found.case_id,
  (error: unknown) => (error instanceof NotFoundError ? error.status : "another error"),
);

// undici is not installed here: what uses it compiles, and says so when it runs.
const send: NodeFetch = nodeFetch({ connections: 8 });
const withoutUndici = await new Whop({ apiKey: "whop_key", baseURL, fetch: send }).disputes.retrieve("dspt_1").then(
  () => "sent",
  (error: unknown) => (error instanceof Whop.ConfigurationError ? error.name : "another error"),
);
await send.close();

export type EventName = WebhookEvent["type"];
const isSame = DefaultWhop.name === Whop.name && DefaultDecisionly.name === Decisionly.name;
console.log(JSON.stringify({ id, ids, missing, isSame, withoutUndici, current: current.id, webhooks: Object.keys(webhooks).length > 0 }));
`;

export const expectedOutput = {
  id: "dspt_1",
  ids: ["dspt_1", "dspt_2"],
  missing: 404,
  isSame: true,
  withoutUndici: "ConfigurationError",
  current: "dspt_1",
  webhooks: true,
};

export interface Consumer {
  readonly name: string;
  readonly compilerOptions: Readonly<Record<string, unknown>>;
  /** Whether the project's own `@types/node` is installed as well. */
  readonly nodeTypes?: boolean;
}

const strict = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  target: "ES2022",
  lib: ["ES2022", "DOM"],
  types: [],
  outDir: "out",
};

/** The two ways in which programs of today find a package's types, without the types of Node; and a program of Node, without the DOM's. */
export const consumers: readonly Consumer[] = [
  { name: "nodenext", compilerOptions: { ...strict, module: "nodenext" } },
  { name: "bundler", compilerOptions: { ...strict, module: "esnext", moduleResolution: "bundler" } },
  {
    name: "node without DOM",
    compilerOptions: { ...strict, module: "nodenext", lib: ["ES2022"], types: ["node"] },
    nodeTypes: true,
  },
];
