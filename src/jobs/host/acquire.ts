import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../event/clock.ts';
import { CrosscurrentError } from '../../event/errors.ts';
import { folderError, prepareFolder, writeFormat } from './folder.ts';
import { isLocked, type Lock, tryLock } from './lock.ts';
import { type HostRecord, readRecord, removeRecord, writeRecord } from './record.ts';

export interface AcquireOptions {
  readonly dataDir: string;
  /** What this process is about to do, as typed: `start`, `ingest web-behaviour`. */
  readonly command: string;
  readonly version: string;
  readonly clock: Clock;
}

/** The data folder is this process's. */
export interface Hold {
  readonly role: 'host';
  readonly dataDir: string;
  /** What `host.json` says now. */
  record(): HostRecord;
  /** Changes what `host.json` says: its url once it takes work, for example. */
  announce(change: Partial<Pick<HostRecord, 'state' | 'url' | 'postgres'>>): Promise<void>;
  /** Lets go of the folder. */
  release(): Promise<void>;
}

/** Another process has the data folder; `record` is null when it has not (yet) said who it is. */
export interface Busy {
  readonly role: 'busy';
  readonly record: HostRecord | null;
}

const lockFile = (dataDir: string): string => path.join(dataDir, 'host.lock');

/** How long a holder that is seen in the lock may take to say who it is, in milliseconds. */
const INTRODUCTION_MS = 3000;

/** Signal 0 asks whether the process is there; one of another user is, too (EPERM). */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function holdFolder(lock: Lock, options: AcquireOptions): Promise<Hold> {
  const { dataDir, command, version, clock } = options;
  let record: HostRecord = {
    pid: process.pid,
    instance: randomUUID(),
    startedAt: new Date(clock.now()).toISOString(),
    command,
    version,
    state: 'starting',
    url: null,
    postgres: null,
  };
  let turn = Promise.resolve();
  let held = true;
  try {
    await writeFormat(dataDir);
    await writeRecord(dataDir, record);
  } catch (error) {
    lock.release();
    throw folderError(error, dataDir);
  }
  return {
    role: 'host',
    dataDir,
    record: () => record,
    announce: (change) => {
      record = { ...record, ...change };
      const written = record;
      turn = turn.then(() => (held ? writeRecord(dataDir, written) : undefined));
      return turn;
    },
    release: async () => {
      if (!held) return;
      held = false;
      await turn.catch(() => undefined);
      await removeRecord(dataDir).catch(() => undefined);
      lock.release();
    },
  };
}

/**
 * Makes this process the one host of the data folder, or says who is. Of any number that try at once exactly one gets
 * it. Whatever a host that was killed left in `host.json` is overwritten.
 *
 * Fails with `data_dir_unusable`, `data_dir_newer` or `disk_full`.
 */
export async function acquireHost(options: AcquireOptions): Promise<Hold | Busy> {
  await prepareFolder(options.dataDir);
  const patience = performance.now() + INTRODUCTION_MS;
  for (;;) {
    const lock = await tryLock(lockFile(options.dataDir));
    if (lock !== null) return await holdFolder(lock, options);
    const record = await readRecord(options.dataDir);
    // Between taking the lock and writing the record a holder is seen with the record of the one before it.
    if (record !== null && isAlive(record.pid)) return { role: 'busy', record };
    if (performance.now() > patience) return { role: 'busy', record };
    await sleep(20);
  }
}

/** Who has the data folder now, without taking it; null when nobody does. */
export async function findHost(dataDir: string): Promise<HostRecord | null> {
  return (await isLocked(lockFile(dataDir))) ? await readRecord(dataDir) : null;
}

/** What a second `start` says: who has the data folder, since when, and what to do. */
export function busyError(dataDir: string, record: HostRecord | null): CrosscurrentError {
  if (record === null) {
    return new CrosscurrentError(
      'data_dir_busy',
      `Another program has the data folder ${dataDir}.`,
      'Wait until it has ended, or choose another folder with --data-dir.',
    );
  }
  const { pid, command, startedAt, url } = record;
  const where = url === null ? '' : ` and is at ${url}`;
  return new CrosscurrentError(
    'data_dir_busy',
    `\`crosscurrent ${command}\` (process ${pid}) has had the data folder ${dataDir} since ${startedAt}${where}.`,
    'Use that one, end it with Ctrl-C, or choose another folder with --data-dir.',
  );
}
