import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Lane, LaneSession } from './lane.ts';

const BETWEEN_LOOKS_MS = 50;

/**
 * Runs a transaction that must not be made twice: one whose answer was lost is found by its number when the lane tries
 * again (D2). For work that cannot tell by itself whether it was done.
 */
export function transactOnce<T>(lane: Lane, work: (session: LaneSession) => Promise<T>): Promise<T> {
  let tried: { readonly number: string; readonly result: T } | undefined;
  return lane.transaction(async (session) => {
    if (tried !== undefined && (await hasCommitted(session.client, tried.number))) return tried.result;
    const { rows } = await session.client.query<{ number: string }>(
      'SELECT pg_current_xact_id()::text AS number',
    );
    const result = await work(session);
    tried = { number: rows[0]?.number ?? '', result };
    return result;
  });
}

/** Whether a transaction of another session was committed; waits while it is under way. */
async function hasCommitted(client: Client, number: string): Promise<boolean> {
  for (;;) {
    const { rows } = await client.query<{ status: string | null }>(
      'SELECT pg_xact_status($1::text::xid8) AS status',
      [number],
    );
    if (rows[0]?.status !== 'in progress') return rows[0]?.status === 'committed';
    await sleep(BETWEEN_LOOKS_MS);
  }
}
