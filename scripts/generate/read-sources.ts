import type { Api } from "../apis.js";
import { readSource } from "../load/read-source.js";
import { finishInterrupted } from "../output/journal.js";
import type { Sources } from "../pipeline.js";

const RESTORE = "Restore it, or run `npm run pull` for a contract.";

/**
 * The texts of an API's contract and overlays. What a killed run was about to write is written first.
 *
 * @throws SpecError `load/unreadable`, `output/busy`
 */
export async function readSources(root: string, api: Api): Promise<Sources> {
  await finishInterrupted(root);
  const [spec, ...overlays] = await Promise.all(sourceFiles(api).map((file) => readSource(root, file, RESTORE)));
  if (spec === undefined) throw new Error("a contract is always read");
  return { spec, overlays };
}

/** The files that an API is generated from, below the project's root: its contract, then its overlays. */
export function sourceFiles({ id, overlays }: Api): string[] {
  return ["openapi.yaml", ...overlays].map((name) => `specs/${id}/${name}`);
}
