import { describe, expect, it } from 'vitest';
import { newDatabase, openTest, run, startServerForTests, testStream } from '../../warehouse/testing.ts';
import { announceRows } from './announce.ts';

startServerForTests();

describe('rows that somebody else writes', () => {
  it('are told of once they are there', async () => {
    const connection = await newDatabase();
    const warehouse = await openTest(connection);
    const versions: number[] = [];
    warehouse.onCommit((_stream, version) => versions.push(version));
    const errors: unknown[] = [];
    const announcing = announceRows({
      query: warehouse.query,
      catalogue: [testStream()],
      clock: { now: () => 0 },
      onError: (error) => errors.push(error),
      everyMs: 100,
    });
    try {
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(versions).toEqual([]);
      await run(connection, `INSERT INTO test_events.days VALUES ('2026-01-01', 5)`);
      await expect.poll(() => versions, { timeout: 20_000 }).toEqual([1]);
      expect((await warehouse.streamStates())[0]?.version).toBe(1);
    } finally {
      await announcing.close();
    }
    expect(errors).toEqual([]);
  });
});
