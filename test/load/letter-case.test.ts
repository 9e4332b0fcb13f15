import { expect, test } from "vitest";
import { camelCase, kebabCase, pascalCase, singular } from "../../scripts/load/letter-case.js";

test.each([
  ["disputes", "dispute"],
  ["companies", "company"],
  ["Companies", "Company"],
  ["addresses", "address"],
  ["boxes", "box"],
  ["branches", "branch"],
  ["access", "access"],
  ["status", "status"],
  ["analysis", "analysis"],
  ["evidence", "evidence"],
  ["", ""],
])("the singular of %j is %j", (plural, want) => {
  expect(singular(plural)).toBe(want);
});

test.each([
  ["dispute.created", "DisputeCreated"],
  ["payment_method", "PaymentMethod"],
  ["DisputeAlert", "DisputeAlert"],
  ["Course lessons", "CourseLessons"],
  ["__proto__", "Proto"],
  ["2fa codes", "2faCodes"],
  ["naïve", "NaVe"],
  ["*/ alert(1)", "Alert1"],
  ["", ""],
])("%j in PascalCase is %j", (text, want) => {
  expect(pascalCase(text)).toBe(want);
});

test.each([
  ["case_id", "caseId"],
  ["Dispute alerts", "disputeAlerts"],
  ["ID", "iD"],
  ["-", ""],
])("%j in camelCase is %j", (text, want) => {
  expect(camelCase(text)).toBe(want);
});

test.each([
  ["DisputeAlerts", "dispute-alerts"],
  ["AIChats", "ai-chats"],
  ["V2Cases", "v2-cases"],
  ["Users", "users"],
  ["Dispute alerts", "dispute-alerts"],
  ["list a user's cards (beta)", "list-a-users-cards-beta"],
])("%j in kebab-case is %j", (text, want) => {
  expect(kebabCase(text)).toBe(want);
});
