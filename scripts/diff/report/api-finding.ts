import type { Api } from "../../apis.js";
import type { ContractDiff } from "./findings.js";

/** The diff of an API that only one of the two states has. */
export function diffOfWhole(api: Api, change: "added" | "removed"): ContractDiff {
  const severity = change === "added" ? "minor" : "major";
  const says = change === "added" ? "the whole API is new. Use it where you need it" : "the API is gone. Stop using it";
  return {
    api: api.id,
    verdict: severity,
    counts: { major: 0, minor: 0, patch: 0, [severity]: 1 },
    findings: [
      {
        ...{
          kind: `api-${change}`,
          severity,
          level: "both",
          pointer: "",
          message: `no single method, all of \`${api.name}\`: ${says}.`,
        },
        ...{ operationId: null, operationIds: [], methods: [] },
        ...{ before: change === "added" ? null : api.name, after: change === "added" ? api.name : null },
      },
    ],
    notes: [`There is no contract of ${api.name} on the ${change === "added" ? "old" : "new"} side.`],
  };
}

export function emptyDiff(api: Api, notes: readonly string[] = []): ContractDiff {
  return { api: api.id, verdict: "none", counts: { major: 0, minor: 0, patch: 0 }, findings: [], notes };
}
