/**
 * Both surfaces of Whop side by side, as one does while moving: lists stay on version 2025-01-01, a dispute that only the Current API
 * answers well goes there. Each client names its version in every request, so the same key serves both.
 */
import { Whop } from "disputekit/whop";
import { Whop as WhopCurrent } from "disputekit/whop-current";
import { isMain } from "./is-main.js";

/** The same dispute in both shapes: what has another name, and what has another value. */
export async function compare(id: string, whop = new Whop(), current = new WhopCurrent()): Promise<string[]> {
  const [before, after] = await Promise.all([whop.disputes.retrieve(id), current.disputes.retrieve(id)]);
  return [
    `status: ${before.status} -> ${after.status}${after.inquiry ? " (an inquiry)" : ""}`,
    `deadline: needs_response_by ${before.needs_response_by} -> evidence_due_at ${after.evidence_due_at}`,
    `editable: ${before.editable} -> evidence_editable ${after.evidence_editable}`,
    `notes: ${before.notes} -> evidence.notes ${after.evidence.notes}`,
  ];
}

if (isMain(import.meta.url)) console.log((await compare(process.argv[2] ?? "")).join("\n"));
