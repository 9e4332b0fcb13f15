import { ConfigurationError } from "../errors.js";
import type { ClaimState, ReplayStore } from "./replay-store.js";

/** A `Pool` or `Client` of `pg`, or what behaves like one. */
export interface PostgresClient {
  /** Runs one statement with parameters `$1`, `$2` … outside of a transaction. */
  query(
    text: string,
    values: unknown[],
  ): PromiseLike<{
    /** One object for each row, by the names of its columns. */
    readonly rows: readonly unknown[];
  }>;
}

/** Where in the database a store keeps its deliveries. */
export interface PostgresReplayStoreOptions {
  /** Made by `CREATE TABLE webhook_deliveries (id text PRIMARY KEY, token text, expires_at timestamptz NOT NULL)`. @default "webhook_deliveries" */
  readonly table?: string | undefined;
}

/**
 * A store in Postgres, one row per delivery. Time is the server's. Delete rows whose `expires_at` is over now and then: nothing else
 * does. Give it a client that is in no transaction: a claim that is not committed holds nobody off.
 */
export function postgresReplayStore(
  client: PostgresClient,
  { table = "webhook_deliveries" }: PostgresReplayStoreOptions = {},
): ReplayStore {
  if (!/^[a-z_]\w*(?:\.[a-z_]\w*)?$/i.test(table))
    throw new ConfigurationError(
      `table must be a name of letters, digits and _, with or without a schema (got ${JSON.stringify(table)})`,
    );
  const end = "clock_timestamp() + $3::float8 * interval '1 second'";
  const over = "held.expires_at <= clock_timestamp()";
  // The second look sees the table as it was before the statement: who was overtaken meanwhile is told "busy", and comes again.
  const claim = `WITH claimed AS (
  INSERT INTO ${table} AS held (id, token, expires_at) VALUES ($1::text, $2::text, ${end})
  ON CONFLICT (id) DO UPDATE SET token = excluded.token, expires_at = excluded.expires_at WHERE ${over}
  RETURNING 1
)
SELECT CASE
  WHEN EXISTS (SELECT FROM claimed) THEN 'claimed'
  WHEN EXISTS (SELECT FROM ${table} held WHERE id = $1::text AND token IS NULL AND NOT ${over}) THEN 'done'
  ELSE 'busy'
END AS state`;
  const renew = `UPDATE ${table} AS held SET expires_at = ${end} WHERE id = $1::text AND token = $2::text AND NOT ${over} RETURNING 1`;
  const done = `INSERT INTO ${table} AS held (id, token, expires_at) VALUES ($1::text, NULL, ${end})
ON CONFLICT (id) DO UPDATE SET token = NULL, expires_at = excluded.expires_at WHERE held.token = $2::text OR ${over}
RETURNING 1`;
  const release = `DELETE FROM ${table} WHERE id = $1::text AND token = $2::text RETURNING 1`;
  const changed = async (text: string, ...values: unknown[]): Promise<boolean> =>
    (await client.query(text, values)).rows.length > 0;
  return {
    async claim(id, token, lease) {
      const { rows } = await client.query(claim, [id, token, lease]);
      return (rows[0] as { state: ClaimState }).state;
    },
    renew: (id, token, lease) => changed(renew, id, token, lease),
    done: (id, token, ttl) => changed(done, id, token, ttl),
    release: (id, token) => changed(release, id, token),
  };
}
