import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { type LastingPostgres, startLastingPostgres } from './lasting-postgres.ts';

let folder = '';
let postgres: LastingPostgres | undefined;

afterEach(async () => {
  await postgres?.stop();
  postgres = undefined;
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}, 30_000);

async function startOne(told: string[]): Promise<LastingPostgres> {
  folder = await mkdtemp(path.join(tmpdir(), 'crosscurrent-lasting-'));
  const dataDir = path.join(folder, 'postgres');
  const options = { dataDir, secretsDir: path.join(folder, 'secrets'), onLog: () => undefined };
  postgres = await startLastingPostgres(options, (words) => told.push(words));
  return postgres;
}

async function serverPid(): Promise<number> {
  return Number.parseInt(await readFile(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8'), 10);
}

async function answers({ connection }: LastingPostgres): Promise<boolean> {
  const client = new Client(connection);
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

describe('a PostgreSQL that lasts', () => {
  it('[D7] is back at the same address after it was killed, again and again', async () => {
    const told: string[] = [];
    const server = await startOne(told);
    for (let round = 1; round <= 2; round += 1) {
      process.kill(await serverPid(), 'SIGKILL');
      while (told.length < 2 * round) await new Promise((resolve) => setTimeout(resolve, 20));
      expect(await answers(server)).toBe(true);
    }
    expect(told.map((words) => /ended unexpectedly|is back/.exec(words)?.[0])).toEqual([
      'ended unexpectedly',
      'is back',
      'ended unexpectedly',
      'is back',
    ]);
  }, 60_000);

  it('ends when it is told to, and stays so', async () => {
    const told: string[] = [];
    const server = await startOne(told);
    await server.stop();
    expect(await answers(server)).toBe(false);
    expect(told).toEqual([]);
  }, 60_000);
});
