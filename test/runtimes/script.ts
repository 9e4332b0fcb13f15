import { Decisionly } from "../../src/decisionly.js";
import { signWebhook, verifyWebhook } from "../../src/webhooks.js";
import {
  APIConnectionError,
  APIConnectionTimeoutError,
  NotFoundError,
  RedirectError,
  WebhookVerificationError,
  Whop,
} from "../../src/whop.js";

/** What a run is told by the one who starts it. */
export interface Settings {
  /** The server, and this runtime's place on it. */
  readonly api: string;
  /** An address where nobody listens. */
  readonly closed: string;
  /** Whether the platform says that a connection was refused. Where it does not, the request may have been sent. */
  readonly tellsRefusal: boolean;
  /** Whether the platform itself sends a request again when a connection breaks, and cannot be kept from it. */
  readonly repeatsItself: boolean;
}

/** What a run found: a check's name, and what was wrong with it. */
export type Report = readonly { readonly check: string; readonly fault: string | undefined }[];

const webhookKey = `ws_${"7f".repeat(32)}`;

/**
 * The script that every runtime runs: the same bytes everywhere, nothing but what the platform has. The clients are made at once,
 * since Workers make them where no request is being served.
 */
export function prepare({ api, closed, tellsRefusal, repeatsItself }: Settings): () => Promise<void> {
  const options = { apiKey: "whop_key", webhookKey, logLevel: "off", dangerouslyAllowBrowser: true } as const;
  const whop = new Whop({ ...options, baseURL: api });
  const lost = new Whop({ ...options, baseURL: closed, maxRetries: 0 });
  const decisionly = new Decisionly({
    apiKey: "test_key",
    baseURL: api,
    logLevel: "off",
    dangerouslyAllowBrowser: true,
  });
  const timesSeen = async (line: string): Promise<number> => {
    const lines: string[] = await (await fetch(`${api}/seen`)).json();
    return lines.filter((other) => other === line).length;
  };

  const checks: Readonly<Record<string, () => Promise<void>>> = {
    retrieve: async () => {
      equal((await whop.disputes.retrieve("dspt_1")).id, "dspt_1");
      equal((await decisionly.v1.cases.retrieve("case_1")).case_id, "case_1");
    },
    list: async () => {
      const ids: string[] = [];
      for await (const { id } of whop.disputes.list({ company_id: "biz_1" })) ids.push(id);
      equal(ids.join(), "dspt_1,dspt_2");
    },
    error: async () => {
      const error = await failure(whop.disputes.retrieve("dspt_missing"), NotFoundError);
      equal(error.message, "404 GET /disputes/{id}: no such dispute");
      equal(`${error.status} ${error.type} ${error.requestId}`, "404 not_found req_1");
    },
    retry: async () => {
      equal((await whop.disputes.retrieve("dspt_busy")).id, "dspt_busy");
      equal(await timesSeen("GET /disputes/dspt_busy"), 2);
    },
    "idempotent POST": async () => {
      const transfer = { amount: 1, currency: "usd", destination_id: "user_1", origin_id: "biz_1" } as const;
      equal((await whop.transfers.create(transfer)).notes, "1 key");
      equal(await timesSeen("POST /transfers"), 2);
    },
    [repeatsItself ? "POST not repeated by the client" : "POST once"]: async () => {
      const { disputes } = whop;
      for (const [path, send] of [
        ["/disputes/dspt_1/submit_evidence", () => disputes.submitEvidence("dspt_1")],
        ["/disputes/dspt_1/update_evidence", () => disputes.updateEvidence("dspt_1", { notes: "one" })],
        ["/v1/issuer/files", () => decisionly.v1.files.upload(new TextEncoder().encode("%PDF-1.7"))],
      ] as const) {
        const error = await failure(send(), APIConnectionError);
        equal(`${error.attempts} ${error.maybeSent}`, "1 true");
        if (!repeatsItself) equal(await timesSeen(`POST ${path}`), 1);
      }
    },
    refused: async () => {
      const error = await failure(lost.disputes.retrieve("dspt_1"), APIConnectionError);
      equal(error.maybeSent, !tellsRefusal);
    },
    redirect: async () => {
      await failure(whop.disputes.retrieve("dspt_moved"), RedirectError);
      equal(await timesSeen("GET /elsewhere"), 0);
    },
    timeout: async () => {
      const brief = { timeout: 200, maxRetries: 0 };
      await failure(whop.disputes.retrieve("dspt_silent", brief), APIConnectionTimeoutError);
      await failure(whop.disputes.retrieve("dspt_stalled", brief), APIConnectionTimeoutError);
      // Not `text()`, for which Chromium has an error of its own.
      const reader = (await whop.disputes.retrieve("dspt_stalled", brief).asResponse()).body!.getReader();
      await reader.read();
      await failure(reader.read(), APIConnectionTimeoutError);
      const byPath = whop.http.GET("/disputes/{id}", { params: { path: { id: "dspt_stalled" } }, ...brief });
      await failure(byPath, APIConnectionTimeoutError);
    },
    raw: async () => {
      const answer = await whop.disputes.retrieve("dspt_1").asResponse();
      equal(JSON.stringify(await answer.json()), '{"id":"dspt_1"}');
    },
    webhook: async () => {
      const body = '{"id":"msg_1","type":"dispute.created","data":{"id":"dspt_1"}}';
      const headers = await signWebhook(body, { secret: webhookKey, id: "msg_1" });
      equal((await verifyWebhook(body, { headers, secret: webhookKey })).id, "msg_1");
      equal((await whop.webhooks.unwrap(body, { headers: new Headers(headers) })).type, "dispute.created");
      await failure(whop.webhooks.unwrap(`${body} `, { headers }), WebhookVerificationError);
    },
  };

  return async () => {
    const report: Report[number][] = [];
    for (const [check, run] of Object.entries(checks)) {
      const fault = await run().then(
        () => undefined,
        (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
      );
      report.push({ check, fault });
    }
    await fetch(`${api}/report`, { method: "POST", body: JSON.stringify(report) });
  };
}

function equal(found: unknown, wanted: unknown): void {
  if (found !== wanted) throw new Error(`${found} instead of ${wanted}`);
}

/** The error that `work` ends with. */
async function failure<E extends Error>(
  work: PromiseLike<unknown>,
  kind: abstract new (...parts: never[]) => E,
): Promise<E> {
  const error = await Promise.resolve(work).then(
    () => new Error("no failure"),
    (reason: unknown) => reason,
  );
  if (error instanceof kind) return error;
  throw new Error(`${error} instead of ${kind.name}`);
}
