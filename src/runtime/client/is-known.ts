/**
 * Whether a value of an open enum is one that the contract knows. Narrows: after it, a `switch` over the values is complete.
 *
 * `isKnown(DisputeStatusesValues, dispute.status)`
 */
export function isKnown<Known extends string>(values: readonly Known[], value: unknown): value is Known {
  return (values as readonly unknown[]).includes(value);
}
