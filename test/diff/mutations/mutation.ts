import type { Verdict } from "../../../scripts/diff/report/findings.js";
import type { OpenApiDocument } from "../../../scripts/load/openapi.js";

/** One change of a real contract, and what must be said of it. */
export interface Mutation {
  readonly name: string;
  readonly api: "whop" | "decisionly";
  /** Where what changes travels: the same change is another one in the other direction. */
  readonly position: "operation" | "request" | "response" | "event" | "shared" | "document";
  readonly mutate: (document: OpenApiDocument) => void;
  readonly verdict: Verdict;
  /** The verdict's reason, in one line. It is reasoned from the caller's side, not read off the implementation. */
  readonly why: string;
  /** One finding that must be there, with the verdict's severity. */
  readonly finding?: ExpectedFinding;
  /** The verdict of the way back, where it is not plain from this one. */
  readonly reversed?: Verdict;
  /** The files whose types are the same, but written otherwise: a name in place of what it stands for. @default none */
  readonly writtenOtherwise?: readonly string[];
  /** How many findings a reader should get at most. @default 3 */
  readonly most?: { readonly findings: number; readonly because: string };
}

export interface ExpectedFinding {
  /** `null`: the change reaches no operation. */
  readonly operationId?: string | null;
  /** A method that must be among those named. */
  readonly method?: string;
  /** What the pointer begins with. */
  readonly pointer?: string;
  /** Each must match. */
  readonly message?: readonly RegExp[];
  /** How many operations it reaches. */
  readonly reaches?: number;
}
