import { SpecError } from "../diagnostics.js";

/** Takes what a reader of the output should know and nothing failed for: a name that was chosen, a breach that changes nothing. */
export type Note = (note: SpecError) => void;

/** For callers that pass notes by. */
export const noNotes: Note = () => {};

/** The first of the candidates that is free, else the first with a number. Tells of every name but the first. */
export function freeName(
  [wanted, ...more]: readonly [string, ...string[]],
  isTaken: (name: string) => boolean,
  pointer: string,
  note: Note,
): string {
  if (!isTaken(wanted)) return wanted;
  let name = more.find((candidate) => !isTaken(candidate));
  for (let number = 2; name === undefined; number += 1) if (!isTaken(`${wanted}${number}`)) name = `${wanted}${number}`;
  note(
    new SpecError(
      "names/chosen",
      pointer,
      `the name "${wanted}" is taken, so this is "${name}".`,
      "Set x-sdk-name, x-sdk-resource or x-sdk-method in an overlay for another one.",
    ),
  );
  return name;
}
