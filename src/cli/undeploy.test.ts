import { describe, expect, it } from 'vitest';
import { call } from './testing/command-line.ts';

describe('undeploy', () => {
  it('says where each stream goes on', async () => {
    const streams = [
      { stream: 'clicks', outcome: 'stopped', jobId: 'a', savepoint: 'file:/savepoint-1' },
      { stream: 'posts', outcome: 'none', jobId: null, savepoint: null },
      { stream: 'visits', outcome: 'stopped', jobId: 'b', savepoint: null },
    ];
    const { exit, stdout, ran, opened } = await call('undeploy --savepoint-dir s3://bucket/sp', {
      jobs: { undeploy: async () => ({ streams }) },
    });
    expect(exit).toBe(0);
    expect(opened).toEqual([{ command: 'undeploy', needs: 'deployments' }]);
    expect(ran).toMatchObject([{ args: { streams: [], dropState: false, savepointDir: 's3://bucket/sp' } }]);
    expect(stdout).toBe(
      [
        'clicks is stopped; it goes on from file:/savepoint-1.',
        'posts was never deployed.',
        'visits is stopped; no state is kept.',
        '',
      ].join('\n'),
    );
  });

  it('knows streams by name', async () => {
    expect((await call('undeploy click')).stderr).toContain('There is no stream "click".');
  });
});
