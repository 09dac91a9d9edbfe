import { describe, expect, it } from 'vitest';
import type { JobState } from '../../engine/flink/gateway/job-manager.ts';
import type { StoredDeployment } from '../../warehouse/deployments.ts';
import { decide } from './decide.ts';

const RECORD: StoredDeployment = {
  stream: 'visits',
  revision: 1n,
  wanted: 'running',
  jobId: 'a',
  planChecksum: 'plan',
  figuresChecksum: 'figures',
  sql: '',
  restoredFrom: null,
  savepoint: null,
  checkpointFolder: null,
  newestCheckpoint: null,
  flinkUrl: 'http://flink',
  submittedAt: 0,
  stoppedAt: null,
};

const ALIVE: JobState = {
  id: 'a',
  name: 'x',
  state: 'RUNNING',
  ended: false,
  allRunning: true,
  startedAt: 0,
  vertices: [],
};
const FAILED: JobState = { ...ALIVE, state: 'FAILED', ended: true };
const SAME = { checksum: 'plan', figuresChecksum: 'figures' };
const OTHER_SETTINGS = { ...SAME, checksum: 'plan 2' };
const OTHER_FIGURES = { checksum: 'plan 3', figuresChecksum: 'figures 3' };
const STOPPED: StoredDeployment = { ...RECORD, wanted: 'stopped', savepoint: 'file:/s' };
const DROPPED: StoredDeployment = { ...STOPPED, savepoint: null };

describe('what a deployment comes to', () => {
  it.each([
    ['begins what was never deployed', undefined, null, SAME, 'begin'],
    ['leaves alone what runs and is the same', RECORD, ALIVE, SAME, 'keep'],
    ['exchanges what runs with other settings', RECORD, ALIVE, OTHER_SETTINGS, 'exchange'],
    ['leaves alone what runs with other figures', RECORD, ALIVE, OTHER_FIGURES, 'refuse'],
    ['revives what the JobManager does not know', RECORD, null, SAME, 'revive'],
    ['revives what failed', RECORD, FAILED, OTHER_SETTINGS, 'revive'],
    ['has no use for state of other figures', RECORD, null, OTHER_FIGURES, 'refuse'],
    ['goes on from a savepoint', STOPPED, null, OTHER_SETTINGS, 'resume'],
    ['has no use for a savepoint of other figures', STOPPED, FAILED, OTHER_FIGURES, 'refuse'],
    ['begins where state was dropped', DROPPED, null, OTHER_FIGURES, 'begin'],
  ] as const)('%s', (_title, record, job, plan, step) => {
    expect(decide({ record, job, plan, rebuild: false }).kind).toBe(step);
  });

  it('is a rebuild whenever it was asked for', () => {
    for (const record of [undefined, RECORD, STOPPED]) {
      expect(decide({ record, job: ALIVE, plan: OTHER_FIGURES, rebuild: true }).kind).toBe('rebuild');
    }
  });
});
