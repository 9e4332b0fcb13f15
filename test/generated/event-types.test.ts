import { expect, test } from "vitest";
import { handlers, testEventTypes } from "./event-handlers.js";

// The fastest compiler; the others are in the slow suite.
testEventTypes("typescript-7");

test.each(handlers)("the handler of $api has a case for each event", ({ contract, count, text }) => {
  expect(contract.events).toHaveLength(count);
  expect(text.match(/case "/g)).toHaveLength(count);
});
