import { postgresReplayStore } from "../../../src/runtime/once/postgres-replay-store.js";
import { redisReplayStore } from "../../../src/runtime/once/redis-replay-store.js";
import type { ReplayStore } from "../../../src/runtime/once/replay-store.js";
import { TinyPostgres } from "./tiny-postgres.js";
import { TinyRedis } from "./tiny-redis.js";

/** One effect, as the server saw it: whose claim it found beside it, and how long that claim would last. */
export interface Effect {
  readonly id: string;
  /** Of the run that had the effect. */
  readonly token: string;
  /** `null`: nobody's. `"done"`: recorded before. */
  readonly holder: string | null;
  /** When, by the server's clock. @unit milliseconds */
  readonly at: number;
  /** How long the claim held on from then. @unit milliseconds */
  readonly left: number;
}

/** A store, and a log of effects beside it that does not go through the store. */
export interface Backend {
  readonly store: ReplayStore;
  prepare(): Promise<void>;
  effect(id: string, token: string): Promise<void>;
  effects(): Promise<Effect[]>;
  close(): void;
}

export type BackendName = "redis" | "postgres";

export function connectBackend(name: BackendName, port: number): Promise<Backend> {
  return name === "redis" ? redisBackend(port) : postgresBackend(port);
}

async function redisBackend(port: number): Promise<Backend> {
  const redis = await TinyRedis.connect(port);
  const log = `local time = redis.call("TIME")
local at = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
redis.call("RPUSH", "effects", cjson.encode({ id = ARGV[1], token = ARGV[2], at = at,
  holder = redis.call("GET", KEYS[1]) or cjson.null, left = redis.call("PTTL", KEYS[1]) }))`;
  return {
    store: redisReplayStore(redis.send),
    async prepare() {
      await redis.send(["FLUSHALL"]);
    },
    async effect(id, token) {
      await redis.send(["EVAL", log, "1", `webhook:${id}`, id, token]);
    },
    async effects() {
      const lines = (await redis.send(["LRANGE", "effects", "0", "-1"])) as string[];
      return lines.map((line) => JSON.parse(line) as Effect);
    },
    close: () => redis.close(),
  };
}

async function postgresBackend(port: number): Promise<Backend> {
  const postgres = await TinyPostgres.connect(port);
  return {
    store: postgresReplayStore(postgres),
    async prepare() {
      await postgres.query("DROP TABLE IF EXISTS webhook_deliveries");
      await postgres.query("DROP TABLE IF EXISTS effects");
      await postgres.query(
        "CREATE TABLE webhook_deliveries (id text PRIMARY KEY, token text, expires_at timestamptz NOT NULL)",
      );
      await postgres.query(
        "CREATE TABLE effects (number serial, id text, token text, holder text, at float8, remaining float8)",
      );
    },
    async effect(id, token) {
      await postgres.query(
        `INSERT INTO effects (id, token, holder, at, remaining)
SELECT $1::text, $2::text, held.holder, extract(epoch FROM time) * 1000, coalesce(extract(epoch FROM held.expires_at - time) * 1000, -2)
FROM (SELECT clock_timestamp() AS time) now
LEFT JOIN (SELECT expires_at, CASE WHEN token IS NULL THEN 'done' ELSE token END AS holder FROM webhook_deliveries WHERE id = $1::text) held
ON held.expires_at > time`,
        [id, token],
      );
    },
    async effects() {
      const { rows } = await postgres.query("SELECT * FROM effects ORDER BY number");
      return rows.map(({ id, token, holder, at, remaining }) => ({
        id: id!,
        token: token!,
        holder: holder ?? null,
        at: Number(at),
        left: Number(remaining),
      }));
    },
    close: () => postgres.close(),
  };
}
