import type { Platform } from "../../src/runtime/settings/platform.js";
import type { CurrentFileCalls, NewCurrentFile } from "../../src/whop/upload-current-file.js";
import type { FileCalls, NewFile } from "../../src/whop/upload-file.js";
import type { StoredFile } from "../../src/whop/wait-for-file.js";

/** Time that stands still but for waits: each timer runs at once, in the order of its date, and takes the time along. */
export function jumpingClock(): { platform: Partial<Platform>; waits: number[]; readonly now: number } {
  let now = Date.UTC(2026, 0, 1);
  const start = now;
  const waits: number[] = [];
  const timers = new Set<{ at: number; run: () => void }>();
  const jump = (): void => {
    const [next] = [...timers].sort((left, right) => left.at - right.at);
    if (!next) return;
    timers.delete(next);
    now = next.at;
    next.run();
  };
  const timer: Platform["timer"] = (ms, run) => {
    const one = { at: now + ms, run };
    timers.add(one);
    waits.push(ms);
    // After everything that is ready to go on has gone on.
    setImmediate(() => timers.has(one) && jump());
    return () => timers.delete(one);
  };
  return {
    platform: { now: () => now, random: () => 1, timer },
    waits,
    get now() {
      return now - start;
    },
  };
}

/** Whop's two calls, from a script: what `create` answers, then the status at each look. */
export function scriptedFiles(
  target: Partial<NewFile>,
  statuses: readonly string[],
): FileCalls<StoredFile> & { created: unknown[]; looks: number } {
  const calls = {
    created: [] as unknown[],
    looks: 0,
    create: async (params: unknown) => {
      calls.created.push(params);
      return { id: "file_1", upload_url: null, upload_headers: null, ...target };
    },
    retrieve: async (id: string) => ({ id, upload_status: statuses[Math.min(calls.looks++, statuses.length - 1)]! }),
  };
  return calls;
}

/** The Current API's three calls, from a script. `calls` has each with its arguments, less the options. */
export function scriptedCurrentFiles(
  file: Partial<NewCurrentFile>,
  statuses: readonly string[],
): CurrentFileCalls<StoredFile> & { calls: unknown[][] } {
  const calls: unknown[][] = [];
  let looks = 0;
  return {
    calls,
    create: async (params) => {
      calls.push(["create", params]);
      return { id: "file_1", ...file };
    },
    complete: async (id, params) => {
      calls.push(["complete", id, params]);
    },
    retrieve: async (id) => {
      calls.push(["retrieve", id]);
      return { id, upload_status: statuses[Math.min(looks++, statuses.length - 1)]! };
    },
  };
}
