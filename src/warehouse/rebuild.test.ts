import { describe, expect, it } from 'vitest';
import {
  advance,
  batch,
  csv,
  DAY,
  newDatabase,
  openTest,
  partial,
  run,
  startServerForTests,
} from './testing.ts';

startServerForTests();

const FILE = {
  stream: 'test-events',
  day: '2026-01-01',
  bytes: 1,
  fromOffset: 0n,
  toOffset: 1n,
  minTime: DAY,
  maxTime: DAY,
};

describe('a rebuild', () => {
  it('shows what differs, and swaps at once', async () => {
    const warehouse = await openTest(await newDatabase());
    const row = (at: number, events: number) => [at, events] as const;
    const [one, two, three, four] = [DAY, DAY + 86_400_000, DAY + 2 * 86_400_000, DAY + 3 * 86_400_000];
    await warehouse.commit(
      batch({ partials: [await partial('days', [row(one, 1), row(two, 2), row(three, 3)])] }),
    );
    expect(await warehouse.rebuild.create('test-events')).toBe(1);
    await warehouse.rebuild.merge('test-events', [await partial('days', [row(one, 1), row(two, 1)])]);
    await warehouse.rebuild.merge('test-events', [await partial('days', [row(two, 4), row(four, 9)])]);
    const people = {
      table: 'people_distinct',
      grain: 'day',
      columns: ['window_start', 'kind', 'people'],
    } as const;
    const work = { stream: 'test-events', windows: [], settle: false, shadow: true };
    await warehouse.replaceWindows({ ...work, tables: [{ ...people, csvPath: await csv([[one, 'a', 1]]) }] });
    const difference = await warehouse.rebuild.diff('test-events');
    expect(difference['days']).toEqual({
      before: 3,
      after: 3,
      added: 1,
      removed: 1,
      changed: 1,
      examples: [
        {
          before: { window_start: '2026-01-02T00:00:00+00:00', events: 2 },
          after: { window_start: '2026-01-02T00:00:00+00:00', events: 5 },
        },
        { before: { window_start: '2026-01-03T00:00:00+00:00', events: 3 }, after: null },
        { before: null, after: { window_start: '2026-01-04T00:00:00+00:00', events: 9 } },
      ],
    });
    expect(difference['kinds']).toMatchObject({ before: 0, after: 0, changed: 0, examples: [] });
    expect(difference['people_distinct']).toMatchObject({ before: 0, after: 1, added: 1 });
    expect(await warehouse.rebuild.swap('test-events', { version: 1 })).toBe(2);
    expect(await warehouse.query('SELECT events FROM test_events.days ORDER BY window_start')).toEqual([
      { events: '1' },
      { events: '5' },
      { events: '9' },
    ]);
    await warehouse.commit(batch({ partials: [await partial('days', [row(one, 1)])] }));
    expect(
      await warehouse.query(
        "SELECT max(events) FROM test_events.days_all WHERE window_start <= now() - interval '0'",
      ),
    ).toHaveLength(1);
  });

  it('refuses to swap what is out of date, or not there', async () => {
    const warehouse = await openTest(await newDatabase());
    await expect(warehouse.rebuild.swap('test-events')).rejects.toMatchObject({ code: 'internal' });
    const version = await warehouse.rebuild.create('test-events');
    await warehouse.commit(
      batch({ advances: [advance(0n, 1n)], partials: [await partial('days', [[DAY, 1]])] }),
    );
    await expect(warehouse.rebuild.swap('test-events', { version })).rejects.toMatchObject({
      code: 'internal',
    });
    await warehouse.rebuild.drop('test-events');
    expect(await warehouse.query('SELECT events FROM test_events.days')).toEqual([{ events: '1' }]);
  });

  it('takes sources away with all that is known of them, but where they go on', async () => {
    const warehouse = await openTest(await newDatabase());
    const lakeFile = (source: string, path: string) => ({ ...FILE, source, path, rows: 1 });
    const letter = {
      stream: 'test-events',
      offset: 0n,
      reason: 'not_json',
      raw: Buffer.from('x'),
      rawBytes: 1,
      receivedAt: DAY,
    };
    const step = { received: 2, stored: 1, rejected: { not_json: 1 }, badFields: { amount: 1 } };
    const sources = ['collector', 'file', 'simulator'];
    await warehouse.commit(
      batch({
        advances: sources.map((source) => advance(0n, 5n, { ...step, source })),
        lakeFiles: sources.map((source) => lakeFile(source, `${source}.parquet`)),
        deadLetters: sources.map((source) => ({ ...letter, source })),
      }),
    );
    const file = { stream: 'test-events', source: 'file', path: 'a.ndjson', size: 5n, fingerprint: 'f' };
    await warehouse.ingestedFiles.begin(file);
    await warehouse.ingestedFiles.complete('test-events', 'f');
    expect(await warehouse.ingestedFiles.find('test-events', 'f')).toEqual({
      ...file,
      startedAt: DAY,
      completedAt: DAY,
    });
    await warehouse.rebuild.create('test-events');
    await warehouse.rebuild.swap('test-events', { removeSources: ['file', 'simulator'] });
    const [audit] = (await warehouse.audit()).streams;
    expect(audit).toMatchObject({
      received: 2,
      stored: 1,
      rejected: { total: 1 },
      deadLetters: 1,
      balanced: true,
    });
    expect(await warehouse.offset('test-events', 'simulator')).toBe(5n);
    expect(await warehouse.offset('test-events', 'file')).toBe(0n);
    expect(await warehouse.ingestedFiles.find('test-events', 'f')).toBeUndefined();
  });

  it('keeps the rights that others have', async () => {
    const connection = await newDatabase();
    const warehouse = await openTest(connection);
    await run(
      connection,
      `CREATE ROLE "a ""reader"; GRANT USAGE ON SCHEMA test_events TO "a ""reader";
       GRANT SELECT ON test_events.days, test_events.days_all TO "a ""reader"; GRANT SELECT ON test_events.kinds TO PUBLIC`,
    );
    await warehouse.rebuild.create('test-events');
    await warehouse.rebuild.swap('test-events');
    const rights = await run(
      connection,
      `SELECT has_schema_privilege('a "reader', 'test_events', 'USAGE') AS schema,
        has_table_privilege('a "reader', 'test_events.days', 'SELECT') AS days,
        has_table_privilege('a "reader', 'test_events.days', 'INSERT') AS written,
        has_table_privilege('a "reader', 'test_events.days_all', 'SELECT') AS view,
        has_table_privilege('a "reader', 'test_events.kinds', 'SELECT') AS public`,
    );
    expect(rights).toEqual([{ schema: true, days: true, written: false, view: true, public: true }]);
  });
});

describe('lake files', () => {
  const lakeFile = (path: string, rows: number, source = 'collector') => ({ ...FILE, path, rows, source });

  it('are exchanged for others with as many events, or expire', async () => {
    const warehouse = await openTest(await newDatabase());
    const files = [lakeFile('a', 2), lakeFile('b', 3), lakeFile('c', 4)];
    await warehouse.commit(batch({ advances: [advance(0n, 9n)], lakeFiles: files }));
    await warehouse.swapLakeFiles('test-events', ['a', 'b'], [lakeFile('ab', 5)]);
    const paths = async () => (await warehouse.lakeFiles('test-events')).map((file) => file.path);
    expect(await paths()).toEqual(['ab', 'c']);
    await expect(warehouse.swapLakeFiles('test-events', ['c'], [lakeFile('d', 3)])).rejects.toMatchObject({
      code: 'overtaken',
    });
    await expect(warehouse.swapLakeFiles('test-events', ['c', 'x'], [])).rejects.toMatchObject({
      code: 'overtaken',
    });
    expect(await paths()).toEqual(['ab', 'c']);
    await warehouse.swapLakeFiles('test-events', ['ab'], []);
    const [audit] = (await warehouse.audit()).streams;
    expect(audit?.lake).toMatchObject({ rows: 4, files: 1, bytes: 1, expired: 5 });
    expect(audit?.balanced).toBe(true);
  });

  it('leave behind from which day on the lake is whole when they expire, not when they are joined', async () => {
    const database = await newDatabase();
    const warehouse = await openTest(database);
    const of = (day: string) => ({ ...lakeFile(day, 1), day });
    const days = ['2026-01-03', '2026-01-04', '2026-01-05'].map(of);
    await warehouse.commit(batch({ advances: [advance(0n, 9n)], lakeFiles: days }));
    const lakeFrom = async () => (await run(database, 'SELECT lake_from FROM crosscurrent.stream_state'))[0];
    await warehouse.swapLakeFiles('test-events', ['2026-01-05'], [{ ...of('2026-01-05'), path: 'joined' }]);
    expect(await lakeFrom()).toEqual({ lake_from: null });
    await warehouse.swapLakeFiles('test-events', ['2026-01-03', '2026-01-04'], []);
    expect(await lakeFrom()).toEqual({ lake_from: new Date('2026-01-05T00:00:00Z') });
  });
});
