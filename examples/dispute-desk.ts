/**
 * A merchant's dispute desk: what has to be answered, most urgent first, and evidence for one of them.
 *
 *     WHOP_API_KEY=… node --import tsx examples/dispute-desk.ts biz_xxxxxxxxxxxxxx
 */
import { type DisputeListItem, Whop } from "disputekit/whop";
import { isMain } from "./is-main.js";

/** The disputes that wait for an answer, the next deadline first. */
export async function openDisputes(whop: Whop, company: string): Promise<DisputeListItem[]> {
  const open: DisputeListItem[] = [];
  for await (const dispute of whop.disputes.list({ company_id: company })) {
    if (dispute.editable && dispute.status.endsWith("needs_response")) open.push(dispute);
  }
  const due = ({ needs_response_by }: DisputeListItem) => needs_response_by ?? "9999";
  return open.sort((a, b) => (due(a) < due(b) ? -1 : 1));
}

/** Stages a text and a file, looks at what is staged, and submits it. After that nothing can be changed. */
export async function answer(whop: Whop, id: string, notes: string, receipt: File): Promise<string> {
  const { editable } = await whop.disputes.retrieve(id);
  if (!editable) return `${id} can no longer be answered`;
  const file = await whop.files.upload(receipt, { visibility: "private" });
  const staged = await whop.disputes.updateEvidence(id, { notes, uncategorized_attachment: { id: file.id } });
  if (staged.uncategorized_attachment?.id !== file.id) throw new Error(`${id}: the file is not among the evidence`);
  const { status } = await whop.disputes.submitEvidence(id);
  return `${id} was answered with ${receipt.name}, and is ${status}`;
}

if (isMain(import.meta.url)) {
  const whop = new Whop();
  for (const { id, amount, currency, needs_response_by } of await openDisputes(whop, process.argv[2] ?? "")) {
    console.log([id, `${amount} ${currency}`, `until ${needs_response_by}`].join("\t"));
  }
}
