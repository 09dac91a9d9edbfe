import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PartName, Place } from './place.ts';
import { run } from './run.ts';

/**
 * The arguments by which a Java process of ours is known: a number in a pid file may by now be anybody's. They stand
 * beside each other, so that one folder's name may be the beginning of another's.
 */
export function markOf(place: Place, part: PartName): readonly [string, string] {
  return [`-Dcrosscurrent.cluster=${place.folder}`, `-Dcrosscurrent.part=${part}`];
}

interface Found {
  readonly pid: number;
  readonly part: string;
}

/** Linux: arguments are kept apart by NUL. */
async function fromProc(folder: string): Promise<Found[]> {
  const numbers = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    numbers.map(async (pid) => {
      // A process that has ended but was not yet waited for has no command line.
      const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      const words = line.split('\0');
      const at = words.indexOf(`-Dcrosscurrent.cluster=${folder}`);
      const part = at < 0 ? undefined : words[at + 1]?.replace('-Dcrosscurrent.part=', '');
      return part === undefined ? undefined : { pid, part };
    }),
  );
  return found.filter((one) => one !== undefined);
}

async function fromListing(folder: string): Promise<Found[]> {
  const windows = 'Get-CimInstance Win32_Process | ForEach-Object { "$($_.ProcessId) $($_.CommandLine)" }';
  const listing =
    process.platform === 'win32'
      ? await run('powershell', ['-NoProfile', '-Command', windows])
      : await run('ps', ['-axww', '-o', 'pid=,command=']);
  const before = `-Dcrosscurrent.cluster=${folder} -Dcrosscurrent.part=`;
  return listing.output.split('\n').flatMap((line) => {
    const plain = line.replaceAll('"', '');
    const at = plain.indexOf(before);
    const part = at < 0 ? undefined : /^\w+/.exec(plain.slice(at + before.length))?.[0];
    return part === undefined ? [] : [{ pid: Number.parseInt(plain, 10), part }];
  });
}

/** The Java processes of a cluster that live, by part. */
export async function findJavaParts(place: Place): Promise<readonly Found[]> {
  return process.platform === 'linux' ? fromProc(place.folder) : fromListing(place.folder);
}

/** A process that goes on when we end. */
export interface Launched {
  readonly pid: number;
  /** How it ended, as long as it has not. */
  ended(): string | undefined;
}

/** Starts a program that outlives us; all it prints goes to a file. */
export function launch(
  command: string,
  args: readonly string[],
  options: {
    readonly out: string;
    readonly cwd: string;
    readonly environment: NodeJS.ProcessEnv;
    readonly uid?: number | undefined;
    readonly gid?: number | undefined;
  },
): Promise<Launched> {
  const out = openSync(options.out, 'w');
  return new Promise<Launched>((resolve, reject) => {
    let ended: string | undefined;
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.environment,
      stdio: ['ignore', out, out],
      detached: true,
      windowsHide: true,
      ...(options.uid === undefined ? {} : { uid: options.uid }),
      ...(options.gid === undefined ? {} : { gid: options.gid }),
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      ended = signal === null ? `it ended with code ${code}` : `it was ended by ${signal}`;
    });
    child.once('spawn', () => {
      child.unref();
      resolve({ pid: child.pid ?? 0, ended: () => ended });
    });
  }).finally(() => closeSync(out));
}

/** Whether a process of this number lives. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Sends a signal to processes; one that has ended already is no error. */
export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended.
    }
  }
}

/**
 * Whether a process is there no more. One that nobody has waited for yet (a zombie) holds nothing and counts as ended;
 * one that is giving back its memory has lost its command line already, but not yet its ports.
 */
export async function hasEnded(pid: number): Promise<boolean> {
  if (!isAlive(pid)) return true;
  if (process.platform !== 'linux') return false;
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return line === '' || /^[ZX]/.test(line.slice(line.lastIndexOf(')') + 2));
}

/** Waits until all of them have ended. @returns those that have not when the time is up */
export async function waitForEnd(pids: readonly number[], patienceMs: number): Promise<readonly number[]> {
  const end = performance.now() + patienceMs;
  for (let left = pids; ; ) {
    const ended = await Promise.all(left.map(hasEnded));
    left = left.filter((_pid, at) => ended[at] === false);
    if (left.length === 0 || performance.now() > end) return left;
    await sleep(50);
  }
}
