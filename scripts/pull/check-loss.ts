import { SpecError } from "../diagnostics.js";
import type { OpenApiDocument } from "../load/openapi.js";
import { readOperations } from "../load/read-operations.js";

/** The part of its operations that a contract may lose in one pull without `--accept-loss`. */
const TOLERATED_LOSS = 0.1;

/** How many times as large a contract may become in one pull without `--accept-loss`. */
const TOLERATED_GROWTH = 4;

/** What a contract may always gain, since a small one soon grows to several times its size. */
const SMALL_GAIN = { operations: 100, schemas: 500 };

/**
 * Refuses a document that lacks more than a tenth of the present contract's operations, compared by method and path.
 *
 * @throws SpecError `contract/loss`
 */
export function checkLoss(before: OpenApiDocument, after: OpenApiDocument, file: string): void {
  const old = readOperations(before);
  const kept = new Set(readOperations(after).map(({ name }) => name));
  const lost = old.filter(({ name }) => !kept.has(name));
  if (lost.length <= old.length * TOLERATED_LOSS) return;
  const examples = lost.slice(0, 3).map(({ name }) => name);
  throw new SpecError(
    "contract/loss",
    { pointer: "/paths", file },
    `${lost.length} of the contract's operations are missing (${old.length} before, ${kept.size} after), such as ${examples.join(", ")}.`,
    "If the provider removed them, pull again with --accept-loss.",
  );
}

/**
 * Refuses a document that has many times the operations or the schemas of the present contract: it is another API, or several
 * in one. Its size in bytes does not matter, since most of it is prose that no contract keeps.
 *
 * @throws SpecError `contract/growth`
 */
export function checkGrowth(before: OpenApiDocument, after: OpenApiDocument, file: string): void {
  const [old, grown] = [sizeOf(before), sizeOf(after)];
  for (const what of ["operations", "schemas"] as const) {
    if (grown[what] <= old[what] * TOLERATED_GROWTH || grown[what] - old[what] <= SMALL_GAIN[what]) continue;
    throw new SpecError(
      "contract/growth",
      { pointer: what === "schemas" ? "/components/schemas" : "/paths", file },
      `The document has ${grown[what]} ${what}, where the contract has ${old[what]}.`,
      "Check that this is the provider's document. If it is, pull again with --accept-loss, which allows this too.",
    );
  }
}

function sizeOf(document: OpenApiDocument): { operations: number; schemas: number } {
  return {
    operations: readOperations(document).length,
    schemas: Object.keys(document.components?.schemas ?? {}).length,
  };
}
