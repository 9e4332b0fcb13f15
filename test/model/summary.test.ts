import { expect, test } from "vitest";
import { summaryOf } from "../../scripts/model/summary.js";

test.each([
  ["list", "adCampaigns", false, "List ad campaigns."],
  ["list", "members", true, "List members."],
  ["create", "users", false, "Create a user."],
  ["retrieve", "entries", true, "Retrieve an entry."],
  ["delete", "aiChats", true, "Delete an AI chat."],
  ["pause", "adCampaigns", true, "Pause an ad campaign."],
  ["describe", "stats", false, "Describe stats."],
  ["createApikey", "companies", true, "Create an API key."],
  ["submitAssessment", "courseLessons", true, "Submit an assessment for a course lesson."],
  ["addFreeDays", "memberships", true, "Add free days for a membership."],
  ["checkAccess", "users", true, "Check access for a user."],
  ["markPaid", "invoices", true, "Mark an invoice as paid."],
  ["markAsCompleted", "courseLessons", true, "Mark a course lesson as completed."],
  ["queryMetric", "stats", false, "Query a metric."],
  ["queryRaw", "stats", false, "Query raw stats."],
  ["runSql", "stats", false, "Run SQL."],
  ["createWithCases", "claims", false, "Create a claim with cases."],
  ["retrieveByEmail", "users", false, "Retrieve a user by email."],
])("%s of %s (one: %s): %s", (method, resource, isOne, want) => {
  expect(summaryOf(method, ["client", resource], isOne)).toBe(want);
});
