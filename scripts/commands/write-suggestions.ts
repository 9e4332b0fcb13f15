import { writeFile } from "node:fs/promises";
import { hasCode, type SpecError, UsageError } from "../diagnostics.js";
import { suggestOverlay } from "../generate/suggest-overlay.js";
import { atFile } from "../output/disk-error.js";
import { print } from "./print.js";
import { pathFromHere } from "./run-command.js";

/**
 * Writes the overlay actions that would mend what a run has found.
 *
 * @param next what to do with a file that is completed
 * @throws UsageError when there is such a file
 */
export async function writeSuggestions(
  error: SpecError,
  root: string,
  file: string,
  next = "put it into the API's folder in specs/, and name it in scripts/apis.ts.",
): Promise<void> {
  const { text, count } = suggestOverlay(error, (name) => pathFromHere(name, root));
  if (count > 0) {
    try {
      await atFile(file, () => writeFile(file, text, { flag: "wx" }));
    } catch (reason) {
      if (!hasCode(reason, "EEXIST")) throw reason;
      throw new UsageError(`--suggest-overlay ${file}: there is such a file already. Give the name of a new one.`);
    }
  }
  print(
    count === 0
      ? "No overlay action would mend this."
      : `${file}: ${count} suggested actions. Complete and shorten it, ${next}`,
  );
}
