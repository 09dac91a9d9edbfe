import { describe, expect, it } from 'vitest';
import type { StreamVerdict } from '../jobs/verify/contract.ts';
import type { TableComparison } from '../warehouse/compare.ts';
import type { VerifyCall } from './dependencies.ts';
import { call } from './testing/command-line.ts';

const same: TableComparison = {
  ...{ table: 'click_hours', rows: 12_000, otherRows: 12_000, missing: 0, unexpected: 0, different: 0 },
  examples: [],
};

const equal: StreamVerdict = {
  ...{ stream: 'clicks', engine: 'flink', equal: true, lines: 20_000, seconds: 41.2, tables: [same, same] },
  outcome: { stored: 19_900, duplicate: 90, rejected: 10 },
  troubles: [],
};

const HOUR = Date.UTC(2026, 0, 2, 3);
const row = { window_start: String(HOUR), page: '/a\u001b[31m', views: '3', seconds: '1.5' };

const unequal: StreamVerdict = {
  ...equal,
  equal: false,
  tables: [
    same,
    {
      ...{ table: 'page_hours', rows: 30, otherRows: 29, missing: 2, unexpected: 1, different: 24 },
      examples: [
        { one: row, other: { ...row, views: '2' } },
        { one: row, other: null },
        { one: null, other: row },
        ...Array.from({ length: 20 }, () => ({ one: row, other: { ...row, seconds: null } })),
      ],
    },
  ],
  troubles: ['Kafka was away.'],
};

function world(verdicts: readonly StreamVerdict[]) {
  const calls: VerifyCall[] = [];
  const verify = async (request: VerifyCall): Promise<readonly StreamVerdict[]> => {
    calls.push(request);
    verdicts.forEach(request.onVerdict);
    return verdicts;
  };
  return { calls, verify };
}

describe('crosscurrent verify', () => {
  it('says that all rows are the same, and ends well', async () => {
    const { calls, verify } = world([equal]);
    const { exit, stdout } = await call('verify', { verify });
    expect(stdout).toBe(
      'clicks: equal. 24,000 rows of 2 tables, made of 20,000 lines (19,900 stored, 90 duplicate, 10 rejected), are the same on DuckDB and Flink; 41 s.\n',
    );
    expect(exit).toBe(0);
    expect(calls[0]).toMatchObject({
      streams: [],
      engine: 'flink',
      withinMs: 600_000,
      input: { kind: 'simulated', events: 20_000, seed: 1 },
    });
  });

  it('shows counts and the first twenty differences, without what steers a terminal, and fails', async () => {
    const { verify } = world([unequal]);
    const { exit, stdout } = await call('verify clicks', { verify });
    expect(exit).toBe(1);
    expect(stdout).toContain('clicks: NOT equal');
    expect(stdout).toMatch(/^page_hours +30 +29 +2 +1 +24$/m);
    const where = '2026-01-02T03:00:00Z, page=/a\\u001b[31m';
    const lines = stdout.split('\n').filter((line) => line.startsWith('  page_hours'));
    expect(lines.slice(0, 4)).toEqual([
      `  page_hours ${where}, views: 3 on DuckDB, 2 on Flink, seconds=1.5`,
      `  page_hours only on DuckDB: ${where}, views=3, seconds=1.5`,
      `  page_hours only on Flink: ${where}, views=3, seconds=1.5`,
      `  page_hours ${where}, views=3, seconds: 1.5 on DuckDB, NULL on Flink`,
    ]);
    expect(lines).toHaveLength(20);
    expect(stdout).toContain('  ... and 7 more\n  on the way: Kafka was away.\n');
  });

  it('prints a line of JSON for each stream', async () => {
    const { verify } = world([equal, unequal]);
    const { exit, stdout } = await call('verify --json --engine workers --events 50 --seed 9', { verify });
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([equal, unequal]);
    expect(exit).toBe(1);
  });

  it('takes a file for one stream', async () => {
    const { calls, verify } = world([equal]);
    await call('verify clicks --file clicks.csv --format csv --time-limit 5', { verify });
    expect(calls[0]).toMatchObject({
      streams: ['clicks'],
      withinMs: 5000,
      input: { kind: 'file', path: 'clicks.csv', format: 'csv' },
    });
  });

  it.each([
    ['verify --file a.ndjson', '--file takes the events of one stream'],
    ['verify clicks --file a.ndjson --seed 3', '--file takes the events of one stream'],
    ['verify clicks --events 0', '--events cannot be "0"'],
    ['verify nothing', 'There is no stream "nothing"'],
  ])('refuses `%s`', async (args, words) => {
    const { calls, verify } = world([equal]);
    const { exit, stderr } = await call(args, { verify });
    expect([exit, calls.length]).toEqual([2, 0]);
    expect(stderr).toContain(words);
  });
});
