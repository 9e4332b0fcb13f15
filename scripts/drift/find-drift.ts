import type { OpenApiDocument } from "../load/openapi.js";
import type { Difference, DriftSeverity } from "./compare-with-body.js";
import { type ContractBodies, type ContractBody, contractBodies } from "./contract-bodies.js";
import { concernOf, messageOf, type PackageNames } from "./drift-words.js";
import { type Match, matchSample } from "./match-sample.js";
import { parseSample, type SampleProblem } from "./parse-sample.js";

/** A contract and what the package calls its parts. */
export interface DriftTarget extends PackageNames {
  /** For example `decisionly`. */
  readonly api: string;
  /** With its overlays applied. */
  readonly document: OpenApiDocument;
}

/** One saved sample: its path below the samples' folder with `/`, and its text, or why there is none. */
export type Sample = { readonly file: string } & ({ readonly text: string } | { readonly problem: SampleProblem });

export interface DriftFinding {
  readonly kind: Difference["kind"] | "no-such-body" | "no-such-event";
  readonly severity: DriftSeverity;
  readonly file: string;
  /** JSON pointer into the sample. */
  readonly samplePointer: string;
  /** How often the same was found in this sample: once for all items of a list. */
  readonly times: number;
  /** JSON pointer into the contract, overlays applied. */
  readonly pointer: string;
  /** The first affected operation; `null` for an event. */
  readonly operationId: string | null;
  readonly operationIds: readonly string[];
  /** The package's methods that are affected; may be empty. */
  readonly methods: readonly string[];
  readonly expected: string;
  readonly found: string;
  /** One line in the terms of the package. */
  readonly message: string;
}

/** What one sample was compared with, or why it was not. */
export interface SampleReport {
  readonly file: string;
  readonly status: "checked" | "ambiguous" | "unmatched" | "unreadable";
  /** How its schema was chosen. */
  readonly by: "name" | "content" | null;
  /** What it is a sample of, in words: `response 200 of decisionly.v2.cases.retrieve`. */
  readonly is: string | null;
  /** What is wrong with it and what to do; `null` for a checked one. */
  readonly problem: string | null;
}

export interface DriftReport {
  readonly api: string;
  /** The severity of the worst finding. */
  readonly verdict: "none" | DriftSeverity;
  readonly counts: {
    readonly samples: number;
    readonly checked: number;
    /** Samples that could not be compared. */
    readonly unchecked: number;
    readonly lacks: number;
    readonly contradicts: number;
  };
  readonly samples: readonly SampleReport[];
  /** Contradictions first, then by file. */
  readonly findings: readonly DriftFinding[];
}

/** Where saved samples and the contract differ. Reads no file; one bad sample does not keep the others from being compared. */
export function findDrift(target: DriftTarget, samples: readonly Sample[]): DriftReport {
  const bodies = contractBodies(target.document);
  const reports = samples.map((sample) => reportOn(target, bodies, sample));
  const all = reports.flatMap(({ findings }) => findings);
  const findings = (["contradicts", "lacks"] as const).flatMap((one) => all.filter(({ severity }) => severity === one));
  const checked = reports.filter(({ report }) => report.status === "checked").length;
  const counted = (severity: DriftSeverity): number => all.filter((finding) => finding.severity === severity).length;
  return {
    api: target.api,
    verdict: findings[0]?.severity ?? "none",
    counts: {
      samples: samples.length,
      checked,
      unchecked: samples.length - checked,
      lacks: counted("lacks"),
      contradicts: counted("contradicts"),
    },
    samples: reports.map(({ report }) => report),
    findings,
  };
}

/** Whether a report ends in exit code 1: a sample that was not compared always fails. */
export function isFailure({ counts }: Pick<DriftReport, "counts">, failOn: "never" | DriftSeverity): boolean {
  if (counts.unchecked > 0) return true;
  if (failOn === "never") return false;
  return counts.contradicts > 0 || (failOn === "lacks" && counts.lacks > 0);
}

interface Reported {
  readonly report: SampleReport;
  readonly findings: readonly DriftFinding[];
}

function reportOn(target: DriftTarget, bodies: ContractBodies, sample: Sample): Reported {
  const { file } = sample;
  const parsed = "text" in sample ? parseSample(file, sample.text) : sample;
  if ("problem" in parsed) {
    const report: SampleReport = { file, status: "unreadable", by: null, is: null, problem: parsed.problem };
    return { report, findings: [] };
  }
  const match = matchSample(target.document, bodies, file, parsed.data);
  switch (match.kind) {
    case "matched":
      return matched(target, file, match);
    case "absent": {
      const report: SampleReport = { file, status: "checked", by: "name", is: match.what, problem: null };
      return { report, findings: [absence(target, file, match)] };
    }
    case "unclear": {
      const problem = unclear(target, match.candidates);
      return { report: { file, status: match.why, by: null, is: null, problem }, findings: [] };
    }
  }
}

function matched(target: DriftTarget, file: string, match: Extract<Match, { kind: "matched" }>): Reported {
  const concern = concernOf(target, match.bodies);
  const { by, differences } = match;
  const findings = groupRepeats(differences).map(({ difference, times }): DriftFinding => {
    const { kind, severity, at, pointer, expected, found } = difference;
    const { operationIds, methods } = concern;
    const message = messageOf(concern, difference);
    const location = { file, samplePointer: at, times, pointer };
    const affected = { operationId: operationIds[0] ?? null, operationIds, methods };
    return { kind, severity, ...location, ...affected, expected, found, message };
  });
  return { report: { file, status: "checked", by, is: concern.is, problem: null }, findings };
}

/** One for all that differ in the same rule of the contract in the same way, as the items of a list do. */
function groupRepeats(differences: readonly Difference[]): { difference: Difference; times: number }[] {
  const found = new Map<string, { difference: Difference; times: number }>();
  for (const difference of differences) {
    const field = difference.at.slice(difference.at.lastIndexOf("/"));
    const name = /^\/\d+$/.test(field) ? "" : field;
    const key = JSON.stringify([difference.kind, difference.pointer, name, difference.found]);
    const known = found.get(key);
    if (known === undefined) found.set(key, { difference, times: 1 });
    else known.times += 1;
  }
  return [...found.values()];
}

function absence(
  { methods, api }: DriftTarget,
  file: string,
  { what, operation, pointer }: Extract<Match, { kind: "absent" }>,
): DriftFinding {
  const operationIds = operation === null ? [] : [operation.operationId];
  const named = operationIds.flatMap((id) => methods.get(id) ?? []);
  const message =
    operation === null
      ? `No method is affected: the webhooks of ${api} have no ${what}, so it arrives without a type. Add it to the contract.`
      : `${named[0] ?? operation.operationId}: the contract has no ${what}. Add it.`;
  return {
    kind: operation === null ? "no-such-event" : "no-such-body",
    severity: "lacks",
    file,
    samplePointer: "",
    times: 1,
    pointer,
    operationId: operationIds[0] ?? null,
    operationIds,
    methods: named,
    expected: `no ${what}`,
    found: what,
    message,
  };
}

function unclear(target: DriftTarget, candidates: readonly ContractBody[]): string {
  const remedy = "Name the file after what it is: OPERATION.STATUS.json, OPERATION.request.json or EVENT.event.json.";
  if (candidates.length === 0) return `No schema of the contract has half of its fields. ${remedy}`;
  const names = candidates.map((body) => concernOf(target, [body]).is);
  const shown = names.slice(0, 4).join("; ");
  return `It fits ${names.length} bodies equally well: ${shown}${names.length > 4 ? "; …" : ""}. ${remedy}`;
}
