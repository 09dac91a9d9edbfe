import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientBase, type ClientConfig } from 'pg';
import { CrosscurrentError } from '../event/errors.ts';
import { endOrBreak } from './break-off.ts';
import { prepareSession } from './connect.ts';

/** Of all processes on one warehouse, one leads: it does what must not be done twice. */
export interface Leadership {
  isLeading(): boolean;
  /**
   * Told when this process begins to lead, and when it ceases to; answers how to stop that. It does not stand again
   * before what a listener answers has ended, so that no work of one term goes on in another.
   */
  onChange(listener: (leads: boolean) => unknown): () => void;
  /** Asks whoever leads to step back; resolves when this process leads, or when it is told to wait no longer. */
  take(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** Leadership, and what it guards. */
export interface Stand extends Leadership {
  /**
   * Makes sure that this process leads until the transaction that is open ends. To be called at its beginning.
   * @throws CrosscurrentError overtaken
   */
  guard(client: ClientBase): Promise<void>;
}

/** Numbers of advisory locks, of this program alone in the database: who leads, its term, and what it writes. */
const LEAD = 728_301_145;
const TERM = 728_301_146;
const WRITES = 728_301_147;

const CHANNEL = 'crosscurrent_leader';

/** Between two tries, two signs of life, and two requests to step back, in milliseconds. */
const TRY_MS = 1_000;

/** A server that has not answered after so long is lost, and a leader that has asked nothing, in milliseconds. */
const SILENT_MS = 10_000;

/** How long one that stepped back leaves the lead to others, in milliseconds. */
const STEP_BACK_MS = 5_000;

/** The server, too, gives up a connection whose other end is gone, and with it the lock, within seconds. */
const KEEPALIVE =
  'SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3; SET tcp_user_timeout = 15000';

/**
 * Stands for the lead until it is closed. The lead is an advisory lock of a session of its own: PostgreSQL gives it to the
 * next one as soon as that session ends, whatever became of the process.
 *
 * A leader that does not know yet that it lost the lead can write nothing: each of its transactions holds the lock
 * `WRITES` shared and then looks whether the lock of its term is still there; a new leader waits once for `WRITES` alone,
 * and so for every transaction that found its term in place.
 */
export function standForLead(
  config: ClientConfig,
  { onTrouble }: { onTrouble?: (error: unknown) => void } = {},
): Stand {
  const id = randomUUID();
  const closing = new AbortController();
  const listeners = new Set<(leads: boolean) => unknown>();
  let client: Client | undefined;
  let term: number | null = null;
  let wanted = false;
  /** Work of earlier terms. */
  let ending: Promise<unknown> = Promise.resolve();

  const become = (next: number | null): void => {
    const changed = (term === null) !== (next === null);
    term = next;
    if (changed) ending = Promise.allSettled([ending, ...[...listeners].map((tell) => tell(next !== null))]);
  };

  const pause = (ms: number): Promise<void> =>
    sleep(ms, undefined, { signal: closing.signal }).catch(() => undefined);

  /** Tries until this session leads, leads until it is asked to step back or the session ends. */
  const session = async (): Promise<void> => {
    const own = new Client(config);
    client = own;
    let ended = false;
    const end = (): void => {
      ended = true;
      if (client === own) become(null);
    };
    own.on('error', end);
    own.on('end', end);
    own.on('notification', ({ payload }) => {
      if (payload !== id) wanted = true;
    });
    try {
      await own.connect();
      await prepareSession(own);
      await own.query(KEEPALIVE);
      await own.query(`LISTEN ${CHANNEL}`);
      while (!ended && !closing.signal.aborted) {
        if (term === null) {
          wanted = false;
          await ending;
          const next = await tryToLead(own);
          if (next !== null && !ended && !closing.signal.aborted) become(next);
        } else if (wanted) {
          become(null);
          await own.query('SELECT pg_advisory_unlock_all()');
          await pause(STEP_BACK_MS);
          continue;
        } else await answered(own);
        await pause(wanted ? 0 : TRY_MS);
      }
    } finally {
      end();
      client = undefined;
      await endOrBreak(own, 300);
    }
  };

  const run = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await session().catch((error: unknown) => onTrouble?.(error));
      await pause(TRY_MS);
    }
  };
  const running = run();

  return {
    isLeading: () => term !== null,
    onChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    async take(signal) {
      while (term === null && !signal.aborted && !closing.signal.aborted) {
        await client?.query(`SELECT pg_notify('${CHANNEL}', $1)`, [id]).catch(() => undefined);
        const enough = AbortSignal.any([signal, closing.signal]);
        await sleep(TRY_MS / 2, undefined, { signal: enough }).catch(() => undefined);
      }
    },
    async guard(other) {
      if (term !== null && (await holdsTerm(other, term))) return;
      throw new CrosscurrentError(
        'overtaken',
        'Another process leads the work on this warehouse that only one may do.',
        'It goes on with it.',
      );
    },
    async close() {
      closing.abort();
      become(null);
      if (client !== undefined) await endOrBreak(client, 300);
      await Promise.race([running, sleep(1_000, undefined, { ref: false })]);
      listeners.clear();
    },
  };
}

/** Locks of ours in this database; `l` is pg_locks. */
const OURS = `l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

/**
 * Ends the session of a leader that shows no sign of life: its process may be held still, while the kernel answers for
 * it. By the clock of the server alone.
 */
const END_SILENT = `
SELECT pg_terminate_backend(a.pid) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
WHERE ${OURS} AND l.classid::bigint = ${LEAD} AND a.state = 'idle'
  AND a.state_change < clock_timestamp() - interval '${SILENT_MS} milliseconds'`;

/** @returns the number of the term that begins, or null when somebody else leads */
async function tryToLead(client: Client): Promise<number | null> {
  const { rows } = await client.query<{ got: boolean }>(`SELECT pg_try_advisory_lock(${LEAD}, 0) AS got`);
  if (rows[0]?.got !== true) {
    await client.query(END_SILENT);
    return null;
  }
  const term = randomInt(2 ** 31 - 1);
  await client.query(`SELECT pg_advisory_lock(${TERM}, ${term})`);
  // What a leader before this one began to write in its term is waited for.
  await client.query(`SELECT pg_advisory_lock(${WRITES}, 0)`);
  await client.query(`SELECT pg_advisory_unlock(${WRITES}, 0)`);
  return term;
}

/** Fails when the server does not answer. */
async function answered(client: Client): Promise<void> {
  const waiting = new AbortController();
  const silence = sleep(SILENT_MS, undefined, { signal: waiting.signal }).then(
    () => Promise.reject(new Error('PostgreSQL does not answer')),
    () => undefined,
  );
  try {
    await Promise.race([client.query('SELECT 1'), silence]);
  } finally {
    waiting.abort();
  }
}

async function holdsTerm(client: ClientBase, term: number): Promise<boolean> {
  await client.query(`SELECT pg_advisory_xact_lock_shared(${WRITES}, 0)`);
  const { rows } = await client.query<{ holds: boolean }>(
    `SELECT EXISTS (
       SELECT FROM pg_locks l WHERE ${OURS} AND l.classid::bigint = $1 AND l.objid::bigint = $2
     ) AS holds`,
    [TERM, term],
  );
  return rows[0]?.holds === true;
}
