import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Warehouse } from './contract.ts';
import {
  advance,
  batch,
  csv,
  DAY,
  HOUR,
  newDatabase,
  openTest,
  partial,
  startServerForTests,
} from './testing.ts';

startServerForTests();

const columns = ['window_start', 'kind', 'people'];

describe('windows', () => {
  it('are replaced as a whole, and settled unless they became stale again', async () => {
    const warehouse = await openTest(await newDatabase());
    const stale = { minute: [], hour: [DAY, DAY + HOUR], day: [] };
    await warehouse.commit(batch({ advances: [advance(0n, 1n)], stale }));
    const windows = await warehouse.staleWindows('test-events');
    expect(windows.map((window) => window.start)).toEqual([DAY + HOUR, DAY]);
    await warehouse.commit(
      batch({ advances: [advance(1n, 2n)], stale: { minute: [], hour: [DAY], day: [] } }),
    );
    const rows = await csv([
      [DAY, 'a', 2],
      [DAY, 'b', 1],
      [DAY + HOUR, 'a', 3],
    ]);
    const table = { table: 'kinds_distinct', grain: 'hour', columns } as const;
    await warehouse.replaceWindows({
      stream: 'test-events',
      windows,
      tables: [{ ...table, csvPath: rows }],
      settle: true,
    });
    expect(await warehouse.staleWindows('test-events')).toEqual([{ grain: 'hour', start: DAY, version: 2n }]);
    const fewer = await csv([[DAY, 'b', 7]]);
    await warehouse.replaceWindows({
      stream: 'test-events',
      windows: [{ grain: 'hour', start: DAY, version: 2n }],
      tables: [{ ...table, csvPath: fewer }],
      settle: true,
    });
    expect(await warehouse.query('SELECT kind, people FROM test_events.kinds_distinct ORDER BY 1')).toEqual([
      { kind: 'a', people: '3' },
      { kind: 'b', people: '7' },
    ]);
    expect(await warehouse.staleWindows('test-events')).toEqual([]);
    expect((await warehouse.streamStates())[0]?.version).toBe(4);
  });

  it('are replaced while commits go on, without a stall', async () => {
    const warehouse = await openTest(await newDatabase());
    const starts = [DAY, DAY + HOUR, DAY + 2 * HOUR];
    const commits = Array.from({ length: 40 }, (_, n) =>
      warehouse.commit(
        batch({
          advances: [advance(BigInt(n), BigInt(n + 1))],
          stale: { minute: [], hour: starts, day: [] },
        }),
      ),
    );
    const rows = await csv(starts.map((start) => [start, 'a', 1] as const));
    const tables = [{ table: 'kinds_distinct', grain: 'hour', columns, csvPath: rows }] as const;
    const work = { stream: 'test-events', tables, settle: true };
    const began = performance.now();
    for (let n = 0; n < 20; n++) {
      const windows = starts.map((start) => ({ grain: 'hour', start, version: BigInt(n) }) as const);
      await warehouse.replaceWindows({ ...work, windows });
    }
    await Promise.all(commits);
    const slowest = performance.now() - began;
    expect((await warehouse.streamStates())[0]?.version).toBe(60);
    expect(await warehouse.staleWindows('test-events')).toHaveLength(3);
    await warehouse.replaceWindows({ ...work, windows: await warehouse.staleWindows('test-events') });
    expect(await warehouse.staleWindows('test-events')).toEqual([]);
    // Each deadlock would cost a second before PostgreSQL ends it.
    expect(slowest).toBeLessThan(10_000);
  });

  it('of partial sums are never replaced', async () => {
    const warehouse = await openTest(await newDatabase());
    const work = (table: string, grain: 'hour' | 'day') =>
      warehouse.replaceWindows({
        stream: 'test-events',
        windows: [],
        tables: [{ table, grain, columns, csvPath: null }],
        settle: false,
      });
    await expect(work('kinds', 'hour')).rejects.toMatchObject({ code: 'internal' });
    await expect(work('kinds_distinct', 'day')).rejects.toMatchObject({ code: 'internal' });
  });

  it('show both kinds of measures in one view', async () => {
    const warehouse = await openTest(await newDatabase());
    await warehouse.commit(
      batch({
        partials: [
          await partial('kinds', [
            [DAY, 'a', 2, 3, '1.5', 1, null],
            [DAY, 'b', 1, 0, 0, null, null],
          ]),
        ],
      }),
    );
    const window = { grain: 'hour', start: DAY, version: 1n } as const;
    const people = await csv([[DAY, 'a', 2]]);
    await warehouse.replaceWindows({
      stream: 'test-events',
      windows: [window, { ...window, grain: 'day' }],
      tables: [
        { table: 'kinds_distinct', grain: 'hour', columns, csvPath: people },
        { table: 'people_distinct', grain: 'day', columns, csvPath: people },
      ],
      settle: true,
    });
    expect(
      await warehouse.query('SELECT kind, events, price, people FROM test_events.kinds_all ORDER BY 1'),
    ).toEqual([
      { kind: 'a', events: '2', price: '1.5', people: '2' },
      { kind: 'b', events: '1', price: '0', people: null },
    ]);
    expect(await warehouse.query('SELECT kind, people FROM test_events.people_all')).toEqual([
      { kind: 'a', people: '2' },
    ]);
  });
});

type Fact = readonly [hour: string, kind: string, who: string, events: number, people: number];

/** Asks for the keys of the members of the rows, and puts the rows in with them. */
async function putFacts(
  warehouse: Warehouse,
  hours: readonly number[],
  rows: readonly Fact[],
): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'crosscurrent-star-'));
  const files = ['members', 'keys', 'facts'].map((name) => path.join(folder, name));
  const [csvPath = '', keysPath = '', factsPath = ''] = files;
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const members = [0, 1].flatMap((place) =>
    [...new Set(rows.map((row) => row[place === 0 ? 1 : 2]))].map((member) => ({ place, member })),
  );
  const sent = members.map(({ place, member }, number) => `${place},${number},${quoted(member)}\n`);
  writeFileSync(csvPath, sent.join(''));
  await warehouse.starKeys({ stream: 'test-events', csvPath, keysPath });
  const answered = readFileSync(keysPath, 'utf8').trim().split('\n');
  const keys = new Map(
    answered.map((line) => {
      const [number, key] = line.split(',').map(Number);
      const { place, member } = members[number ?? -1] ?? {};
      return [`${place} ${member}`, key];
    }),
  );
  const lines = rows.map(([hour, kind, who, ...measures]) =>
    [hour, keys.get(`0 ${kind}`), keys.get(`1 ${who}`), ...measures].join(','),
  );
  writeFileSync(factsPath, `${lines.join('\n')}\n`);
  await warehouse.refreshStar({ stream: 'test-events', hours, csvPath: factsPath });
  rmSync(folder, { recursive: true });
}

describe('the star schema', () => {
  const facts = `SELECT date_key, kind, shout, who, events, people FROM test_events.fact_events
    JOIN test_events.dim_kind USING (kind_key) JOIN test_events.dim_who USING (who_key) ORDER BY 1, 2, 4`;

  it('has its fixed members, gains new ones with attributes, and replaces hours', async () => {
    const warehouse = await openTest(await newDatabase());
    const members = 'SELECT kind, shout FROM test_events.dim_kind ORDER BY kind';
    expect(await warehouse.query(members)).toEqual([
      { kind: 'a', shout: 'A' },
      { kind: 'b', shout: 'B' },
      { kind: 'undefined', shout: 'UNDEFINED' },
    ]);
    await putFacts(
      warehouse,
      [DAY, DAY + 13 * HOUR],
      [
        ['2026010100', 'a', 'eve', 2, 1],
        ['2026010100', 'c', 'undefined', 1, 0],
        ['2026010113', 'a', 'eve', 5, 1],
      ],
    );
    await putFacts(warehouse, [DAY], [['2026010100', 'a', 'adam', 3, 1]]);
    expect(await warehouse.query(facts)).toEqual([
      { date_key: 2026010100, kind: 'a', shout: 'A', who: 'adam', events: '3', people: '1' },
      { date_key: 2026010113, kind: 'a', shout: 'A', who: 'eve', events: '5', people: '1' },
    ]);
    expect(await warehouse.query("SELECT shout FROM test_events.dim_kind WHERE kind = 'c'")).toEqual([
      { shout: 'C' },
    ]);
    expect(await warehouse.query('SELECT * FROM test_events.dim_date ORDER BY 1 DESC LIMIT 1')).toEqual([
      {
        date_key: 2026010113,
        full_date: '2026-01-01',
        day_of_week: 4,
        hour: 13,
        day: 1,
        month: 1,
        year: 2026,
      },
    ]);
    await warehouse.refreshStar({ stream: 'test-events', hours: [DAY, DAY + 13 * HOUR], csvPath: null });
    expect(await warehouse.query(facts)).toEqual([]);
  });

  it('answers the keys of members whatever stands in them', async () => {
    const warehouse = await openTest(await newDatabase());
    const odd = [
      '',
      ' ',
      'a,b',
      '"quoted"',
      'two\nlines',
      'back\\slash',
      '\\N',
      'NULL',
      '\r',
      'ünï\u{1f600}',
    ];
    await putFacts(
      warehouse,
      [DAY],
      odd.map((who, n) => ['2026010100', 'a', who, n, 1] as const),
    );
    const rows = await warehouse.query(
      'SELECT who, events FROM test_events.fact_events JOIN test_events.dim_who USING (who_key) ORDER BY events',
    );
    expect(rows).toEqual(odd.map((who, n) => ({ who, events: String(n) })));
  });

  it('takes thousands of members that it did not know', async () => {
    const warehouse = await openTest(await newDatabase());
    const rows = Array.from(
      { length: 6_000 },
      (_, n) => ['2026010100', `kind ${n}`, `who ${n}`, 1, 1] as const,
    );
    await putFacts(warehouse, [DAY], rows);
    const counted =
      "SELECT count(*) FROM test_events.fact_events JOIN test_events.dim_kind USING (kind_key) WHERE shout LIKE 'KIND %'";
    expect(await warehouse.query(counted)).toEqual([{ count: '6000' }]);
  });
});
