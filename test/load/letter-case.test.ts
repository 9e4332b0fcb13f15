import { expect, test } from "vitest";
import { camelCase, fileNameOf, kebabCase, pascalCase, singular } from "../../scripts/load/letter-case.js";

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

test.each([
  ["DisputeAlerts", "dispute-alerts"],
  ["Con", "con-resource"],
  ["AUX", "aux-resource"],
  ["Com1", "com1-resource"],
  ["Com10", "com10"],
  ["Contacts", "contacts"],
  ["$", "resource"],
  ["A".repeat(100), "a".repeat(100)],
])("the file of %s is %s", (className, want) => {
  expect(fileNameOf(className)).toBe(want);
});

test("the files of long names are short, and differ where the names do", () => {
  const names = ["A", "B"].map((end) => fileNameOf(`${"Abc".repeat(60)}${end}`));
  expect(new Set(names).size).toBe(2);
  for (const name of names) expect(name).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
  expect(Math.max(...names.map((name) => name.length))).toBeLessThanOrEqual(100);
});
