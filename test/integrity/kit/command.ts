import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const MAIN = path.resolve(import.meta.dirname, '../../../src/main.ts');

/** How a call of the command line ended. */
export interface Ended {
  /** Null when it was killed. */
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A call of the command line that is under way. */
export interface Call {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

export interface CallOptions {
  readonly input?: string | Buffer;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const running = new Set<ChildProcess>();

/** Starts the real program with these arguments. It knows nothing of this process's own settings. */
export function callProgram(args: readonly string[], options: CallOptions = {}): Call {
  const child = spawn(process.execPath, [MAIN, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  running.add(child);
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  const ended = once(child, 'close').then(([code]: unknown[]) => {
    running.delete(child);
    return {
      exit: typeof code === 'number' ? code : null,
      stdout: Buffer.concat(stdout).toString('utf8'),
      stderr: Buffer.concat(stderr).toString('utf8'),
    };
  });
  return { child, ended };
}

/** Runs one command to its end. */
export function runCommand(args: readonly string[], options: CallOptions = {}): Promise<Ended> {
  return callProgram(args, options).ended;
}

/** Kills a process as the kernel does when memory runs out, and waits for its end. */
export async function killChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** Ends whatever the tests of this process have started and left running. */
export async function killAll(): Promise<void> {
  await Promise.all([...running].map(killChild));
}
