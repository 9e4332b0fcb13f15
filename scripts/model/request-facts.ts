import type { MethodModel } from "./api-model.js";

/**
 * What a method does, without its types, which are compared with the exports, and without comments. A field that the model gets in
 * future counts.
 */
export function requestFacts(method: MethodModel): Readonly<Record<string, unknown>> {
  const { docs: _docs, summary: _summary, docsUrl: _url, access, statuses: _, failure: _failure, ...facts } = method;
  const { name: _name, operationId: _id, params, ...rest } = { ...facts };
  const types = new Set(["result", "item", "page"]);
  const own = Object.entries(rest).filter(([key]) => !types.has(key));
  const sorted = own.map(([key, value]) => [key, Array.isArray(value) ? [...value].sort() : value]);
  // Types have what a failure is; `ownStatuses` follows from it.
  return { ...Object.fromEntries(sorted), ownStatuses: undefined, access: access.key, optional: params?.optional };
}
