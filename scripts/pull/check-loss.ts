import { SpecError } from "../diagnostics.js";
import type { OpenApiDocument } from "../load/openapi.js";
import { readOperations } from "../load/read-operations.js";

/** The part of its operations that a contract may lose in one pull without being asked. */
const TOLERATED_LOSS = 0.1;

/** How many times as large a contract may become in one pull without being asked. */
const TOLERATED_GROWTH = 4;

/** What a contract may always gain: a small one soon has several times its size. */
const SMALL_GAIN = { operations: 100, schemas: 500 };

/**
 * Refuses a document that lacks more than a tenth of the present contract's operations, told by method and path.
 *
 * @throws SpecError `contract/loss`
 */
export function checkLoss(present: OpenApiDocument, next: OpenApiDocument, file: string): void {
  const before = readOperations(present);
  const after = new Set(readOperations(next).map(({ name }) => name));
  const lost = before.filter(({ name }) => !after.has(name));
  if (lost.length <= before.length * TOLERATED_LOSS) return;
  const examples = lost.slice(0, 3).map(({ name }) => name);
  throw new SpecError(
    "contract/loss",
    { pointer: "/paths", file },
    `${lost.length} of the contract's operations are gone (from ${before.length} to ${after.size} in all), such as ${examples.join(", ")}.`,
    "If the provider removed them, pull again with --accept-loss.",
  );
}

/**
 * Refuses a document that has many times the operations or the schemas of the present contract: it is another API, or several
 * in one. How much text it has is of no account, since most of it is prose that no contract keeps.
 *
 * @throws SpecError `contract/growth`
 */
export function checkGrowth(present: OpenApiDocument, next: OpenApiDocument, file: string): void {
  const [before, after] = [sizeOf(present), sizeOf(next)];
  for (const what of ["operations", "schemas"] as const) {
    if (after[what] <= before[what] * TOLERATED_GROWTH || after[what] - before[what] <= SMALL_GAIN[what]) continue;
    throw new SpecError(
      "contract/growth",
      { pointer: what === "schemas" ? "/components/schemas" : "/paths", file },
      `The document has ${after[what]} ${what}, where the contract has ${before[what]}.`,
      "Check that this is the provider's document. If it is, pull again with --accept-loss, which takes this too.",
    );
  }
}

function sizeOf(document: OpenApiDocument): { operations: number; schemas: number } {
  return {
    operations: readOperations(document).length,
    schemas: Object.keys(document.components?.schemas ?? {}).length,
  };
}
