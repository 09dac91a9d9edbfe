import { describe, expect, it } from 'vitest';
import { talk } from '../../../test/golden/types/talk.ts';
import { fixedClock } from '../../event/clock.ts';
import type { CrosscurrentError } from '../../event/errors.ts';
import type { GivenParameters } from '../answer.ts';
import { formatReport } from '../format.ts';
import { createReportRunner } from '../run.ts';
import { lakeOf, type TestEvent } from '../testing/fold.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const post = { site: 'a', author: 'ann', likes: '1', topics: [], names: [], is_bot: false };
const EVENTS: readonly TestEvent[] = [
  { ...post, id: '1', at: START + 5000, body: 'Tea?', likes: '7', topics: ['tea', 'drink\u001fhot'] },
  { ...post, id: '2', at: START + DAY, body: 'No tea for me', site: null, likes: null },
  { ...post, id: '3', at: START + DAY + 1000, body: 'teapots', author: 'bob' },
  { ...post, id: '4', at: START + DAY + 1000, body: 'tea tea tea', is_bot: true, likes: '9007199254740993' },
];

/** A runner over these events; the warehouse knows nothing but how far they reach. */
function runnerOver(events: readonly TestEvent[] = EVENTS) {
  const lake = lakeOf(events);
  const times = events.map((event) => Number(event['at']));
  const state = {
    as_of: new Date(START + 2 * DAY),
    first: times.length === 0 ? null : new Date(Math.min(...times)),
    last: times.length === 0 ? null : new Date(Math.max(...times)),
  };
  const runner = createReportRunner({
    catalogue: [talk],
    query: async () => [state],
    lakeQuery: lake,
    lakeEvents: lake,
    clock: fixedClock(START + 3 * DAY),
  });
  return { ...runner, lake };
}

async function refusal(name: string, given: GivenParameters): Promise<Partial<CrosscurrentError>> {
  return runnerOver()
    .run(name, given)
    .then(
      () => {
        throw new Error(`${JSON.stringify(given)} was not refused`);
      },
      (error: CrosscurrentError) => error,
    );
}

describe('a listing', () => {
  it('shows the events of its period, newest first, robots left out', async () => {
    const { report, params, columns, rows, asOf } = await runnerOver().run('talk-posts', {});
    expect({ report, asOf, params }).toEqual({
      report: 'talk-posts',
      asOf: '2026-01-03T00:00:00Z',
      params: { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:01:00Z', limit: 10, bots: 'exclude' },
    });
    expect(columns).toEqual([
      { name: 'at', type: 'timestamp', unit: 'UTC' },
      { name: 'site', type: 'text', unit: null },
      { name: 'author', type: 'text', unit: null },
      { name: 'said', type: 'text', unit: null },
      { name: 'likes', type: 'integer', unit: null },
      { name: 'topics', type: 'list', unit: null },
      { name: 'is_bot', type: 'boolean', unit: null },
    ]);
    expect(rows.map((row) => row['said'])).toEqual(['teapots', 'No tea for me', 'Tea?']);
    expect(rows[2]).toEqual({
      at: '2026-01-01T00:00:05Z',
      site: 'a',
      author: 'ann',
      said: 'Tea?',
      likes: 7,
      topics: ['tea', 'drink\u001fhot'],
      is_bot: false,
    });
  });

  it('is narrowed by its filters, by robots, by words and by the period', async () => {
    const said = async (given: GivenParameters) =>
      (await runnerOver().run('talk-posts', given)).rows.map((row) => row['said']);
    expect(await said({ query: 'TEA' })).toEqual(['No tea for me', 'Tea?']);
    expect(await said({ query: ' me  tea ' })).toEqual(['No tea for me']);
    expect(await said({ bots: 'only' })).toEqual(['tea tea tea']);
    expect(await said({ bots: 'include', limit: 1 })).toEqual(['teapots']);
    expect(await said({ author: 'bob' })).toEqual(['teapots']);
    expect(await said({ site: 'undefined' })).toEqual(['No tea for me']);
    expect(await said({ day: '2026-01-01' })).toEqual(['Tea?']);
  });

  it('has the most of its order first, and whole numbers of any size', async () => {
    const { rows, params } = await runnerOver().run('talk-liked', { bots: 'include' });
    expect(rows).toEqual([
      { id: '4', likes: '9007199254740993' },
      { id: '3', likes: 1 },
      { id: '2', likes: null },
    ]);
    expect(params).toMatchObject({ from: '2026-01-02T00:00:00Z', to: '2026-01-03T00:00:00Z' });
  });

  it('hands the words and filters to the lake as they are', async () => {
    const runner = runnerOver();
    await runner.run('talk-posts', { query: "' OR 1=1 --", site: "x'", day: '2026-01-01' });
    expect(runner.lake.asked).toEqual([
      {
        stream: talk,
        columns: talk.listings['talk-posts']?.columns,
        from: START,
        to: START + DAY,
        equals: { site: "x'", is_bot: false },
        words: ["'", 'OR', '1=1', '--'],
        search: ['body', 'topics'],
        order: 'at',
        limit: 10,
      },
    ]);
  });

  it('shows nothing where nothing is stored', async () => {
    const { rows, params, columns } = await runnerOver([]).run('talk-posts', {});
    expect([rows, params, columns.length]).toEqual([[], { limit: 10, bots: 'exclude' }, 7]);
  });

  it('refuses what it does not know, and words without end', async () => {
    expect(await refusal('talk-posts', { likes: '1' })).toMatchObject({
      code: 'bad_parameter',
      remedy: expect.stringContaining('Allowed: day, from, to, limit, bots, query, site, author.'),
    });
    expect(await refusal('talk-liked', { query: 'tea' })).toMatchObject({ code: 'bad_parameter' });
    const words = (count: number) => Array.from({ length: count }, (_, index) => `w${index}`).join(' ');
    for (const query of ['', '   ', 'x'.repeat(101), words(33), 'a\0b']) {
      expect(await refusal('talk-posts', { query })).toMatchObject({ code: 'bad_parameter' });
    }
    expect((await runnerOver().run('talk-posts', { query: words(32) })).rows).toEqual([]);
    expect(await refusal('talk-found', {})).toMatchObject({
      message: 'The report talk-found needs the parameter campaign.',
    });
  });

  it('has no events behind it', async () => {
    await expect(runnerOver().events('talk-posts', {})).rejects.toMatchObject({ code: 'bad_parameter' });
  });

  it('is explained in words, with what ran', async () => {
    const explained = await runnerOver().explain('talk-posts', { query: 'tea', site: 'a', bots: 'include' });
    expect(explained).toMatchObject({
      report: 'talk-posts',
      title: 'Posts',
      filters: [
        'Only site "a".',
        'Only events with the word "tea" in body or topics.',
        'Events of robots are shown like those of people (is_bot).',
        'Deleted events are left out; of edited ones the last version is shown.',
      ],
      figures: [],
      order: 'Newest first; at most 10 events.',
      notes: 'As it was said.',
    });
    expect(explained.sql.map(({ engine }) => engine)).toEqual(['postgresql', 'duckdb']);
    expect((await runnerOver().explain('talk-liked', {})).order).toBe(
      'Most likes first, ties newest first; at most 3 events.',
    );
  });

  it('is offered among the reports, with its parameters', () => {
    const offered = runnerOver()
      .describe()
      .filter(({ listing }) => listing === true);
    expect(offered.map(({ name, chart, figures }) => [name, chart, figures])).toEqual([
      ['talk-posts', 'cards', []],
      ['talk-liked', 'table', []],
      ['talk-found', 'cards', []],
    ]);
    expect(offered[0]?.parameters.map(({ name, type, required }) => [name, type, required])).toEqual([
      ['day', 'day', false],
      ['from', 'instant', false],
      ['to', 'instant', false],
      ['limit', 'integer', false],
      ['bots', 'choice', false],
      ['query', 'text', false],
      ['site', 'text', false],
      ['author', 'text', false],
    ]);
    expect(offered[2]?.parameters.find(({ name }) => name === 'campaign')).toMatchObject({ required: true });
  });
});

describe('a listing as text', () => {
  it('is a card for each event in a terminal, without what is missing', async () => {
    const answer = await runnerOver().run('talk-posts', { limit: 3 });
    expect(formatReport(answer, 'table', 'cards')).toBe(
      [
        'at      2026-01-02 00:00:01',
        'site    a',
        'author  bob',
        'said    teapots',
        'likes   1',
        'is_bot  false',
        '',
        'at      2026-01-02 00:00',
        'author  ann',
        'said    No tea for me',
        'is_bot  false',
        '',
        'at      2026-01-01 00:00:05',
        'site    a',
        'author  ann',
        'said    Tea?',
        'likes   7',
        'topics  tea, drink / hot',
        'is_bot  false',
        '',
      ].join('\n'),
    );
    expect(formatReport({ ...answer, rows: [] }, 'table', 'cards')).toMatch(/^No events/);
  });

  it('breaks long texts into lines, and sends no control character to the terminal', async () => {
    const body = `\u001b]0;title\u0007 ${'word '.repeat(60)}${'x'.repeat(500)}\u202e\n${'日本 '.repeat(600)}`;
    const answer = await runnerOver([{ ...post, id: '1', at: START, body }]).run('talk-posts', {});
    const text = formatReport(answer, 'table', 'cards');
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text).toContain('\\u{1b}]0;title\\u{7} word word');
    const lines = text.split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(lines.length).toBeLessThan(25);
    expect(lines.some((line) => line.trim() === '…')).toBe(true);
  });

  it('has its lists as JSON arrays in CSV', async () => {
    const answer = await runnerOver().run('talk-posts', { day: '2026-01-01' });
    expect(formatReport(answer, 'csv')).toBe(
      [
        'at,site,author,said,likes,topics,is_bot\r\n',
        '2026-01-01T00:00:05Z,a,ann,Tea?,7,"[""tea"",""drink\\u001fhot""]",false\r\n',
      ].join(''),
    );
  });
});
