import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

const STOP_MS = 20_000;

const KEPT_ERROR_CHARACTERS = 4000;

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** From the spawning to the end. */
  readonly seconds: number;
}

/** A child process of ours, in a process group of its own. */
export interface Running {
  readonly pid: number;
  /** `performance.now()` just before it was spawned. */
  readonly spawnedAt: number;
  readonly ended: Promise<Ended>;
  /** The first line of its standard output; fails when it ends without one. */
  readonly firstLine: Promise<string>;
  /** Asks it to end, and ends its group when it does not. */
  stop(): Promise<Ended>;
  /** `kill -9` of its whole process group. */
  kill(): Promise<Ended>;
}

/** Starts child processes and knows which ones live, so that none is left behind. */
export interface Programs {
  /** Runs the program with a data folder. */
  run(args: readonly string[], options?: { dataDir?: string }): Running;
  /** Runs another TypeScript file with the same Node. */
  runFile(file: string, args: readonly string[]): Running;
  /** Ends what still runs. */
  close(): Promise<void>;
}

export interface ProgramsOptions {
  /** Working folder of the children, so that no configuration file is found by chance. */
  readonly folder: string;
  readonly threads: number;
  readonly signal: AbortSignal;
}

/** Starts programs with nothing of the caller's own configuration. */
export function createPrograms(options: ProgramsOptions): Programs {
  const living = new Set<Running>();
  const start = (args: readonly string[]): Running => {
    options.signal.throwIfAborted();
    const running = spawnNode(args, options);
    living.add(running);
    void running.ended.then(() => living.delete(running));
    return running;
  };
  return {
    run: (args, { dataDir } = {}) =>
      start([MAIN, ...args, ...(dataDir === undefined ? [] : ['--data-dir', dataDir])]),
    runFile: (file, args) => start([file, ...args]),
    async close() {
      await Promise.all([...living].map((running) => running.stop()));
    },
  };
}

function spawnNode(args: readonly string[], options: ProgramsOptions): Running {
  const spawnedAt = performance.now();
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: options.folder,
    env: environment(options),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('Node could not be started once more.');
  const firstLine = readFirstLine(child);
  const ended = waitForEnd(child, spawnedAt);
  firstLine.catch(() => undefined);
  return {
    pid,
    spawnedAt,
    ended,
    firstLine,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
      const patience = new AbortController();
      await Promise.race([
        ended,
        pause(STOP_MS, undefined, { signal: patience.signal }).catch(() => undefined),
      ]);
      patience.abort();
      if (child.exitCode === null && child.signalCode === null) killGroup(pid);
      return ended;
    },
    kill() {
      killGroup(pid);
      return ended;
    },
  };
}

/** What this process was given, without what sets Crosscurrent. */
function environment({ threads }: ProgramsOptions): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(CROSSCURRENT_|DATABASE_URL$)/.test(name));
  return { ...Object.fromEntries(kept), CROSSCURRENT_THREADS: String(threads) };
}

function killGroup(pid: number): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function readFirstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (child.stdout === null) throw new Error('a child has no standard output');
    const lines = createInterface({ input: child.stdout });
    lines.once('line', (line) => resolve(line));
    child.once('exit', () =>
      setImmediate(() => reject(new Error('A child process ended before it said anything.'))),
    );
  });
}

function waitForEnd(child: ChildProcess, spawnedAt: number): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr = `${stderr}${chunk.toString()}`.slice(-KEPT_ERROR_CHARACTERS);
  });
  return new Promise((resolve) => {
    child.once('close', (code) =>
      resolve({ code, stdout, stderr, seconds: (performance.now() - spawnedAt) / 1000 }),
    );
  });
}

/** What a process that should have worked printed; fails with what it complained of. */
export async function outputOf(running: Running): Promise<string> {
  const { code, stdout, stderr } = await running.ended;
  if (code !== 0)
    throw new Error(`A child process ended with code ${code}: ${stderr.trim() || stdout.trim()}`);
  return stdout;
}
