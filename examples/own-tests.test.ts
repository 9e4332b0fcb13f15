/** Testing your own code: with the mock as `fetch`, and with Mock Service Worker where your code makes its client itself. */
import { mockWhop } from "disputekit/testing";
import { Whop } from "disputekit/whop";
import { http } from "msw";
import { setupServer } from "msw/node";
import { expect, test } from "vitest";
import { answer } from "./dispute-desk.js";

const receipt = new File(["%PDF-1.7 …"], "receipt.pdf", { type: "application/pdf" });

test("a dispute is answered once", async () => {
  const mock = mockWhop({ disputes: [{ id: "dspt_1" }] });
  const whop = new Whop(mock.clientOptions);
  expect(await answer(whop, "dspt_1", "Delivered", receipt)).toBe(
    "dspt_1 was answered with receipt.pdf, and is under_review",
  );
  expect(await answer(whop, "dspt_1", "Delivered", receipt)).toBe("dspt_1 can no longer be answered");
  expect(mock.requests.filter(({ call }) => call === "disputes.submitEvidence")).toHaveLength(1);
});

test("nothing is submitted when the upload fails", async () => {
  const mock = mockWhop({ disputes: [{ id: "dspt_1" }] });
  mock.fault({ call: "files.create", status: 403 });
  await expect(answer(new Whop(mock.clientOptions), "dspt_1", "Delivered", receipt)).rejects.toMatchObject({
    status: 403,
  });
  expect(mock.state("/disputes", "dspt_1")?.editable).toBe(true);
});

test("code that makes its client itself is reached through msw", async () => {
  const mock = mockWhop({ disputes: [{ id: "dspt_1", amount: 7 }] });
  const server = setupServer(...mock.mswHandlers(http));
  server.listen({ onUnhandledRequest: "error" });
  try {
    const whop = new Whop({ apiKey: "any" });
    expect((await whop.disputes.retrieve("dspt_1")).amount).toBe(7);
  } finally {
    server.close();
  }
});
