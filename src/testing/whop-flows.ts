import type { CallContext, Flow } from "./act.js";
import { type Contract, type Entity, isEntity, type JsonSchema } from "./contract.js";
import type { MockProvider } from "./mock-api.js";
import { Refusal } from "./refusal.js";
import { completeFile, createFile, whopStorage } from "./whop-files.js";

/** Version 2025-01-01. */
export const whopProvider: MockProvider = {
  flows: {
    "files.create": createFile("0"),
    "disputes.updateEvidence": (context) => {
      refuseWhere(context.entity?.editable === false, "The evidence was submitted and can no longer be changed");
      return change(context, "/disputes", evidenceOf(context, isEntity(context.body) ? context.body : {}));
    },
    "disputes.submitEvidence": (context) => {
      refuseWhere(context.entity?.editable === false, "The evidence was submitted already");
      return change(context, "/disputes", { editable: false, status: "under_review" });
    },
    "payments.refund": refundWhole(
      (entity) => Number(entity.total ?? 0),
      (entity) => Number(entity.refunded_amount ?? 0),
      (amount) => amount,
    ),
  },
  defaults: {
    "/disputes": (now) => ({ editable: true, status: "needs_response", needs_response_by: inDays(now, 7) }),
    "/payments": () => ({ total: 49, subtotal: 49, refunded_amount: 0, refunded_at: null, currency: "usd" }),
    "/files": () => ({ upload_status: "ready" }),
  },
  refusalBody: whopRefusalBody,
  outside: whopStorage,
};

/** The Current API. */
export const whopCurrentProvider: MockProvider = {
  flows: {
    "files.create": createFile(0),
    "files.complete": completeFile,
    "disputes.update": (context) => {
      refuseLocked(context);
      const said = isEntity(context.body) ? context.body.evidence : undefined;
      const evidence = evidenceOf(context, isEntity(said) ? said : {});
      return change(context, "/disputes", { evidence: { ...asEntity(context.entity?.evidence), ...evidence } });
    },
    "disputes.uploadEvidence": (context) => {
      refuseLocked(context);
      const evidence = asEntity(context.entity?.evidence);
      const before = Array.isArray(evidence.documents) ? evidence.documents : [];
      const { documents = [] } = evidenceOf(context, isEntity(context.body) ? context.body : {});
      return change(context, "/disputes", {
        evidence: { ...evidence, documents: [...before, ...(documents as Entity[])] },
      });
    },
    "disputes.submit": (context) => {
      refuseLocked(context);
      return change(context, "/disputes", {
        evidence_editable: false,
        evidence_locked_reason: "submitted",
        evidence_submitted_at: context.now().toISOString(),
        status: "under_review",
      });
    },
    "resolutionCenterCases.accept": act("accept", { status: "closed", outcome: "customer_won", refund: "merchant" }),
    "resolutionCenterCases.deny": act("deny", { status: "awaiting_customer" }, ["reply"]),
    "resolutionCenterCases.reply": act("reply", { status: "awaiting_customer" }, ["reply"]),
    "resolutionCenterCases.requestInfo": act("request_info", { status: "awaiting_customer" }, ["reply"]),
    "payments.refund": refundWhole(
      (entity) => amountOf(entity.total),
      (entity) => amountOf(entity.refunded_amount),
      (amount, entity) => ({ ...asEntity(entity.total), amount: amount.toFixed(2) }),
    ),
  },
  defaults: {
    "/disputes": (now) => ({
      status: "needs_response",
      evidence_editable: true,
      evidence_locked_reason: null,
      evidence_submitted_at: null,
      evidence_due_at: inDays(now, 7),
    }),
    "/resolution_center_cases": (now) => ({
      status: "awaiting_merchant",
      outcome: null,
      refund: null,
      available_actions: ["accept", "deny", "request_info", "reply"],
      response_due_at: inDays(now, 3),
    }),
    "/payments": () => ({
      total: money("49.00"),
      subtotal: money("49.00"),
      refunded_amount: money("0.00"),
      currency: "usd",
    }),
    "/files": () => ({ upload_status: "ready" }),
  },
  refusalBody: whopRefusalBody,
  outside: whopStorage,
};

function whopRefusalBody(refusal: Refusal, contract: Contract): unknown {
  const error: Entity = { type: refusal.type, message: refusal.message };
  if (contract.id === "whop") return { error: { ...error, code: refusal.code ?? null, param: refusal.param ?? null } };
  // Current's errors have no `param`, and no null.
  return { error: refusal.code === undefined ? error : { ...error, code: refusal.code } };
}

/** A step of a resolution center case, possible while the case lists it. What it leads to is the mock's own choice. */
function act(action: string, fields: Entity, next: readonly string[] = []): Flow {
  return (context) => {
    const actions = context.entity?.available_actions;
    const isPossible = Array.isArray(actions) && actions.includes(action);
    refuseWhere(!isPossible, `The case does not allow ${action} now`);
    return change(context, "/resolution_center_cases", { ...fields, available_actions: next });
  };
}

function refundWhole(
  total: (payment: Entity) => number,
  refunded: (payment: Entity) => number,
  written: (amount: number, payment: Entity) => unknown,
): Flow {
  return (context) => {
    const payment = asEntity(context.entity);
    const cents = (amount: number) => Math.round(amount * 100);
    const left = cents(total(payment)) - cents(refunded(payment));
    const asked = isEntity(context.body) ? context.body.partial_amount : undefined;
    const amount = typeof asked === "number" ? cents(asked) : left;
    if (left <= 0 || amount > left) throw new Refusal(400, "More than what is left of the payment cannot be refunded");
    const after = (cents(refunded(payment)) + amount) / 100;
    return change(context, "/payments", {
      refunded_amount: written(after, payment),
      refunded_at: context.now().toISOString(),
    });
  };
}

/** Staged evidence as the dispute shows it: texts as they are, files with what is known of them. */
function evidenceOf({ store, operation }: CallContext, said: Entity): Entity {
  const attachments = store.schemaAt(operation.success?.schema ?? {}, "evidence") ?? store.schemaOf("/disputes") ?? {};
  return Object.fromEntries(
    Object.entries(said).map(([name, value]) => {
      const schema = store.schemaAt(attachments, name) ?? {};
      if (Array.isArray(value)) {
        const items = store.schemaAt(schema, "items") ?? {};
        return [name, value.map((item) => fileAs(store, items, asEntity(item)))];
      }
      return [name, isEntity(value) ? fileAs(store, schema, value) : value];
    }),
  );
}

function fileAs(store: CallContext["store"], schema: JsonSchema, said: Entity): unknown {
  const id = String(said.id ?? said.direct_upload_id ?? "");
  const file = store.find("/files", id);
  if (file === undefined) throw new Refusal(400, `No such file: ${id}`, { code: "parameter_invalid" });
  return store.project(schema, { ...file, ...said, id }, `attachment/${id}`);
}

function change({ store, entity, pathValues, now }: CallContext, collection: string, fields: Entity): Entity {
  const updated = { ...entity, ...fields };
  if ("updated_at" in updated) updated.updated_at = now().toISOString();
  return store.put(collection, updated, pathValues);
}

/** Which status version 2025-01-01 has here is not known; 409 is what the Current API documents. */
function refuseWhere(isRefused: boolean, message: string): void {
  if (isRefused) throw new Refusal(409, message, { type: "conflict" });
}

function refuseLocked({ entity }: CallContext): void {
  refuseWhere(entity?.evidence_editable === false, "The evidence is locked");
}

function asEntity(value: unknown): Entity {
  return isEntity(value) ? value : {};
}

function amountOf(value: unknown): number {
  return Number(asEntity(value).amount ?? 0);
}

function money(amount: string): Entity {
  return { amount, currency: "usd", decimals: 2, display_decimals: 2 };
}

function inDays(now: Date, days: number): string {
  return new Date(now.getTime() + days * 86_400_000).toISOString();
}
