import type { ClaimState, ReplayStore } from "./replay-store.js";

/** Sends one command: `(command) => client.sendCommand(command)` of `redis`, `([name, ...args]) => client.call(name, ...args)` of `ioredis`. */
export type RedisSend = (command: [name: string, ...args: string[]]) => PromiseLike<unknown>;

/** How a store names its keys in Redis. */
export interface RedisReplayStoreOptions {
  /** Put before each id. @default "webhook:" */
  readonly prefix?: string | undefined;
}

/** The value of a key whose delivery is done; that of a claim is its token, a UUID. */
const scripts = {
  claim: `local held = redis.call("GET", KEYS[1])
if held == "done" then return "done" end
if held then return "busy" end
redis.call("SET", KEYS[1], ARGV[1], "PX", ARGV[2])
return "claimed"`,
  renew: `if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call("PEXPIRE", KEYS[1], ARGV[2])`,
  done: `local held = redis.call("GET", KEYS[1])
if held and held ~= ARGV[1] then return 0 end
redis.call("SET", KEYS[1], "done", "PX", ARGV[2])
return 1`,
  release: `if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call("DEL", KEYS[1])`,
};

/**
 * A store in Redis, one key per delivery, which Redis drops by itself. Time is the server's. A server that loses its last writes (a
 * crash without `appendfsync always`, a failover) may handle a delivery twice; it loses none.
 */
export function redisReplayStore(send: RedisSend, { prefix = "webhook:" }: RedisReplayStoreOptions = {}): ReplayStore {
  const run = async (script: string, id: string, token: string, seconds = 0): Promise<string> =>
    String(await send(["EVAL", script, "1", prefix + id, token, String(Math.ceil(seconds * 1000))]));
  return {
    claim: async (id, token, lease) => (await run(scripts.claim, id, token, lease)) as ClaimState,
    renew: async (id, token, lease) => (await run(scripts.renew, id, token, lease)) === "1",
    done: async (id, token, ttl) => (await run(scripts.done, id, token, ttl)) === "1",
    release: async (id, token) => (await run(scripts.release, id, token)) === "1",
  };
}
