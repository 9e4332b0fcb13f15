import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openDisputes } from "../../examples/dispute-desk.js";
import { exportPayments } from "../../examples/export-payments.js";
import { caseWebhook, openCase } from "../../examples/issuer-desk.js";
import { alertEndpoint } from "../../examples/refund-alerts.js";
import { compare } from "../../examples/two-versions.js";
import { app } from "../../examples/webhooks/hono.js";
import { POST } from "../../examples/webhooks/next-route.js";
import { webhookServer } from "../../examples/webhooks/node-http.js";
import { log } from "../../examples/webhooks/receive.js";
import worker from "../../examples/webhooks/worker.js";
import { Decisionly } from "../../src/decisionly.js";
import { MOCK_WEBHOOK_SECRET, mockDecisionly, mockWhop, mockWhopCurrent } from "../../src/testing.js";
import { Whop } from "../../src/whop.js";
import { Whop as WhopCurrent } from "../../src/whop-current.js";
// A test of its own, as a reader of the examples would run it.
import "../../examples/own-tests.test.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "disputekit-examples-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("dispute-desk: the next deadline first, and only what can be answered", async () => {
  const mock = mockWhop({
    disputes: [
      { id: "dspt_late", needs_response_by: "2026-12-09T00:00:00Z" },
      { id: "dspt_soon", needs_response_by: "2026-12-01T00:00:00Z" },
      { id: "dspt_early", needs_response_by: "2026-12-02T00:00:00Z", status: "warning_needs_response" },
      { id: "dspt_done", editable: false },
      { id: "dspt_won", status: "won" },
    ],
  });
  const open = await openDisputes(new Whop(mock.clientOptions), "biz_1");
  expect(open.map(({ id }) => id)).toEqual(["dspt_soon", "dspt_early", "dspt_late"]);
});

describe("refund-alerts", () => {
  const setUp = () => {
    const mock = mockWhopCurrent({ payments: [{ id: "pay_1" }] });
    const endpoint = alertEndpoint(new WhopCurrent(mock.clientOptions));
    const data = { id: "dspa_1", payment_id: "pay_1" };
    const deliver = (id: string) => mock.emit("dispute_alert.created", endpoint, { id, data });
    const refunds = () => mock.requests.filter(({ call, status }) => call === "payments.refund" && status !== 500);
    return { mock, deliver, refunds, endpoint };
  };

  test("one refund, however often the alert comes", async () => {
    const { deliver, refunds, mock } = setUp();
    for (const id of ["msg_1", "msg_1", "msg_2"]) expect((await deliver(id)).status).toBe(200);
    expect(refunds()).toHaveLength(1);
    expect(mock.state("/payments", "pay_1")?.refunded_amount).toMatchObject({ amount: "49.00" });
  });

  test("one refund also where its response was lost", async () => {
    const { deliver, refunds, mock } = setUp();
    mock.fault({ call: "payments.refund", connection: "lost-response" });
    expect((await deliver("msg_1")).status).toBe(200);
    expect(new Set(refunds().map(({ headers }) => headers.get("idempotency-key")))).toEqual(new Set(["refund-dspa_1"]));
    expect(mock.state("/payments", "pay_1")?.refunded_amount).toMatchObject({ amount: "49.00" });
  });

  test("a delivery that fails comes again, a forged one is refused", async () => {
    const { deliver, refunds, mock, endpoint } = setUp();
    mock.fault({ call: "payments.retrieve", status: 500, times: 3 });
    await expect(deliver("msg_1")).rejects.toMatchObject({ status: 500 });
    expect((await deliver("msg_1")).status).toBe(200);
    expect(refunds()).toHaveLength(1);
    const forged = new Request("http://localhost/", { method: "POST", body: "{}" });
    expect((await endpoint(forged)).status).toBe(400);
  });
});

describe("webhooks", () => {
  const servers: Record<string, () => Promise<{ handle: (request: Request) => Promise<Response>; stop?: () => void }>> =
    {
      "node:http": async () => {
        const server = webhookServer(MOCK_WEBHOOK_SECRET).listen(0, "127.0.0.1");
        await once(server, "listening");
        const { port } = server.address() as AddressInfo;
        const url = `http://127.0.0.1:${port}/`;
        return {
          handle: async (request) =>
            fetch(url, { method: "POST", headers: request.headers, body: await request.text() }),
          stop: () => server.close(),
        };
      },
      hono: async () => ({
        handle: async (request) => {
          const path = new Request("http://localhost/webhooks/whop", request);
          return app.fetch(path, { WHOP_WEBHOOK_SECRET: MOCK_WEBHOOK_SECRET });
        },
      }),
      "a Next.js route": async () => {
        process.env.WHOP_WEBHOOK_SECRET = MOCK_WEBHOOK_SECRET;
        return { handle: POST, stop: () => delete process.env.WHOP_WEBHOOK_SECRET };
      },
      "a worker": async () => ({
        handle: (request) => worker.fetch(request, { WHOP_WEBHOOK_SECRET: MOCK_WEBHOOK_SECRET }),
      }),
    };

  test.each(Object.keys(servers))("%s takes what is signed, and refuses the rest", async (name) => {
    const { handle, stop } = (await servers[name]?.()) ?? {};
    if (handle === undefined) throw new Error(name);
    log.length = 0;
    const mock = mockWhop({ disputes: [{ id: "dspt_1", needs_response_by: "2026-12-01T00:00:00Z" }] });
    expect((await mock.emit("dispute.created", handle, { data: { id: "dspt_1" } })).status).toBe(200);
    expect((await mock.emit("invoice.paid", handle)).status).toBe(200);
    const forged = new Request("http://localhost/", { method: "POST", body: '{"type":"dispute.created"}' });
    expect((await handle(forged)).status).toBe(400);
    expect(log).toEqual(["dispute dspt_1 is due by 2026-12-01T00:00:00Z", "not handled: invoice.paid"]);
    stop?.();
  });
});

describe("export-payments", () => {
  const payments = Array.from({ length: 250 }, (_, index) => ({
    id: index === 7 ? "=1+1" : `pay_${index}`,
    created_at: new Date(Date.UTC(2026, 0, 1) - index * 60_000).toISOString(),
    status: "paid" as const,
    total: index,
  }));

  test("each payment is one row, whatever page the first run dies at", async () => {
    for (const after of [0, 1, 2]) {
      const mock = mockWhop({ payments });
      const whop = new Whop({ ...mock.clientOptions, maxRetries: 0 });
      const file = join(folder, `after-${after}.csv`);
      mock.fault({ call: "payments.list", status: 500, after });
      await expect(exportPayments(whop, "biz_1", file)).rejects.toMatchObject({ status: 500 });
      expect(await exportPayments(whop, "biz_1", file)).toBe(250 - after * 100);
      const rows = readFileSync(file, "utf8").trimEnd().split("\n");
      expect(rows[0]).toBe("id,created_at,status,total,currency");
      // A cell that a spreadsheet would run is quoted.
      const ids = payments.map(({ id }) => (id === "=1+1" ? `"'=1+1"` : id));
      expect(rows.slice(1).map((row) => row.split(",")[0])).toEqual(ids);
      expect(existsSync(`${file}.progress`)).toBe(true);
      expect(await exportPayments(whop, "biz_1", file)).toBe(0);
    }
  });
});

test("issuer-desk: a case is opened with a receipt and filed, and the webhook's word is checked", async () => {
  const mock = mockDecisionly({ cases: [] });
  const decisionly = new Decisionly(mock.clientOptions);
  const receipt = new File(["%PDF-1.7\n"], "receipt.pdf", { type: "application/pdf" });
  const id = await openCase(
    decisionly,
    {
      cardholder: { name: "Ada" },
      merchant: { name: "Shop" },
      transaction: {
        date: "2026-10-01T00:00:00Z",
        amount: 4900,
        currency: "USD",
        arn: "1".repeat(23),
        card: { network: "visa", last4: "4242" },
      },
      dispute: {
        date: "2026-11-01T00:00:00Z",
        amount: 4900,
        currency: "USD",
        reason: "fraud",
        raised_by: "cardholder",
      },
      issuer_evidence: { issuer_explanation: "merchant_liable" },
    } as Parameters<typeof openCase>[1],
    receipt,
  );
  const told: string[] = [];
  for (const type of ["case.chargeback_filed", "case.won"] as const) {
    await mock.emit(type, (request) => caseWebhook(decisionly, request, (text) => told.push(text)), {
      data: { case_id: id },
    });
  }
  expect(told).toEqual([`case.chargeback_filed: ${id} is chargeback_filed`, `case.won: ${id} is won`]);
});

test("two-versions: the same dispute in both shapes", async () => {
  const due = "2026-12-01T00:00:00Z";
  const whop = new Whop(mockWhop({ disputes: [{ id: "dspt_1", needs_response_by: due, notes: "n" }] }).clientOptions);
  const current = new WhopCurrent(
    mockWhopCurrent({ disputes: [{ id: "dspt_1", evidence_due_at: due, inquiry: false, evidence: { notes: "n" } }] })
      .clientOptions,
  );
  expect(await compare("dspt_1", whop, current)).toEqual([
    "status: needs_response -> needs_response",
    `deadline: needs_response_by ${due} -> evidence_due_at ${due}`,
    "editable: true -> evidence_editable true",
    "notes: n -> evidence.notes n",
  ]);
});
