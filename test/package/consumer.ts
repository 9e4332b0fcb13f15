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
  /** The version of `@types/node` that is installed as well; `true` for the project's own. */
  readonly nodeTypes?: string | true;
  /** The only version of TypeScript that compiles it, installed there; else the project's, which this program may narrow. */
  readonly typescript?: string;
  readonly compilers?: readonly string[];
  /** Whether its files are CommonJS: the program is then one function. */
  readonly isCommonJs?: boolean;
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

const withoutDom = { ...strict, module: "nodenext", lib: ["ES2022"], types: ["node"] };

/** The two ways in which programs of today find a package's types, without the types of Node; and programs of Node, without the DOM's. README says with which versions. */
export const consumers: readonly Consumer[] = [
  { name: "nodenext", compilerOptions: { ...strict, module: "nodenext" } },
  { name: "bundler", compilerOptions: { ...strict, module: "esnext", moduleResolution: "bundler" } },
  {
    name: "node without DOM",
    compilerOptions: withoutDom,
    nodeTypes: true,
  },
  ...["18.19.130", "22.20.1", "24.19.4"].map((nodeTypes) => ({
    name: `node types ${nodeTypes}`,
    compilerOptions: withoutDom,
    nodeTypes,
    compilers: ["typescript"],
  })),
  {
    name: "lowest typescript",
    compilerOptions: { ...withoutDom, skipLibCheck: true },
    nodeTypes: "18.19.130",
    typescript: "5.0.4",
  },
  {
    name: "lowest typescript that checks declarations",
    compilerOptions: withoutDom,
    nodeTypes: true,
    typescript: "5.7.3",
  },
  {
    name: "node10",
    // TypeScript 6.0 warns of it, and 7.0 has it no more.
    compilerOptions: { ...withoutDom, module: "commonjs", moduleResolution: "node10", esModuleInterop: true },
    nodeTypes: true,
    compilers: ["typescript"],
    isCommonJs: true,
  },
];

/** The program as a file of CommonJS, where nothing can be awaited at the top. */
export function toCommonJs(text: string): string {
  const isOutside = (line: string): boolean => /^(?:import|declare) /.test(line);
  const lines = text.split("\n");
  const body = lines.filter((line) => !isOutside(line)).map((line) => line.replace(/^export type /, "type "));
  return [...lines.filter(isOutside), "async function main(): Promise<void> {", ...body, "}", "void main();", ""].join(
    "\n",
  );
}
