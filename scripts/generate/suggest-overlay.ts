import { type Mend, type SpecError, TO_CHOOSE, tokensOf } from "../diagnostics.js";
import { UNSUPPORTED } from "../model/build-model.js";
import { flowText, jsonPath } from "../overlay/action-text.js";

/** The text of an overlay, and how many actions it has. */
export interface SuggestedOverlay {
  readonly text: string;
  readonly count: number;
}

/**
 * An overlay for a person to complete: an action for each finding in a contract. What must be chosen is marked; a finding that no action
 * mends, or that a person must decide on, is a comment. Where the action is a guess, it removes the operation.
 *
 * @param pathOf how a file is to be called
 */
export function suggestOverlay(error: SpecError, pathOf: (file: string) => string): SuggestedOverlay {
  const findings = [error, ...error.others].filter(({ code }) => !code.startsWith("overlay/"));
  const mends = findings.flatMap((finding): Suggestion[] => {
    const mend = mendOf(finding);
    return mend === undefined ? [] : [{ finding, mend }];
  });
  // Each once; items of one list are removed from its end, so that the others keep their places.
  const unique = [...new Map(mends.map((one) => [JSON.stringify(one.mend), one])).values()];
  const inOrder = [
    ...unique.filter(({ mend }) => !isRemovedItem(mend)),
    ...unique.filter(({ mend }) => isRemovedItem(mend)).reverse(),
  ];
  const open = findings.filter((finding) => mendOf(finding) === undefined);
  const text = [
    "# Suggested by `npm run generate -- --suggest-overlay`. Each action would mend one finding: judge it, say why in its",
    `# description, and fill in every "${TO_CHOOSE}".`,
    "overlay: 1.0.0",
    'info: { title: Corrections, version: "1.0.0" }',
    "actions:",
    ...inOrder.flatMap(({ finding, mend }) => [...comment(finding, pathOf), ...action(finding, mend)]),
    ...(open.length === 0
      ? []
      : ["", "# No action is suggested for these:", ...open.flatMap((one) => comment(one, pathOf))]),
    "",
  ].join("\n");
  return { text, count: inOrder.length };
}

interface Suggestion {
  readonly finding: SpecError;
  readonly mend: Mend;
}

/** What the finding says itself; else, of what a client cannot do yet, and of what does not compile, to do without the operation. */
function mendOf({ mend, code, place }: SpecError): Mend | undefined {
  if (mend !== undefined) return mend;
  const [root, path, verb] = tokensOf(place.pointer);
  const isOfOperation = root === "paths" && path !== undefined && verb !== undefined && VERBS.test(verb);
  if (!isOfOperation || !(UNSUPPORTED.has(code) || code === "emit/does-not-compile")) return undefined;
  return { pointer: place.pointer.split("/").slice(0, 4).join("/"), remove: true };
}

const VERBS = /^(?:get|put|post|delete|options|head|patch|trace)$/;

function comment(finding: SpecError, pathOf: (file: string) => string): string[] {
  return ["", ...wrap(finding.toLine(pathOf)).map((line) => `  # ${line}`)];
}

function action({ code }: SpecError, mend: Mend): string[] {
  const what = "remove" in mend ? "remove: true" : `update: ${flowText(mend.update)}`;
  return [
    `  - target: ${flowText(jsonPath(mend.pointer))}`,
    `    description: ${flowText(`Mends ${code}.`)}`,
    `    ${what}`,
  ];
}

function isRemovedItem(mend: Mend): boolean {
  return "remove" in mend && /\[\d+\]$/.test(jsonPath(mend.pointer));
}

/** Lines of a comment, none of them much wider than a terminal. */
function wrap(text: string): string[] {
  return text.match(/\S.{0,110}(?=\s|$)|\S+/g) ?? [text];
}
