import { type Api, titleOf } from "../../apis.js";
import type { ContractDiff } from "./findings.js";

/** The diff of an API that only one of the two states has. */
export function diffOfWholeApi(api: Api, change: "added" | "removed"): ContractDiff {
  const isAdded = change === "added";
  return {
    api: api.id,
    verdict: isAdded ? "minor" : "major",
    counts: { major: isAdded ? 0 : 1, minor: isAdded ? 1 : 0, patch: 0 },
    findings: [
      {
        kind: `api-${change}`,
        severity: isAdded ? "minor" : "major",
        level: "both",
        operationId: null,
        operationIds: [],
        methods: [],
        events: [],
        pointer: "",
        before: isAdded ? null : titleOf(api),
        after: isAdded ? titleOf(api) : null,
        statement: isAdded ? "the whole API is new" : "the API was removed",
        advice: isAdded ? "Use it where you need it." : "Stop using it.",
        overlay: [],
      },
    ],
    notes: [`The state ${isAdded ? "before" : "after"} has no contract of ${titleOf(api)}.`],
  };
}

export function emptyDiff(api: Api, notes: readonly string[] = []): ContractDiff {
  return { api: api.id, verdict: "none", counts: { major: 0, minor: 0, patch: 0 }, findings: [], notes };
}
