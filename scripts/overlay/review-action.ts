import { pointerOf, type SpecError, tokensOf } from "../diagnostics.js";
import type { ActionInPlace } from "./apply-overlays.js";
import { onlyDescribes, versionIsGiven } from "./describing.js";
import { explainNoMatch } from "./json-path.js";
import { isSettled, moveOf } from "./moved-location.js";

/** What became of an overlay action that no longer fits the contract, or is no longer needed. */
export interface ActionReview {
  /**
   * `fixed`: the provider has done what the action does. `moved`: what it corrects is elsewhere now. `gone`: nothing like it
   * exists any more.
   */
  readonly outcome: "fixed" | "moved" | "gone";
  /** Whether this is a correction that matches nothing, so that nothing can be generated before the overlay is corrected. */
  readonly blocks: boolean;
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
  /** The action's JSON pointer in the overlay. */
  readonly pointer: string;
  readonly target: string;
  /** The JSON pointer in the contract that comes nearest to the target; absent when nothing does. */
  readonly nearest?: string;
  /** One line: what was found, and what to do. */
  readonly message: string;
}

/**
 * Judges an action against the contract that it is about to be applied to; `undefined` for one that is needed and fits.
 *
 * @param before the contract that the action was written for, its overlays applied; it shows what the target used to select
 */
export function reviewAction(given: ActionInPlace, before: unknown): ActionReview | undefined {
  const { action, document, locations } = given;
  if (locations.length > 0) {
    if (!locations.every((at) => isSettled(action.change, document, at))) return undefined;
    const nearest = pointerOf(...(locations[0] ?? []));
    return reviewOf(given, "fixed", nearest, "the contract has this already: remove the action.");
  }
  if (versionIsGiven(action.change, document)) {
    return reviewOf(
      given,
      "fixed",
      "/info/x-api-version-date",
      "the contract names its version itself: remove the action.",
    );
  }
  const move = moveOf(action, before, document);
  if (move === undefined) {
    const why = explainNoMatch(action.query, document);
    return reviewOf(
      given,
      "gone",
      undefined,
      `nothing like it exists any more. ${why} Remove the action, or give it a new target.`,
    );
  }
  const nearest = pointerOf(...move.at);
  if (move.settled) {
    const what = action.change.kind === "remove" ? "what it removes is no longer there" : "what it sets is there";
    return reviewOf(given, "fixed", nearest, `fixed upstream: ${what} (${nearest}). Remove the action.`);
  }
  const how = move.certain ? "moved" : "fixed upstream or moved";
  return reviewOf(
    given,
    "moved",
    nearest,
    `${how}: the nearest match is ${nearest}. Point the action there, or remove it.`,
  );
}

/** The same for a property that is in the document only because an action describes it: that action is named. */
export function reviewUndeclared(undeclared: SpecError, actions: readonly ActionInPlace[]): ActionReview {
  const path = tokensOf(undeclared.place.pointer);
  const [given] = actions.filter(({ action: { change }, locations }) =>
    locations.some((at) => {
      const isAbove = at.every((key, index) => String(key) === path[index]);
      return isAbove && change.kind === "update" && reaches(change.value, path.slice(at.length));
    }),
  );
  const message = `${undeclared.message} ${undeclared.remedy}`;
  if (given !== undefined) return reviewOf(given, "gone", undefined, message);
  const { pointer } = undeclared.place;
  return {
    outcome: "gone",
    blocks: false,
    file: undeclared.place.file ?? "",
    line: 1,
    pointer,
    target: pointer,
    message,
  };
}

function reaches(value: unknown, path: readonly string[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return true;
  return (
    value !== null &&
    typeof value === "object" &&
    Object.hasOwn(value, key) &&
    reaches((value as Record<string, unknown>)[key], rest)
  );
}

function reviewOf(
  { action, place, document, locations }: ActionInPlace,
  outcome: ActionReview["outcome"],
  nearest: string | undefined,
  message: string,
): ActionReview {
  const { file = "", line = 1, pointer } = place();
  const blocks = locations.length === 0 && !onlyDescribes(action.change) && !versionIsGiven(action.change, document);
  return {
    outcome,
    blocks,
    file,
    line,
    pointer,
    target: action.target,
    ...(nearest !== undefined && { nearest }),
    message,
  };
}
