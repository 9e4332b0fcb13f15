import type { RetryChoice } from "../settings/options.js";
import { isCertificateCode } from "./connection.js";

/** How often and how long a call may be tried again. */
export interface RetryPolicy {
  /** Attempts after the first one. */
  readonly maxRetries: number;
  /** `any`: repeating does no harm. `unsent`: only what the server cannot have acted on. `none`: never. */
  readonly repeat: "any" | "unsent" | "none";
  /** A longer wait that the server asks for ends the call at once. @unit milliseconds */
  readonly maxWait: number;
}

/** What an attempt came to, as far as repeating it is concerned. An `APIError` is one. */
export interface Outcome {
  /** Absent when there was no response. */
  readonly status?: number | undefined;
  /** Without a response: whether the server may have acted on the request. */
  readonly maybeSent?: boolean | undefined;
  /** The wait that the server asked for. @unit milliseconds */
  readonly retryAfterMs?: number | undefined;
  /** Without a response: the platform's code. */
  readonly code?: string | undefined;
  /** Of the response: `x-should-retry` may forbid a repeat, and ask for one that does no harm. */
  readonly headers?: { get(name: string): string | null | undefined } | undefined;
}

/** Ceiling of the first wait and of all waits. @unit milliseconds */
const BACKOFF = { first: 500, most: 8_000 } as const;
/** @unit milliseconds */
const LONGEST_WAIT = 60_000;

/**
 * GET, HEAD, PUT, DELETE and calls with an idempotency key may be repeated; POST and PATCH only when the server cannot
 * have acted on them, unless the caller says otherwise.
 */
export function retryPolicy(
  method: string,
  hasKey: boolean,
  choice: RetryChoice | undefined,
  maxRetries: number,
): RetryPolicy {
  const harmless = hasKey || choice === "always" || /^(?:GET|HEAD|PUT|DELETE|OPTIONS|TRACE)$/.test(method);
  return { maxRetries, repeat: choice === "never" ? "none" : harmless ? "any" : "unsent", maxWait: LONGEST_WAIT };
}

/**
 * How long to wait before the next attempt; `undefined` when the call has failed for good.
 * @param attempt 0 for the first one
 * @param random from 0 to 1: spreads the waits of clients that failed together
 * @unit milliseconds
 */
export function nextDelay(policy: RetryPolicy, attempt: number, outcome: Outcome, random: number): number | undefined {
  if (attempt >= policy.maxRetries || !mayRepeat(policy, outcome)) return undefined;
  const asked = outcome.retryAfterMs;
  if (asked === undefined) return random * Math.min(BACKOFF.first * 2 ** attempt, BACKOFF.most);
  return asked > policy.maxWait ? undefined : asked;
}

function mayRepeat({ repeat }: RetryPolicy, { status, maybeSent, code, headers }: Outcome): boolean {
  if (repeat === "none") return false;
  if (status === undefined && isCertificateCode(code)) return false;
  if (status === undefined) return maybeSent === false || (maybeSent === true && repeat === "any");
  const shouldRetry = headers?.get("x-should-retry");
  if (shouldRetry === "false") return false;
  // 429 refuses the request before anything is done with it.
  if (status === 429) return true;
  const isPassing = /^(?:408|50[0234])$/.test(String(status)) || (shouldRetry === "true" && status >= 400);
  // Whatever the server asks for: a payment that it may have acted on is not sent again.
  return repeat === "any" && isPassing;
}
/** In fifths of a repeat: what a client has in hand at most, what a call earns, what a repeat costs. */
const BUDGET = { most: 500, call: 1, repeat: 5 } as const;

/**
 * Keeps a client from multiplying the load on a service that is down: beyond a reserve of 100 repeats, one for every five calls.
 */
export class RetryBudget {
  #left: number = BUDGET.most;

  /** A call begins. */
  earn(): void {
    this.#left = Math.min(BUDGET.most, this.#left + BUDGET.call);
  }

  /** Whether one more repeat is allowed; counts it. */
  spend(): boolean {
    if (this.#left < BUDGET.repeat) return false;
    this.#left -= BUDGET.repeat;
    return true;
  }
}
