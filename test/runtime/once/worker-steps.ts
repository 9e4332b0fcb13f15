/** Where a process is killed, or what else happens at a delivery. */
export const STEPS = [
  "before claim",
  "claim sent",
  "claimed",
  "effect sent",
  "effect had",
  "done sent",
  "done",
  "handler throws",
  "nothing",
] as const;
export type Step = (typeof STEPS)[number];

export interface Delivery {
  readonly number: number;
  readonly id: string;
  readonly step: Step;
}
