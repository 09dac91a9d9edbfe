// What the tests of this folder share: a server for each test file, a database for each test, and a small stream.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { fixedClock } from '../event/clock.ts';
import { decimal, integer, text, timestamp } from '../stream/column.ts';
import { defineStream, type Stream } from '../stream/define.ts';
import { col, eq } from '../stream/expression.ts';
import { count, distinct, max, min, type Rollup, sum } from '../stream/rollup.ts';
import type { CommitBatch, Partial, SourceAdvance, Warehouse } from './contract.ts';
import { type Connection, type EmbeddedPostgres, startEmbeddedPostgres } from './embedded/start.ts';
import { openWarehouse } from './open.ts';

/** 2026-01-01, as good a day as any. */
export const DAY = Date.UTC(2026, 0, 1);

export const HOUR = 3_600_000;

const columns = {
  id: text('Id', { required: true }),
  at: timestamp('Event time', { required: true }),
  kind: text('Kind'),
  who: text('Who'),
  amount: integer('Amount'),
  price: decimal('Price'),
};

const rollups = {
  kinds: {
    about: 'Events by kind',
    grain: 'hour',
    by: ['kind'],
    measures: {
      events: count('Events'),
      amount: sum('amount', 'Amounts'),
      price: sum('price', 'Prices'),
      least: min('amount', 'Smallest amount'),
      last: max('at', 'Last event'),
      people: distinct('who', 'People'),
    },
  },
  days: { about: 'Events by day', grain: 'day', by: [], measures: { events: count('Events') } },
  people: {
    about: 'People by day',
    grain: 'day',
    by: ['kind'],
    measures: { people: distinct('who', 'People') },
  },
} as const;

const declared = defineStream({
  name: 'test-events',
  title: 'Test events',
  about: "Events of a test; it's only that",
  columns,
  id: 'id',
  eventTime: 'at',
  extracted: {},
  derived: {},
  computed: {},
  rollups,
  star: {
    fact: 'fact_events',
    about: 'Events',
    where: eq(col('kind'), 'a'),
    dimensions: {
      kind: { key: 'kind', attributes: { shout: (key) => key.toUpperCase() }, members: ['a', 'b'] },
      who: { key: 'who' },
    },
    measures: { events: count('Events'), people: distinct('who', 'People') },
  },
  reports: {},
  panels: [],
  *simulator() {
    for (;;) yield { at: 0, line: '{}' };
  },
  example: {},
});

/** The stream of the tests, or one that differs from it. */
export function testStream(
  changes: { rollups?: Readonly<Record<string, Rollup>>; star?: Stream['star'] } = {},
): Stream {
  return { ...declared, ...changes };
}

/** Other rollups for the same stream. */
export const TEST_ROLLUPS: Readonly<Record<string, Rollup>> = rollups;

let postgres: EmbeddedPostgres | undefined;
let folder = '';
let databases = 0;
const opened: Warehouse[] = [];

/** Starts a server for all tests of the file that calls it. */
export function startServerForTests(): void {
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'crosscurrent-warehouse-'));
    const [dataDir, secretsDir] = [path.join(folder, 'postgres'), path.join(folder, 'secrets')];
    postgres = await startEmbeddedPostgres({ dataDir, secretsDir, onLog: () => {} });
  }, 60_000);
  afterAll(async () => {
    await Promise.all(opened.splice(0).map((warehouse) => warehouse.close()));
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 30_000);
}

/** A new, empty database. */
export async function newDatabase(): Promise<Connection> {
  if (postgres === undefined) throw new Error('call startServerForTests() first');
  databases++;
  const database = `test_${databases}`;
  await run(postgres.connection, `CREATE DATABASE ${database}`);
  return { ...postgres.connection, database };
}

/** Works with a connection of its own. */
export async function connected<T>(connection: Connection, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(connection);
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Runs statements over a connection of their own. */
export async function run(connection: Connection, sql: string): Promise<Record<string, unknown>[]> {
  return connected(connection, async (client) => (await client.query<Record<string, unknown>>(sql)).rows);
}

export const clock = fixedClock(DAY);

/** A warehouse that is closed after the tests. */
export async function openTest(
  connection: Connection,
  catalogue: readonly Stream[] = [testStream()],
  rebuilding: readonly string[] = [],
): Promise<Warehouse> {
  const warehouse = await openWarehouse({ connection, catalogue, clock, rebuilding });
  opened.push(warehouse);
  return warehouse;
}

type Cell = string | number | bigint | boolean | null;

let files = 0;

/** A CSV file as engines write it: NULL is empty, everything else is quoted. @param rows with epoch ms in front */
export async function csv(rows: readonly (readonly [number, ...Cell[]])[]): Promise<string> {
  files++;
  const file = path.join(folder, `rows-${files}.csv`);
  const cell = (value: Cell): string => (value === null ? '' : `"${String(value).replaceAll('"', '""')}"`);
  const line = ([at, ...others]: readonly [number, ...Cell[]]): string =>
    [new Date(at).toISOString().replace('T', ' ').replace('Z', ''), ...others.map(cell)].join(',');
  await writeFile(file, rows.map((row) => `${line(row)}\n`).join(''));
  return file;
}

/** Partial sums of a rollup. */
export async function partial(
  rollup: string,
  rows: readonly (readonly [number, ...Cell[]])[],
): Promise<Partial> {
  return { rollup, csvPath: await csv(rows), rows: rows.length };
}

/** A step of a source in which every line was stored. */
export function advance(
  from: bigint,
  to: bigint,
  more: globalThis.Partial<SourceAdvance> = {},
): SourceAdvance {
  const lines = Number(to - from);
  return {
    source: 'collector',
    from,
    to,
    received: lines,
    stored: lines,
    duplicate: 0,
    rejected: {},
    badFields: {},
    ...more,
  };
}

/** A batch of the test stream. */
export function batch(changes: globalThis.Partial<CommitBatch>): CommitBatch {
  return {
    stream: 'test-events',
    advances: [],
    partials: [],
    lakeFiles: [],
    deadLetters: [],
    stale: { minute: [], hour: [], day: [] },
    latestEvent: null,
    ...changes,
  };
}
