// [V6] on the cluster itself: the same simulated events, bad, repeated, edited and deleted ones among them, through the
// embedded engine and through the others; every row of every rollup.
import { expect, it } from 'vitest';
import { VERIFIED_ENGINES } from '../../src/jobs/verify/contract.ts';
import { catalogue } from '../../src/streams/catalogue.ts';
import { differing, verifyOn } from './kit/verification.ts';
import { describeOnCluster } from './support.ts';

/** A size that takes a minute or two with everything that has to be started. */
const EVENTS = 12_000;

describeOnCluster('the same events', () => {
  for (const engine of VERIFIED_ENGINES) {
    it.each(catalogue)(`[V6] [D5] of $name give the same rows on DuckDB and ${engine}`, async (stream) => {
      const verified = await verifyOn(stream, { engine, events: EVENTS, seed: 5 });
      expect(differing(verified)).toEqual([]);
      const { verdict, leftTopics } = verified;
      expect(verdict).toMatchObject({ equal: true, lines: EVENTS });
      const { stored, duplicate, rejected } = verdict.outcome;
      expect(stored + duplicate + rejected).toBe(EVENTS);
      expect(verdict.tables.some(({ rows }) => rows > 0)).toBe(true);
      expect(leftTopics).toEqual([]);
    });
  }
});
