/** What became of a claim: it is the caller's, a live one of somebody else's stands, or the delivery was handled before. */
export type ClaimState = "claimed" | "busy" | "done";

/**
 * Remembers deliveries: an id is free, claimed until its lease ends, or done until its ttl ends. Each method looks and writes in one
 * step, however many processes ask at the same time. `token` is new for each run of a handler: with it, a run that was overtaken
 * cannot touch the claim of its successor.
 */
export interface ReplayStore {
  /** Claims the id if it is free. A claim or record whose time is over makes it free. @param lease @unit seconds */
  claim(id: string, token: string, lease: number): Promise<ClaimState>;
  /** Lengthens a live claim of this token to `lease` from now. `false` if there is none. @param lease @unit seconds */
  renew(id: string, token: string, lease: number): Promise<boolean>;
  /** Records the id as done, unless it is done or a live claim has another token: then `false`. @param ttl @unit seconds */
  done(id: string, token: string, ttl: number): Promise<boolean>;
  /** Frees the id if its claim has this token: handling failed, and the sender's repeat has to get through. */
  release(id: string, token: string): Promise<boolean>;
}
