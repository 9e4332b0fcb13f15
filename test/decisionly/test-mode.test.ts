import { expect, test } from "vitest";
import { Decisionly } from "../../src/decisionly.js";

test.each([
  ["test_d0019b48d05849a6", true],
  ["live_d0019b48d05849a6", false],
  ["my_test_key", false],
])("the key %s: test mode is %s", (apiKey, want) => {
  expect(new Decisionly({ apiKey }).isTestMode).toBe(want);
});

test("a key that a function gives is not looked at", () => {
  expect(new Decisionly({ apiKey: () => "test_1" }).isTestMode).toBe(false);
});
