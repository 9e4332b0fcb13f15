import { describe, expect, test } from "vitest";
import { Decisionly } from "../../src/decisionly.js";
import { MOCK_WEBHOOK_SECRET, mockDecisionly, mockWhop, mockWhopCurrent } from "../../src/testing.js";
import { Whop } from "../../src/whop.js";
import { Whop as WhopCurrent } from "../../src/whop-current.js";

const now = () => new Date("2026-11-28T12:00:00Z");
const transfer = { amount: 25, currency: "usd", origin_id: "biz_1", destination_id: "user_1" } as const;

function whopWith(...args: Parameters<typeof mockWhop>) {
  const mock = mockWhop(args[0], { now, ...args[1] });
  return { mock, whop: new Whop({ ...mock.clientOptions, maxRetries: 0 }) };
}

describe("data", () => {
  test("what a test gives is there, and the rest of the object is made", async () => {
    const { whop } = whopWith({ disputes: [{ id: "dspt_1", amount: 12.5, payment: { total: 99 } }] });
    const dispute = await whop.disputes.retrieve("dspt_1");
    expect(dispute).toMatchObject({ id: "dspt_1", amount: 12.5, status: "needs_response", currency: "usd" });
    expect(dispute.payment).toMatchObject({ total: 99, id: expect.stringMatching(/^pay_\w{14}$/) });
  });

  test("of a resource whose data are given, nothing else exists", async () => {
    const { whop, mock } = whopWith({ disputes: [{ id: "dspt_1" }] });
    await expect(whop.disputes.retrieve("dspt_2")).rejects.toMatchObject({ status: 404, type: "not_found" });
    expect(mock.requests.at(-1)).toMatchObject({ call: "disputes.retrieve", status: 404 });
    await expect(whop.payments.retrieve("pay_any")).resolves.toMatchObject({ id: "pay_any" });
  });

  test("the same seed gives the same data whatever was asked before, another seed gives others", async () => {
    const first = whopWith({}, { seed: "a" }).whop;
    await first.payments.list({ company_id: "biz_1" });
    const [one, same, other] = await Promise.all([
      first.disputes.retrieve("dspt_1"),
      whopWith({}, { seed: "a" }).whop.disputes.retrieve("dspt_1"),
      whopWith({}, { seed: "b" }).whop.disputes.retrieve("dspt_1"),
    ]);
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
  });

  test("lists are filtered, sorted and paged", async () => {
    const { whop, mock } = whopWith({
      payments: [
        { id: "pay_1", status: "paid", created_at: "2026-01-01T00:00:00Z" },
        { id: "pay_2", status: "open", created_at: "2026-01-02T00:00:00Z" },
        { id: "pay_3", status: "paid", created_at: "2026-01-03T00:00:00Z" },
      ],
    });
    const paid = whop.payments.list({ company_id: "biz_1", statuses: ["paid"], first: 1 });
    expect((await paid.toArray()).map(({ id }) => id)).toEqual(["pay_3", "pay_1"]);
    expect(mock.requests).toHaveLength(2);
    const old = await whop.payments.list({ company_id: "biz_1", created_before: "2026-01-02T12:00:00Z" });
    expect(old.data.map(({ id }) => id)).toEqual(["pay_2", "pay_1"]);
  });
});

describe("wrong requests are refused as the provider would", () => {
  test("a missing and an invalid parameter", async () => {
    const { whop, mock } = whopWith();
    const call = whop.http.GET("/disputes", { params: { query: {} as { company_id: string } } });
    expect((await call).response.status).toBe(400);
    expect((await call).error).toMatchObject({ error: { code: "parameter_missing", param: "company_id" } });
    const body = { ...transfer, amount: "25" } as never;
    await expect(whop.transfers.create(body)).rejects.toMatchObject({
      status: 400,
      code: "parameter_invalid",
      param: "amount",
    });
    expect(mock.requests.at(-1)?.refusal).toContain("amount");
  });

  test("no key, another version, and a path that does not exist", async () => {
    const { mock } = whopWith();
    const get = (path: string, headers = {}) => mock.fetch(`https://api.whop.com/api/v1${path}`, { headers });
    expect((await get("/payments/pay_1")).status).toBe(401);
    const key = { authorization: "Bearer k" };
    expect((await get("/payments/pay_1", { ...key, "api-version-date": "2026-09-23" })).status).toBe(400);
    expect((await get("/nothing", key)).status).toBe(404);
    expect(mock.requests.map(({ call }) => call)).toEqual(["payments.retrieve", "payments.retrieve", undefined]);
  });
});

describe("state", () => {
  test("evidence is staged, submitted, and then refused: version 2025-01-01", async () => {
    const { whop, mock } = whopWith({ disputes: [{ id: "dspt_1" }] });
    const file = await whop.files.upload(new File(["%PDF-"], "receipt.pdf"), { visibility: "private" });
    const staged = await whop.disputes.updateEvidence("dspt_1", {
      notes: "Delivered",
      uncategorized_attachment: { id: file.id },
    });
    expect(staged).toMatchObject({
      notes: "Delivered",
      uncategorized_attachment: { id: file.id, filename: "receipt.pdf" },
    });
    expect(await whop.disputes.submitEvidence("dspt_1")).toMatchObject({ editable: false, status: "under_review" });
    await expect(whop.disputes.updateEvidence("dspt_1", { notes: "more" })).rejects.toMatchObject({ status: 409 });
    mock.change("/disputes", "dspt_1", { status: "won" });
    expect((await whop.disputes.retrieve("dspt_1")).status).toBe("won");
  });

  test("the same with the Current API, by upload in parts", async () => {
    const mock = mockWhopCurrent({ disputes: [{ id: "dspt_1" }] }, { now });
    const whop = new WhopCurrent(mock.clientOptions);
    const file = await whop.files.upload(new Blob([new Uint8Array(6 * 1024 * 1024)]), {
      filename: "log.json",
      multipart: true,
      visibility: "private",
    });
    expect(file).toMatchObject({ upload_status: "ready", size: 6 * 1024 * 1024 });
    const documents = [{ id: file.id, document_type: "customer_session" }] as const;
    const staged = await whop.disputes.update("dspt_1", {
      evidence: { notes: "Used daily", documents: [...documents] },
    });
    expect(staged.evidence).toMatchObject({ notes: "Used daily", documents: [{ id: file.id, filename: "log.json" }] });
    const submitted = await whop.disputes.submit("dspt_1");
    expect(submitted).toMatchObject({
      evidence_locked_reason: "submitted",
      evidence_submitted_at: now().toISOString(),
    });
    await expect(whop.disputes.submit("dspt_1")).rejects.toMatchObject({ status: 409 });
  });

  test("a resolution center case allows what it lists", async () => {
    const whop = new WhopCurrent(mockWhopCurrent({ resolutionCenterCases: [{ id: "reso_1" }] }).clientOptions);
    expect(await whop.resolutionCenterCases.accept("reso_1", {})).toMatchObject({
      status: "closed",
      outcome: "customer_won",
    });
    await expect(whop.resolutionCenterCases.deny("reso_1", { message: "no" })).rejects.toMatchObject({ status: 409 });
  });

  test("a payment is refunded in parts, and no more than it is", async () => {
    const { whop } = whopWith({ payments: [{ id: "pay_1", total: 0.3 }] });
    expect(await whop.payments.refund("pay_1", { partial_amount: 0.1 })).toMatchObject({ refunded_amount: 0.1 });
    expect(await whop.payments.refund("pay_1", { partial_amount: 0.2 })).toMatchObject({ refunded_amount: 0.3 });
    await expect(whop.payments.refund("pay_1", { partial_amount: 0.01 })).rejects.toMatchObject({ status: 400 });
  });

  test("what is created is listed, changed and deleted", async () => {
    const { whop } = whopWith({ webhooks: [] });
    const { id } = await whop.webhooks.create({ url: "https://example.com/hook", events: ["dispute.created"] });
    const list = () => whop.webhooks.list({ company_id: "biz_1" }).toArray();
    expect(await list()).toMatchObject([{ id, url: "https://example.com/hook" }]);
    expect(await whop.webhooks.update(id, { url: "https://example.com/other" })).toMatchObject({
      id,
      url: "https://example.com/other",
    });
    expect(await whop.webhooks.delete(id)).toBe(true);
    expect(await list()).toEqual([]);
  });

  test("a case of the issuer is created, filed, and won or lost by the words of test mode", async () => {
    const decisionly = new Decisionly(mockDecisionly({ cases: [] }).clientOptions);
    const outcomes = [];
    for (const word of ["valid_evidence", "invalid_evidence"]) {
      const mine = await decisionly.v2.cases.create({
        ...newCase,
        issuer_evidence: { issuer_explanation: `Test: ${word}` },
      });
      const id = mine.case_id ?? "";
      await decisionly.v2.cases.file(id, { file_mode: "chargeback" });
      const seen = [mine, await decisionly.v2.cases.retrieve(id), await decisionly.v2.cases.retrieve(id)];
      const { conditions_review } = await decisionly.v2.cases.retrieveReview(id);
      outcomes.push([...seen.map(({ status }) => status), conditions_review?.meets_conditions]);
      await expect(decisionly.v2.cases.file(id, { file_mode: "auto" })).rejects.toMatchObject({ status: 400 });
    }
    expect(outcomes).toEqual([
      ["created", "chargeback_filed", "won", true],
      ["created", "chargeback_filed", "lost", false],
    ]);
  });
});

describe("repeats and faults", () => {
  test("a lost response is survived with one transfer, by the key in the body", async () => {
    const mock = mockWhop({ transfers: [] }, { now });
    const whop = new Whop(mock.clientOptions);
    mock.fault({ call: "transfers.create", connection: "lost-response" });
    const { data, attempts } = await whop.transfers.create(transfer).withResponse();
    expect(attempts).toBe(2);
    expect(await whop.transfers.list({ origin_id: "biz_1" }).toArray()).toMatchObject([{ id: data.id }]);
  });

  test("the Current API says that it replays, and refuses the key for another request", async () => {
    const whop = new WhopCurrent(mockWhopCurrent({}, { now }).clientOptions);
    const refund = (partial_amount: number) =>
      whop.payments.refund("pay_1", { partial_amount }, { idempotencyKey: "key-1" }).withResponse();
    const [first, second] = [await refund(5), await refund(5)];
    expect([first.replayed, second.replayed]).toEqual([false, true]);
    expect(second.data).toEqual(first.data);
    await expect(refund(6)).rejects.toMatchObject({ status: 400 });
  });

  test("of two calls at once with one key, one acts", async () => {
    const { whop, mock } = whopWith({ transfers: [] });
    const both = await Promise.all([1, 2].map(() => whop.transfers.create(transfer, { idempotencyKey: "key-1" })));
    expect(both[0]).toEqual(both[1]);
    expect(await whop.transfers.list({ origin_id: "biz_1" }).toArray()).toHaveLength(1);
    expect(mock.requests.filter(({ call }) => call === "transfers.create")).toHaveLength(2);
  });

  test("the Current API refuses the second of them while the first runs, and replays refusals", async () => {
    const current = mockWhopCurrent({ payments: [{ id: "pay_1" }] }, { now });
    const whop = new WhopCurrent({ ...current.clientOptions, maxRetries: 0 });
    const refund = (partial_amount: number, idempotencyKey: string) =>
      whop.payments.refund("pay_1", { partial_amount }, { idempotencyKey }).catch((error: unknown) => error);
    const both = await Promise.all([refund(5, "key-1"), refund(5, "key-1")]);
    expect(both.filter((one) => one instanceof Error)).toMatchObject([{ status: 409 }]);
    expect(current.state("/payments", "pay_1")?.refunded_amount).toMatchObject({ amount: "5.00" });
    const twice = [await refund(999, "key-2"), await refund(999, "key-2")];
    expect(twice).toMatchObject([{ status: 400 }, { status: 400 }]);
    const last = current.requests.at(-1);
    expect(last?.refusal).toContain("cannot be refunded");
  });

  test("a limit, a failing server, a refused connection and latency come when they are asked for", async () => {
    const waits: number[] = [];
    const { whop, mock } = whopWith({}, { wait: async (milliseconds) => void waits.push(milliseconds) });
    const codes = async (count: number) => {
      const seen: unknown[] = [];
      for (let index = 0; index < count; index++) {
        const result = await whop.payments.retrieve("pay_1").catch((error: unknown) => error);
        seen.push(
          result instanceof Error
            ? ((result as { status?: number }).status ?? (result as { code?: string }).code)
            : "ok",
        );
      }
      return seen;
    };
    mock.fault({ status: 429, retryAfter: 3, latency: 40 });
    mock.fault({ call: "payments.retrieve", status: 503, after: 1, times: 2 });
    mock.fault({ call: "disputes.retrieve", status: 500 });
    expect(await codes(4)).toEqual([429, 503, 503, "ok"]);
    mock.fault({ connection: "refused" });
    expect(await codes(2)).toEqual(["ECONNREFUSED", "ok"]);
    expect(waits).toEqual([40]);
    mock.clearFaults();
    await expect(whop.disputes.retrieve("dspt_1")).resolves.toBeDefined();
  });
});

describe("events", () => {
  test("each event of Whop is delivered signed, and its object is there to be read", async () => {
    const { whop, mock } = whopWith({ disputes: [{ id: "dspt_1", amount: 7 }] });
    let read: unknown;
    const receive = async (request: Request) => {
      const event = await whop.webhooks.unwrap(await request.text(), { headers: request.headers, now: now() });
      if (event.type === "dispute.updated") read = await whop.disputes.retrieve(event.data.id);
      return Response.json({ received: true });
    };
    const response = await mock.emit("dispute.updated", receive, { data: { id: "dspt_1", status: "won" } });
    expect(response.status).toBe(200);
    expect(read).toMatchObject({ id: "dspt_1", amount: 7, status: "won" });
    expect(MOCK_WEBHOOK_SECRET.length).toBeGreaterThan(16);
  });

  test("an event of Decisionly has the id of a case", async () => {
    const mock = mockDecisionly({ cases: [{ case_id: "case_1" }] });
    let body: unknown;
    await mock.emit(
      "case.won",
      async (request) => {
        body = await request.json();
        return new Response();
      },
      { data: { case_id: "case_1" } },
    );
    expect(body).toMatchObject({ type: "case.won", data: { case_id: "case_1" } });
  });

  test("a server of its own process answers until it is stopped", async () => {
    const { mock } = whopWith({ payments: [{ id: "pay_1" }] });
    const server = await mock.start();
    const whop = new Whop({ apiKey: "k", baseURL: server.url, maxRetries: 0 });
    await expect(whop.payments.retrieve("pay_1")).resolves.toMatchObject({ id: "pay_1" });
    mock.fault({ connection: "reset" });
    await expect(whop.payments.retrieve("pay_1")).rejects.toMatchObject({ name: "APIConnectionError" });
    await server.stop();
    await expect(whop.payments.retrieve("pay_1")).rejects.toMatchObject({ name: "APIConnectionError" });
  });

  test("handlers for msw pass each server's requests on", async () => {
    const { mock } = whopWith();
    const paths: string[] = [];
    const handlers = mock.mswHandlers({
      all: (path, resolver) => {
        paths.push(path);
        return resolver;
      },
    });
    expect(paths).toEqual(["https://api.whop.com/*", "https://sandbox-api.whop.com/*"]);
    const request = new Request("https://api.whop.com/api/v1/payments/pay_1", {
      headers: { authorization: "Bearer k" },
    });
    expect((await handlers[0]?.({ request }))?.status).toBe(200);
  });
});

const newCase = {
  transaction: {
    date: "2026-10-01T00:00:00Z",
    amount: 2500,
    currency: "USD",
    arn: "1".repeat(23),
    card: { network: "visa", last4: "4242" },
  },
  dispute: {
    date: "2026-11-01T00:00:00Z",
    amount: 2500,
    currency: "USD",
    reason: "product_not_received",
    raised_by: "cardholder",
  },
  cardholder: { name: "Ada" },
  merchant: { name: "Shop" },
} as const;
