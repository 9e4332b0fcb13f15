// A representative set of calls with Object.prototype frozen; prints what came of them as JSON. Takes the server's port.
import { Decisionly } from "../../src/decisionly.js";
import { signWebhook } from "../../src/webhooks.js";
import { Whop } from "../../src/whop.js";

Object.freeze(Object.prototype);

const options = { apiKey: "key", baseURL: `http://127.0.0.1:${process.argv[2]}`, logLevel: "off" } as const;
const whop = new Whop({ ...options, webhookKey: "ws_secret" });
const decisionly = new Decisionly(options);
const nameOf = (error: unknown): string => (error as Error).name;

const retried = await whop.disputes.retrieve("dspt_1").withResponse();
const transfer = { amount: 1, currency: "usd", origin_id: "biz_1", destination_id: "user_1" } as const;
const poison = JSON.parse('{"constructor":"c","toString":"t","__proto__":{"a":1}}') as object;
const body = JSON.stringify({ id: "evt_1", type: "dispute.created", timestamp: "2026-01-01T00:00:00Z", data: {} });
const headers = await signWebhook(body, { secret: "ws_secret" });
const controller = new AbortController();
const aborting = whop.disputes.retrieve("dspt_1", { signal: controller.signal }).then(() => "done", nameOf);
controller.abort();

console.log(
  JSON.stringify({
    retried: `${retried.data.id}, ${retried.attempts} attempts`,
    list: (await whop.disputes.list({ company_id: "biz_1" }).toArray()).map(({ id }) => id),
    post: (await whop.transfers.create(transfer)).id,
    poisonedPost: (await whop.transfers.create({ ...transfer, metadata: { ...poison } })).id,
    form: ((await decisionly.v1.files.upload(new TextEncoder().encode("%PDF-1.4"))) as { id?: string }).id,
    refusedPath: await whop.disputes.retrieve("..").then(() => "done", nameOf),
    result: (await whop.disputes.retrieve("dspt_1").toResult()).ok,
    webhook: (await whop.webhooks.unwrap(body, { headers })).type,
    forged: await whop.webhooks.unwrap(`${body} `, { headers }).then(() => "done", nameOf),
    aborted: await aborting,
  }),
);
