import type { Api } from "../apis.js";
import type { Sources } from "../build-state.js";
import { readTreeSource, type Source } from "../load/read-source.js";
import { refuseUnfinished } from "../output/journal.js";

const RESTORE = "Restore it, or run `npm run pull` for a contract.";

/**
 * The texts of an API's contract and overlays.
 *
 * @throws SpecError `load/unreadable`, `output/link-leads-out`, and `output/unfinished` where a killed run has to be completed first
 */
export async function readSources(root: string, api: Api): Promise<Sources> {
  await refuseUnfinished(root);
  const sources: Source[] = [];
  for (const file of sourceFiles(api)) sources.push(await readTreeSource(root, file, RESTORE));
  const [spec, ...overlays] = sources;
  if (spec === undefined) throw new Error("a contract is always read");
  return { spec, overlays };
}

/** The files that an API is generated from, below the project's root: its contract, then its overlays. */
export function sourceFiles({ id, overlays }: Api): string[] {
  return ["openapi.yaml", ...overlays].map((name) => `specs/${id}/${name}`);
}
