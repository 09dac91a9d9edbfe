import { describe, expect, it } from 'vitest';
import { call } from './testing/command-line.ts';

describe('deploy --plan', () => {
  it('prints every statement with what it was told, and opens nothing', async () => {
    const { exit, stdout, opened } = await call(
      'deploy --plan clicks --bootstrap-servers kafka:9092 --topic-prefix shop. --jdbc-url jdbc:postgresql://db:5432/x --parallelism 4 --dedup-minutes 90',
    );
    expect(exit).toBe(0);
    expect(opened).toEqual([]);
    expect(stdout).toContain("SET 'parallelism.default' = '4';");
    expect(stdout).toContain("SET 'table.exec.state.ttl' = '90 min';");
    expect(stdout).toContain("'topic' = 'shop.clicks.enriched'");
    expect(stdout).toContain("'properties.bootstrap.servers' = 'kafka:9092'");
    expect(stdout).toContain("'url' = 'jdbc:postgresql://db:5432/x?");
    expect(stdout).toContain('INSERT INTO `clicks_to_click_hours`');
    expect(stdout.trimEnd().endsWith('END;')).toBe(true);
  });

  it('takes all streams without a name', async () => {
    expect((await call('deploy --plan')).stdout).toContain('-- Stream clicks:');
  });

  it('shows no password, wherever it was given', async () => {
    const environment = { DATABASE_URL: 'postgresql://me:hush@db:5432/x?sslmode=require' };
    const configured = await call('deploy --plan', { environment });
    expect(configured.stdout).toContain("'url' = 'jdbc:postgresql://db:5432/x?sslmode=require&");
    expect(configured.stdout).toContain("'username' = 'me'");
    expect(configured.stdout).toContain("'password' = '<password>'");
    const typed = await call('deploy --plan --jdbc-url jdbc:postgresql://db/x?user=me&password=hush');
    expect(`${configured.stdout}${typed.stdout}`).not.toContain('hush');
    const wrong = await call('deploy --plan --jdbc-url jdbc:mysql://me:hush@db/x');
    expect([wrong.exit, wrong.stderr]).toEqual([2, expect.not.stringContaining('hush')]);
  });

  it('says what is wrong with a call', async () => {
    expect((await call('deploy --plan click')).stderr).toContain('There is no stream "click".');
    expect((await call('deploy --plan --parallelism 0')).stderr).toContain('--parallelism cannot be "0".');
  });
});

describe('deploy --help', () => {
  it('shows an example', async () => {
    const { exit, stdout } = await call('deploy --help');
    expect(exit).toBe(0);
    expect(stdout).toContain('crosscurrent deploy --plan web-behaviour');
  });
});

const DEPLOYED = {
  stream: 'clicks',
  step: 'exchange',
  jobId: 'abc',
  restoredFrom: 'file:/savepoint-1',
  diff: "- SET 'x' = '1'\n+ SET 'x' = '2'",
  leftOut: [],
  seconds: 4.25,
};

describe('deploy', () => {
  it('hands the work over, shows the difference and what was done', async () => {
    const { exit, stdout, ran, opened } = await call(
      'deploy clicks --parallelism 2 --rebuild --checkpoint-dir /mnt/cp --within 30',
      {
        jobs: {
          deploy: async (_args, onProgress) => {
            onProgress({ say: 'clicks: submitting the job ...' });
            onProgress({ deployed: DEPLOYED });
            return { streams: [DEPLOYED] };
          },
        },
      },
    );
    expect(exit).toBe(0);
    expect(opened).toEqual([{ command: 'deploy clicks', needs: 'deployments' }]);
    expect(ran).toMatchObject([
      {
        name: 'deploy',
        args: {
          streams: ['clicks'],
          rebuild: true,
          dryRun: false,
          checkpointDir: '/mnt/cp',
          withinSeconds: 30,
          overrides: { parallelism: 2 },
        },
      },
    ]);
    expect(stdout).toBe(
      "\n- SET 'x' = '1'\n+ SET 'x' = '2'\nclicks runs with the new settings, from where it was. Job abc, 4.3 s.\n",
    );
  });

  it('changes nothing with --dry-run, and says what would be done', async () => {
    const planned = { ...DEPLOYED, step: 'begin', diff: null, jobId: null };
    const { stdout, ran } = await call('deploy --dry-run', {
      jobs: {
        deploy: async (_args, onProgress) => {
          onProgress({ deployed: planned });
          return { streams: [planned] };
        },
      },
    });
    expect(ran).toMatchObject([{ args: { dryRun: true, streams: [] } }]);
    expect(stdout).toBe('clicks would begin, at the beginning of its topic.\n');
  });

  it('prints JSON alone', async () => {
    const result = { streams: [DEPLOYED] };
    const { stdout } = await call('deploy --json', { jobs: { deploy: async () => result } });
    expect(JSON.parse(stdout)).toEqual(result);
  });

  it('ends a watch with exit code 0, and tells of trouble meanwhile', async () => {
    const { exit, stderr } = await call('deploy --watch', {
      interrupt: (send) => setTimeout(() => send('SIGINT'), 50),
      jobs: {
        deploy: async (_args, onProgress, signal) => {
          onProgress({ trouble: 'Flink is away. Tried again in 20 s.' });
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          return { streams: [DEPLOYED] };
        },
      },
    });
    expect([exit, stderr]).toEqual([0, 'crosscurrent: Flink is away. Tried again in 20 s.\n']);
  });
});
