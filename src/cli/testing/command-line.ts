import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { fixedClock } from '../../event/clock.ts';
import type { Finding } from '../../jobs/host/findings.ts';
import type { Job, Jobs } from '../../jobs/host/guests.ts';
import type { StreamVerdict } from '../../jobs/verify/contract.ts';
import type { OpenRequest, Started, VerifyCall, WorkerStarted, WorkRequest } from '../dependencies.ts';
import { runCommandLine } from '../program.ts';
import type { InterruptSignal } from '../terminal/interrupts.ts';
import { clicks } from './clicks.ts';

/** What the world around one call is like. */
export interface World {
  /** Answers of the jobs, by name. */
  readonly jobs?: Jobs;
  readonly stdin?: string;
  /** Both outputs are a terminal. */
  readonly tty?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  readonly workingFolder?: string;
  readonly started?: Partial<Started>;
  readonly findings?: readonly Finding[];
  /** Answers a comparison of engines. */
  readonly verify?: (call: VerifyCall) => Promise<readonly StreamVerdict[]>;
  /** Runs a worker. */
  readonly work?: (request: WorkRequest) => Promise<WorkerStarted>;
  /** Fails opening the data folder. */
  readonly openError?: Error;
  /** Standard output has no reader after so many characters. */
  readonly stdoutEndsAfter?: number;
  /** Called when the command listens for signals, with how to send one. */
  readonly interrupt?: (send: (signal: InterruptSignal) => void) => void;
}

/** What one call did. */
export interface Called {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Jobs that were run, in order. */
  readonly ran: readonly { readonly name: string; readonly args: unknown }[];
  readonly opened: readonly Pick<OpenRequest, 'command' | 'needs'>[];
  /** How often a session was closed. */
  readonly closed: number;
  /** Exit codes asked for at once. */
  readonly exitedNow: readonly number[];
  readonly stops: number;
}

interface Sink {
  readonly stream: Writable & { isTTY?: boolean; columns?: number };
  text(): string;
}

function sink(tty: boolean, endsAfter = Number.POSITIVE_INFINITY): Sink {
  const parts: string[] = [];
  let length = 0;
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (length >= endsAfter) {
        done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
        return;
      }
      parts.push(chunk.toString());
      length += chunk.length;
      done();
    },
  });
  return {
    stream: Object.assign(stream, tty ? { isTTY: true, columns: 80 } : {}),
    text: () => parts.join(''),
  };
}

function inputOf(world: World): Readable & { isTTY?: boolean } {
  return world.stdin === undefined ? new PassThrough().end() : Readable.from([Buffer.from(world.stdin)]);
}

/** The time of every test: 2026-01-02 00:00 UTC. */
export const NOW = Date.UTC(2026, 0, 2);

/** Runs one call of the command line with everything around it made up; `args` are separated by spaces. */
export async function call(args: string | readonly string[], world: World = {}): Promise<Called> {
  const stdout = sink(world.tty ?? false, world.stdoutEndsAfter);
  const stderr = sink(world.tty ?? false);
  const ran: { name: string; args: unknown }[] = [];
  const opened: Pick<OpenRequest, 'command' | 'needs'>[] = [];
  const exitedNow: number[] = [];
  const counts = { closed: 0, stops: 0 };
  const folder = mkdtempSync(path.join(tmpdir(), 'crosscurrent-cli-'));
  const never = new AbortController().signal;
  try {
    const exit = await runCommandLine(typeof args === 'string' ? args.split(' ').filter(Boolean) : args, {
      version: '1.2.3',
      catalogue: [clicks],
      streamSettings: {},
      environment: { CROSSCURRENT_DATA_DIR: path.join(folder, 'data'), ...world.environment },
      workingFolder: world.workingFolder ?? folder,
      clock: fixedClock(NOW),
      terminal: { stdin: inputOf(world), stdout: stdout.stream, stderr: stderr.stream },
      interrupts: {
        listen: (listener) => {
          world.interrupt?.(listener);
          return () => undefined;
        },
        exitNow: (code) => exitedNow.push(code),
      },
      open: async ({ command, needs, configuration }) => {
        opened.push({ command, needs });
        if (world.openError !== undefined) throw world.openError;
        return {
          role: 'host',
          dataDir: configuration.values['data-dir'],
          run: async (name, jobArgs, { onProgress, signal } = {}) => {
            ran.push({ name, args: jobArgs });
            const job: Job | undefined = world.jobs?.[name];
            if (job === undefined) throw new Error(`no job ${name} in this test`);
            return await job(jobArgs, onProgress ?? (() => undefined), signal ?? never);
          },
          close: async () => {
            counts.closed += 1;
          },
        };
      },
      start: async () => ({
        url: 'http://127.0.0.1:4100',
        signInUrl: 'http://127.0.0.1:4100/sign-in?code=abc',
        dataDir: '/data',
        warehouse: 'PostgreSQL 18 on port 5433',
        simulating: true,
        streams: [{ name: 'clicks', collectorExample: 'curl example' }],
        failed: new Promise(() => undefined),
        stop: async () => {
          counts.stops += 1;
        },
        ...world.started,
      }),
      work: async (request) => {
        if (world.work === undefined) throw new Error('no worker runs in this test');
        return world.work(request);
      },
      verify: async (request) => world.verify?.(request) ?? [],
      diagnose: async () => world.findings ?? [],
    });
    return { exit, stdout: stdout.text(), stderr: stderr.text(), ran, opened, exitedNow, ...counts };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
