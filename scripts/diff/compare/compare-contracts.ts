import { isDeepStrictEqual } from "node:util";
import { pointerOf } from "../../diagnostics.js";
import { componentOf, type OpenApiDocument, type Server } from "../../load/openapi.js";
import type { Change, OperationChangeKind, Use } from "./change.js";
import { Collector } from "./collector.js";
import { callText, compareOperation } from "./compare-operation.js";
import { SchemaComparer } from "./compare-schemas.js";
import { matchOperations, type OperationMatch } from "./match-operations.js";
import { mediaOf, type OperationAt, operationsAt } from "./operation-at.js";
import { Unchanged } from "./unchanged.js";
import { Views } from "./view.js";

/** One change with all directions and all places from which it is reached. */
export interface ReachedChange extends Omit<Change, "use"> {
  readonly uses: ReadonlySet<Use>;
  /** Operations by their id (the old one for what is gone), events as `event:<name>`; the contract's order. */
  readonly reach: readonly string[];
}

/** Everything that a caller of the API could notice between two contracts, each cause once. Order and prose are no difference. */
export function compareContracts(before: OpenApiDocument, after: OpenApiDocument): ReachedChange[] {
  const collector = new Collector();
  const unchanged = new Unchanged(before, after);
  const schemas = new SchemaComparer(
    { before: new Views(before), after: new Views(after), unchanged, isReplaced: replacements(before, after) },
    collector,
  );
  const merged = new Merger();

  const operations = matchOperations(operationsAt(before, "paths"), operationsAt(after, "paths"));
  collector.within("document", () => compareDocuments(before, after, collector));
  for (const change of collector.reachedFrom("document")) merged.add(change, undefined);
  compareAll(operations, idOf, collector, merged, (was, is) => {
    if (!unchanged.covers(was, is)) compareOperation(was, is, schemas, collector);
  });

  const events = withRenamed(
    matchOperations(operationsAt(before, "webhooks"), operationsAt(after, "webhooks")),
    (was, is) => {
      const [left, right] = [bodyOf(was), bodyOf(is)];
      return left !== undefined && right !== undefined && schemas.isEqual(left, right);
    },
  );
  compareAll(events, eventOf, collector, merged, (was, is) => {
    if (!unchanged.covers(was, is)) compareEvent(was, is, schemas, collector);
  });
  return merged.all();
}

function replacements(before: OpenApiDocument, after: OpenApiDocument): (was: string, is: string) => boolean {
  const [old, now] = [before, after].map(({ components = {} }) => new Set(Object.keys(components.schemas ?? {})));
  const isBoth = (pointer: string): boolean => {
    const name = componentOf(`#${pointer}`);
    return (
      name !== undefined &&
      pointer.startsWith("/components/schemas/") &&
      old?.has(name) === true &&
      now?.has(name) === true
    );
  };
  return (was, is) => was !== is && isBoth(was) && isBoth(is);
}

function idOf({ operation }: OperationAt): string {
  return operation.operationId ?? "";
}

export function eventOf({ key }: Pick<OperationAt, "key">): string {
  return `event:${key}`;
}

function compareAll(
  { pairs, removed, added }: OperationMatch,
  nameOf: (operation: OperationAt) => string,
  collector: Collector,
  merged: Merger,
  compare: (before: OperationAt, after: OperationAt) => void,
): void {
  const isEvent = nameOf === eventOf;
  const whole = (operation: OperationAt, kind: OperationChangeKind, before: string | null, after: string | null) => {
    const members = [isEvent ? eventOf(operation) : "method"];
    const { pointer, key } = operation;
    merged.add({ kind, use: undefined, pointer, before, after, subject: key, members }, nameOf(operation));
  };
  for (const operation of removed)
    whole(
      operation,
      isEvent ? "webhook-removed" : "operation-removed",
      isEvent ? operation.key : callText(operation),
      null,
    );
  for (const [was, is] of pairs) {
    const frame = `operation ${is.pointer}`;
    collector.within(frame, () => compare(was, is));
    for (const change of collector.reachedFrom(frame)) merged.add(change, nameOf(is));
  }
  for (const operation of added)
    whole(
      operation,
      isEvent ? "webhook-added" : "operation-added",
      null,
      isEvent ? operation.key : callText(operation),
    );
}

function compareEvent(before: OperationAt, after: OperationAt, schemas: SchemaComparer, collector: Collector): void {
  const add = (kind: OperationChangeKind, was: string | null, is: string | null, pointer = after.pointer) =>
    collector.add({
      ...{ kind, use: undefined, pointer, before: was, after: is, subject: after.key },
      members: [eventOf(before), eventOf(after)],
    });
  if (before.key !== after.key) add("webhook-renamed", before.key, after.key);
  const headers = (event: OperationAt, other: OperationAt) =>
    new Map(event.parameters.map((parameter) => [parameter.part.name, other.placeWithout(parameter)]));
  const [carried, carries] = [headers(before, after), headers(after, before)];
  for (const [name, pointer] of carried) if (!carries.has(name)) add("webhook-header-removed", name, null, pointer);
  for (const [name, pointer] of carries) if (!carried.has(name)) add("webhook-header-added", null, name, pointer);
  if (before.verb !== after.verb) add("webhook-changed", before.verb.toUpperCase(), after.verb.toUpperCase());
  const [was, is] = [bodyOf(before), bodyOf(after)];
  if (was !== undefined && is !== undefined) schemas.compare(was, is, "event", { owner: "", trail: "" });
}

function bodyOf({ body }: OperationAt) {
  return body === undefined ? undefined : mediaOf(body);
}

/** An event gone and one come with the same body, where there is one of each only. */
function withRenamed(
  { pairs, removed, added }: OperationMatch,
  isEqual: (before: OperationAt, after: OperationAt) => boolean,
): OperationMatch {
  const renamed = removed.flatMap((was) => {
    const [is, ...others] = added.filter((event) => isEqual(was, event));
    const rivals = is === undefined ? [] : removed.filter((event) => isEqual(event, is));
    return is === undefined || others.length > 0 || rivals.length > 1 ? [] : [[was, is] as const];
  });
  return {
    pairs: [...pairs, ...renamed],
    removed: removed.filter((event) => renamed.every(([was]) => was !== event)),
    added: added.filter((event) => renamed.every(([, is]) => is !== event)),
  };
}

/** What concerns the API as a whole. */
function compareDocuments(before: OpenApiDocument, after: OpenApiDocument, collector: Collector): void {
  const add = (kind: OperationChangeKind, pointer: string, was: string | null, is: string | null, subject = "") =>
    collector.add({ kind, use: undefined, pointer, before: was, after: is, subject, members: [] });
  const [servers, now] = [environmentsOf(before), environmentsOf(after)];
  for (const [name, { url, pointer }] of servers) {
    const other = now.get(name);
    if (other === undefined) add("environment-removed", pointer, name, null);
    else if (other.url !== url) add("server-url-changed", `${other.pointer}/url`, url, other.url, name);
  }
  for (const [name, { pointer }] of now) if (!servers.has(name)) add("environment-added", pointer, null, name);
  const arrays = (document: OpenApiDocument) => (document["x-query-arrays"] === "brackets" ? "a[]=1&a[]=2" : "a=1&a=2");
  if (arrays(before) !== arrays(after)) add("query-arrays-changed", "/x-query-arrays", arrays(before), arrays(after));
  const [known, schemes] = [before.components?.securitySchemes ?? {}, after.components?.securitySchemes ?? {}];
  for (const [name, scheme] of Object.entries(schemes)) {
    const other = known[name];
    if (other === undefined) continue;
    const [was, is] = [other, scheme].map(({ description: _, ...facts }) => facts);
    const pointer = pointerOf("components", "securitySchemes", name);
    if (!isDeepStrictEqual(was, is))
      add("security-scheme-changed", pointer, schemeText(other), schemeText(scheme), name);
  }
}

/** By the value of the client's option `environment`, as the generator names it. */
function environmentsOf({ servers = [] }: OpenApiDocument): Map<string, { url: string; pointer: string }> {
  const nameOf = (server: Server, index: number) =>
    server["x-environment"] ?? (index === 0 ? "production" : `server${index + 1}`);
  return new Map(
    servers.map((server, index) => [nameOf(server, index), { url: server.url, pointer: pointerOf("servers", index) }]),
  );
}

function schemeText(scheme: { readonly type: string; readonly scheme?: string }): string {
  return [scheme.type, scheme.scheme].filter((part) => part !== undefined).join(" ");
}

/** The same change, found by way of several operations or in both directions, is one. */
class Merger {
  readonly #changes = new Map<string, Change & { uses: Set<Use>; reach: Set<string> }>();

  add(change: Change, reach: string | undefined): void {
    const { kind, pointer, before, after, members } = change;
    const key = JSON.stringify([kind, pointer, before, after]);
    const known = this.#changes.get(key) ?? { ...change, uses: new Set<Use>(), reach: new Set<string>() };
    this.#changes.set(key, { ...known, members: [...new Set([...known.members, ...members])] });
    if (change.use !== undefined) known.uses.add(change.use);
    if (reach !== undefined) known.reach.add(reach);
  }

  all(): ReachedChange[] {
    return [...this.#changes.values()].map(({ use: _, reach, ...change }) => ({ ...change, reach: [...reach] }));
  }
}
