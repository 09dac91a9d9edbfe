// Workers as processes of their own, and what tests of them share.
import type { ChildProcess } from 'node:child_process';
import { callProgram, type Ended, killChild } from '../../integrity/kit/command.ts';

/** Something that a worker printed with `--json`. */
export interface Said {
  readonly event: string;
  readonly [name: string]: unknown;
}

/** A `crosscurrent worker`. */
export interface WorkerProcess {
  readonly pid: number;
  /** Everything it has said so far. */
  readonly said: readonly Said[];
  /** What it has told on standard error. */
  troubles(): string;
  readonly ended: Promise<Ended>;
  /** Ctrl-C. */
  stop(): Promise<Ended>;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** Holds it still. @returns lets it go on */
  freeze(): () => void;
  /** Resolves when it has said something like this, from now on or before. */
  says(like: (said: Said) => boolean, what: string): Promise<Said>;
}

/** Starts a worker; resolves when it has joined its groups. */
export async function startWorker(
  flags: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<WorkerProcess> {
  const { child, ended } = callProgram(['worker', '--json', ...flags], { env });
  const said: Said[] = [];
  const listeners = new Set<() => void>();
  let stderr = '';
  listen(child, said, () => {
    for (const listener of listeners) listener();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  const says = (like: (one: Said) => boolean, what: string): Promise<Said> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = said.find(like);
        if (found === undefined) return;
        listeners.delete(look);
        resolve(found);
      };
      listeners.add(look);
      look();
      ended.then(({ exit }) => {
        reject(new Error(`the worker ended with ${exit} before: ${what}; ${stderr}`));
      }, reject);
    });
  await says(({ event }) => event === 'started', 'it has started');
  return {
    pid: child.pid ?? 0,
    said,
    troubles: () => stderr,
    ended,
    stop: () => {
      child.kill('SIGINT');
      return ended;
    },
    kill: () => killChild(child),
    freeze: () => {
      child.kill('SIGSTOP');
      return () => child.kill('SIGCONT');
    },
    says,
  };
}

function listen(child: ChildProcess, said: Said[], onSaid: () => void): void {
  let rest = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) said.push(JSON.parse(line) as Said);
    onSaid();
  });
}
