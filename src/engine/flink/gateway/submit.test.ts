import { describe, expect, it } from 'vitest';
import type { JobFailure } from './failures.ts';
import type { JobManager, JobState } from './job-manager.ts';
import { waitUntilRunning } from './submit.ts';

/** What the JobManager says at one look. */
interface Look {
  readonly runs: boolean;
  /** When it failed, newest first. */
  readonly failed?: readonly number[];
  readonly state?: string;
}

const FAILED = 'Fetch position is out of range';

function job({ runs, state = 'RUNNING' }: Look): JobState {
  const vertex = { id: 'v', name: 'Source', parallelism: 2, status: runs ? 'RUNNING' : 'SCHEDULED' };
  const vertices = [{ ...vertex, tasks: runs ? { RUNNING: 2 } : {} }];
  return {
    id: 'j',
    name: 'visits',
    state,
    ended: state === 'FAILED',
    allRunning: runs,
    startedAt: 0,
    vertices,
  };
}

/** One look after the other, the last one again and again. */
function jobManager(looks: readonly Look[]): JobManager & { looked: () => number } {
  let next = 0;
  let now: Look = { runs: false };
  const missing = (): never => {
    throw new Error('not asked for here');
  };
  return {
    ...{ url: '', jobs: missing, checkpoints: missing, pendingRecords: missing, settings: missing },
    ...{ stop: missing, cancel: missing },
    // Of another instant than the history; whoever counts by it may find no reason.
    countedRestarts: async () => 9,
    async job() {
      now = looks[Math.min(next, looks.length - 1)] ?? now;
      next += 1;
      return job(now);
    },
    exceptions: async () => (now.failed ?? []).map((at): JobFailure => ({ at, words: FAILED })),
    looked: () => next,
  };
}

const limits = { withinMs: 30_000 };

describe('whether a job runs', () => {
  it('is told when all of it does', async () => {
    const jobs = jobManager([{ runs: false }, { runs: true }]);
    expect(await waitUntilRunning(jobs, 'j', limits)).toEqual({ running: true });
    expect(jobs.looked()).toBe(2);
  });

  it('is told with the reason when it failed twice, and not before the reason can be had', async () => {
    const jobs = jobManager([{ runs: false }, { runs: false, failed: [1] }, { runs: false, failed: [2, 1] }]);
    expect(await waitUntilRunning(jobs, 'j', limits)).toEqual({ running: false, why: FAILED });
    expect(jobs.looked()).toBe(3);
  });

  it('is not told by a moment between two failures', async () => {
    const jobs = jobManager([
      { runs: true },
      { runs: true, failed: [1] },
      { runs: true, failed: [1] },
      { runs: true, failed: [2, 1] },
    ]);
    expect(await waitUntilRunning(jobs, 'j', { ...limits, steadyMs: 1200 })).toMatchObject({
      running: false,
    });
    const steady = jobManager([{ runs: true }, { runs: true, failed: [1] }]);
    expect(await waitUntilRunning(steady, 'j', { ...limits, steadyMs: 1200 })).toEqual({ running: true });
    expect(steady.looked()).toBeGreaterThan(4);
  });

  it('is told of a job that has ended, and of none of its earlier failures', async () => {
    const ended = jobManager([{ runs: false, state: 'FAILED', failed: [1] }]);
    expect(await waitUntilRunning(ended, 'j', limits)).toEqual({ running: false, why: FAILED });
    const jobs = jobManager([
      { runs: false, failed: [2, 1] },
      { runs: true, failed: [2, 1] },
    ]);
    expect(await waitUntilRunning(jobs, 'j', { ...limits, after: 2 })).toEqual({ running: true });
  });

  it('is told in words when time is up', async () => {
    const begun = await waitUntilRunning(jobManager([{ runs: false }]), 'j', { withinMs: 0 });
    expect(begun).toMatchObject({ why: expect.stringContaining('there may be too few free slots') });
  });
});
