import { isDeepStrictEqual } from "node:util";
import { methodAt } from "../../support/callable.js";
import type { ClientClass, Signature } from "./client.js";
import { judgeRequest, type Sent } from "./judge-request.js";
import { bodyNames, isIdempotencyKey, isJson, type PlannedCall, planCall } from "./plan-call.js";
import { type Document, type Node, nodeOf, type Operation } from "./read-document.js";
import { NoSample, seedOf } from "./sample.js";

export interface Judged {
  readonly calls: number;
  /** One line for each thing that is wrong. */
  readonly faults: readonly string[];
}

const OPERATIONS = 5;
const KEY = "user_1:secret_1";

/** Calls some operations of a client, with all that they take and with as little as they need, and judges what is sent. */
export async function judgeSample(
  document: Document,
  operations: readonly Operation[],
  signatures: ReadonlyMap<string, Signature>,
  Client: ClientClass,
): Promise<Judged> {
  const placeOf = ({ verb, path }: Operation): string => `${verb} ${path}`;
  const inOrder = [...operations].sort((one, other) => seedOf(placeOf(one)) - seedOf(placeOf(other)));
  const faults: string[] = [];
  let calls = 0;
  let called = 0;
  for (const operation of inOrder) {
    if (called >= OPERATIONS) break;
    const signature = signatures.get(placeOf(operation));
    if (signature === undefined) continue;
    const plans = (["full", "bare"] as const).flatMap((style) => plan(document, operation, style));
    if (plans.length > 0) called += 1;
    for (const one of plans) {
      calls += 1;
      const found = await judgeCall(document, operation, signature, Client, one).catch((error: unknown) => [
        String(error),
      ]);
      faults.push(...found.map((fault) => `${placeOf(operation)} (${signature.call}): ${fault}`));
    }
  }
  return { calls, faults };
}

function plan(document: Document, operation: Operation, style: "full" | "bare"): PlannedCall[] {
  try {
    return [planCall(document, operation, style)];
  } catch (error) {
    if (error instanceof NoSample) return [];
    throw error;
  }
}

async function judgeCall(
  document: Document,
  operation: Operation,
  signature: Signature,
  Client: ClientClass,
  planned: PlannedCall,
): Promise<string[]> {
  const schemes = Object.keys(nodeOf(nodeOf(document.root.components).securitySchemes));
  const credentials = Object.fromEntries(schemes.map((name) => [name, `user:secret_of_${name.replace(/\W/g, "")}`]));
  const own = document.addressOf(operation);
  const isOfAll = document.addressOf({ ...operation, servers: listOfServers(document.root) }) === own;
  const address = own ?? "https://stand-in.example/base";
  const sent: Sent[] = [];
  const client = new Client({
    apiKey: KEY,
    credentials,
    dangerouslyAllowHttp: true,
    maxRetries: 0,
    ...((own === undefined || isOfAll) && { baseURL: undefined }),
    ...(own === undefined && { baseURL: address }),
    fetch: async (url: string, init: RequestInit) => {
      sent.push({
        url,
        method: init.method ?? "GET",
        headers: new Headers(init.headers),
        request: new Request(url, init),
      });
      return answer(planned);
    },
  });
  const { call, plannedBody } = argumentsOf(document, operation, signature, planned);
  const [resource, name] = splitCall(signature.call);
  const result = await methodAt(client, resource, name)(...call);
  const [request, ...more] = sent;
  if (request === undefined || more.length > 0) return [`${sent.length} requests were sent`];
  const faults = await judgeRequest(
    document,
    operation,
    { ...planned, body: plannedBody },
    { key: KEY, credentials, address },
    request,
  );
  return [...faults, ...(await resultFaults(planned, result))];
}

function listOfServers(root: Node): readonly Node[] {
  return Array.isArray(root.servers) ? root.servers.map(nodeOf) : [];
}

function splitCall(call: string): [resource: string, name: string] {
  const at = call.lastIndexOf(".");
  return [call.slice(0, at), call.slice(at + 1)];
}

/**
 * By the one rule of calling: the last path parameter comes first, then the file of a form, a body that is an argument of its own, and one
 * object with everything else. What is a parameter and a member of the body has one value for both.
 */
function argumentsOf(
  document: Document,
  { path, body }: Operation,
  { args }: Signature,
  planned: PlannedCall,
): { call: unknown[]; plannedBody: unknown } {
  const last = [...path.matchAll(/\{([^{}]+)\}/g)].at(-1)?.[1];
  const positional = planned.parameters.find(({ node }) => node.in === "path" && node.name === last);
  const params: Record<string, unknown> = {};
  const options: Record<string, unknown> = {};
  for (const one of planned.parameters) {
    if (isIdempotencyKey(one.node)) options.idempotencyKey = one.value;
    else if (one !== positional) params[String(one.node.name)] = one.value;
  }
  const remaining = [...args];
  const call: unknown[] = [];
  if (positional !== undefined) {
    remaining.shift();
    call.push(positional.value);
  }
  let plannedBody = planned.body;
  let whole: unknown = params;
  if (remaining.includes("body")) call.push(planned.body);
  else if (planned.body !== undefined && typeof planned.body === "object" && !Array.isArray(planned.body)) {
    const schemas = Object.values(nodeOf(body?.content)).map((media) => nodeOf(media).schema);
    const names = new Set(schemas.flatMap((schema) => [...bodyNames(document, schema)]));
    const both = Object.entries(params).filter(([name]) => names.has(name));
    plannedBody = { ...planned.body, ...Object.fromEntries(both) };
    const members = { ...(planned.body as Record<string, unknown>) };
    const isUpload = remaining.length > 0 && remaining[0] !== "params";
    const file = isUpload ? Object.keys(members).find((name) => members[name] instanceof File) : undefined;
    if (file !== undefined) {
      call.push(members[file]);
      delete members[file];
    }
    whole = { ...members, ...params };
  } else if (planned.body !== undefined) whole = planned.body;
  const isNeeded = typeof whole !== "object" || whole === null || Object.keys(whole).length > 0;
  const hasOptions = Object.keys(options).length > 0;
  if (isNeeded || (remaining.includes("params") && (planned.body !== undefined || hasOptions))) call.push(whole);
  if (hasOptions) call.push(options);
  return { call, plannedBody };
}

function answer({ answer: { status, mediaType, value } }: PlannedCall): Response {
  if (mediaType === undefined) return new Response(null, { status: status === 200 ? 204 : status });
  const type = mediaType.includes("*") ? "application/json" : mediaType;
  if (isJson(mediaType)) return new Response(JSON.stringify(value), { status, headers: { "content-type": type } });
  const text = type.startsWith("text/event-stream") ? `data: ${value}\n\n` : String(value);
  return new Response(text, { status, headers: { "content-type": type } });
}

/** Whether the method gave what the server answered. */
async function resultFaults({ answer: { mediaType, value } }: PlannedCall, result: unknown): Promise<string[]> {
  let got = result;
  if (mediaType !== undefined && !isJson(mediaType)) {
    if (result instanceof Blob) got = await result.text();
    else if (typeof result === "object" && result !== null && Symbol.asyncIterator in result)
      for await (const event of result as AsyncIterable<{ data?: unknown }>) got = event.data;
  }
  const wanted = mediaType === undefined ? undefined : isJson(mediaType) ? JSON.parse(JSON.stringify(value)) : value;
  return isDeepStrictEqual(got, wanted) ? [] : [`the method gives ${show(got)}, not ${show(wanted)}`];
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? "undefined").slice(0, 300);
}
