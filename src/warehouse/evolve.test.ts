import { describe, expect, it } from 'vitest';
import type { Rollup } from '../stream/rollup.ts';
import { count, distinct, sum } from '../stream/rollup.ts';
import type { Connection } from './connect.ts';
import type { Warehouse } from './contract.ts';
import { readMigrations } from './migrate.ts';
import {
  advance,
  batch,
  DAY,
  newDatabase,
  openTest,
  partial,
  run,
  startServerForTests,
  TEST_ROLLUPS,
  testStream,
} from './testing.ts';

startServerForTests();

const { kinds, days, people } = TEST_ROLLUPS as Readonly<Record<'kinds' | 'days' | 'people', Rollup>>;

/** A database in which the test stream has two events on two days. */
async function used(): Promise<{ connection: Connection & object; warehouse: Warehouse }> {
  const connection = await newDatabase();
  const warehouse = await openTest(connection);
  await warehouse.commit(
    batch({ advances: [advance(0n, 1n)], partials: [await partial('days', [[DAY, 1]])] }),
  );
  return { connection, warehouse };
}

describe('the tables of a stream', () => {
  it('stay as they are for the same declaration', async () => {
    const { connection, warehouse } = await used();
    await warehouse.close();
    const again = await openTest(connection);
    expect(await again.schemaStates()).toEqual([{ stream: 'test-events', state: 'current', reasons: [] }]);
    expect(await again.query('SELECT events FROM test_events.days')).toEqual([{ events: '1' }]);
  });

  it('gain measures and rollups, whose gap is said until a rebuild', async () => {
    const { connection } = await used();
    const about = '';
    const rollups = {
      kinds,
      people,
      days: { ...days, measures: { ...days.measures, amount: sum('amount', about) } },
      who: {
        about,
        grain: 'day',
        by: ['who'],
        measures: { events: count(about), n: distinct('kind', about) },
      } as const,
    };
    const changed = await openTest(connection, [testStream({ rollups })]);
    const [state] = await changed.schemaStates();
    expect(state?.state).toBe('partial');
    expect(state?.reasons).toEqual(
      expect.arrayContaining(['days.amount is new', 'who is new', 'who_distinct is new']),
    );
    const next = {
      advances: [advance(1n, 2n)],
      partials: [
        await partial('days', [
          [DAY, 1, 5],
          [DAY + 86_400_000, 1, 5],
        ]),
      ],
    };
    await changed.commit(batch(next));
    expect(
      await changed.query('SELECT events, amount FROM test_events.days_all ORDER BY window_start'),
    ).toEqual([
      { events: '2', amount: null },
      { events: '1', amount: '5' },
    ]);
    await changed.close();
    const later = await openTest(connection, [testStream({ rollups })]);
    expect((await later.schemaStates())[0]).toEqual(state);
    await later.rebuild.create('test-events');
    await later.rebuild.swap('test-events');
    expect((await later.schemaStates())[0]?.state).toBe('current');
  });

  it('keep what a declaration has lost, and take new rows without it', async () => {
    const { connection } = await used();
    const { events: _, ...measures } = kinds.measures;
    const changed = await openTest(connection, [
      testStream({ rollups: { kinds: { ...kinds, measures }, people } }),
    ]);
    await changed.commit(batch({ partials: [await partial('kinds', [[DAY, 'a', 1, 1, 1, null]])] }));
    expect(await changed.query('SELECT events, amount FROM test_events.kinds')).toEqual([
      { events: null, amount: '1' },
    ]);
    expect(await changed.query('SELECT events FROM test_events.days')).toEqual([{ events: '1' }]);
  });

  it('say when a rollup is counted in another way', async () => {
    const { connection } = await used();
    const rollups = {
      kinds,
      people,
      days: { ...days, measures: { events: count('', { op: 'literal', value: true }) } },
    };
    const changed = await openTest(connection, [testStream({ rollups })]);
    expect((await changed.schemaStates())[0]).toMatchObject({
      state: 'partial',
      reasons: ['days is counted in another way now'],
    });
  });

  it('cannot get other dimensions without a rebuild', async () => {
    const { connection } = await used();
    const changed = testStream({ rollups: { kinds, people, days: { ...days, by: ['kind'] } } });
    await expect(openTest(connection, [changed])).rejects.toMatchObject({
      code: 'bad_declaration',
      message: expect.stringContaining('days has other dimensions now'),
      remedy: 'Run crosscurrent rebuild test-events.',
    });
    const warehouse = await openTest(connection, [changed], ['test-events']);
    await expect(warehouse.commit(batch({}))).rejects.toMatchObject({ code: 'bad_declaration' });
    await warehouse.rebuild.create('test-events');
    await warehouse.rebuild.merge('test-events', [await partial('days', [[DAY, 'a', 1]])]);
    expect((await warehouse.rebuild.diff('test-events'))['days']).toMatchObject({
      before: 1,
      after: 1,
      added: 1,
      removed: 1,
    });
    await warehouse.rebuild.swap('test-events');
    expect(await warehouse.commit(batch({ advances: [advance(1n, 2n)] }))).toMatchObject({
      outcome: 'committed',
    });
    expect(await warehouse.query('SELECT kind FROM test_events.days')).toEqual([{ kind: 'a' }]);
  });

  it('are made anew while nothing is stored', async () => {
    const connection = await newDatabase();
    await (await openTest(connection)).close();
    const changed = await openTest(connection, [
      testStream({ rollups: { kinds, people, days: { ...days, by: ['kind'] } } }),
    ]);
    expect((await changed.schemaStates())[0]?.state).toBe('current');
  });

  it('are refused when two would have one name', async () => {
    const connection = await newDatabase();
    const twice = openTest(connection, [testStream({ rollups: { people, people_distinct: days } })]);
    await expect(twice).rejects.toMatchObject({
      code: 'bad_declaration',
      message: expect.stringContaining('people_distinct'),
    });
    const system = openTest(connection, [{ ...testStream(), name: 'crosscurrent' }]);
    await expect(system).rejects.toMatchObject({ code: 'bad_declaration' });
  });
});

describe('a warehouse of another version', () => {
  it('is refused when it is newer', async () => {
    const { connection } = await used();
    await run(connection, "INSERT INTO crosscurrent.migration VALUES (9999, '9999_later', 'x', now())");
    await expect(openTest(connection)).rejects.toMatchObject({ code: 'data_dir_newer' });
  });

  it('is refused when its migrations are not ours', async () => {
    const { connection } = await used();
    await run(connection, "UPDATE crosscurrent.migration SET checksum = 'x'");
    await expect(openTest(connection)).rejects.toMatchObject({ code: 'data_dir_newer' });
  });

  it('may be opened by several at once when it is empty', async () => {
    const connection = await newDatabase();
    const warehouses = await Promise.all([openTest(connection), openTest(connection), openTest(connection)]);
    expect(await warehouses[2]?.query('SELECT count(*) FROM crosscurrent.migration')).toEqual([
      { count: String(readMigrations().length) },
    ]);
  });
});
