import type { CallContext, Flow } from "./act.js";
import { type Entity, isEntity } from "./contract.js";
import type { MockProvider } from "./mock-api.js";
import { Refusal } from "./refusal.js";
import type { Store } from "./store.js";

const CASES = "/v2/issuer/cases";

/**
 * Cases move on by the words that Decisionly's test mode knows in `issuer_evidence.issuer_explanation`. That they also decide a case is
 * the mock's own: the provider documents no simulated outcome. The first look at a filed case shows `chargeback_filed`, the next one
 * the outcome.
 */
const WORDS = [
  { word: "invalid_evidence", meets: false, outcome: "lost" },
  { word: "issuer_liable", meets: false, outcome: "lost" },
  { word: "valid_evidence", meets: true, outcome: "won" },
  { word: "merchant_liable", meets: true, outcome: "won" },
] as const;

export function decisionlyProvider(): MockProvider {
  const looks = new Map<string, number>();
  return {
    flows: {
      "v2.cases.file": (context) => {
        fileCase(context.store, context.entity, context.pathValues.case_id ?? "");
        return { success: true };
      },
      "v2.cases.retrieve": ({ store, entity, pathValues }) => {
        const id = pathValues.case_id ?? "";
        if (entity?.status !== "chargeback_filed") return undefined;
        const seen = looks.get(id) ?? 0;
        looks.set(id, seen + 1);
        const outcome = wordIn(entity)?.outcome;
        return seen === 0 || outcome === undefined ? undefined : store.put(CASES, { ...entity, status: outcome });
      },
      "v2.cases.withdraw": ({ store, entity }) => {
        store.put(CASES, { ...entity, status: "withdrawn" });
        return { success: true };
      },
      "v1.cases.withdraw": ({ store, entity }) =>
        store.put("/v1/issuer/cases", { ...entity, status: "closed", closed_reason: "withdrawn" }),
      "v2.cases.retrieveReview": review,
      "v2.claims.create": ({ store, body }) => {
        const said = isEntity(body) ? body : {};
        const ids = Array.isArray(said.case_ids) ? said.case_ids : [];
        const claim = store.create("/v2/issuer/claims", { claim_id: said.claim_id ?? undefined });
        return setCases(store, claim, ids);
      },
      "v2.claims.setCases": ({ store, body, pathValues }) => {
        const claim = store.find("/v2/issuer/claims", pathValues.claim_id ?? "") ?? {};
        const ids = isEntity(body) && Array.isArray(body.case_ids) ? body.case_ids : [];
        const { claim_id, cases } = setCases(store, claim, ids);
        return { claim_id, cases };
      },
    },
    defaults: {
      [CASES]: () => ({ status: "created", claim_id: null, closed_reason: null }),
      "/v1/issuer/cases": () => ({ status: "created", closed_reason: null }),
    },
    // The form of Decisionly's errors is not documented: the mock says why in plain text.
    refusalBody: ({ message }: Refusal) => message,
  };
}

function fileCase(store: Store, entity: Entity | undefined, id: string): void {
  if (entity?.status !== "created") throw new Refusal(400, `Case ${id} was filed or ended already`);
  store.put(CASES, { ...entity, status: "chargeback_filed" });
}

const review: Flow = ({ entity }: CallContext) => {
  const meets = wordIn(entity)?.meets ?? true;
  return {
    status: "complete",
    filing_errors: [],
    conditions_review: { meets_conditions: meets, conditions_met: [], conditions_not_met: [] },
  };
};

function wordIn(entity: Entity | undefined): (typeof WORDS)[number] | undefined {
  const evidence = entity?.issuer_evidence;
  const text = isEntity(evidence) ? String(evidence.issuer_explanation ?? "") : "";
  return WORDS.find(({ word }) => new RegExp(`(?<![a-z])${word}`).test(text));
}

function setCases(store: Store, claim: Entity, ids: readonly unknown[]): Entity {
  const cases = ids.map((id) => {
    const one = store.find(CASES, String(id));
    if (one === undefined) throw new Refusal(404, `No such case: ${String(id)}`);
    return store.put(CASES, { ...one, claim_id: claim.claim_id });
  });
  store.put("/v2/issuer/claims", { ...claim, cases });
  return { ...claim, cases: cases.map(({ case_id }) => ({ case_id })) };
}
