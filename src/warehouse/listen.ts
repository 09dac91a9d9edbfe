import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import { endOrBreak } from './break-off.ts';
import { prepareSession } from './connect.ts';
import { COMMIT_CHANNEL } from './sql-names.ts';
import { STREAM_STATES, type StateRow, toStreamState } from './stream-state.ts';

export type CommitListener = (stream: string, version: number) => void;

/** Tells of commits, whoever made them. */
export interface CommitFeed {
  subscribe(listener: CommitListener): () => void;
  close(): Promise<void>;
}

/** How long a listener may take to end, in milliseconds. */
const CLOSING_MS = 500;

const PAUSES_MS = [50, 200, 500, 1000, 2000, 5000] as const;

/**
 * Listens while somebody wants to know. After a lost connection the versions are read, so that what was committed
 * meanwhile is told as well: a listener may see a version twice or skip some, but never misses the last.
 */
export function openCommitFeed(config: ClientConfig): CommitFeed {
  const listeners = new Set<CommitListener>();
  const closing = new AbortController();
  const versions = new Map<string, number>();
  let client: Client | undefined;
  let running: Promise<void> | undefined;

  const tell = (stream: string, version: number): void => {
    if ((versions.get(stream) ?? -1) >= version) return;
    versions.set(stream, version);
    for (const listener of listeners) listener(stream, version);
  };

  const listen = async (first: boolean): Promise<void> => {
    const own = new Client(config);
    client = own;
    const ended = new Promise<void>((resolve) => {
      own.once('end', () => resolve());
      own.on('error', () => resolve());
    });
    own.on('notification', ({ payload }) => {
      const commit = parseCommit(payload);
      if (commit !== undefined) tell(commit.stream, commit.version);
    });
    try {
      await own.connect();
      await prepareSession(own);
      await own.query(`LISTEN ${COMMIT_CHANNEL}`);
      const { rows } = await own.query<StateRow>(STREAM_STATES);
      for (const { stream, version } of rows.map(toStreamState)) {
        if (first) versions.set(stream, Math.max(version, versions.get(stream) ?? 0));
        else tell(stream, version);
      }
      // Closed while it was connecting: nobody would end it any more.
      if (!closing.signal.aborted) await ended;
    } finally {
      await endOrBreak(own, 100);
    }
  };

  const run = async (): Promise<void> => {
    let tries = 0;
    for (let first = true; !closing.signal.aborted; first = false) {
      const since = performance.now();
      await listen(first).catch(() => {});
      tries = performance.now() - since > 10_000 ? 0 : tries + 1;
      const pause = PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)];
      await sleep(pause, undefined, { signal: closing.signal }).catch(() => {});
    }
  };

  return {
    subscribe(listener) {
      listeners.add(listener);
      running ??= run();
      return () => {
        listeners.delete(listener);
      };
    },
    async close() {
      closing.abort();
      listeners.clear();
      if (client !== undefined) await endOrBreak(client, 300);
      // A client that had not connected yet may never hear of it.
      await Promise.race([running, sleep(CLOSING_MS, undefined, { ref: false })]);
    },
  };
}

function parseCommit(payload: string | undefined): { stream: string; version: number } | undefined {
  const value: unknown = payload === undefined ? undefined : JSON.parse(payload);
  if (typeof value !== 'object' || value === null || !('stream' in value) || !('version' in value))
    return undefined;
  return typeof value.stream === 'string' && typeof value.version === 'number'
    ? { stream: value.stream, version: value.version }
    : undefined;
}
