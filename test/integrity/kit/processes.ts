import { readdir, readFile } from 'node:fs/promises';

/** Whether processes can be found and stopped as these tests need it: by /proc. */
export const canStopProcesses = process.platform === 'linux';

async function parentOf(pid: number): Promise<number | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const behindName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return behindName.length > 1 ? Number(behindName[1]) : null;
}

/** A process and its children. */
async function withChildren(pid: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = await Promise.all(pids.map(async (one) => [one, await parentOf(one)] as const));
  return [pid, ...parents.filter(([, parent]) => parent === pid).map(([child]) => child)];
}

/** Holds a process and its children still. @returns lets them go on */
export async function freeze(pid: number): Promise<() => void> {
  const pids = await withChildren(pid);
  for (const one of pids) signalIfAlive(one, 'SIGSTOP');
  return () => {
    for (const one of pids.splice(0)) signalIfAlive(one, 'SIGCONT');
  };
}

function signalIfAlive(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Memory that a process has in use, in bytes. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}
