import { describe, expect, it } from 'vitest';
import type { Job } from '../jobs/host/guests.ts';
import { call } from './testing/command-line.ts';

const answer = {
  report: 'top-pages',
  params: { by: 'page', limit: 10, from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' },
  columns: [
    { name: 'page', type: 'text', unit: null },
    { name: 'clicks', type: 'integer', unit: 'clicks' },
    { name: 'rate', type: 'decimal', unit: '%' },
  ],
  rows: [
    { page: '/a,"b"', clicks: 12, rate: 1.5 },
    { page: '日本', clicks: '9007199254740993', rate: null },
  ],
  asOf: '2026-01-02T00:00:00Z',
};
const report: Job = async () => answer;
const jobs = { report };

describe('report', () => {
  it('hands its parameters over as text, those alone that were given', async () => {
    const { ran } = await call('report top-pages --by section --from 2026-01-01 --limit 3', { jobs });
    expect(ran).toEqual([
      {
        name: 'report',
        args: { name: 'top-pages', params: { by: 'section', from: '2026-01-01', limit: '3' } },
      },
    ]);
    expect((await call('report top-pages', { jobs })).ran[0]?.args).toEqual({
      name: 'top-pages',
      params: {},
    });
  });

  it('refuses what cannot be asked before anything is started', async () => {
    for (const wrong of [
      'section-pages',
      'top-pages --from 2026-01-02 --to 2026-01-01',
      'top-pages --day 2026-02-30',
    ]) {
      const { exit, opened } = await call(`report ${wrong}`, { jobs });
      expect([exit, opened]).toEqual([2, []]);
    }
  });

  it.each(['--json', '--format json'])('prints the answer as it is with %s', async (option) => {
    const { stdout, exit } = await call(`report top-pages ${option}`, { jobs });
    expect(JSON.parse(stdout)).toEqual(answer);
    expect(Object.keys(JSON.parse(stdout))).toEqual(['report', 'params', 'columns', 'rows', 'asOf']);
    expect(exit).toBe(0);
  });

  it('prints CSV after RFC 4180', async () => {
    const { stdout } = await call('report top-pages --format csv', { jobs });
    expect(stdout).toBe('page,clicks,rate\r\n"/a,""b""",12,1.5\r\n日本,9007199254740993,\r\n');
  });

  it('prints a table with units and the period', async () => {
    const { stdout } = await call('report top-pages', { jobs });
    expect(stdout).toMatch(/^日本 +9,007,199,254,740,993 +-$/m);
    expect(stdout).toContain(
      '\nFrom 2026-01-01T00:00:00Z to 2026-01-02T00:00:00Z, as of 2026-01-02T00:00:00Z.\n',
    );
  });

  it('says so when there is nothing', async () => {
    const empty: Job = async () => ({ ...answer, params: {}, rows: [], asOf: null });
    const { stdout } = await call('report top-pages', { jobs: { report: empty } });
    expect(stdout).toMatch(/^No rows.*\n\nNothing is stored yet\.\n$/);
  });

  it('teaches a report’s parameters, the allowed values and complete calls', async () => {
    const { stdout } = await call('report section-pages --help');
    expect(stdout).toMatch(/--section <value> +The section \(required; for example shop\)/);
    expect(stdout).toContain('crosscurrent report section-pages --section shop\n');
    expect((await call('report top-pages --help')).stdout).toMatch(/one of page, section;\s+default page/);
  });

  it('is listed with its question by `report --help`, and by `reports` with its parameters', async () => {
    expect((await call('report --help')).stdout).toContain('section-pages');
    const list = await call('reports');
    expect(list.stdout).toMatch(
      /section-pages +clicks +Which pages of a section are clicked\? +.*section \(required\)/,
    );
    const described: unknown = JSON.parse((await call('reports --json')).stdout);
    expect(described).toMatchObject([
      { name: 'top-pages', stream: 'clicks', period: { kind: 'all' } },
      {
        name: 'section-pages',
        parameters: expect.arrayContaining([expect.objectContaining({ name: 'section', required: true })]),
      },
      { name: 'last-clicks', listing: true, figures: [] },
    ]);
  });
});

describe('a listing', () => {
  const listed: Job = async () => ({
    report: 'last-clicks',
    params: { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z', limit: 5 },
    columns: [
      { name: 'at', type: 'timestamp', unit: 'UTC' },
      { name: 'page', type: 'text', unit: null },
      { name: 'tags', type: 'list', unit: null },
    ],
    rows: [
      { at: '2026-01-01T10:00:00Z', page: '/a', tags: ['new', 'kind\u001fname'] },
      { at: '2026-01-01T09:00:00Z', page: null, tags: [] },
    ],
    asOf: null,
  });

  it('is asked with words and filters, and prints a card for each event', async () => {
    const args = ['report', 'last-clicks', '--query', 'shop basket', '--section', 'shop', '--limit', '2'];
    const { ran, stdout, exit } = await call(args, { jobs: { report: listed } });
    expect(ran[0]?.args).toEqual({
      name: 'last-clicks',
      params: { query: 'shop basket', section: 'shop', limit: '2' },
    });
    expect(exit).toBe(0);
    expect(stdout).toBe(
      [
        'at    2026-01-01 10:00',
        'page  /a',
        'tags  new, kind / name',
        '',
        'at    2026-01-01 09:00',
        '',
        'From 2026-01-01T00:00:00Z to 2026-01-02T00:00:00Z.',
        '',
      ].join('\n'),
    );
  });

  it('refuses what cannot be asked before anything is started', async () => {
    for (const wrong of ['--section', `--query ${'x'.repeat(200)}`, '--limit 0', '--page /a']) {
      const { exit, opened } = await call(`report last-clicks ${wrong}`, { jobs: { report: listed } });
      expect([wrong, exit, opened]).toEqual([wrong, 2, []]);
    }
  });

  it('teaches its parameters', async () => {
    const { stdout } = await call('report last-clicks --help');
    expect(stdout).toMatch(/--query <value> +Words, each of which stands in page/);
    expect(stdout).toContain('What was clicked last?');
  });
});
