/** What the servers of the bench say: disputes as the contract has them, without evidence to speak of. */
export const PAGE_SIZE = 100;

const item = {
  id: "dspt_0000000000000",
  amount: 6.9,
  company: { id: "biz_0000000000000", title: "A company" },
  created_at: "2026-01-01T00:00:00.401Z",
  currency: "usd",
  editable: true,
  needs_response_by: "2026-01-15T00:00:00.401Z",
  payment: { id: "pay_0000000000000" },
  plan: { id: "plan_000000000000" },
  product: { id: "prod_000000000000", title: "A product", route: "a-product" },
  reason: "Product Not Received",
  status: "needs_response",
  visa_rdr: false,
};

export const dispute: string = JSON.stringify({
  ...item,
  access_activity_log: "2026-01-01 00:00:00 signed in\n".repeat(10),
  billing_address: "1 Street, Town",
  cancellation_policy_attachment: null,
  cancellation_policy_disclosure: "Cancel at any time.",
  customer_communication_attachment: null,
  customer_email_address: "someone@example.com",
  customer_name: "Some One",
  notes: null,
  product_description: "A course of ten lessons.",
  refund_policy_attachment: null,
  refund_policy_disclosure: "Refunds within fourteen days.",
  refund_refusal_explanation: null,
  service_date: "2026-01-01",
  uncategorized_attachment: null,
});

const items = JSON.stringify(Array.from({ length: PAGE_SIZE }, () => item));

/** The page after the cursor `c12` is number 13. */
export function pageAfter(url: string, pages: number): string {
  const number = Number(/[?&]after=c(\d+)/.exec(url)?.[1] ?? 0) + 1;
  const info = {
    end_cursor: `c${number}`,
    start_cursor: null,
    has_next_page: number < pages,
    has_previous_page: false,
  };
  return `{"data":${items},"page_info":${JSON.stringify(info)}}`;
}

export function toResponse(text: string): Response {
  return new Response(text, { status: 200, headers: { "content-type": "application/json" } });
}
