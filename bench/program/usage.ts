import { readdirSync, readFileSync } from 'node:fs';

/** What a process and its PostgreSQL used; undefined where the system does not tell. */
export interface Usage {
  /** Most memory that was resident at a time, in bytes (VmHWM). */
  readonly programPeak: number | undefined;
  /** Most memory of all PostgreSQL processes at a time, shared pages counted once (the sum of Pss), in bytes. */
  readonly postgresPeak: number | undefined;
  /** Seconds on a processor, all threads. */
  readonly programCpu: number | undefined;
  readonly postgresCpu: number | undefined;
}

export interface UsageWatch {
  /** So far. */
  now(): Usage;
  stop(): Usage;
}

const EVERY_MS = 200;

/** Linux counts processor time in hundredths of a second, whatever the kernel's own tick. */
const TICKS_PER_SECOND = 100;

/**
 * Watches a process and its descendants, which are its PostgreSQL, until it ends or is told to stop. It reads /proc, so
 * that elsewhere than on Linux nothing is known.
 */
export function watchUsage(pid: number): UsageWatch {
  let usage: Usage = {
    programPeak: undefined,
    postgresPeak: undefined,
    programCpu: undefined,
    postgresCpu: undefined,
  };
  const look = (): void => {
    usage = joinUsage(usage, sample(pid));
  };
  const timer = setInterval(look, EVERY_MS);
  timer.unref();
  look();
  return {
    now: () => {
      look();
      return usage;
    },
    stop: () => {
      clearInterval(timer);
      look();
      return usage;
    },
  };
}

function joinUsage(a: Usage, b: Usage): Usage {
  return {
    programPeak: most(a.programPeak, b.programPeak),
    postgresPeak: most(a.postgresPeak, b.postgresPeak),
    programCpu: most(a.programCpu, b.programCpu),
    postgresCpu: most(a.postgresCpu, b.postgresCpu),
  };
}

function most(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.max(a, b);
}

function sample(pid: number): Usage {
  const processes = readProcesses();
  const own = processes.get(pid);
  const below = descendants(processes, pid);
  return {
    programPeak: readKib(`/proc/${pid}/status`, 'VmHWM'),
    postgresPeak:
      below.length === 0
        ? undefined
        : sum(below.map((one) => readKib(`/proc/${one.pid}/smaps_rollup`, 'Pss') ?? 0)),
    programCpu: own?.ownTicks === undefined ? undefined : own.ownTicks / TICKS_PER_SECOND,
    postgresCpu:
      below.length === 0
        ? undefined
        : sum(below.map((one) => one.ownTicks + one.endedTicks)) / TICKS_PER_SECOND,
  };
}

/** Seconds that a process, its descendants and those of them that have ended were on a processor; undefined where the system does not tell. */
export function cpuOfTree(pid: number): number | undefined {
  const processes = readProcesses();
  const root = processes.get(pid);
  if (root === undefined) return undefined;
  return (
    sum([root, ...descendants(processes, pid)].map((one) => one.ownTicks + one.endedTicks)) / TICKS_PER_SECOND
  );
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly ownTicks: number;
  /** Of children that have ended. */
  readonly endedTicks: number;
}

function readProcesses(): Map<number, Process> {
  const processes = new Map<number, Process>();
  for (const name of listed('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const text = read(`/proc/${name}/stat`);
    // The name of the program stands in brackets and may hold anything; the rest is numbers.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [, parent, , , , , , , , , , user, system, endedUser, endedSystem] = fields;
    if (parent === undefined || Number.isNaN(parent)) continue;
    const pid = Number(name);
    processes.set(pid, {
      pid,
      parent,
      ownTicks: (user ?? 0) + (system ?? 0),
      endedTicks: (endedUser ?? 0) + (endedSystem ?? 0),
    });
  }
  return processes;
}

function descendants(processes: ReadonlyMap<number, Process>, root: number): Process[] {
  const children = [...processes.values()].filter((one) => one.parent === root);
  return children.flatMap((one) => [one, ...descendants(processes, one.pid)]);
}

function readKib(file: string, field: string): number | undefined {
  const found = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(read(file));
  return found?.[1] === undefined ? undefined : Number(found[1]) * 1024;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Empty when the process has ended, or the system has no such file. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
