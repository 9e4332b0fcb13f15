/**
 * An issuer's case desk: opens a case with evidence, files it, and says what became of it when Decisionly's webhook comes.
 *
 * The webhook is not signed. `confirmWebhook` therefore reads the case with your key, and what it says is what counts.
 */
import { confirmWebhook, type Decisionly, type V2CaseCreateRequest } from "disputekit/decisionly";

/** @returns the case's id */
export async function openCase(decisionly: Decisionly, details: V2CaseCreateRequest, receipt: File): Promise<string> {
  const { id } = await decisionly.v2.files.upload(receipt, { category: "transaction_receipt" });
  const { case_id } = await decisionly.v2.cases.create({
    ...details,
    issuer_evidence: { ...details.issuer_evidence, documentation: id === undefined ? [] : [id] },
  });
  if (case_id === undefined) throw new Error("the case came without an id");
  await decisionly.v2.cases.file(case_id, { file_mode: "auto" });
  return case_id;
}

/** For the endpoint that Decisionly calls: it wants a 200, and repeats for 12 hours otherwise. */
export async function caseWebhook(
  decisionly: Decisionly,
  request: Request,
  tell: (text: string) => void,
): Promise<Response> {
  const { event, case: found } = await confirmWebhook(await request.text(), (id) => decisionly.v2.cases.retrieve(id));
  tell(`${event.type}: ${found.case_id} is ${found.status}`);
  return new Response("ok");
}
