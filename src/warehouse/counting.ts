import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import { CrosscurrentError } from '../event/errors.ts';
import { endOrBreak } from './break-off.ts';
import { type Connection, findServer, prepareSession } from './connect.ts';
import type { Query } from './pool.ts';

/**
 * The rollups of a stream are counted by DuckDB, in any number of processes, or by one job of Flink, never by both: each
 * would add to what the other one wrote. Processes hold an advisory lock of the stream shared, for as long as they may
 * count; a deployment is noted only in a statement that gets the lock alone. Who comes second finds the other: the
 * process by the note, the deployment by the lock. The lock ends with the session, whatever became of the process, so
 * that no row has to be swept up after a crash.
 */
export const COUNTING = 728_301_148;

const AGAIN_MS = 500;

/** A deployment holds the lock for one statement. */
const LOCK_TIMEOUT = "SET lock_timeout = '10s'";

/** The server gives up a session, and with it the lock, when the other end is gone. */
const KEEPALIVE =
  'SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3; SET tcp_user_timeout = 15000';

const LOCK = `SELECT pg_advisory_lock_shared(${COUNTING}, hashtext(stream)) FROM unnest($1::text[]) AS stream`;

const RUNNING = `
SELECT stream FROM crosscurrent.deployment WHERE stream = ANY ($1) AND wanted = 'running' ORDER BY stream`;

const COUNTERS = `
SELECT DISTINCT a.application_name AS who FROM pg_locks l JOIN pg_stat_activity a USING (pid)
WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2 AND l.mode = 'ShareLock'
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND l.classid::bigint = ${COUNTING} AND l.objid::bigint = hashtext($1)::bigint & 4294967295
ORDER BY 1`;

/** Sessions are shown with so many characters of their names. */
const NAME_CHARACTERS = 63;

export interface CountingOptions {
  readonly connection: Connection;
  readonly streams: readonly string[];
  /** What counts, for whoever wants to stop it: `worker, process 4711 on host`. */
  readonly who: string;
  /** What to do when Flink counts one of them. */
  readonly remedy: (streams: readonly string[]) => string;
  /**
   * Told when the session broke, and a job of Flink was deployed before it was back: nothing may be counted any more.
   */
  readonly onLost: (error: CrosscurrentError) => void;
}

/**
 * Takes the right to count streams, together with all others that do.
 * @returns how to give it back, behind the last commit
 * @throws CrosscurrentError unsupported when a job of Flink counts one of them
 */
export async function holdCounting(options: CountingOptions): Promise<{ close(): Promise<void> }> {
  const config = await findServer(options.connection);
  const closing = new AbortController();
  let session = await openCounting(config, options);

  const keep = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await Promise.race([session.ended, aborted(closing.signal)]);
      if (closing.signal.aborted) return;
      const again = await openCounting(config, options).catch((error: unknown) => error);
      if (again instanceof CrosscurrentError && again.code === 'unsupported') {
        options.onLost(again);
        return;
      }
      if (isSession(again)) session = again;
      else await sleep(AGAIN_MS, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  };
  const keeping = keep();
  return {
    async close() {
      closing.abort();
      await keeping;
      await session.end();
    },
  };
}

interface CountingSession {
  readonly ended: Promise<void>;
  end(): Promise<void>;
}

function isSession(value: unknown): value is CountingSession {
  return typeof value === 'object' && value !== null && 'ended' in value;
}

async function openCounting(config: ClientConfig, options: CountingOptions): Promise<CountingSession> {
  const { streams, who, remedy } = options;
  const name = `crosscurrent ${who}`.slice(0, NAME_CHARACTERS);
  const client = new Client({ ...config, application_name: name });
  const ended = new Promise<void>((resolve) => {
    client.on('error', () => resolve());
    client.on('end', () => resolve());
  });
  const end = (): Promise<void> => endOrBreak(client, 300);
  try {
    await client.connect();
    await prepareSession(client);
    await client.query(`${KEEPALIVE}; ${LOCK_TIMEOUT}`);
    await client.query(LOCK, [streams]);
    const { rows } = await client.query<{ stream: string }>(RUNNING, [streams]);
    if (rows.length > 0)
      throw countedByFlink(
        rows.map(({ stream }) => stream),
        remedy,
      );
    return { ended, end };
  } catch (error) {
    await end();
    throw error;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** @throws CrosscurrentError unsupported when a job of Flink counts one of these streams */
export async function requireUndeployed(
  query: Query,
  streams: readonly string[],
  remedy: (streams: readonly string[]) => string,
): Promise<void> {
  const rows = await query<{ stream: string }>(RUNNING, [streams]);
  if (rows.length > 0)
    throw countedByFlink(
      rows.map(({ stream }) => stream),
      remedy,
    );
}

function countedByFlink(
  streams: readonly string[],
  remedy: (streams: readonly string[]) => string,
): CrosscurrentError {
  const whose = streams.length === 1 ? 'a job of' : 'jobs of';
  return new CrosscurrentError(
    'unsupported',
    `The rollups of ${streams.join(', ')} in this warehouse are kept by ${whose} Flink; written from here as well they would be wrong.`,
    remedy(streams),
  );
}

/** Which processes count a stream, in words. */
export async function countersOf(query: Query, stream: string): Promise<string[]> {
  return (await query<{ who: string }>(COUNTERS, [stream])).map(({ who }) => who);
}

/** @throws CrosscurrentError unsupported when processes count the stream */
export async function requireUncounted(query: Query, stream: string): Promise<void> {
  const counters = await countersOf(query, stream);
  if (counters.length === 0) return;
  throw new CrosscurrentError(
    'unsupported',
    `The rollups of ${stream} in this warehouse are kept by DuckDB now (${counters.join('; ')}); a job of Flink would write over them.`,
    'Stop that process first. Beside Flink run `crosscurrent worker --role archive`, and `start` with engine: flink.',
  );
}
