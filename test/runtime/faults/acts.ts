import { Decisionly, type V2CaseUpdateParams } from "../../../src/decisionly.js";
import type { ClientOptions } from "../../../src/runtime/index.js";
import { Whop } from "../../../src/whop.js";
import { ThingsApi } from "../../things/client.js";

/** A call of each kind that the retry policy tells apart, with the answer that it hopes for. */
export interface Act {
  readonly name: string;
  /** `any`: may be repeated. `unsent`: only while the server cannot have acted on it. */
  readonly repeat: "any" | "unsent";
  readonly good: string;
  readonly run: (options: ClientOptions) => PromiseLike<unknown>;
}

const pdf = new TextEncoder().encode("%PDF-1.4\n%%EOF\n");

const dispute: V2CaseUpdateParams = {
  reason: "product_not_received",
  cardholder: { name: "A. Holder" },
  merchant: { name: "A Shop" },
  transaction: { date: "2026-01-01", amount: 2500, currency: "usd", card: { network: "visa", last4: "4242" } },
  dispute: { date: "2026-01-02", amount: 2500, currency: "usd", raised_by: "cardholder" },
};

export const acts: readonly Act[] = [
  {
    name: "GET",
    repeat: "any",
    good: '{"id":"dspt_1","status":"needs_response"}',
    run: (options) => new Whop(options).disputes.retrieve("dspt_1"),
  },
  {
    name: "list",
    repeat: "any",
    good: '{"data":[{"id":"dspt_1"}],"page_info":{"has_next_page":false,"end_cursor":null}}',
    run: (options) => new Whop(options).disputes.list({ company_id: "biz_1" }),
  },
  {
    name: "POST with a key",
    repeat: "any",
    good: '{"id":"ctt_1","amount":25}',
    run: (options) =>
      new Whop(options).transfers.create({ amount: 25, currency: "usd", origin_id: "biz_1", destination_id: "user_1" }),
  },
  {
    name: "POST with a key header",
    repeat: "any",
    good: '{"id":"thing_1","name":"A thing"}',
    run: (options) => new ThingsApi(options).calls.createByKey({ name: "A thing" }),
  },
  {
    name: "PUT",
    repeat: "any",
    good: '{"case_id":"case_1","status":"created"}',
    run: (options) => new Decisionly(options).v2.cases.update("case_1", dispute),
  },
  {
    name: "DELETE",
    repeat: "any",
    good: "true",
    run: (options) => new Whop(options).products.delete("prod_1"),
  },
  {
    name: "POST",
    repeat: "unsent",
    good: '{"id":"pay_1","status":"refunded"}',
    run: (options) => new Whop(options).payments.refund("pay_1", { partial_amount: 5 }),
  },
  {
    name: "POST without a body",
    repeat: "unsent",
    good: '{"id":"dspt_1","status":"under_review"}',
    run: (options) => new Whop(options).disputes.submitEvidence("dspt_1"),
  },
  {
    name: "POST of a form",
    repeat: "unsent",
    good: '{"file_id":"file_1","filename":"evidence.pdf"}',
    run: (options) => new Decisionly(options).v1.files.upload(pdf),
  },
  {
    name: "PATCH",
    repeat: "unsent",
    good: '{"id":"prod_1","title":"Gold"}',
    run: (options) => new Whop(options).products.update("prod_1", { title: "Gold" }),
  },
];
