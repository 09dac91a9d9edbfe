// What the tests of this folder share: data folders that are removed again, and short-lived connections.
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { QueryResultRow } from 'pg';
import { Client } from 'pg';
import { afterAll, afterEach } from 'vitest';
import { stopLeftovers } from './leftover.ts';
import { runProgram } from './program.ts';
import type { Connection, EmbeddedPostgres, EmbeddedPostgresOptions } from './start.ts';
import { startEmbeddedPostgres } from './start.ts';

const folders: string[] = [];
const hosts: ChildProcess[] = [];

afterEach(async () => {
  for (const host of hosts.splice(0)) host.kill('SIGKILL');
  for (const folder of folders.splice(0)) {
    await stopLeftovers(path.join(folder, 'postgres'));
    await rm(folder, { recursive: true, force: true });
  }
});

/** An empty data folder, removed after the test with everything that runs on it. */
export async function dataFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'crosscurrent-postgres-'));
  folders.push(folder);
  return folder;
}

let template: Promise<string> | undefined;

async function makeTemplate(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'crosscurrent-postgres-'));
  await (await start(folder)).stop();
  return folder;
}

afterAll(async () => {
  if (template !== undefined) await rm(await template, { recursive: true, force: true });
});

/** A data folder with a fresh cluster: made once for each test file, then copied. */
export async function dataFolderWithCluster(): Promise<string> {
  template ??= makeTemplate();
  const folder = await dataFolder();
  const copied = await runProgram({ command: 'cp', args: ['-a', `${await template}/.`, folder] });
  if (copied.code !== 0) await cp(await template, folder, { recursive: true, verbatimSymlinks: true });
  return folder;
}

/** Starts PostgreSQL in a data folder. */
export function start(
  folder: string,
  more: Partial<EmbeddedPostgresOptions> = {},
): Promise<EmbeddedPostgres> {
  const dataDir = path.join(folder, 'postgres');
  return startEmbeddedPostgres({
    dataDir,
    secretsDir: path.join(folder, 'secrets'),
    onLog: () => {},
    ...more,
  });
}

/** Runs one statement over a connection of its own. */
export async function query(connection: Connection, sql: string): Promise<QueryResultRow[]> {
  const client = new Client(connection);
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Another program that has started PostgreSQL, for a test to kill. */
export async function startHost(
  folder: string,
  mode = '',
): Promise<{ host: ChildProcess; pid: number; connection: Connection }> {
  const host = launchHost(folder, mode);
  if (host.stdout === null) throw new Error('the host has no output');
  for await (const line of createInterface({ input: host.stdout })) return { host, ...JSON.parse(line) };
  throw new Error('the host ended before it had started PostgreSQL');
}

/** The same, without waiting for PostgreSQL. */
export function launchHost(folder: string, mode = ''): ChildProcess {
  const program = path.join(import.meta.dirname, 'host.fixture.ts');
  const host = spawn(process.execPath, [program, folder, mode], { stdio: ['ignore', 'pipe', 'inherit'] });
  hosts.push(host);
  return host;
}

/** Kills a program as the kernel does when memory runs out, and waits for its end. */
export async function kill(host: ChildProcess): Promise<void> {
  if (host.exitCode !== null || host.signalCode !== null) return;
  const ended = once(host, 'exit');
  host.kill('SIGKILL');
  await ended;
}
