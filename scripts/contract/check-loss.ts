import { SpecError } from "../diagnostics.js";
import type { OpenApiDocument } from "../load/openapi.js";
import { callsOf } from "./count.js";

/** The part of its operations that a contract may lose in one pull without being asked. */
const TOLERATED_LOSS = 0.1;

/**
 * Refuses a document that lacks more than a tenth of the present contract's operations, told by method and path.
 *
 * @throws SpecError `contract/loss`
 */
export function checkLoss(present: OpenApiDocument, next: OpenApiDocument, file: string): void {
  const before = callsOf(present);
  const after = new Set(callsOf(next).map(({ name }) => name));
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
