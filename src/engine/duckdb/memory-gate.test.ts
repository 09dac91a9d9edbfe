import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DuckDBConnection, type DuckDBInstance, numberOf, openDatabase } from './database.ts';
import { createMemoryGate } from './memory-gate.ts';

let folder = '';
let database: DuckDBInstance;
let connections: DuckDBConnection[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'crosscurrent-memory-'));
  database = await openDatabase({ threads: 2, memoryMiB: 64, scratchDir: folder });
  connections = [];
});

afterEach(async () => {
  for (const connection of connections) connection.closeSync();
  database.closeSync();
  await rm(folder, { recursive: true, force: true });
});

async function connect(): Promise<DuckDBConnection> {
  const connection = await database.connect();
  connections.push(connection);
  return connection;
}

/** An aggregate that cannot be put aside on the disk: it takes most of the memory by itself. */
const GREEDY = 'SELECT len(list(i)) FROM range(1_600_000) t(i)';

describe('createMemoryGate', () => {
  it('runs a statement alone that did not find enough memory beside others', async () => {
    const alone = await connect();
    expect(await numberOf(alone, GREEDY)).toBe(1_600_000);
    const plain = await Promise.all(Array.from({ length: 4 }, connect));
    const together = await Promise.allSettled(plain.map((connection) => connection.run(GREEDY)));
    expect(together.some(({ status }) => status === 'rejected')).toBe(true);

    const gate = createMemoryGate();
    const guarded = plain.map((connection) => gate.guard(connection));
    expect(await Promise.all(guarded.map((connection) => numberOf(connection, GREEDY)))).toEqual(
      Array.from({ length: 4 }, () => 1_600_000),
    );
  }, 60_000);

  it('says so when not even alone there is enough, and lets the others go on', async () => {
    const gate = createMemoryGate();
    const [one, other] = [gate.guard(await connect()), gate.guard(await connect())];
    await expect(one.run('SELECT len(list(i)) FROM range(20_000_000) t(i)')).rejects.toThrow('Out of Memory');
    expect(await numberOf(other, 'SELECT 1')).toBe(1);
  }, 60_000);
});
