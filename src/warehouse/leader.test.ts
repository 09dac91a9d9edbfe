import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Warehouse } from './contract.ts';
import type { Leadership } from './leader.ts';
import { connected, DAY, newDatabase, openTest, run, startServerForTests } from './testing.ts';

startServerForTests();

const standing: Leadership[] = [];
afterEach(async () => {
  await Promise.all(standing.splice(0).map((one) => one.close()));
});

function stand(warehouse: Warehouse): Leadership {
  const leadership = warehouse.stand();
  standing.push(leadership);
  return leadership;
}

async function until(condition: () => boolean, what: string): Promise<void> {
  for (const began = performance.now(); !condition(); ) {
    if (performance.now() - began > 15_000) throw new Error(`never: ${what}`);
    await sleep(20);
  }
}

/** Ends the session that holds the lead, as a crash of its process or a lost network would. */
const KILL_LEADER = `SELECT pg_terminate_backend(pid) FROM pg_locks
  WHERE locktype = 'advisory' AND classid::bigint = 728301145 AND granted`;

const WINDOWS = {
  stream: 'test-events',
  windows: [{ grain: 'day', start: DAY, version: 1n }],
  tables: [],
  settle: true,
} as const;

describe('the lead', () => {
  it('is of one, and goes to another when its session ends', async () => {
    const connection = await newDatabase();
    const [a, b] = [stand(await openTest(connection)), stand(await openTest(connection))];
    await until(() => a.isLeading() !== b.isLeading(), 'one leads');
    const [first, second] = a.isLeading() ? [a, b] : [b, a];
    const told: boolean[] = [];
    first.onChange((leads) => told.push(leads));
    await sleep(1_500);
    expect([first.isLeading(), second.isLeading()]).toEqual([true, false]);
    await first.close();
    await until(() => second.isLeading(), 'the other one leads');
    expect([told, first.isLeading()]).toEqual([[false], false]);
  }, 30_000);

  it('is not taken up again before the work of the term before has ended', async () => {
    const connection = await newDatabase();
    const leadership = stand(await openTest(connection));
    await until(() => leadership.isLeading(), 'it leads');
    const { promise, resolve } = Promise.withResolvers<void>();
    leadership.onChange((leads) => (leads ? undefined : promise));
    await run(connection, KILL_LEADER);
    await until(() => !leadership.isLeading(), 'it leads no more');
    await sleep(2_500);
    expect(leadership.isLeading()).toBe(false);
    resolve();
    await until(() => leadership.isLeading(), 'it leads again');
  }, 30_000);

  it('is handed over to who asks for it', async () => {
    const connection = await newDatabase();
    const first = stand(await openTest(connection));
    await until(() => first.isLeading(), 'the first one leads');
    const second = stand(await openTest(connection));
    await second.take(AbortSignal.timeout(10_000));
    expect([first.isLeading(), second.isLeading()]).toEqual([false, true]);
  }, 30_000);

  it('is of one database', async () => {
    const [a, b] = [stand(await openTest(await newDatabase())), stand(await openTest(await newDatabase()))];
    await until(() => a.isLeading() && b.isLeading(), 'both lead');
  }, 30_000);
});

describe('work that only the leader may do', () => {
  it('is for everybody where nobody stands for the lead', async () => {
    const warehouse = await openTest(await newDatabase());
    await warehouse.replaceWindows(WINDOWS);
    expect((await warehouse.streamStates()).at(0)?.version).toBe(1);
  });

  it('fails for those who do not lead', async () => {
    const connection = await newDatabase();
    const [one, other] = [await openTest(connection), await openTest(connection)];
    const first = stand(one);
    await until(() => first.isLeading(), 'the first one leads');
    stand(other);
    await expect(other.replaceWindows(WINDOWS)).rejects.toMatchObject({ code: 'overtaken' });
    await expect(other.swapLakeFiles('test-events', [], [])).rejects.toMatchObject({ code: 'overtaken' });
    await one.replaceWindows(WINDOWS);
    expect((await one.streamStates()).at(0)?.version).toBe(1);
  }, 30_000);

  it('fails for a leader that has lost the lead and does not know it', async () => {
    const connection = await newDatabase();
    const leadership = (await openTest(connection)).stand();
    standing.push(leadership);
    await until(() => leadership.isLeading(), 'it leads');
    await connected(connection, async (client) => {
      await client.query('BEGIN');
      const { guard } = leadership as Leadership & { guard: (other: typeof client) => Promise<void> };
      await guard(client);
      await client.query(KILL_LEADER);
      // The transaction that looked before may end; a new leader waits for it, and nothing begins behind.
      const successor = stand(await openTest(connection));
      await sleep(2_500);
      expect(successor.isLeading()).toBe(false);
      await client.query('ROLLBACK');
      await until(() => successor.isLeading() || leadership.isLeading(), 'one leads again');
    });
  }, 30_000);
});
