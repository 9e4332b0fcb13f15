import { pointerOf, SpecError, type SpecPlace, tokensOf } from "../diagnostics.js";
import { checkDocument } from "../load/load-spec.js";
import type { OpenApiDocument } from "../load/openapi.js";
import type { Spec } from "../load/spec.js";
import { describedPart, onlyDescribes, undeclared, versionIsGiven } from "./describing.js";
import { Draft } from "./draft.js";
import { explainNoMatch, type Location, select } from "./json-path.js";
import type { Overlay, OverlayAction } from "./load-overlay.js";
import { moveOf, valueAt } from "./moved-location.js";

/** An action, and the document as the actions before it left it. */
export interface ActionInPlace {
  readonly action: OverlayAction;
  /** Where the action is in its overlay. A function, since finding a line parses the overlay once more. */
  readonly place: () => SpecPlace;
  readonly document: unknown;
  /** What the target selects; empty when it matches nothing. */
  readonly locations: readonly Location[];
}

/**
 * The spec with all actions of all overlays carried out in order, then checked as a whole: so an overlay can repair what a
 * contract lacks, and cannot break what it has. The given spec is left unchanged.
 *
 * Corrections whose targets match nothing, or something of another kind, end the run, unless `onNoMatch` takes each: the action is
 * then skipped. One that only describes is always skipped, and so is one that names the version of a document that names it itself:
 * `onNothingToDescribe` takes it. `onAction` sees each action before it is carried out.
 *
 * `onRefused` takes what the check of the whole refuses; without it that ends the run.
 *
 * Lines are those of the contract; once entries of a list are removed, the lines of the later ones are those of their neighbours.
 *
 * @throws SpecError `overlay/no-match`, `overlay/kind-mismatch` with the action's place, and what `checkSpec` throws: with the
 * place in the overlay when an overlay wrote what is wrong
 */
export function applyOverlays(
  spec: Spec,
  overlays: readonly Overlay[],
  onNoMatch?: (error: SpecError) => void,
  onAction: (action: ActionInPlace) => void = () => {},
  onNothingToDescribe: (error: SpecError) => void = () => {},
  onRefused?: (error: SpecError) => void,
): Spec {
  const draft = new Draft(spec.document);
  const origins: Written[] = [];
  const unmatched: SpecError[] = [];
  for (const overlay of overlays) {
    for (const [index, action] of overlay.actions.entries()) {
      const origin = { overlay, pointer: pointerOf("actions", index) };
      const locations = select(action.query, draft.root);
      onAction({ action, place: () => placeOf(origin), document: draft.root, locations });
      if (locations.length === 0) {
        const error = noMatch(action, draft.root, origin);
        if (onlyDescribes(action.change) || versionIsGiven(action.change, draft.root)) onNothingToDescribe(error);
        else if (onNoMatch === undefined) unmatched.push(error);
        else onNoMatch(error);
      }
      try {
        applyAction(draft, action, locations, origin, origins, onNothingToDescribe);
      } catch (error) {
        // A list where an object was, for example: the correction fits no longer.
        if (onNoMatch === undefined || !(error instanceof SpecError)) throw error;
        onNoMatch(error);
      }
    }
  }
  // What else is wrong may follow from a correction that was left out.
  const [first, ...others] = unmatched;
  if (first !== undefined) throw first.with(others);
  try {
    checkDocument(draft.root);
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    const written = originsOf(origins);
    const refusal = error.map((one) => locate(one, spec, written));
    if (onRefused === undefined) throw refusal;
    onRefused(refusal);
  }
  return { ...spec, document: draft.root as OpenApiDocument };
}

/** Where an overlay says something. */
interface Origin {
  readonly overlay: Overlay;
  readonly pointer: string;
}

/** What an overlay wrote in the document, and where in its update that is. */
interface Written {
  readonly at: Location;
  readonly from: Location;
  readonly action: Origin;
}

/** By the JSON pointer in the document, where it came from: asked for where something is wrong. */
type Origins = ReadonlyMap<string, Origin>;

function originsOf(written: readonly Written[]): Origins {
  return new Map(
    written.map(({ at, from, action: { overlay, pointer } }) => [
      pointerOf(...at),
      { overlay, pointer: pointer + pointerOf("update", ...from) },
    ]),
  );
}

function applyAction(
  draft: Draft,
  action: OverlayAction,
  locations: readonly Location[],
  origin: Origin,
  origins: Written[],
  onNothingToDescribe: (error: SpecError) => void,
): void {
  const { change } = action;
  try {
    if (change.kind === "remove") for (const at of [...locations].sort(lastFirst)) draft.remove(at);
    else if (!onlyDescribes(change)) for (const at of locations) updateAt(draft, at, change.value, origin, origins);
    else {
      for (const at of locations) {
        const onMissing = (place: Location) => onNothingToDescribe(undeclared(place));
        updateAt(draft, at, describedPart(change.value, valueAt(draft.root, at), at, onMissing), origin, origins);
      }
    }
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    throw new SpecError(error.code, placeOf(origin), error.message, error.remedy, { cause: error });
  }
}

function updateAt(draft: Draft, at: Location, value: unknown, action: Origin, origins: Written[]): void {
  draft.update(at, value, (written, from) => origins.push({ at: written, from, action }));
}

/** What comes later, and what is inside something else, is removed first, so that the other locations stay valid. */
function lastFirst(a: Location, b: Location): number {
  for (const [depth, key] of a.entries()) {
    const other = b[depth];
    if (other === undefined) return -1;
    if (key === other) continue;
    return typeof key === "number" && typeof other === "number" ? other - key : String(other) < String(key) ? -1 : 1;
  }
  return 1;
}

function noMatch(action: OverlayAction, document: unknown, origin: Origin): SpecError {
  const nearest = moveOf(action, undefined, document);
  const isWhole = nearest !== undefined && nearest.at.length >= action.query.segments.length;
  const hint = isWhole ? ` The nearest match is ${pointerOf(...nearest.at)}.` : "";
  return new SpecError(
    "overlay/no-match",
    placeOf(origin),
    `The target ${action.target} matches nothing: ${explainNoMatch(action.query, document)}${hint}`,
    "The provider has corrected or moved it: remove the action, or give it another target.",
  );
}

function placeOf({ overlay, pointer }: Origin): SpecPlace {
  return { pointer, file: overlay.file, line: overlay.lineOf(pointer) };
}

/** Adds the file and line of a fault: of the overlay that wrote it or what is around it, otherwise of the contract. */
function locate(error: SpecError, spec: Spec, origins: Origins): SpecError {
  const tokens = tokensOf(error.place.pointer);
  for (let length = tokens.length; length > 0; length -= 1) {
    const origin = origins.get(pointerOf(...tokens.slice(0, length)));
    if (origin === undefined) continue;
    const pointer = origin.pointer + pointerOf(...tokens.slice(length));
    return error.at(origin.overlay.file, origin.overlay.lineOf(pointer));
  }
  return error.at(spec.file, spec.lineOf(error.place.pointer));
}
