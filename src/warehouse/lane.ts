import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import { CrosscurrentError } from '../event/errors.ts';
import { breakOff, endOrBreak } from './break-off.ts';
import { prepareSession } from './connect.ts';
import { isAway, isRetryable, toWarehouseError } from './failure.ts';

/** A session of a lane: it lives until its connection is lost. */
export interface LaneSession {
  readonly client: Client;
  /** What was made in this session and stays until its end: the names of its temporary tables. */
  readonly made: Set<string>;
}

/** A connection for transactions, one at a time, that comes back by itself when it is lost. */
export interface Lane {
  /**
   * Runs a transaction; again from its beginning when the connection was lost or it met another one's locks, so `work`
   * must find out by itself whether an earlier try had worked.
   */
  transaction<T>(work: (session: LaneSession) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Pauses before each further try: long enough for an embedded server that is started again after a crash. */
const PAUSES_MS = [0, 50, 200, 500, 1000, 2000] as const;

/** How long a transaction under way may take when the lane is closed, and a server to take leave, in milliseconds. */
const CLOSING_MS = 1_000;
const FAREWELL_MS = 300;

/**
 * Sorts of a merge stay in memory up to this size; the server's default of 4 MB would write them to disk. A process that
 * is held still in the middle of a transaction must not hold up others for long, whose rows it has locked.
 */
const LANE_SESSION =
  "SET work_mem = '64MB'; SET temp_buffers = '32MB'; SET idle_in_transaction_session_timeout = '20s'";

/** Opens a lane; it connects when it is first used. */
export function openLane(config: ClientConfig): Lane {
  const closing = new AbortController();
  let session: LaneSession | undefined;
  let newest: Client | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const connect = async (): Promise<LaneSession> => {
    const client = new Client(config);
    newest = client;
    const made: LaneSession = { client, made: new Set() };
    const forget = (): void => {
      if (session === made) session = undefined;
    };
    client.on('error', forget);
    client.on('end', forget);
    try {
      await client.connect();
      await prepareSession(client);
      await client.query(LANE_SESSION);
    } catch (error) {
      await discard(client);
      throw error;
    }
    session = made;
    return made;
  };

  const once = async <T>(work: (session: LaneSession) => Promise<T>): Promise<T> => {
    const used = session ?? (await connect());
    try {
      await used.client.query('BEGIN');
      const result = await work(used);
      await used.client.query('COMMIT');
      return result;
    } catch (error) {
      used.made.clear(); // what this transaction made is gone with it
      if (isAway(error) || !(await rolledBack(used.client))) {
        if (session === used) session = undefined;
        await discard(used.client);
      }
      throw error;
    }
  };

  const repeat = async <T>(work: (session: LaneSession) => Promise<T>): Promise<T> => {
    for (const [tries, pause] of PAUSES_MS.entries()) {
      if (closing.signal.aborted) break;
      try {
        return await once(work);
      } catch (error) {
        const worth = isAway(error) || isRetryable(error);
        if (!worth || tries === PAUSES_MS.length - 1) throw toWarehouseError(error);
        await sleep(pause, undefined, { signal: closing.signal }).catch(() => {});
      }
    }
    throw new CrosscurrentError('warehouse_unavailable', 'The warehouse was closed.', '');
  };

  return {
    transaction(work) {
      const turn = last.then(() => repeat(work));
      last = turn.catch(() => {});
      return turn;
    },
    async close() {
      closing.abort();
      const hanging = setTimeout(() => {
        if (newest !== undefined) breakOff(newest);
      }, CLOSING_MS);
      await last;
      clearTimeout(hanging);
      if (session !== undefined) await endOrBreak(session.client, FAREWELL_MS);
    },
  };
}

/** Ends the transaction; false when the connection is of no use any more. */
async function rolledBack(client: Client): Promise<boolean> {
  return client.query('ROLLBACK').then(
    () => true,
    () => false,
  );
}

/** Ends a connection without waiting for a server that may not answer. */
async function discard(client: Client): Promise<void> {
  await endOrBreak(client, 100);
}

/** Lanes by what they are for: one cannot hold up another. */
export interface Lanes {
  lane(purpose: string): Lane;
  close(): Promise<void>;
}

/** Opens lanes as they are asked for. */
export function openLanes(config: ClientConfig): Lanes {
  const lanes = new Map<string, Lane>();
  return {
    lane(purpose) {
      const lane = lanes.get(purpose) ?? openLane(config);
      lanes.set(purpose, lane);
      return lane;
    },
    async close() {
      await Promise.all([...lanes.values()].map((lane) => lane.close()));
    },
  };
}
