import { SpecError } from "../diagnostics.js";
import { camelCase, pascalCase } from "../load/letter-case.js";
import { freeName, type Note } from "../load/notes.js";
import type { OpenApiDocument, Operation } from "../load/openapi.js";
import { readOperations } from "../load/read-operations.js";
import type { ResolvedOperation } from "../load/resolved-operation.js";
import { isMemberName, isPlainId, methodName } from "./names.js";

/**
 * Gives every operation an operationId of its own, a resource and a method. What the contract says wins; where it says nothing, or
 * nothing that can be a name, the name is made from method and path: `GET /v1/accounts/{id}` is `accounts.getAccountsById`.
 */
export function nameOperations(draft: OpenApiDocument, note: Note): void {
  const operations = readOperations(draft).map((operation) => ({ operation, node: ownNode(draft, operation) }));
  const ids = new Set<string>();
  const made: Record<keyof typeof REASONS, string[]> = { id: [], resource: [] };
  for (const { operation, node } of operations) {
    const { operationId } = node;
    if (operationId !== undefined && isPlainId(operationId) && !ids.has(operationId)) {
      ids.add(operationId);
      continue;
    }
    const wanted =
      operationId === undefined ? "" : operationId.replaceAll(/[^\w.:/-]+/g, "_").replaceAll(/^_+|_+$/g, "");
    const byPath = pathName(operation);
    const name = isPlainId(wanted) && !ids.has(wanted) ? wanted : free(byPath, ids);
    ids.add(name);
    node.operationId = name;
    made.id.push(operation.usedAt);
  }
  const members = new Map<string, Set<string>>();
  for (const { operation, node } of operations) {
    if (resourceOf(node) === undefined) {
      node["x-sdk-resource"] = pathResource(operation);
      made.resource.push(operation.usedAt);
    }
  }
  // A resource is a member of the one above it.
  for (const { node } of operations) {
    const parts = (resourceOf(node) ?? "").split(".");
    for (let length = 1; length < parts.length; length += 1)
      membersOf(members, parts.slice(0, length)).add(parts[length] ?? "");
  }
  const inOrder = [...operations].sort((a, b) => Number(isChosen(b.node)) - Number(isChosen(a.node)));
  for (const { operation, node } of inOrder)
    nameMethod(operation, node, membersOf(members, [resourceOf(node) ?? ""]), note);
  for (const [kind, reason] of Object.entries(REASONS)) {
    const [first, ...more] = made[kind as keyof typeof REASONS];
    if (first === undefined) continue;
    const others = more.length === 0 ? "" : `, and so do ${more.length} more`;
    note(new SpecError(`names/${kind}-from-path`, first, `${reason}${others}.`, "An overlay can say another one."));
  }
}

const REASONS = {
  id: "the operation has no operationId of its own, and gets one from its method and path",
  resource: "the operation has no tag that can name a resource, and gets its resource from its path",
} as const;

/** The operation's node, which no other path shares: names are per place. */
function ownNode(draft: OpenApiDocument, { path, method, node }: ResolvedOperation): Operation {
  return draft.paths?.[path]?.[method] ?? node;
}

function isChosen(node: Operation): boolean {
  return node["x-sdk-method"] !== undefined;
}

function resourceOf(node: Operation): string | undefined {
  const [tag] = node.tags ?? [];
  const name = node["x-sdk-resource"] ?? (tag === undefined ? undefined : camelCase(tag));
  if (name === undefined) return undefined;
  // What the overlay says is refused later, with its place, where it cannot be.
  return node["x-sdk-resource"] !== undefined || isMemberName(name) ? name : undefined;
}

function nameMethod(operation: ResolvedOperation, node: Operation, taken: Set<string>, note: Note): void {
  const id = node.operationId ?? "";
  const byRule = methodName(id, node.tags?.[0]);
  const wanted = node["x-sdk-method"] ?? (isMemberName(byRule) ? byRule : memberName(camelCase(id), operation));
  if (node["x-sdk-method"] !== undefined) {
    taken.add(wanted);
    return;
  }
  const name = freeName(
    [wanted, camelCase(id), pathName(operation)],
    (candidate) => taken.has(candidate) || !isMemberName(candidate),
    operation.usedAt,
    note,
  );
  taken.add(name);
  if (name !== byRule) node["x-sdk-method"] = name;
}

function memberName(name: string, operation: ResolvedOperation): string {
  return isMemberName(name) ? name : pathName(operation);
}

function membersOf(all: Map<string, Set<string>>, path: readonly string[]): Set<string> {
  const key = path.join(".");
  const found = all.get(key) ?? new Set<string>();
  all.set(key, found);
  return found;
}

/** `GET /v1/accounts/{account_id}/holds` is `getV1AccountsByAccountIdHolds`. */
function pathName({ path, method }: ResolvedOperation): string {
  const words = path.split(/[{}]/).map((part, index) => (index % 2 === 1 ? `By${pascalCase(part)}` : pascalCase(part)));
  return `${method}${words.join("") || "Root"}`;
}

/** The first segment that is a word: `/api/v2/accounts/{id}` is `accounts`. */
function pathResource({ path }: ResolvedOperation): string {
  const words = path.split("/").filter((segment) => segment !== "" && !segment.includes("{"));
  const named = words.map(camelCase).flatMap((word) => [word, `${word}Api`].find(isMemberName) ?? []);
  return named.find((word) => !/^(?:v\d+\w*|api|rest|public)$/i.test(word)) ?? named[0] ?? "root";
}

function free(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted}${number}`;
  return name;
}
