import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fixedClock } from '../event/clock.ts';
import { GRAIN_MS } from '../stream/rollup.ts';
import { createReportRunner } from './run.ts';
import {
  createStreamTables,
  createSystemTables,
  startDatabase,
  type TestDatabase,
} from './testing/database.ts';
import { fillTables, lakeOf, type TestEvent } from './testing/fold.ts';
import { shop } from './testing/shop.ts';

const DAY = Date.UTC(2026, 0, 2);
const LATEST = DAY + 10 * GRAIN_MS.hour;

function view(at: number, device: string): TestEvent {
  const plain = { country: 'DE', store: '1', price: '1', quantity: 1, is_bot: false, kind: 'view' };
  return { id: `${at} ${device}`, at, product: 'a', device, ...plain };
}

/** Two views of one visitor on the first day, one of another on the second. */
const events: readonly TestEvent[] = [
  view(DAY - GRAIN_MS.hour, 'd1'),
  view(DAY - 2 * GRAIN_MS.hour, 'd1'),
  view(LATEST, 'd2'),
];

const BOTH = { from: '2026-01-01', to: '2026-01-02' };

let database: TestDatabase;

beforeAll(async () => {
  database = await startDatabase();
  await createSystemTables(database);
  await createStreamTables(database, shop);
  await fillTables(database, shop, events);
}, 60_000);

afterAll(() => database.close());

beforeEach(() =>
  database.query('TRUNCATE crosscurrent.stream_state, crosscurrent.lake_file, crosscurrent.deployment'),
);

function runner() {
  const lake = lakeOf(events);
  const { query } = database;
  return createReportRunner({
    catalogue: [shop],
    query,
    lakeQuery: lake,
    lakeEvents: lake,
    clock: fixedClock(LATEST + GRAIN_MS.minute),
  });
}

async function expireBefore(at: number): Promise<void> {
  await database.query('INSERT INTO crosscurrent.stream_state (stream, lake_from) VALUES ($1, $2)', [
    shop.name,
    new Date(at).toISOString(),
  ]);
}

async function deploy(newestInLake: number | undefined): Promise<void> {
  await database.query('INSERT INTO crosscurrent.deployment VALUES ($1)', [shop.name]);
  if (newestInLake === undefined) return;
  await database.query('INSERT INTO crosscurrent.lake_file VALUES ($1, $2)', [
    shop.name,
    new Date(newestInLake).toISOString(),
  ]);
}

describe('counts whose events have left the lake by age', () => {
  it('are not known, beside sums that are', async () => {
    await expireBefore(DAY);
    const answer = await runner().run('totals', BOTH);
    expect(answer.rows).toMatchObject([{ views: 3, visitors: null, views_each: null }]);
    expect(answer.unknown).toBe(
      'Events before 2026-01-02T00:00:00Z have left the lake by their age (lake-expiry-days).',
    );
  });

  it('are known for the buckets that have stayed, and say nothing there', async () => {
    await expireBefore(DAY);
    const days = await runner().run('traffic', { ...BOTH, grain: 'day' });
    expect(days.rows).toMatchObject([{ views: 2 }, { views: 1, visitors: 1 }]);
    const since = await runner().run('totals', { from: '2026-01-02T00:00:00Z', to: '2026-01-03T00:00:00Z' });
    expect(since.rows).toMatchObject([{ views: 1, visitors: 1 }]);
    expect(since).not.toHaveProperty('unknown', expect.any(String));
  });

  it('are known when nothing was stored before that day', async () => {
    await expireBefore(DAY - GRAIN_MS.day);
    expect((await runner().run('totals', BOTH)).rows).toMatchObject([{ views: 3, visitors: 2 }]);
  });

  it('come last where they decide the order, and are explained', async () => {
    await expireBefore(DAY);
    expect((await runner().run('top-by-visitors', BOTH)).rows).toEqual([
      { product: 'a', visitors: null, views_each: null },
    ]);
    expect((await runner().explain('totals', BOTH)).notes).toMatch(/have left the lake/);
  });
});

describe('counts of a stream that Flink counts', () => {
  it('are not known while the lake is empty', async () => {
    await deploy(undefined);
    const answer = await runner().run('totals', BOTH);
    expect(answer.rows).toMatchObject([{ views: 3, visitors: null, views_each: null }]);
    expect(answer.unknown).toMatch(/^The lake holds no events, while Flink .* worker --role archive/);
  });

  it('are not known of what is newer than a lake that fell behind', async () => {
    await deploy(LATEST - 2 * GRAIN_MS.minute);
    expect((await runner().run('totals', BOTH)).rows).toMatchObject([{ views: 3, visitors: null }]);
    const before = await runner().run('totals', { from: '2026-01-01', to: '2026-01-01' });
    expect(before.rows).toMatchObject([{ views: 2, visitors: 1 }]);
  });

  it('are known while the lake is no more than the newest window behind', async () => {
    await deploy(LATEST - GRAIN_MS.minute + 1);
    const answer = await runner().run('totals', BOTH);
    expect(answer.rows).toMatchObject([{ views: 3, visitors: 2 }]);
    expect(answer.unknown).toBeUndefined();
  });
});
