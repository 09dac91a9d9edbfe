import { setTimeout as sleep } from 'node:timers/promises';
import { CrosscurrentError } from '../../event/errors.ts';
import { type AcquireOptions, acquireHost, busyError, type Hold } from './acquire.ts';
import { callHost } from './call.ts';
import { guestDesk, type Jobs } from './guests.ts';
import { toJson } from './protocol.ts';
import type { HostRecord } from './record.ts';
import { readSecret } from './secrets.ts';

export interface RunOptions {
  readonly onProgress?: ((progress: unknown) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Runs jobs on the data folder: in this process when it is the host, else in the one that is. */
export interface Session {
  readonly role: 'host' | 'guest';
  readonly dataDir: string;
  /** The job's result as JSON data, the same for host and guest. Fails as the job fails. */
  run(name: string, args: unknown, options?: RunOptions): Promise<unknown>;
  close(): Promise<void>;
}

/** The parts of the program that this process runs while it has the data folder. */
export interface Hosted {
  readonly jobs: Jobs;
  readonly postgres: HostRecord['postgres'];
  /** Starts the control server, which offers these jobs to guests; answers its url, such as `http://127.0.0.1:4100`. */
  listen(jobs: Jobs): Promise<string>;
  /** Stops everything, the control server first. Also called when `listen` failed. */
  close(): Promise<void>;
}

export interface OpenOptions extends AcquireOptions {
  /** Starts what the jobs need, in this process. */
  readonly become: (hold: Hold) => Promise<Hosted>;
  readonly signal?: AbortSignal | undefined;
  /** How long another host may take to become ready or to end, in milliseconds. Default: a minute. */
  readonly waitMs?: number;
  /** Told once when another host is waited for. */
  readonly onWait?: (host: HostRecord | null) => void;
}

const never = new AbortController().signal;

/** A session whose end can be hurried: guests' work is asked to stop after `patienceMs`. */
export interface HostSession extends Session {
  close(options?: { patienceMs?: number }): Promise<void>;
}

/** Makes of a held data folder a session that takes guests. Lets go of the folder when that fails. */
export async function hostSession(hold: Hold, become: (hold: Hold) => Promise<Hosted>): Promise<HostSession> {
  let hosted: Hosted | undefined;
  try {
    hosted = await become(hold);
    return await listen(hold, hosted);
  } catch (error) {
    await hosted?.close().catch(() => undefined);
    await hold.release();
    throw error;
  }
}

async function listen(hold: Hold, hosted: Hosted): Promise<HostSession> {
  const desk = guestDesk(hosted.jobs);
  const url = await hosted.listen(desk.jobs);
  await hold.announce({ state: 'ready', url, postgres: hosted.postgres });
  return {
    role: 'host',
    dataDir: hold.dataDir,
    run: async (name, args, { onProgress, signal } = {}) => {
      const job = Object.hasOwn(hosted.jobs, name) ? hosted.jobs[name] : undefined;
      if (job === undefined) throw unknownJob(name);
      const result = await job(asData(args ?? {}), onProgress ?? (() => undefined), signal ?? never);
      return asData(result);
    },
    close: async (options) => {
      await hold.announce({ state: 'ending' }).catch(() => undefined);
      await desk.close(options);
      try {
        await hosted.close();
      } finally {
        await hold.release();
      }
    },
  };
}

/** What a guest would see of it: host and guest get the same. */
function asData(value: unknown): unknown {
  return JSON.parse(toJson(value));
}

function unknownJob(name: string): CrosscurrentError {
  return new CrosscurrentError('internal', `There is no job ${name}.`, 'This is a bug in Crosscurrent.');
}

function refuseOtherVersion(record: HostRecord, options: OpenOptions): void {
  if (record.version === options.version) return;
  throw new CrosscurrentError(
    'data_dir_busy',
    `\`crosscurrent ${record.command}\` (process ${record.pid}) has the data folder ${options.dataDir}, and it is version ${record.version}; this is ${options.version}.`,
    'End it and start it again with this version.',
  );
}

function guestSession(record: HostRecord, options: OpenOptions): Session {
  let next: Session | undefined;

  async function run(name: string, args: unknown, runOptions: RunOptions = {}): Promise<unknown> {
    if (next === undefined) {
      const token = await readSecret(options.dataDir, 'api-token');
      const outcome = await callHost(record, { name, args }, { token, ...runOptions });
      if (outcome.kind === 'done') return outcome.result;
      // The host ended first: it is waited for, and this process becomes the next one, or the guest of the next one.
      next = await open(options, record.instance);
    }
    return await next.run(name, args, runOptions);
  }

  return {
    role: 'guest',
    dataDir: options.dataDir,
    run,
    close: async () => {
      await next?.close();
    },
  };
}

/**
 * Opens the data folder: as its host when nobody has it, else as a guest of the one that does. A host that is starting
 * or ending is waited for. Fails with `data_dir_busy` when that takes too long, or as `become` fails.
 */
export async function openSession(options: OpenOptions): Promise<Session> {
  return await open(options, undefined);
}

/** `gone` is the instance of a host that takes no more work, whatever its record still says. */
async function open(options: OpenOptions, gone: string | undefined): Promise<Session> {
  const patience = performance.now() + (options.waitMs ?? 60_000);
  let told = false;
  for (;;) {
    const got = await acquireHost(options);
    if (got.role === 'host') return await hostSession(got, options.become);
    const { record } = got;
    if (record !== null) refuseOtherVersion(record, options);
    const takesWork = record?.state === 'ready' && record.url !== null && record.instance !== gone;
    if (takesWork) return guestSession(record, options);
    if (performance.now() > patience) throw busyError(options.dataDir, record);
    if (!told) options.onWait?.(record);
    told = true;
    await sleep(50, undefined, options.signal === undefined ? {} : { signal: options.signal });
  }
}
