import { expect, test } from "vitest";
import { singular } from "../../scripts/load/letter-case.js";
import { sentence, withArticle, wordsOf } from "../../scripts/normalize/english.js";

test.each([
  ["adCampaigns", "ad campaigns"],
  ["aiChats", "AI chats"],
  ["Dm channels", "DM channels"],
  ["createApikey", "create API key"],
  ["runSQLQuery", "run SQL query"],
  ["user_ids", "user IDs"],
  ["v2", "v2"],
])("the words of %s are %s", (name, want) => {
  expect(wordsOf(name)).toBe(want);
});

test.each([
  ["ad campaign", "an ad campaign"],
  ["case", "a case"],
  ["user", "a user"],
  ["unit", "a unit"],
  ["update", "an update"],
  ["hour", "an hour"],
  ["one-time code", "a one-time code"],
  ["API key", "an API key"],
  ["SMS", "an SMS"],
  ["URL", "a URL"],
  ["DM channel", "a DM channel"],
  ["access", "access"],
  ["free days", "free days"],
  ["address", "an address"],
  ["status", "a status"],
])("%s is %s", (noun, want) => {
  expect(withArticle(noun)).toBe(want);
});

test.each([
  ["disputes", "dispute"],
  ["entries", "entry"],
  ["addresses", "address"],
  ["DisputeStatuses", "DisputeStatus"],
  ["UseCases", "UseCase"],
  ["aliases", "alias"],
  ["purchases", "purchase"],
  ["taxes", "tax"],
  ["status", "status"],
  ["analysis", "analysis"],
  ["series", "series"],
])("the singular of %s is %s", (plural, want) => {
  expect(singular(plural)).toBe(want);
});

test("a sentence ends once", () => {
  expect(["list orders", "Is it paid?", "Pay (now) ", "Done.", ""].map(sentence)).toEqual([
    "List orders.",
    "Is it paid?",
    "Pay (now).",
    "Done.",
    "",
  ]);
});
