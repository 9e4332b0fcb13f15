import { expect, test } from "vitest";
import { signWebhook } from "../../src/webhooks.js";
import { Disputes, Files, Whop, WhopCore } from "../../src/whop-current.js";
import { json } from "../runtime/support.js";
import { scriptedFetch } from "../support/scripted-fetch.js";

const KEY = "whop_key";

test("each request names the version of its contract", async () => {
  const { fetch, sent } = scriptedFetch(json({ id: "dspt_1" }), json({ id: "dspt_1" }), json({ id: "dspt_1" }));
  const whop = new Whop({ apiKey: KEY, fetch });
  await whop.disputes.retrieve("dspt_1");
  await whop.http.GET("/disputes/{id}", { params: { path: { id: "dspt_1" } } });
  await new Disputes(new WhopCore({ apiKey: KEY, fetch, apiVersionDate: null })).retrieve("dspt_1");
  expect(sent.map(({ headers }) => headers["api-version-date"])).toEqual(["2026-09-23", "2026-09-23", undefined]);
});

test("a POST has a key, and keeps it when it is asked again", async () => {
  const { fetch, sent } = scriptedFetch(json({ error: {} }, { status: 503 }), json({ id: "dspt_1" }));
  const whop = new Whop({ apiKey: KEY, fetch });
  const { idempotencyKey, attempts } = await whop.disputes.submit("dspt_1").withResponse();
  expect([attempts, idempotencyKey]).toEqual([2, expect.stringMatching(/^[\w-]{36}$/)]);
  expect(sent.map(({ headers }) => headers["idempotency-key"])).toEqual([idempotencyKey, idempotencyKey]);
});

test("a file is uploaded with the client's fetch, private unless asked otherwise", async () => {
  const created = { id: "file_1", upload_url: "https://storage.test/put", upload_headers: {} };
  const ready = { id: "file_1", upload_status: "ready" };
  const { fetch, sent } = scriptedFetch(json(created), new Response(), json(ready));
  const { files } = new Whop({ apiKey: KEY, fetch });
  expect(files).toBeInstanceOf(Files);
  // What is passed on as undefined is not said.
  const file = await files.upload(new Blob(["x"]), { filename: "receipt.pdf", fetch: undefined });
  expect(file).toMatchObject(ready);
  expect(sent.map(({ method, url }) => `${method} ${url}`)).toEqual([
    "POST https://api.whop.com/api/v1/files",
    "PUT https://storage.test/put",
    "GET https://api.whop.com/api/v1/files/file_1",
  ]);
  expect(JSON.parse(String(sent[0]?.body))).toEqual({ filename: "receipt.pdf", visibility: "private" });
  expect(sent[1]?.headers).not.toHaveProperty("authorization");
});

test("evidence is never sent as {}: a file in a body is refused before anything is sent", async () => {
  const { fetch, sent } = scriptedFetch();
  const whop = new Whop({ apiKey: KEY, fetch });
  const documents = [new Blob(["x"])] as never;
  await expect(whop.disputes.uploadEvidence("dspt_1", { documents })).rejects.toThrow(
    /^POST \/disputes\/\{id\}\/upload_evidence: body "documents\.0" is a Blob, .*upload the file first and pass its id/,
  );
  expect(sent).toEqual([]);
});

test("a delivery is verified, and its event typed", async () => {
  const secret = "ws_0123456789abcdef";
  const body = JSON.stringify({ type: "dispute.created", data: { id: "dspt_1", evidence_due_at: null } });
  const headers = await signWebhook(body, { secret, id: "msg_1" });
  const event = await new Whop({ webhookKey: secret }).webhooks.unwrap(body, { headers });
  expect(event.type === "dispute.created" && event.data.evidence_due_at).toBe(null);
});
