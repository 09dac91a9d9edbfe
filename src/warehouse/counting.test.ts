import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Connection } from './connect.ts';
import { countersOf, holdCounting, requireUndeployed } from './counting.ts';
import { type DeploymentRecord, openDeploymentBooks } from './deployments.ts';
import { newDatabase, openTest, run, startServerForTests } from './testing.ts';

startServerForTests();

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

const STREAMS = ['test-events', 'other'];

async function count(
  connection: Connection,
  {
    streams = STREAMS,
    onLost = () => undefined,
  }: { streams?: string[]; onLost?: (error: Error) => void } = {},
): Promise<() => Promise<void>> {
  const held = await holdCounting({
    ...{ connection, streams, onLost, who: 'a test' },
    remedy: (names) => `Undeploy ${names.join(' and ')}.`,
  });
  closers.push(held.close);
  return held.close;
}

const WANTED: DeploymentRecord = {
  ...{ stream: 'test-events', wanted: 'running', jobId: 'a', planChecksum: 'b', figuresChecksum: 'c' },
  ...{ sql: 'd', restoredFrom: null, savepoint: null, checkpointFolder: null, newestCheckpoint: null },
  ...{ flinkUrl: 'http://flink', submittedAt: Date.UTC(2026, 0, 1), stoppedAt: null },
};

/** Ends the sessions that hold the right to count, as a restart of the server would. */
const BREAK = `SELECT pg_terminate_backend(pid) FROM pg_locks
  WHERE locktype = 'advisory' AND classid::bigint = 728301148 AND granted`;

describe('who counts a stream', () => {
  it('is any number of processes, or Flink, and never both', async () => {
    const connection = await newDatabase();
    const { query } = await openTest(connection);
    const books = openDeploymentBooks(query);
    const first = await count(connection);
    const second = await count(connection, { streams: ['test-events'] });
    expect(await countersOf(query, 'test-events')).toEqual(['crosscurrent a test']);
    expect(await countersOf(query, 'another')).toEqual([]);

    const refused = { code: 'unsupported', message: expect.stringContaining('crosscurrent a test') };
    await expect(books.put(WANTED, undefined)).rejects.toMatchObject(refused);
    await first();
    await expect(books.put(WANTED, undefined)).rejects.toMatchObject(refused);
    expect(await books.list()).toEqual([]);
    await second();

    const running = await books.put(WANTED, undefined);
    expect(running).toMatchObject({ ...WANTED, revision: 1n });
    await expect(count(connection)).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(/test-events .* by a job of Flink/),
      remedy: 'Undeploy test-events.',
    });
    // The one that was refused holds nothing, and other streams are none of it.
    expect(await countersOf(query, 'other')).toEqual([]);
    await count(connection, { streams: ['other'] });
    await expect(requireUndeployed(query, STREAMS, () => 'Wait.')).rejects.toMatchObject({ remedy: 'Wait.' });

    await books.put({ ...WANTED, wanted: 'stopped', stoppedAt: WANTED.submittedAt }, running);
    await requireUndeployed(query, STREAMS, () => '');
    await count(connection);
  });

  it('may note that a job is stopped while processes count', async () => {
    const connection = await newDatabase();
    const { query } = await openTest(connection);
    await count(connection);
    const stopped = { ...WANTED, wanted: 'stopped' } as const;
    expect(await openDeploymentBooks(query).put(stopped, undefined)).toMatchObject(stopped);
  });

  it('of two deployers at once is one', async () => {
    const connection = await newDatabase();
    const { query } = await openTest(connection);
    const books = openDeploymentBooks(query);
    const outcomes = await Promise.allSettled([books.put(WANTED, undefined), books.put(WANTED, undefined)]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const [rejected] = outcomes.filter((one) => one.status === 'rejected');
    expect(rejected?.reason).toMatchObject({ code: 'job_failed' });
  });

  it('is the same after its session broke, and is told when Flink came first', async () => {
    const connection = await newDatabase();
    const { query } = await openTest(connection);
    const books = openDeploymentBooks(query);
    const lost: Error[] = [];
    await count(connection, { onLost: (error) => lost.push(error) });
    await run(connection, BREAK);
    await expect.poll(() => countersOf(query, 'other'), { timeout: 10_000 }).toHaveLength(1);
    expect(lost).toEqual([]);

    // The session ends while a deployment waits for just that.
    for (let noted = false; !noted; ) {
      await run(connection, BREAK);
      noted = await books.put(WANTED, undefined).then(
        () => true,
        () => false,
      );
      if (!noted) await sleep(1);
    }
    await expect.poll(() => lost, { timeout: 10_000 }).toHaveLength(1);
    expect(lost[0]?.message).toContain('kept by a job of Flink');
    expect(await countersOf(query, 'test-events')).toEqual([]);
  });
});
