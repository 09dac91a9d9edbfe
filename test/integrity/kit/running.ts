import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { callProgram, type Ended, killChild } from './command.ts';

/** `crosscurrent start` on a data folder. */
export interface RunningProgram {
  readonly url: string;
  readonly pid: number;
  readonly key: string;
  readonly token: string;
  readonly ended: Promise<Ended>;
  /** What it has said on standard error so far. */
  said(): string;
  /** Ctrl-C. */
  stop(): Promise<Ended>;
  /** `kill -9`. */
  kill(): Promise<void>;
}

/** Starts the program without simulators on a free port; resolves when it serves. */
export async function startProgram(data: string, flags: readonly string[] = []): Promise<RunningProgram> {
  const call = callProgram(['start', '--json', '--no-simulate', '--port', '0', '--data-dir', data, ...flags]);
  const { child, ended } = call;
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      if (text.includes('\n')) resolve(String((JSON.parse(text) as { url: unknown }).url));
    });
    ended.then(({ exit, stderr }) => reject(new Error(`start ended with ${exit}: ${stderr}`)), reject);
  });
  return {
    url,
    pid: child.pid ?? 0,
    key: await secret(data, 'collector-key'),
    token: await secret(data, 'api-token'),
    ended,
    said: () => said,
    stop: () => {
      child.kill('SIGINT');
      return ended;
    },
    kill: () => killChild(child),
  };
}

/** The process id of the PostgreSQL server of a data folder. */
export async function postgresPid(data: string): Promise<number> {
  const text = await readFile(path.join(data, 'postgres', 'postmaster.pid'), 'utf8');
  return Number.parseInt(text, 10);
}

async function secret(data: string, name: string): Promise<string> {
  return (await readFile(path.join(data, 'secrets', name), 'utf8')).trim();
}
