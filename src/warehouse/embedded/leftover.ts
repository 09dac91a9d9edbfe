import { readdir, readFile, readlink, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CrosscurrentError } from '../../event/errors.ts';
import { runProgram } from './program.ts';

/** How long a server that somebody left behind may take to write its memory out, before it is told to drop it. */
const FAST_MS = 4_000;
/** How long it then may take to end, before it is killed; its log makes good what it dropped. */
const IMMEDIATE_MS = 1_000;

/** Whether a process of this number lives. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The process that a cluster's `postmaster.pid` names, or undefined without such a file. */
export async function namedProcess(cluster: string): Promise<number | undefined> {
  const text = await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text.split('\n')[0] ?? '', 10);
  return pid > 0 ? pid : undefined;
}

/** Linux: the server and its children all have the cluster as their working folder, whoever their parent is. */
async function findByWorkingFolder(cluster: string): Promise<number[]> {
  const numbers = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    numbers.map(async (pid) => {
      const folder = await readlink(`/proc/${pid}/cwd`).catch(() => '');
      if (folder !== cluster) return undefined;
      // While a process ends, its program can no longer be read, but it still holds the shared memory.
      const program = await readlink(`/proc/${pid}/exe`).catch(() => 'postgres');
      // A program whose file was replaced while it ran is shown with ` (deleted)` behind its name.
      return /^postgres( |$)/.test(path.basename(program)) ? pid : undefined;
    }),
  );
  return found.filter((pid) => pid !== undefined);
}

/** macOS and other systems without /proc: the server by its command line; its children end with it. */
async function findByCommandLine(cluster: string): Promise<number[]> {
  const { output } = await runProgram({ command: 'ps', args: ['-axww', '-o', 'pid=,command='] });
  return output
    .split('\n')
    .filter((line) => /postgres(\.exe)? /.test(line) && line.includes(`-D ${cluster} `))
    .map((line) => Number.parseInt(line, 10));
}

/** Windows: the process that the pid file names, if it is a postgres. */
async function findByPidFile(cluster: string): Promise<number[]> {
  const pid = await namedProcess(cluster);
  if (pid === undefined) return [];
  const { output } = await runProgram({ command: 'tasklist', args: ['/NH', '/FI', `PID eq ${pid}`] });
  return /postgres\.exe/i.test(output) ? [pid] : [];
}

/**
 * The processes of PostgreSQL that have this cluster open, ours beyond doubt: the number in a pid file alone proves
 * nothing, it may by now be anybody's.
 */
export async function findLeftovers(cluster: string): Promise<number[]> {
  const real = await realpath(cluster).catch(() => undefined);
  if (real === undefined) return [];
  if (process.platform === 'linux') return findByWorkingFolder(real);
  return process.platform === 'win32' ? findByPidFile(cluster) : findByCommandLine(cluster);
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It has ended already.
    }
  }
}

async function waitForEnd(cluster: string, ms: number): Promise<number[]> {
  const end = performance.now() + ms;
  for (;;) {
    const left = await findLeftovers(cluster);
    if (left.length === 0 || performance.now() > end) return left;
    await sleep(15);
  }
}

/**
 * Stops whatever a killed program left running on this cluster, and removes a pid file that is damaged or names somebody
 * else's process: PostgreSQL would take it for its own and refuse to start. The caller has the data folder, so that nobody
 * else can be using the cluster.
 * @returns how many processes were stopped
 * @throws CrosscurrentError warehouse_unavailable when one cannot be ended
 */
export async function stopLeftovers(cluster: string): Promise<number> {
  const found = await findLeftovers(cluster);
  if (found.length > 0) await end(cluster, found);
  const named = await namedProcess(cluster);
  if (named === undefined || isAlive(named)) await rm(path.join(cluster, 'postmaster.pid'), { force: true });
  return found.length;
}

async function end(cluster: string, found: readonly number[]): Promise<void> {
  const server = await namedProcess(cluster);
  // Without their server the children end by themselves.
  if (server !== undefined && found.includes(server)) signal([server], 'SIGINT');
  let left = await waitForEnd(
    cluster,
    server === undefined || !found.includes(server) ? IMMEDIATE_MS : FAST_MS,
  );
  for (const next of ['SIGQUIT', 'SIGKILL'] as const) {
    if (left.length === 0) return;
    signal(left, next);
    left = await waitForEnd(cluster, IMMEDIATE_MS);
  }
  if (left.length === 0) return;
  throw new CrosscurrentError(
    'warehouse_unavailable',
    `PostgreSQL still runs from an earlier start (process ${left.join(', ')}) and cannot be ended.`,
    'End it with the rights of the account that started it, then start again.',
  );
}
