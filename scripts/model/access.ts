import { SpecError } from "../diagnostics.js";
import type { OpenApiDocument } from "../load/openapi.js";
import type { ResolvedOperation } from "../load/resolved-operation.js";
import { readAlternatives, type SecurityAlternative } from "../load/security.js";
import type { AccessModel, ApiConfig } from "./api-model.js";

type Auth = ApiConfig["auth"];

const SENDABLE: readonly string[] = ["bearer", "basic"] satisfies Auth[];

/**
 * How the client authenticates: by the first scheme that every operation accepts. A scheme that no operation requires counts for nothing.
 *
 * @throws SpecError `model/credentials` for an operation that the client could not authenticate
 */
export function authOf(document: OpenApiDocument, operations: readonly ResolvedOperation[]): Auth {
  let common: readonly string[] | undefined;
  let offered: string | undefined;
  for (const { name, security } of operations) {
    const alternatives = readAlternatives(document, security.node);
    const sendable = alternatives.filter(isSendable).map(({ sent }) => sent[0] ?? "");
    offered ??= sendable[0];
    if (needsNoKey(alternatives)) continue;
    const before: readonly string[] = common ?? sendable;
    common = before.filter((auth) => sendable.includes(auth));
    if (common.length > 0) continue;
    const ways = alternatives.map(({ sent }) => sent.join(" with ")).join(", or ");
    const rest = sendable.length > 0 ? `, and other operations need ${before.join(" or ")}` : "";
    throw new SpecError(
      "model/credentials",
      security.pointer,
      `${name} needs ${ways}${rest}. A client sends one credential, as bearer or basic, with all of its requests.`,
      "Correct the security of the operation in an overlay, or remove the operation.",
    );
  }
  return (common?.[0] ?? offered) === "basic" ? "basic" : "bearer";
}

/** Who may call an operation. */
export function accessOf(document: OpenApiDocument, { node, security }: ResolvedOperation): AccessModel {
  const alternatives = readAlternatives(document, security.node);
  const credentials = node["x-whop-credentials"];
  return {
    // A document without security schemes says nothing of credentials.
    key: document.components?.securitySchemes === undefined ? "required" : keyOf(alternatives, credentials),
    permissions: permissionsOf(alternatives.filter(isSendable)),
    credentials: (credentials ?? []).map(inWords),
  };
}

function keyOf(
  alternatives: readonly SecurityAlternative[],
  credentials: readonly string[] | undefined,
): AccessModel["key"] {
  if (alternatives.length === 0) return "none";
  if (needsNoKey(alternatives)) return "optional";
  if (credentials === undefined || credentials.includes("account_api_key")) return "required";
  return credentials.length === 0 ? "session" : "limited";
}

function needsNoKey(alternatives: readonly SecurityAlternative[]): boolean {
  return alternatives.length === 0 || alternatives.some(({ schemes }) => schemes.length === 0);
}

function isSendable({ sent }: SecurityAlternative): boolean {
  return sent.length === 1 && SENDABLE.includes(sent[0] ?? "");
}

/** Without repeats, and without those that ask for more than another one does. Empty where no permission is needed at all. */
function permissionsOf(alternatives: readonly SecurityAlternative[]): string[][] {
  const lists = new Map(alternatives.map(({ scopes }) => [JSON.stringify(scopes), [...scopes]]));
  const all = [...lists.values()];
  if (all.every((scopes) => scopes.length === 0)) return [];
  const asksForMore = (scopes: readonly string[]) =>
    all.some(
      (other) => other.length > 0 && other.length < scopes.length && other.every((scope) => scopes.includes(scope)),
    );
  const least = all.filter((scopes) => !asksForMore(scopes));
  return [...least.filter((scopes) => scopes.length > 0), ...least.filter((scopes) => scopes.length === 0)];
}

/** `account_api_key` is `account API key`. */
function inWords(credential: string): string {
  const words: Readonly<Record<string, string>> = { api: "API", oauth: "OAuth" };
  return credential
    .split("_")
    .map((word) => words[word] ?? word)
    .join(" ");
}
