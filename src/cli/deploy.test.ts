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

describe('deploy without --plan', () => {
  it('says that it submits nothing', async () => {
    const { exit, stdout, stderr } = await call('deploy clicks');
    expect([exit, stdout]).toEqual([1, '']);
    expect(stderr).toContain('deploy --plan');
  });
});
