import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '../event/clock.ts';
import type { Stream } from '../stream/define.ts';
import { GRAIN_MS, type Grain } from '../stream/rollup.ts';
import type { GivenParameters } from './answer.ts';
import { createReportRunner } from './run.ts';
import {
  clearStream,
  createStreamTables,
  createSystemTables,
  startDatabase,
  type TestDatabase,
} from './testing/database.ts';
import { fillTables, lakeOf, type TestEvent } from './testing/fold.ts';
import { expectedRows, type Question } from './testing/oracle.ts';
import { shop } from './testing/shop.ts';

const DAY = Date.UTC(2026, 0, 2);
const TEN = DAY + 10 * GRAIN_MS.hour;
const NOW = TEN + 100 * GRAIN_MS.minute;

let database: TestDatabase;

beforeAll(async () => {
  database = await startDatabase();
  await createSystemTables(database);
  await createStreamTables(database, shop);
  await database.query(
    `INSERT INTO crosscurrent.stream_state VALUES ('${shop.name}', 1, '2026-01-02T12:00:00.5Z', '2026-01-02T11:00:00Z')`,
  );
}, 60_000);

afterAll(() => database.close());

function runnerOver(events: readonly TestEvent[], stream: Stream = shop) {
  const lake = lakeOf(events);
  const runner = createReportRunner({
    catalogue: [stream],
    query: database.query,
    lakeQuery: lake,
    lakeEvents: lake,
    clock: fixedClock(NOW),
  });
  return { ...runner, lake };
}

let nextId = 0;
function event(
  minute: number,
  kind: string,
  more: Partial<Record<string, string | number | boolean | null>> = {},
): TestEvent {
  nextId += 1;
  const plain = {
    product: 'a',
    country: 'DE',
    store: '1',
    device: 'd1',
    price: '10.50',
    quantity: 2,
    is_bot: false,
  };
  return { id: `e${nextId}`, at: TEN + minute * GRAIN_MS.minute, kind, ...plain, ...more };
}

/** Two hours of a day, a day before it, robots, a missing product, and keys that UTF-16 would order otherwise. */
const events: readonly TestEvent[] = [
  event(0, 'view'),
  event(1, 'view', { device: 'd2' }),
  event(2, 'view', { product: 'b', store: '2' }),
  event(61, 'view', { product: null, country: 'FR', store: '3', device: 'd3' }),
  event(62, 'cart'),
  event(70, 'order'),
  event(71, 'view', { product: 'ä', country: 'FR', store: '4', device: 'd4', is_bot: true }),
  event(72, 'view', { product: 'Z', country: 'FR', store: '3', price: '0.005' }),
  event(80, 'view', { product: '\u{1F600}', country: 'FR', store: '3', device: 'd9' }),
  event(81, 'view', { product: '\uFF5E', country: 'FR', store: '3', device: 'd9', price: null }),
  event(-1440, 'view', { device: 'd5' }),
];

async function fill(rows: readonly TestEvent[]): Promise<void> {
  await clearStream(database, shop);
  await fillTables(database, shop, rows);
}

/** The SQL of an answer, without the statements that read the state. */
async function statements(runner: ReturnType<typeof runnerOver>, name: string, given: GivenParameters = {}) {
  const { sql } = await runner.explain(name, given);
  return sql.filter(({ text }) => !text.includes('"crosscurrent"."stream_state"'));
}

describe('a report', () => {
  beforeAll(() => fill(events));

  it('is the newest day, most first, ties by code point, with the exact count that the warehouse keeps', async () => {
    const runner = runnerOver(events);
    expect(await runner.run('top', { limit: '4' })).toEqual({
      report: 'top',
      params: { from: '2026-01-02T00:00:00Z', to: '2026-01-03T00:00:00Z', limit: 4, bots: 'exclude' },
      columns: [
        { name: 'product', type: 'text', unit: null },
        { name: 'views', type: 'integer', unit: 'views' },
        { name: 'visitors', type: 'integer', unit: 'visitors' },
      ],
      rows: [
        { product: 'a', views: 2, visitors: 2 },
        { product: 'Z', views: 1, visitors: 1 },
        { product: 'b', views: 1, visitors: 1 },
        { product: '\uFF5E', views: 1, visitors: 1 },
      ],
      asOf: '2026-01-02T12:00:00.500Z',
    });
    expect(await statements(runner, 'top', { limit: '4' })).toEqual([
      {
        engine: 'postgresql',
        text: `WITH "main" AS (
  SELECT "product", "views"
  FROM "test_shop"."product_days"
  WHERE "window_start" >= $1::timestamptz AND "window_start" < $2::timestamptz AND "is_bot" = $3::boolean AND "product" <> 'undefined'
)
SELECT
  "main"."product" AS "product",
  "main"."views" AS "views",
  coalesce((SELECT "kept"."visitors" FROM "test_shop"."product_days_distinct" AS "kept" WHERE "kept"."window_start" = $1::timestamptz AND "kept"."product" = "main"."product" AND "kept"."is_bot" = $3::boolean), 0) AS "visitors"
FROM "main"
ORDER BY "views" DESC NULLS LAST, "main"."product" COLLATE "C"
LIMIT $4::bigint`,
        values: ['2026-01-02T00:00:00Z', '2026-01-03T00:00:00Z', false, 4],
      },
    ]);
    expect(runner.lake.asked).toEqual([]);
  });

  it('counts visitors of several days anew, for the rows that were found', async () => {
    const runner = runnerOver(events);
    const answer = await runner.run('top', { from: '2026-01-01', to: '2026-01-02', limit: 2 });
    // d1 and d2 on the second day, d5 on the first; d1 would count twice if days were added up.
    expect(answer.rows).toEqual([
      { product: 'a', views: 3, visitors: 3 },
      { product: 'Z', views: 1, visitors: 1 },
    ]);
    expect(runner.lake.asked).toEqual([
      {
        stream: shop,
        where: {
          op: 'and',
          all: [
            shop.rollups['product_days']?.where,
            {
              op: 'ne',
              left: {
                op: 'coalesce',
                all: [
                  { op: 'column', name: 'product' },
                  { op: 'literal', value: 'undefined' },
                ],
              },
              right: { op: 'literal', value: 'undefined' },
            },
          ],
        },
        column: 'device',
        from: DAY - GRAIN_MS.day,
        to: DAY + GRAIN_MS.day,
        by: ['product'],
        bucket: undefined,
        equals: { is_bot: false },
        lists: [],
        known: [],
        keys: [{ product: 'a' }, { product: 'Z' }],
      },
    ]);
    const [warehouse, lake] = await statements(runner, 'top', { from: '2026-01-01', to: '2026-01-02' });
    expect(warehouse?.text).toBe(`WITH "main" AS (
  SELECT "product", sum("views") AS "views"
  FROM "test_shop"."product_days"
  WHERE "window_start" >= $1::timestamptz AND "window_start" < $2::timestamptz AND "is_bot" = $3::boolean AND "product" <> 'undefined'
  GROUP BY 1
)
SELECT
  "main"."product" AS "product",
  "main"."views" AS "views"
FROM "main"
ORDER BY "views" DESC NULLS LAST, "main"."product" COLLATE "C"
LIMIT $4::bigint`);
    expect(lake).toEqual({ engine: 'duckdb', text: '-- distinct device', values: [] });
  });

  it('adds robots to people in sums, and counts visitors of both anew', async () => {
    const runner = runnerOver(events);
    const both = await runner.run('top', { bots: 'include', limit: 10 });
    expect(both.rows).toContainEqual({ product: 'ä', views: 1, visitors: 1 });
    expect(runner.lake.asked).toHaveLength(1);
    expect(runner.lake.asked[0]?.equals).toEqual({});
    const only = await runner.run('top', { bots: 'only' });
    expect(only.rows).toEqual([{ product: 'ä', views: 1, visitors: 1 }]);
    expect(runner.lake.asked).toHaveLength(1);
  });

  it('can be ordered by a count that only the lake has, and divide by it', async () => {
    const runner = runnerOver(events);
    const given = { from: '2026-01-01', to: '2026-01-02' };
    expect((await runner.run('top-by-visitors', given)).rows).toEqual([
      { product: 'a', visitors: 3, views_each: 1 },
      { product: 'Z', visitors: 1, views_each: 1 },
      { product: 'b', visitors: 1, views_each: 1 },
    ]);
    const [warehouse] = await statements(runner, 'top-by-visitors', given);
    expect(warehouse?.text).toBe(`WITH "main" AS (
  SELECT "product", sum("views") AS "views"
  FROM "test_shop"."product_days"
  WHERE "window_start" >= $1::timestamptz AND "window_start" < $2::timestamptz AND "is_bot" = $3::boolean
  GROUP BY 1
)
SELECT
  "main"."product" AS "product",
  "main"."views" AS "views_each.of"
FROM "main"
LIMIT $4::bigint`);
    expect(runner.lake.asked[0]).not.toHaveProperty('keys');
  });

  it('shows exact sums, extremes and ratios of decimals', async () => {
    const { run } = runnerOver(events);
    const answer = await run('stores', { by: 'country' });
    expect(answer.columns.map(({ name, type }) => [name, type])).toEqual([
      ['place', 'text'],
      ['views', 'integer'],
      ['revenue', 'decimal'],
      ['dearest', 'decimal'],
      ['average', 'decimal'],
    ]);
    // FR: 10.50 + 0.005 + 10.50, one without a price, over 4 views: 5.25125.
    expect(answer.rows).toEqual([
      { place: 'DE', views: 4, revenue: 42, dearest: 10.5, average: 10.5 },
      { place: 'FR', views: 4, revenue: 21.005, dearest: 10.5, average: 5.25 },
    ]);
    const [statement] = await statements(runnerOver(events), 'stores', { by: 'country', in: 'FR' });
    expect(statement?.text).toContain(
      `round("main"."revenue"::numeric / nullif("main"."views"::numeric, 0), 2) AS "average"`,
    );
    expect(statement?.text).toContain(`"country" = $3::text AND "is_bot" = $4::boolean`);
    expect(statement?.values).toEqual(['2026-01-01T00:00:00Z', '2026-01-03T00:00:00Z', 'FR', false, 10_000]);
  });

  it('shows the part of all rows, cut or not, and comes in the order that is asked for', async () => {
    const runner = runnerOver(events);
    const ofDay = { day: '2026-01-02' };
    expect((await runner.run('shares', { ...ofDay, limit: 1 })).rows).toEqual([
      { country: 'FR', views: 4, share: 57.14, revenue: 21.005 },
    ]);
    const byRevenue = await runner.run('shares', { ...ofDay, most: 'revenue' });
    expect(byRevenue.params).toMatchObject({ most: 'revenue' });
    expect(byRevenue.rows).toEqual([
      { country: 'DE', views: 3, share: 42.86, revenue: 31.5 },
      { country: 'FR', views: 4, share: 57.14, revenue: 21.005 },
    ]);
    expect((await runner.run('shares-by-day', { from: '2026-01-01', to: '2026-01-02' })).rows).toEqual([
      { time: '2026-01-01T00:00:00Z', country: 'DE', share: 100 },
      { time: '2026-01-02T00:00:00Z', country: 'DE', share: 42.9 },
      { time: '2026-01-02T00:00:00Z', country: 'FR', share: 57.1 },
    ]);
    const { figures, order } = await runner.explain('shares', { ...ofDay, most: 'revenue' });
    expect(figures[1]?.how).toMatch(/^views of the row divided by that of all rows, times 100, rounded to 2/);
    expect(order).toMatch(/^Most revenue first/);
    await expect(runner.run('shares', { most: 'visitors' })).rejects.toThrow(/most/);
  });

  it('takes a value for what it is, whatever is in it', async () => {
    const { run } = runnerOver(events);
    const hostile = `'; DROP TABLE test_shop.store_days; -- "$1 \\ \u{1F600}`;
    expect((await run('store-in', { country: hostile })).rows).toEqual([]);
    expect((await run('store-in', { country: 'DE' })).rows).toEqual([
      { store: '1', views: 3 },
      { store: '2', views: 1 },
    ]);
  });

  it('gives the first rows of each member', async () => {
    const runner = runnerOver(events);
    expect((await runner.run('top-of-each', {})).rows).toEqual([
      { country: 'DE', store: '1', views: 2, visitors: 2 },
      { country: 'FR', store: '3', views: 4, visitors: 3 },
    ]);
    const [statement] = await statements(runner, 'top-of-each');
    expect(statement?.text).toContain(
      'row_number() OVER (PARTITION BY "country" ORDER BY "views" DESC NULLS LAST, "country" COLLATE "C", "store" COLLATE "C")',
    );
    expect(statement?.text).toContain(
      'WHERE "place in each" <= $4::bigint\nORDER BY "country" COLLATE "C", "place in each"',
    );
  });

  it('gives every hour of the day and adds the days', async () => {
    const runner = runnerOver(events);
    const answer = await runner.run('hours', { product: 'a', from: '2026-01-01', to: '2026-01-02' });
    expect(answer.columns).toEqual([
      { name: 'hour', type: 'integer', unit: 'UTC' },
      { name: 'views', type: 'integer', unit: 'views' },
    ]);
    expect(answer.rows).toEqual(
      Array.from({ length: 24 }, (_, hour) => ({ hour, views: hour === 10 ? 3 : 0 })),
    );
    const [statement] = await statements(runner, 'hours', {
      product: 'a',
      from: '2026-01-01',
      to: '2026-01-02',
    });
    expect(statement?.text).toBe(`WITH "main" AS (
  SELECT extract(hour FROM "window_start" AT TIME ZONE 'UTC')::integer AS "hour_of_day", sum("views") AS "views"
  FROM "test_shop"."product_hours"
  WHERE "window_start" >= $1::timestamptz AND "window_start" < $2::timestamptz AND "product" = $3::text AND "is_bot" = $4::boolean
  GROUP BY 1
), "spine" AS (
  SELECT "hour_of_day"
  FROM generate_series(0, 23) AS "hour_of_day"
)
SELECT
  "spine"."hour_of_day" AS "hour",
  coalesce("main"."views", 0) AS "views"
FROM "spine"
LEFT JOIN "main" USING ("hour_of_day")
ORDER BY "spine"."hour_of_day"
LIMIT $5::bigint`);
  });

  it('fills buckets, joins another rollup, and reads the rollup of just that grain', async () => {
    const runner = runnerOver(events);
    const answer = await runner.run('traffic', {});
    expect(answer.params).toEqual({
      from: '2026-01-02T09:00:00Z',
      to: '2026-01-02T12:00:00Z',
      limit: 10_000,
      bots: 'exclude',
      grain: 'hour',
    });
    expect(answer.rows).toEqual([
      { time: '2026-01-02T09:00:00Z', views: 0, visitors: 0, orders: 0 },
      { time: '2026-01-02T10:00:00Z', views: 3, visitors: 2, orders: 0 },
      { time: '2026-01-02T11:00:00Z', views: 4, visitors: 3, orders: 1 },
    ]);
    expect(runner.lake.asked).toEqual([]);
    const [statement] = await statements(runner, 'traffic');
    expect(statement?.text).toBe(`WITH "main" AS (
  SELECT "window_start", "views"
  FROM "test_shop"."view_hours"
  WHERE "window_start" >= $1::timestamptz AND "window_start" < $2::timestamptz AND "is_bot" = $3::boolean
), "joined" AS (
  SELECT date_trunc('hour', "window_start", 'UTC') AS "window_start", sum("orders") AS "orders"
  FROM "test_shop"."kind_minutes"
  WHERE "window_start" >= $1::timestamptz AND "window_start" < $2::timestamptz AND "is_bot" = $3::boolean
  GROUP BY 1
), "spine" AS (
  SELECT "window_start"
  FROM generate_series($1::timestamptz, $4::timestamptz, interval '3600 seconds') AS "window_start"
)
SELECT
  "spine"."window_start" AS "time",
  coalesce("main"."views", 0) AS "views",
  coalesce((SELECT "kept"."visitors" FROM "test_shop"."view_hours_distinct" AS "kept" WHERE "kept"."window_start" = "spine"."window_start" AND "kept"."is_bot" = $3::boolean), 0) AS "visitors",
  coalesce("joined"."orders", 0) AS "orders"
FROM "spine"
LEFT JOIN "main" USING ("window_start")
LEFT JOIN "joined" USING ("window_start")
ORDER BY "spine"."window_start"
LIMIT $5::bigint`);
    expect(statement?.values).toEqual([
      '2026-01-02T09:00:00Z',
      '2026-01-02T12:00:00Z',
      false,
      '2026-01-02T11:00:00Z',
      10_000,
    ]);
  });

  it('has a row for a bucket that only one of two rollups has, and none for one that neither has', async () => {
    const late = [...events, event(-50, 'cart')];
    await fill(late);
    const runner = runnerOver(late);
    expect((await runner.run('sparse-traffic', {})).rows).toEqual([
      { time: '2026-01-02T09:00:00Z', views: 0, carts: 1 },
      { time: '2026-01-02T10:00:00Z', views: 3, carts: 0 },
      { time: '2026-01-02T11:00:00Z', views: 4, carts: 1 },
    ]);
    const [statement] = await statements(runner, 'sparse-traffic');
    expect(statement?.text).toContain(
      'SELECT DISTINCT "window_start" FROM "main" UNION SELECT DISTINCT "window_start" FROM "joined"',
    );
    await fill(events);
  });

  it('gives one row for a total, reads whole days from the rollup of days, and divides by a count of the lake', async () => {
    const runner = runnerOver(events);
    expect((await runner.run('totals', {})).rows).toEqual([
      { views: 7, visitors: 4, views_each: 1.75, quantity: 18 },
    ]);
    expect(runner.lake.asked).toMatchObject([{ by: [], bucket: undefined, equals: { is_bot: false } }]);
    expect(
      (await runner.run('totals', { from: '2026-01-02T10:00:00Z', to: '2026-01-02T11:00:00Z' })).rows,
    ).toEqual([{ views: 3, visitors: 2, views_each: 1.5, quantity: 6 }]);
    expect(runner.lake.asked).toHaveLength(1);
    const [statement] = await statements(runner, 'totals', {
      from: '2026-01-02T10:00:00Z',
      to: '2026-01-02T11:00:00Z',
    });
    expect(statement?.text).toBe(`WITH "main" AS (
  SELECT sum("views") AS "views"
  FROM "test_shop"."view_hours"
  WHERE "window_start" >= $1::timestamptz AND "window_start" < $2::timestamptz AND "is_bot" = $3::boolean
), "joined" AS (
  SELECT sum("quantity") AS "quantity"
  FROM "test_shop"."kind_minutes"
  WHERE "window_start" >= $1::timestamptz AND "window_start" < $2::timestamptz AND "is_bot" = $3::boolean
)
SELECT
  coalesce("main"."views", 0) AS "views",
  coalesce((SELECT "kept"."visitors" FROM "test_shop"."view_hours_distinct" AS "kept" WHERE "kept"."window_start" = $1::timestamptz AND "kept"."is_bot" = $3::boolean), 0) AS "visitors",
  round(coalesce("main"."views", 0)::numeric / nullif(coalesce((SELECT "kept"."visitors" FROM "test_shop"."view_hours_distinct" AS "kept" WHERE "kept"."window_start" = $1::timestamptz AND "kept"."is_bot" = $3::boolean), 0)::numeric, 0), 2) AS "views_each",
  coalesce("joined"."quantity", 0) AS "quantity"
FROM "main" CROSS JOIN "joined"
LIMIT $4::bigint`);
  });

  it('shows zeros and no ratio for a range without events', async () => {
    const { run } = runnerOver(events);
    const day = '2025-06-01';
    expect((await run('totals', { from: day, to: day })).rows).toEqual([
      { views: 0, visitors: 0, views_each: null, quantity: 0 },
    ]);
    expect((await run('top', { day })).rows).toEqual([]);
    expect((await run('traffic', { day, grain: 'day' })).rows).toEqual([
      { time: '2025-06-01T00:00:00Z', views: 0, visitors: 0, orders: 0 },
    ]);
    expect((await run('funnel', { day })).rows).toEqual([
      { step: 'look', events: 0, of_first: null, of_previous: null },
      { step: 'cart', events: 0, of_first: null, of_previous: null },
      { step: 'order', events: 0, of_first: null, of_previous: null },
    ]);
  });

  it('makes rows of the steps of a funnel', async () => {
    const answer = await runnerOver(events).run('funnel', {});
    expect(answer.columns).toEqual([
      { name: 'step', type: 'text', unit: null },
      { name: 'events', type: 'integer', unit: 'events' },
      { name: 'of_first', type: 'decimal', unit: '%' },
      { name: 'of_previous', type: 'decimal', unit: '%' },
    ]);
    expect(answer.rows).toEqual([
      { step: 'look', events: 7, of_first: 100, of_previous: 100 },
      { step: 'cart', events: 1, of_first: 14.29, of_previous: 14.29 },
      { step: 'order', events: 1, of_first: 14.29, of_previous: 100 },
    ]);
  });

  it('is widened to whole windows, and says so', async () => {
    const runner = runnerOver(events);
    const given = { from: '2026-01-02T10:30:00Z', to: '2026-01-02T11:15:00+00:00', grain: 'hour' };
    expect((await runner.run('traffic', given)).params).toMatchObject({
      from: '2026-01-02T10:00:00Z',
      to: '2026-01-02T12:00:00Z',
    });
    expect((await runner.explain('traffic', given)).period.words).toBe(
      '2026-01-02 10:00 to 2026-01-02 12:00 (UTC), widened from 2026-01-02 10:30 to 2026-01-02 11:15 (UTC) to whole hours',
    );
  });

  it('reaches to the newest or from the oldest data when one end is open', async () => {
    const { run } = runnerOver(events);
    expect((await run('top', { from: '2026-01-01' })).params).toMatchObject({ to: '2026-01-03T00:00:00Z' });
    expect((await run('top', { to: '2026-01-01' })).params).toMatchObject({
      from: '2026-01-01T00:00:00Z',
      to: '2026-01-02T00:00:00Z',
    });
    expect((await run('top', { from: '2027-05-05' })).params).toMatchObject({
      from: '2027-05-05T00:00:00Z',
      to: '2027-05-06T00:00:00Z',
    });
  });

  it('refuses more buckets than an answer may have rows', async () => {
    await expect(
      runnerOver(events).run('traffic', { from: '2020-01-01', to: '2026-01-01', grain: 'minute' }),
    ).rejects.toMatchObject({
      code: 'bad_parameter',
      remedy: 'Allowed: up to 10000. Ask for a shorter range or a coarser grain.',
    });
  });

  it('explains each number in words', async () => {
    const explained = await runnerOver(events).explain('top', {
      bots: 'include',
      from: '2026-01-01',
      to: '2026-01-02',
    });
    expect(explained).toMatchObject({
      report: 'top',
      title: 'Title',
      question: 'Question?',
      period: {
        from: '2026-01-01T00:00:00Z',
        to: '2026-01-03T00:00:00Z',
        words: '2026-01-01 to 2026-01-02 (UTC, both days included)',
      },
      filters: ['Events without product are left out.', 'Robots are counted like people (is_bot).'],
      order: 'Most views first, ties by product; at most 3 rows.',
      figures: [
        {
          name: 'views',
          unit: 'views',
          words: 'Views.',
          how: 'The sum of views over the day windows of test_shop.product_days.',
        },
        {
          name: 'visitors',
          how: 'Different values of device, counted anew in the stored events of the range: counts of several windows cannot be added up.',
        },
      ],
      notes: 'Without the unknown.',
      asOf: '2026-01-02T12:00:00.500Z',
    });
    expect(explained.sql.map(({ engine }) => engine)).toEqual([
      'postgresql',
      'postgresql',
      'postgresql',
      'duckdb',
    ]);
  });
});

describe('the events behind a report', () => {
  beforeAll(() => fill(events));

  it('are the newest that it counts, fewer when a row is picked', async () => {
    const { events: behind, lake } = runnerOver(events);
    const ids = (found: Awaited<ReturnType<typeof behind>>) => found.events.map((one) => one['id']);
    const idOf = (...at: number[]) => at.map((index) => events[index]?.['id']);
    expect(ids(await behind('top', {}))).toEqual(idOf(9, 8, 7, 2, 1, 0));
    expect(ids(await behind('top', { product: 'a' }))).toEqual(idOf(1, 0));
    expect(ids(await behind('top', { product: 'a', limit: '1' }))).toEqual(idOf(1));
    expect(ids(await behind('stores', { by: 'country', place: 'DE' }))).toEqual(idOf(2, 1, 0, 10));
    expect(ids(await behind('traffic', { time: '2026-01-02T10:00:00Z' }))).toEqual(idOf(2, 1, 0));
    expect(ids(await behind('product-by-hour', { hour: '11', product: 'Z' }))).toEqual(idOf(7));
    expect(ids(await behind('funnel', { figure: 'cart' }))).toEqual(idOf(4));
    expect(lake.asked).toHaveLength(7);
  });

  it('refuse what picks no row', async () => {
    const { events: behind } = runnerOver(events);
    for (const [name, given] of [
      ['top', { limit: '1001' }],
      ['top', { colour: 'red' }],
      ['top', { product: ['a', 'b'] }],
      ['top', { product: 'a\0' }],
      ['top', { is_bot: 'perhaps' }],
      ['funnel', { figure: 'nothing' }],
      ['traffic', { time: '2026-01-02T10:20:00Z' }],
      ['product-by-hour', { hour: '24' }],
      ['product-by-hour', { hour: '1', from: '2026-01-01', to: '2026-01-02' }],
    ] as const) {
      await expect(behind(name, given), JSON.stringify(given)).rejects.toMatchObject({
        code: 'bad_parameter',
      });
    }
  });
});

describe('a report over nothing', () => {
  it('is empty, keeps its columns, and says so', async () => {
    await fill([]);
    const runner = runnerOver([]);
    const answer = await runner.run('top', {});
    expect(answer.params).toEqual({ limit: 3, bots: 'exclude' });
    expect(answer.columns.map(({ name }) => name)).toEqual(['product', 'views', 'visitors']);
    expect(answer.rows).toEqual([]);
    expect((await runner.explain('top', {})).period).toEqual({
      from: null,
      to: null,
      words: 'nothing is stored yet',
    });
    expect(await runner.events('top', {})).toEqual({ events: [], sql: '' });
    expect((await runner.run('traffic', {})).rows).toHaveLength(3);
  });
});

describe('any events, any question', () => {
  const text = (...values: string[]) => fc.constantFrom(...values);
  const anyEvent = fc.record({
    minute: fc.integer({ min: -2 * 1440, max: 2 * 1440 }),
    kind: text('view', 'view', 'cart', 'order'),
    product: fc.option(text('a', 'b', 'Z', 'ä', '\uFF5E', '\u{1F600}', 'undefined', '')),
    country: fc.option(text('DE', 'FR', 'US')),
    store: fc.option(text('1', '2', '10')),
    device: fc.option(text('d1', 'd2', 'd3', 'd4')),
    price: fc.option(text('0.0001', '10.50', '99999999.99', '3')),
    quantity: fc.option(fc.integer({ min: 0, max: 1_000_000 })),
    is_bot: fc.boolean(),
  });
  const anyQuestion = fc.record({
    first: fc.integer({ min: -3, max: 2 }),
    days: fc.integer({ min: 1, max: 4 }),
    bots: fc.constantFrom('exclude', 'include', 'only'),
    grain: fc.constantFrom<Grain>('hour', 'day'),
    limit: fc.integer({ min: 1, max: 8 }),
    by: fc.constantFrom('store', 'country'),
  });

  it('are answered as a fold over the events would', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEvent, { maxLength: 60 }), anyQuestion, async (drawn, asked) => {
        const stored = drawn.map(({ minute, kind, ...more }) => event(minute, kind, more));
        await fill(stored);
        const runner = runnerOver(stored);
        const from = DAY + asked.first * GRAIN_MS.day;
        const to = from + asked.days * GRAIN_MS.day;
        const iso = (at: number) => new Date(at).toISOString();
        for (const [name, report] of Object.entries(shop.reports)) {
          const own = report.parameters ?? {};
          const given: Record<string, string | number> = {
            from: iso(from),
            to: iso(to),
            bots: asked.bots,
            limit: asked.limit,
          };
          if ('grain' in own) given['grain'] = asked.grain;
          if ('by' in own) given['by'] = asked.by;
          if ('product' in own) given['product'] = 'a';
          if ('country' in own) given['country'] = 'DE';
          const question: Question = {
            stream: shop,
            report,
            events: stored,
            from,
            to,
            ...asked,
            equals: equalsOf(own),
          };
          expect((await runner.run(name, given)).rows, name).toEqual(expectedRows(question));
        }
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  function equalsOf(own: object): Record<string, string> {
    if ('product' in own) return { product: 'a' };
    return 'country' in own ? { country: 'DE' } : {};
  }
});

describe('an answer', () => {
  const viewsOf = async (runner: ReturnType<typeof runnerOver>): Promise<unknown> =>
    (await runner.run('top', { limit: 1 })).rows[0]?.['views'];
  const count = (views: number) =>
    database.query(`UPDATE "test_shop"."product_days" SET "views" = ${views} WHERE "product" = 'a'`);

  beforeAll(() => fill(events));

  it('is read again when the stream has another version, and only then', async () => {
    const runner = runnerOver(events);
    await count(70);
    expect(await viewsOf(runner)).toBe(70);
    await count(71);
    expect(await viewsOf(runner)).toBe(70);
    expect((await runner.run('top', { limit: 1, bots: 'include' })).rows[0]?.['views']).toBe(71);
    await database.query('UPDATE crosscurrent.stream_state SET version = version + 1');
    expect(await viewsOf(runner)).toBe(71);
  });

  it('is always read again where a job writes rows without telling', async () => {
    const runner = runnerOver(events);
    await database.query(`INSERT INTO crosscurrent.deployment VALUES ('${shop.name}')`);
    await count(80);
    expect(await viewsOf(runner)).toBe(80);
    await count(81);
    expect(await viewsOf(runner)).toBe(81);
    await database.query('DELETE FROM crosscurrent.deployment');
  });
});
