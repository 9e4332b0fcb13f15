import { methodAt } from "./callable.js";
import type { Contract, ContractOperation } from "./contract.js";
import type { Arguments } from "./expected-request.js";
import { type RecordingFetch, recordingFetch } from "./recording-fetch.js";
import { type SampleChoice, sampleText, sampleValue } from "./sample-value.js";

/** How each operation is called: its place in the client is all that a test takes from what was generated. */
export type Table = Readonly<Record<string, readonly [verb: string, path: string, resource: string, method: string]>>;

/** Sent with each call that has request options. */
export const PROBE = { "x-probe": "1" } as const;

/** A caller's arguments for an operation, in contract order. `bare` leaves out the object where the contract requires none. */
export function sampleArguments(contract: Contract, operation: ContractOperation, choice: SampleChoice): Arguments {
  const bare = choice.style === "bare";
  const params: Record<string, unknown> = {};
  for (const name of operation.pathNames.slice(0, -1)) params[name] = sampleText(name);
  for (const { name, required, schema } of operation.query)
    if (required || !bare) params[name] = sampleValue(contract, schema, name, choice);
  if (operation.body !== undefined && (operation.body.required || !bare))
    Object.assign(params, sampleValue(contract, operation.body.schema, "body", choice));
  const last = operation.pathNames.at(-1);
  const file = operation.filePart === undefined ? undefined : params[operation.filePart];
  if (operation.filePart !== undefined) delete params[operation.filePart];
  const isNeeded = operation.body?.required === true && file === undefined;
  return {
    file,
    positional: last === undefined ? undefined : sampleText(`the ${last}`),
    params: Object.keys(params).length === 0 && !isNeeded ? undefined : params,
  };
}

/** The session that a caller brings along for an operation that no API key can call. */
export const SESSION = { authorization: "Bearer session_1" } as const;

/** Request options for an operation: with its session, where it needs one. */
export function withSession(
  { isSessionOnly }: ContractOperation,
  own: { readonly headers?: Readonly<Record<string, string>> } | undefined,
): object | undefined {
  return isSessionOnly ? { ...own, headers: { ...own?.headers, ...SESSION } } : own;
}

export interface Called {
  readonly request: Request;
  readonly answer: unknown;
  readonly result: unknown;
}

/** Calls the operation's method on a new client; the answer is one that the contract allows. */
export async function callOnce(
  create: (fetch: RecordingFetch["fetch"]) => object,
  table: Table,
  contract: Contract,
  operation: ContractOperation,
  given: Arguments,
  options: object | undefined,
): Promise<Called> {
  const [, , resource, name] = table[operation.id] ?? [];
  if (resource === undefined || name === undefined) throw new Error(`the client has no ${operation.id}`);
  const answer = operation.answer && sampleValue(contract, operation.answer, "answer", { style: "full" });
  const recorder = recordingFetch(() => answer ?? null);
  const method = methodAt(create(recorder.fetch), resource, name);
  // Options come after the object, which may be empty. A form can be a file alone.
  const hasBody = operation.body !== undefined && given.file === undefined;
  const hasObject = operation.query.length > 0 || hasBody || operation.pathNames.length > 1;
  const params = given.params ?? (options !== undefined && hasObject ? {} : undefined);
  const result = await method(
    ...(given.positional === undefined ? [] : [given.positional]),
    ...(given.file === undefined ? [] : [given.file]),
    ...(params === undefined ? [] : [params]),
    ...(options === undefined ? [] : [options]),
  );
  const [request, ...more] = recorder.requests;
  if (request === undefined || more.length > 0) throw new Error(`${recorder.requests.length} requests instead of one`);
  return { request, answer, result };
}
