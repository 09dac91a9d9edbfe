import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LakeFile, Warehouse } from './contract.ts';
import { failureOf } from './failure.ts';
import {
  advance,
  batch,
  clock,
  DAY,
  HOUR,
  newDatabase,
  openTest,
  partial,
  run,
  startServerForTests,
} from './testing.ts';

startServerForTests();

const EVENTS = { rollup: 'days', rows: [[DAY, 1]] as const };

async function days(warehouse: Warehouse): Promise<unknown[]> {
  return warehouse.query('SELECT window_start, events FROM test_events.days ORDER BY 1');
}

function lakeFile(rows: number, path: string): LakeFile {
  const times = { minTime: DAY, maxTime: DAY + HOUR };
  return {
    stream: 'test-events',
    source: 'collector',
    day: '2026-01-01',
    path,
    rows,
    bytes: 10,
    fromOffset: 0n,
    toOffset: 5n,
    ...times,
  };
}

describe('a commit', () => {
  it('moves offsets, rollups, accounting, dead letters, lake files and stale windows together', async () => {
    const warehouse = await openTest(await newDatabase());
    const committed = await warehouse.commit(
      batch({
        advances: [
          advance(0n, 9n, {
            received: 9,
            stored: 5,
            duplicate: 1,
            rejected: { not_json: 2, 'missing:id': 1 },
            badFields: { amount: 4 },
          }),
        ],
        partials: [await partial('days', [[DAY, 5]])],
        lakeFiles: [lakeFile(5, 'a.parquet')],
        deadLetters: [
          {
            stream: 'test-events',
            source: 'collector',
            offset: 3n,
            reason: 'not_json',
            raw: Buffer.from([0, 255, 92, 34]),
            rawBytes: 70_000,
            receivedAt: DAY,
          },
        ],
        stale: { minute: [], hour: [DAY], day: [DAY, DAY] },
        latestEvent: DAY + 5,
      }),
    );
    expect(committed).toEqual({ version: 1, committedAt: clock.now(), outcome: 'committed' });
    expect(await days(warehouse)).toEqual([{ window_start: new Date(DAY), events: '5' }]);
    expect(await warehouse.offset('test-events', 'collector')).toBe(9n);
    expect(await warehouse.offset('test-events', 'unknown')).toBe(0n);
    expect(await warehouse.streamStates()).toEqual([
      { stream: 'test-events', version: 1, committedAt: clock.now(), latestEvent: DAY + 5 },
    ]);
    expect(await warehouse.staleWindows('test-events')).toEqual([
      { grain: 'day', start: DAY, version: 1n },
      { grain: 'hour', start: DAY, version: 1n },
    ]);
    expect(await warehouse.lakeFiles('test-events')).toEqual([lakeFile(5, 'a.parquet')]);
    expect(await warehouse.lakeFiles('test-events', { from: DAY + HOUR + 1, to: DAY + 2 * HOUR })).toEqual(
      [],
    );
    expect(await warehouse.lakeFiles('test-events', { from: DAY - HOUR, to: DAY })).toEqual([]);
    expect(await warehouse.lakeFiles('test-events', { from: DAY - HOUR, to: DAY + 1 })).toHaveLength(1);
    expect(await warehouse.audit()).toEqual({
      balanced: true,
      streams: [
        {
          stream: 'test-events',
          received: 9,
          stored: 5,
          duplicate: 1,
          rejected: { total: 3, byReason: { not_json: 2, 'missing:id': 1 } },
          lake: { rows: 5, files: 1, bytes: 10, expired: 0, removed: 0, forgotten: 0 },
          balanced: true,
          badFields: { amount: 4 },
          deadLetters: 1,
          forgottenLetters: 0,
          sources: [{ source: 'collector', received: 9, stored: 5, duplicate: 1, rejected: 3, offset: 9n }],
        },
      ],
    });
  });

  it('answers "already" to a second try and changes nothing (D2)', async () => {
    const warehouse = await openTest(await newDatabase());
    const work = batch({
      advances: [advance(0n, 1n)],
      partials: [await partial(EVENTS.rollup, EVENTS.rows)],
    });
    await warehouse.commit(work);
    expect(await warehouse.commit(work)).toEqual({
      version: 1,
      committedAt: clock.now(),
      outcome: 'already',
    });
    expect(await days(warehouse)).toEqual([{ window_start: new Date(DAY), events: '1' }]);
    expect((await warehouse.audit()).streams[0]?.received).toBe(1);
  });

  it('refuses offsets that are neither before nor behind the batch', async () => {
    const warehouse = await openTest(await newDatabase());
    await warehouse.commit(batch({ advances: [advance(0n, 10n)] }));
    const gap = warehouse.commit(batch({ advances: [advance(20n, 30n)] }));
    await expect(gap).rejects.toMatchObject({
      code: 'overtaken',
      message: expect.stringContaining('its offset is 10'),
    });
    const half = warehouse.commit(
      batch({ advances: [advance(0n, 10n), advance(0n, 5n, { source: 'simulator' })] }),
    );
    await expect(half).rejects.toMatchObject({ code: 'overtaken' });
    expect(await warehouse.offset('test-events', 'simulator')).toBe(0n);
  });

  it('lets one of several committers of the same offsets win', async () => {
    const connection = await newDatabase();
    const warehouses = [await openTest(connection), await openTest(connection), await openTest(connection)];
    const work = batch({
      advances: [advance(0n, 1n)],
      partials: [await partial(EVENTS.rollup, EVENTS.rows)],
    });
    const outcomes = await Promise.all(warehouses.map((warehouse) => warehouse.commit(work)));
    expect(outcomes.map((one) => one.outcome).sort()).toEqual(['already', 'already', 'committed']);
    expect((await days(warehouses[0] as Warehouse)).at(0)).toMatchObject({ events: '1' });
  });

  it('leaves nothing behind when the data is refused, and goes on', async () => {
    const warehouse = await openTest(await newDatabase());
    const bad = batch({ advances: [advance(0n, 1n)], partials: [await partial('days', [[DAY, 'many']])] });
    const error: unknown = await warehouse.commit(bad).catch((e: unknown) => e);
    expect(failureOf(error)).toBe('refused');
    expect(await warehouse.offsets()).toEqual([]);
    const good = batch({
      advances: [advance(0n, 1n)],
      partials: [await partial(EVENTS.rollup, EVENTS.rows)],
    });
    expect(await warehouse.commit(good)).toMatchObject({ outcome: 'committed', version: 1 });
  });

  it('refuses partial sums of a rollup that there is not, and files that are not there', async () => {
    const warehouse = await openTest(await newDatabase());
    const unknown = batch({ partials: [{ rollup: 'nothing', csvPath: '', rows: 1 }] });
    await expect(warehouse.commit(unknown)).rejects.toMatchObject({ code: 'internal' });
    const missing = batch({ partials: [{ rollup: 'days', csvPath: 'not-there.csv', rows: 1 }] });
    await expect(warehouse.commit(missing)).rejects.toMatchObject({ code: 'internal' });
    await expect(warehouse.commit(batch({ stream: 'other' }))).rejects.toMatchObject({
      code: 'unknown_stream',
    });
  });

  it('is whole or absent when its backend is killed at any moment, and the retry counts once', async () => {
    const connection = await newDatabase();
    const warehouse = await openTest(connection);
    const rows = Array.from({ length: 20_000 }, (_, n) => [DAY, `kind ${n}`, 1, 1, '0.5', 1, null] as const);
    const kinds = await partial('kinds', rows);
    const kill = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = '${connection.database}' AND pid <> pg_backend_pid()
        AND (query LIKE 'COPY%' OR query LIKE 'INSERT INTO "test_events"%' OR query LIKE 'COMMIT%' OR query LIKE 'BEGIN%')`;
    const killed: unknown[] = [];
    for (let n = 0n; n < 6n; n++) {
      const work = batch({
        advances: [advance(n, n + 1n)],
        partials: [kinds],
        lakeFiles: [lakeFile(1, `${n}.parquet`)],
      });
      const commit = warehouse.commit(work);
      await new Promise((resolve) => setTimeout(resolve, 10 + Number(n) * 25));
      killed.push(...(await run(connection, kill)));
      await commit;
      const [sum] = await warehouse.query<{ events: string }>(
        'SELECT min(events) AS events FROM test_events.kinds',
      );
      expect(sum?.events).toBe(String(n + 1n));
    }
    expect(killed.length).toBeGreaterThan(0);
    expect((await warehouse.audit()).balanced).toBe(true);
    expect(await warehouse.query('SELECT count(*), min(events), max(events) FROM test_events.kinds')).toEqual(
      [{ count: '20000', min: '6', max: '6' }],
    );
  }, 60_000);
});

interface Event {
  readonly at: number;
  readonly kind: string;
  readonly amount: number | null;
  readonly price: number | null;
}

const event: fc.Arbitrary<Event> = fc.record({
  at: fc.integer({ min: DAY, max: DAY + 3 * HOUR }),
  kind: fc.constantFrom('a', 'b', 'undefined', '', 'ä "quoted", comma\nline', '\\N', 'NULL', '🙂'),
  amount: fc.option(fc.integer({ min: -5, max: 5 }), { nil: null }),
  price: fc.option(fc.integer({ min: 0, max: 1000 }), { nil: null }),
});

/** The rows of `kinds` by a fold over the events, prices in hundredths. */
function fold(events: readonly Event[]) {
  const groups = Map.groupBy(events, ({ at, kind }) => `${at - (at % HOUR)}|${kind}`);
  return [...groups].map(([key, members]) => {
    const amounts = members.flatMap(({ amount }) => (amount === null ? [] : [amount]));
    return {
      window: Number(key.slice(0, key.indexOf('|'))),
      kind: key.slice(key.indexOf('|') + 1),
      events: members.length,
      amount: amounts.reduce((sum, amount) => sum + amount, 0),
      price: members.reduce((sum, { price }) => sum + (price ?? 0), 0),
      least: amounts.length === 0 ? null : Math.min(...amounts),
      last: Math.max(...members.map(({ at }) => at)),
    };
  });
}

describe('merging', () => {
  it('gives the rows of a fold over all events, however they are cut into batches', async () => {
    const warehouse = await openTest(await newDatabase());
    let offset = 0n;
    const all: Event[] = [];
    const batches = fc.array(fc.array(event, { maxLength: 30 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(batches, async (pieces) => {
        for (const piece of pieces) {
          const rows = fold(piece).map(
            (row) =>
              [
                row.window,
                row.kind,
                row.events,
                row.amount,
                row.price / 100,
                row.least,
                new Date(row.last).toISOString(),
              ] as const,
          );
          const to = offset + BigInt(piece.length);
          await warehouse.commit(
            batch({ advances: [advance(offset, to)], partials: [await partial('kinds', rows)] }),
          );
          offset = to;
          all.push(...piece);
        }
        const stored = await warehouse.query<Record<string, string | Date | null>>(
          'SELECT * FROM test_events.kinds',
        );
        const found = stored.map((row) => ({
          window: Number(row['window_start']),
          kind: row['kind'],
          events: Number(row['events']),
          amount: Number(row['amount']),
          price: Math.round(Number(row['price']) * 100),
          least: row['least'] === null ? null : Number(row['least']),
          last: Number(row['last']),
        }));
        const order = (a: { window: number; kind: unknown }, b: { window: number; kind: unknown }): number =>
          a.window - b.window || (String(a.kind) < String(b.kind) ? -1 : 1);
        expect(found.sort(order)).toEqual(fold(all).sort(order));
      }),
      { numRuns: 12 },
    );
  }, 60_000);
});
