/**
 * Both sides of a dispute in ten seconds, without a key: everything here talks to mocks in this process. `npm run quickstart` runs it.
 * With `new Whop()` and `new Decisionly()` instead of the mocks' options, the same lines talk to the providers.
 */
import { Decisionly } from "disputekit/decisionly";
import { mockDecisionly, mockWhop } from "disputekit/testing";
import { APIError, type DisputeAlert, Whop } from "disputekit/whop";
import { say, steps } from "./steps.js";

const step = steps(import.meta.url);
const bank = mockDecisionly({ cases: [] });
const provider = mockWhop({ disputes: manyDisputes(), payments: [{ id: "pay_1", total: 49 }], transfers: [] });
const whop = new Whop(provider.clientOptions);
const decisionly = new Decisionly(bank.clientOptions);

const alert = await step("An alert arrives by webhook, and its signature is verified", async () => {
  let received: DisputeAlert | undefined;
  const endpoint = async (request: Request): Promise<Response> => {
    const event = await whop.webhooks.unwrap(await request.text(), { headers: request.headers });
    if (event.type === "dispute_alert.created") received = event.data;
    return new Response("ok");
  };
  const data = { id: "dspa_1", amount: 49, dispute: { id: "dspt_1" } };
  await provider.emit("dispute_alert.created", endpoint, { data });
  if (received === undefined) throw new Error("no alert came");
  say(`${received.id}: ${received.amount} ${received.currency}, about ${received.dispute?.id}`);
  const forged = new Request("http://localhost/webhook", { method: "POST", body: "{}" });
  say("a forged one:", await endpoint(forged).catch((error: Error) => error.message));
  return received;
});

const dispute = await step("The dispute is read, with its deadline", async () => {
  const found = await whop.disputes.retrieve(alert.dispute?.id ?? "");
  say(`${found.id} is ${found.status}; evidence is due by ${found.needs_response_by}`);
  return found;
});

await step("Evidence is uploaded and submitted, and cannot be changed after that", async () => {
  const pdf = new File(["%PDF-1.7 …"], "receipt.pdf", { type: "application/pdf" });
  const receipt = await whop.files.upload(pdf, { visibility: "private" });
  await whop.disputes.updateEvidence(dispute.id, {
    notes: "Delivered on 3 May, signed by the customer.",
    customer_communication_attachment: { id: receipt.id },
  });
  const submitted = await whop.disputes.submitEvidence(dispute.id);
  say(`${submitted.id} is ${submitted.status}; editable: ${submitted.editable}`);
  const late = await whop.disputes.updateEvidence(dispute.id, { notes: "One more thing" }).toResult();
  say("a late change:", late.ok ? "taken" : `refused with ${late.status}`);
});

await step("All disputes are read, page by page", async () => {
  let count = 0;
  for await (const page of whop.disputes.list({ company_id: "biz_1", first: 20 }).iterPages()) {
    count += page.data.length;
    say(`${count} disputes so far${page.hasNextPage() ? "" : ", and that is all"}`);
  }
});

await step("A rate limit is waited out", async () => {
  provider.fault({ call: "payments.retrieve", status: 429, retryAfter: 1 });
  const { data, attempts } = await whop.payments.retrieve("pay_1").withResponse();
  say(`${data.id} came after ${attempts} attempts, the second one a second later`);
});

await step("A payment is repeated with its key after the response was lost: one transfer", async () => {
  provider.fault({ call: "transfers.create", connection: "lost-response" });
  const order = { amount: 25, currency: "usd", origin_id: "biz_1", destination_id: "user_1" } as const;
  const { data, attempts, idempotencyKey } = await whop.transfers.create(order).withResponse();
  const all = await whop.transfers.list({ origin_id: "biz_1" }).toArray();
  say(`${data.id} after ${attempts} attempts with the key ${idempotencyKey}; transfers made: ${all.length}`);
});

await step("A refund has no key: it is not repeated, and the error says what is not known", async () => {
  provider.fault({ call: "payments.refund", connection: "lost-response" });
  const refund = await whop.payments.refund("pay_1").catch((error: unknown) => error);
  if (refund instanceof APIError) say(`${refund.message}; may have been sent: ${refund.maybeSent}`);
  const payment = await whop.payments.retrieve("pay_1");
  say(`so the payment is read before anything else: ${payment.refunded_amount} of ${payment.total} are refunded`);
});

await step("On the issuer's side a case is created, filed, and followed until it is won", async () => {
  const opened = await decisionly.v2.cases.create({
    cardholder: { name: "Ada Lovelace" },
    merchant: { name: "Shop" },
    transaction: {
      date: "2026-10-01T12:00:00Z",
      amount: 4900, // in cents, unlike Whop
      currency: "USD",
      arn: "74537604221222132710572",
      card: { network: "visa", last4: "4242" },
    },
    dispute: {
      date: "2026-11-02T12:00:00Z",
      amount: 4900,
      currency: "USD",
      reason: "product_not_received",
      raised_by: "cardholder",
    },
    issuer_evidence: { issuer_explanation: "valid_evidence" }, // a word of Decisionly's test mode
  });
  const id = opened.case_id ?? "";
  await decisionly.v2.cases.file(id, { file_mode: "chargeback" });
  let status = opened.status;
  say(`${id}: ${status}`);
  while (status !== "won" && status !== "lost") {
    ({ status } = await decisionly.v2.cases.retrieve(id));
    say(`${id}: ${status}`);
  }
});

say(`${provider.requests.length + bank.requests.length} requests, none of which left this process.`);

function manyDisputes() {
  return Array.from({ length: 50 }, (_, index) => ({ id: `dspt_${index + 1}` }));
}
