import { setTimeout as sleep } from 'node:timers/promises';
import { type ClientConfig, Pool, type PoolClient } from 'pg';
import { breakOff } from './break-off.ts';
import { prepareSession } from './connect.ts';
import { isAway, isRetryable, isUnreached, toWarehouseError } from './failure.ts';

/** Runs one statement on any connection. */
export type Query = <R>(sql: string, values?: readonly unknown[]) => Promise<R[]>;

/** Reports, audits and pages at once; the embedded server takes 50 connections in all. */
const CONNECTIONS = 8;

const IDLE_MS = 60_000;

/** How long statements under way may take when the pool is closed, in milliseconds. */
const CLOSING_MS = 1_000;
const FAREWELL_MS = 300;

const READ = /^\s*SELECT\b/i;

/** Pauses before each further try: long enough for an embedded server that is started again after a crash. */
const PAUSES_MS = [0, 50, 200, 500, 1000, 2000] as const;

/**
 * To read again is harmless: a connection that died while it was idle shows that only now, and the swap of a rebuild may
 * wait for a reader that waits for it. To write again is, too, when the server was never reached.
 */
function mayRepeat(sql: string, error: unknown): boolean {
  return READ.test(sql) ? isAway(error) || isRetryable(error) : isUnreached(error);
}

/** Opens a pool of connections for single statements. */
export function openPool(config: ClientConfig): { query: Query; close(): Promise<void> } {
  const pool = new Pool({
    ...config,
    max: CONNECTIONS,
    idleTimeoutMillis: IDLE_MS,
    onConnect: prepareSession,
  });
  const clients = new Set<PoolClient>();
  pool.on('connect', (client) => {
    clients.add(client);
    client.once('end', () => clients.delete(client));
  });
  pool.on('error', () => {}); // an idle connection was lost; the next query opens another

  const once = async <R>(sql: string, values: readonly unknown[]): Promise<R[]> => {
    const { rows } = await pool.query(sql, [...values]);
    return rows;
  };

  return {
    async query<R>(sql: string, values: readonly unknown[] = []): Promise<R[]> {
      for (let tries = 0; ; tries += 1) {
        try {
          return await once<R>(sql, values);
        } catch (error) {
          const pause = PAUSES_MS[tries];
          if (pause === undefined || pool.ending || !mayRepeat(sql, error)) throw toWarehouseError(error);
          await sleep(pause);
        }
      }
    },
    async close() {
      if (pool.ending) return;
      const hanging = setTimeout(() => clients.forEach(breakOff), CLOSING_MS);
      await pool.end();
      clearTimeout(hanging);
      // It has taken leave of the idle ones and does not wait for the server's answer.
      setTimeout(() => clients.forEach(breakOff), FAREWELL_MS).unref();
    },
  };
}
