import fc from "fast-check";
import { expect, test } from "vitest";
import { CauseFinder, type JudgedChange, likeness } from "../../scripts/diff/find-cause.js";
import type { FoldedChange } from "../../scripts/diff/surface/fold-exports.js";

const some = <Item>(...items: readonly Item[]) => fc.subarray([...items]);
const names = ["Order", "OrderLine", "Line", "LineInput"];
const keys = [".line", ".order", "type Order", "type Line", "params", "body", "result"];
const severity = fc.constantFrom("major", "minor", "patch");
const affected = fc.record({ operationIds: some("a", "b", "c"), events: some("e") });

const cause = fc.record({
  change: fc.record({
    affected,
    matchKeys: some(...keys),
    subject: fc.constantFrom("Order.line", "Line", "Line.order"),
    before: fc.constantFrom(null, ...names),
    directions: some("request", "response").map((list) => new Set(list)),
  }),
  rule: fc.record({ severity }),
}) as fc.Arbitrary<unknown> as fc.Arbitrary<JudgedChange>;

const effect = fc.record({
  affected,
  matchKeys: some(...keys),
  owner: fc.constantFrom(...names),
  kind: fc.constantFrom("export-added", "member-changed"),
  severity,
  mentioned: fc.record({ before: some(...names), after: some(...names) }),
  directions: some("request", "response").map((list) => new Set(list)),
}) as fc.Arbitrary<unknown> as fc.Arbitrary<FoldedChange>;

test("of all changes the likeliest is found, and of several the first", () => {
  const property = fc.property(fc.array(cause, { maxLength: 12 }), effect, (causes, of) => {
    const scores = causes.map((one) => likeness(one, of));
    const best = Math.max(0, ...scores);
    const want = best === 0 ? -1 : scores.indexOf(best);
    const found = new CauseFinder(causes).find(of);
    expect(found === undefined ? -1 : causes.indexOf(found)).toBe(want);
  });
  fc.assert(property, { numRuns: 3_000 });
});
