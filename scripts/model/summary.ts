import { singular } from "../load/letter-case.js";
import { sentence, withArticle, wordsOf } from "../normalize/english.js";

/**
 * What a method does, in a sentence of our own, for what nothing describes: `Pause an ad campaign.`
 *
 * @param isOne whether the call is for one thing, which it names by its id
 */
export function summaryOf(method: string, resource: readonly string[], isOne: boolean): string {
  const things = wordsOf(resource.at(-1) ?? "");
  const thing = withArticle(singular(things));
  const [verb = "", ...rest] = wordsOf(method).split(" ");
  const [next = ""] = rest;
  const object = rest.join(" ");
  if (rest.length === 0) {
    const isSingle = isOne || /^(?:create|retrieve|update|delete)$/.test(verb);
    return sentence(`${verb} ${verb !== "list" && isSingle ? thing : things}`);
  }
  // `markPaid`, `markAsCompleted`
  if (verb === "mark") return sentence(`mark ${isOne ? thing : things} as ${object.replace(/^as /, "")}`);
  // `createWithCases`, `retrieveByEmail`
  if (PREPOSITIONS.has(next)) return sentence(`${verb} ${thing} ${object}`);
  // `queryRaw`
  if (rest.length === 1 && ADJECTIVES.has(next)) return sentence(`${verb} ${next} ${things}`);
  // `createApikey` says all; `submitAssessment` does not say whose.
  const isOwnThing = /^(?:create|list|retrieve|update|delete)$/.test(verb);
  return sentence(`${verb} ${withArticle(object)}${isOne && !isOwnThing ? ` for ${thing}` : ""}`);
}

const PREPOSITIONS: ReadonlySet<string> = new Set("as at by for from in into of on to with without".split(" "));
const ADJECTIVES: ReadonlySet<string> = new Set("active all archived latest new public raw recent".split(" "));
