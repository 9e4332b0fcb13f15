/** One figure beside that of a peer, or beside an aim of its own. */
export interface Row {
  readonly what: string;
  readonly ours: number;
  /** Whom it is compared with, and their figure. */
  readonly peer?: { readonly name: string; readonly figure: number } | undefined;
  readonly unit: string;
  /** Decimals of `ours` and of the peer's figure. @default 1 */
  readonly digits?: number | undefined;
  /** Ours to the peer's, where pairs of runs give a better one than the quotient of the medians. */
  readonly ratio?: number | undefined;
  /** Absent for what is only told. */
  readonly aim?: Aim | undefined;
}

/** `ratio` is about ours to theirs, `figure` about ours alone. */
export interface Aim {
  readonly of: "ratio" | "figure";
  readonly bound: "at most" | "at least";
  readonly value: number;
}

export function atMost(value: number, of: Aim["of"] = "ratio"): Aim {
  return { of, bound: "at most", value };
}

export function atLeast(value: number): Aim {
  return { of: "ratio", bound: "at least", value };
}

/** Prints the rows as they come. Gives the number of missed aims. */
export function printRows(title: string, rows: readonly Row[]): number {
  console.log(`\n${title}`);
  let missed = 0;
  for (const row of rows) {
    const { what, ours, peer, unit, digits = 1, aim } = row;
    const ratio = row.ratio ?? (peer && peer.figure !== 0 ? ours / peer.figure : undefined);
    const verdict = aim ? judge(aim, aim.of === "figure" ? ours : (ratio ?? Number.NaN)) : "";
    if (verdict.includes("MISSED")) missed += 1;
    const cells = [
      what.padEnd(50),
      `${ours.toFixed(digits)} ${unit}`.padStart(14),
      (peer ? `${peer.name} ${peer.figure.toFixed(digits)}` : "").padStart(24),
      (ratio === undefined ? "" : `${ratio.toFixed(2)} x`).padStart(10),
      `   ${verdict}`,
    ];
    console.log(cells.join("").trimEnd());
  }
  return missed;
}

function judge({ of, bound, value }: Aim, figure: number): string {
  const unit = of === "ratio" ? " x" : "";
  const isMet = bound === "at most" ? figure <= value : figure >= value;
  const by = `${Math.abs((figure / value - 1) * 100).toFixed(0)} %`;
  return `${bound} ${value}${unit}: ${isMet ? "met" : `MISSED by ${by}`}`;
}

/** Of an even number of values the upper of the two in the middle. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Median of the quotients of what was measured side by side, so that a slow minute hits both. */
export function medianRatio(ours: readonly number[], theirs: readonly number[]): number {
  return median(ours.map((figure, index) => figure / (theirs[index] ?? Number.NaN)));
}
