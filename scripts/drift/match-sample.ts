import type { OpenApiDocument } from "../load/openapi.js";
import { isSuccessStatus } from "../load/resolved-operation.js";
import { compareWithBody, type Difference, declaredFields } from "./compare-with-body.js";
import type { ContractBodies, ContractBody, ContractOperation } from "./contract-bodies.js";

/**
 * What a sample is a sample of.
 *
 * `matched`: these bodies, which share one schema, and how the sample differs from it. `absent`: the sample's name says what it is, and the
 * contract has no such response, request or event. `unclear`: several schemas fit equally well, or none fits.
 */
export type Match =
  | {
      readonly kind: "matched";
      readonly by: "name" | "content";
      readonly bodies: readonly ContractBody[];
      readonly differences: readonly Difference[];
    }
  | {
      readonly kind: "absent";
      readonly what: string;
      readonly operation: ContractOperation | null;
      readonly pointer: string;
    }
  | { readonly kind: "unclear"; readonly why: "ambiguous" | "unmatched"; readonly candidates: readonly ContractBody[] };

/**
 * By its name first, by its content where the name does not say.
 *
 * A path below the samples' folder is read as words between `/` and `.`. An operationId makes it a sample of that operation; the next
 * word says which part: a status, `request` or `response`, and further words are the reader's own. Else an event's type in it makes it
 * a sample of that event; `TYPE.event.json` does so for a type that the contract lacks.
 *
 * By content, the schema that differs least is taken, when no other fits equally well and it declares at least half of the sample's fields.
 */
export function matchSample(document: OpenApiDocument, bodies: ContractBodies, path: string, value: unknown): Match {
  const named = byName(bodies, path);
  if (named === undefined) return byContent(document, bodies.all, value, "content");
  if (!("bodies" in named)) return named;
  return byContent(document, named.bodies, value, "name");
}

type Named = { readonly bodies: readonly ContractBody[] } | Extract<Match, { kind: "absent" }>;

function byName(bodies: ContractBodies, path: string): Named | undefined {
  const words = path.replace(/\.json$/i, "").split(/[/.]/);
  const at = words.map((word) => bodies.operations.has(word)).lastIndexOf(true);
  const operation = bodies.operations.get(words[at] ?? "");
  if (operation === undefined) return eventNamed(bodies, path, words);
  const part = words[at + 1] ?? "";
  if (part === "request") {
    const requests = operation.bodies.filter(({ role }) => role === "request");
    return orAbsent(requests, "request body", operation, `${operation.pointer}/requestBody`);
  }
  const responses = operation.bodies.filter(({ role }) => role === "response");
  if (/^[1-5]\d\d$/.test(part)) {
    const ofStatus = [part, `${part[0]}XX`, "default"].map((status) =>
      responses.filter((one) => one.status === status),
    );
    const declared = ofStatus.find(({ length }) => length > 0) ?? [];
    return orAbsent(declared, `body for response ${part}`, operation, `${operation.pointer}/responses`);
  }
  const successes = responses.filter(({ status }) => isSuccessStatus(status ?? ""));
  if (part === "response")
    return orAbsent(successes, "body for a success", operation, `${operation.pointer}/responses`);
  const either = operation.bodies.filter((body) => body.role === "request" || successes.includes(body));
  return orAbsent(either, "body", operation, operation.pointer);
}

function orAbsent(bodies: readonly ContractBody[], what: string, operation: ContractOperation, pointer: string): Named {
  return bodies.length > 0 ? { bodies } : { kind: "absent", what, operation, pointer };
}

function eventNamed(bodies: ContractBodies, path: string, words: readonly string[]): Named | undefined {
  const text = `.${words.join(".")}.`;
  const known = [...bodies.events.keys()].filter((type) => text.includes(`.${type}.`));
  // `a.b` is part of the name `a.b.c`: the longest is meant.
  const type = known.sort((one, other) => other.length - one.length)[0];
  const event = bodies.events.get(type ?? "");
  if (event !== undefined) return { bodies: [event] };
  const unknown = /(?:^|\/)([^/]+)\.event(?:\.[^/]*)?\.json$/i.exec(path)?.[1];
  return unknown === undefined
    ? undefined
    : { kind: "absent", what: `event ${unknown}`, operation: null, pointer: "/webhooks" };
}

interface Fit {
  readonly contradictions: number;
  readonly lacks: number;
}

interface Rated extends Fit {
  readonly bodies: readonly ContractBody[];
  readonly differences: readonly Difference[];
}

function byContent(
  document: OpenApiDocument,
  candidates: readonly ContractBody[],
  value: unknown,
  by: "name" | "content",
): Match {
  const groups = groupBySchema(candidates);
  const fitting = groups.filter(([body]) => by === "name" || recognizes(document, body, value));
  const rated = fitting
    .map((bodies) => rate(document, bodies, value))
    .sort((one, other) => one.contradictions - other.contradictions || one.lacks - other.lacks);
  const [best, second] = rated;
  if (best === undefined) return { kind: "unclear", why: "unmatched", candidates: [] };
  if (by === "content") {
    const event = unknownEvent(rated, value);
    if (event !== undefined) return { kind: "absent", what: `event ${event}`, operation: null, pointer: "/webhooks" };
  }
  if (second !== undefined && !isBetter(best, second)) {
    const alike = rated.filter((one) => !isBetter(best, one));
    return { kind: "unclear", why: "ambiguous", candidates: alike.flatMap((one) => one.bodies) };
  }
  return { kind: "matched", by, bodies: best.bodies, differences: best.differences };
}

/** The content does not distinguish bodies of one schema, and need not. */
function groupBySchema(bodies: readonly ContractBody[]): [ContractBody, ...ContractBody[]][] {
  const groups = new Map<string, [ContractBody, ...ContractBody[]]>();
  for (const body of bodies) {
    const group = groups.get(`${body.role === "request"} ${body.pointer}`);
    if (group === undefined) groups.set(`${body.role === "request"} ${body.pointer}`, [body]);
    else group.push(body);
  }
  return [...groups.values()];
}

function recognizes(document: OpenApiDocument, body: ContractBody, value: unknown): boolean {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
  const names = Object.keys(value);
  const fields = declaredFields(document, body);
  const known = names.filter((name) => fields.has(name)).length;
  return known > 0 && known * 2 >= names.length;
}

function rate(document: OpenApiDocument, bodies: [ContractBody, ...ContractBody[]], value: unknown): Rated {
  const differences = compareWithBody(document, bodies[0], value);
  const contradictions = differences.filter(({ severity }) => severity === "contradicts").length;
  return { bodies, differences, contradictions, lacks: differences.length - contradictions };
}

function isBetter(one: Fit, other: Fit): boolean {
  return (
    one.contradictions < other.contradictions ||
    (one.contradictions === other.contradictions && one.lacks < other.lacks)
  );
}

/** The type of a sample that fits an event but for its type better than it fits anything else. */
function unknownEvent([best, ...others]: readonly Rated[], value: unknown): string | undefined {
  for (const rated of [best, ...others]) {
    const type = rated?.bodies[0]?.event ?? null;
    const wrong = rated?.differences.find(({ kind, expected }) => {
      return kind === "wrong-constant" && expected === JSON.stringify(type);
    });
    if (rated === undefined || best === undefined || wrong === undefined) continue;
    const butForType = { contradictions: rated.contradictions - 1, lacks: rated.lacks };
    const held = (value as Record<string, unknown>)[wrong.at.slice(1)];
    if (isBetter(butForType, best) && typeof held === "string" && /^[\w.-]{1,100}$/.test(held)) return held;
  }
  return undefined;
}
