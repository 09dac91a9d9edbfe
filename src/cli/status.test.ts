import { describe, expect, it } from 'vitest';
import { call } from './testing/command-line.ts';

const JOB = {
  id: 'abc',
  wanted: 'running',
  state: 'RUNNING',
  waiting: [],
  submittedAt: '2026-01-01T00:00:00.000Z',
  restoredFrom: null,
  savepoint: null,
  restarts: 1,
  checkpoint: { path: 'file:/chk-7', ageSeconds: 3, bytes: 2048, seconds: 0.2, completed: 7, failed: 0 },
  lagMessages: 1234,
  lastFailure: null,
};

const STREAM = {
  stream: 'clicks',
  committedAt: '2026-01-01T23:59:59.000Z',
  latestEvent: '2026-01-01T23:59:58.000Z',
  job: JOB,
  workers: [
    { partition: 0, committed: 5, end: 15, lag: 10, enrichmentLag: 3 },
    { partition: 1, committed: 7, end: 7, lag: 0, enrichmentLag: null },
  ],
  enrichedEnd: 99,
  lateEvents: 0,
  trouble: [],
};

const status = (stream: unknown) => ({ jobs: { status: async () => ({ streams: [stream] }) } });

describe('status', () => {
  it('shows a line for each stream', async () => {
    const { exit, stdout, opened } = await call('status', {
      ...status(STREAM),
      environment: { DATABASE_URL: 'postgresql://me@db:5432/x' },
    });
    expect(exit).toBe(0);
    expect(opened).toEqual([{ command: 'status', needs: 'deployments' }]);
    const line = stdout.split('\n').find((one) => one.startsWith('clicks'));
    expect(line?.trim().split(/ {2,}/)).toEqual([
      'clicks',
      '2026-01-01T23:59:58.000Z',
      '10',
      '3',
      'RUNNING',
      '1,234',
      '3.0 s ago',
      '2.0 KiB',
      '1',
      '0',
    ]);
  });

  it('asks the host of the data folder when the warehouse lies in it', async () => {
    const { opened } = await call('status', status({ ...STREAM, job: null, workers: null }));
    expect(opened).toEqual([{ command: 'status', needs: 'everything' }]);
  });

  it('fails when a job that should run does not, and says why', async () => {
    const job = {
      ...JOB,
      state: 'GONE',
      checkpoint: null,
      restarts: null,
      lastFailure: { at: '2026-01-01T23:00:00.000Z', words: 'Connection refused.' },
    };
    const { exit, stdout } = await call('status', status({ ...STREAM, job, trouble: ['Kafka is away.'] }));
    expect(exit).toBe(1);
    expect(stdout).toContain(
      'clicks: its job should run and is GONE; `crosscurrent deploy clicks` submits it again',
    );
    expect(stdout).toContain('clicks: its job failed at 2026-01-01T23:00:00.000Z: Connection refused.');
    expect(stdout).toContain('clicks: Kafka is away.');
  });
});
