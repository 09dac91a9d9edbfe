import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { NewCampaign, readCampaign } from '../../enrich/campaigns/rules.ts';
import { testTalk } from '../../warehouse/campaigns/testing.ts';
import type { Warehouse } from '../../warehouse/contract.ts';
import { clock, DAY, HOUR, newDatabase, openTest, startServerForTests } from '../../warehouse/testing.ts';
import type { GivenParameters } from '../answer.ts';
import { createReportRunner } from '../run.ts';

startServerForTests();

let warehouse: Warehouse;

beforeAll(async () => {
  warehouse = await openTest(await newDatabase(), [testTalk]);
  for (const name of ['Sale', 'Tea']) {
    await warehouse.campaigns.create(readCampaign(NewCampaign, { name, any: [name] }));
  }
}, 60_000);

interface Mention {
  readonly campaign: string;
  readonly edition: number;
  readonly id: string;
  readonly at: number;
  readonly who: string | null;
  readonly lang: string | null;
  readonly likes: number | null;
  readonly hashtags: readonly string[];
  readonly body: string | null;
}

async function keep(mentions: readonly Mention[]): Promise<void> {
  await warehouse.query('TRUNCATE test_talk.mentions');
  for (const { campaign, edition, id, at, who, lang, likes, hashtags, body } of mentions) {
    await warehouse.query(
      `INSERT INTO test_talk.mentions (campaign, edition, id, event_time, who, lang, site, likes, hashtags, body)
       VALUES ($1, $2, $3, $4, $5, $6, 'x', $7, $8, $9)`,
      [campaign, edition, id, new Date(at), who, lang, likes, hashtags, body],
    );
  }
}

function runner() {
  const unused = () => {
    throw new Error('mentions are not read from the lake');
  };
  return createReportRunner({
    catalogue: [testTalk],
    query: (sql, values) => warehouse.query(sql, values),
    lakeQuery: { distinct: unused },
    lakeEvents: { newest: unused, list: unused },
    clock,
  });
}

const rowsOf = async (name: string, given: GivenParameters) => (await runner().run(name, given)).rows;
const people = (mentions: readonly Mention[]) =>
  new Set(mentions.flatMap(({ who }) => (who === null ? [] : [who]))).size;

const mention = fc.record({
  campaign: fc.constantFrom('sale', 'tea'),
  edition: fc.constantFrom(1, 1, 2),
  at: fc.integer({ min: DAY, max: DAY + 3 * 24 * HOUR - 1 }),
  who: fc.option(fc.constantFrom('ann', 'bob', 'cy')),
  lang: fc.option(fc.constantFrom('en', 'de')),
  likes: fc.option(fc.nat(9)),
  hashtags: fc.subarray(['a', 'b', "it's"]),
  body: fc.constant(null),
});

const one: Mention = {
  campaign: 'sale',
  edition: 1,
  id: 'p1',
  at: DAY,
  who: 'ann',
  lang: 'en',
  likes: 3,
  hashtags: ['a'],
  body: 'Big sale!',
};

describe('reports over mentions', () => {
  it('count what is there, of the shown edition, over any range, as brute force does (V3)', async () => {
    const days = fc.tuple(fc.nat(2), fc.nat(2)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    await fc.assert(
      fc.asyncProperty(fc.array(mention, { maxLength: 25 }), days, async (given, [first, last]) => {
        const all = given.map((own, index) => ({ ...own, id: `p${index}` }));
        await keep(all);
        const [from, to] = [DAY + first * 24 * HOUR, DAY + (last + 1) * 24 * HOUR];
        const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
        const inRange = all.filter(({ at, edition }) => at >= from && at < to && edition === 1);
        const sale = inRange.filter(({ campaign }) => campaign === 'sale');
        expect(await rowsOf('talk-campaign', { campaign: 'sale', ...range })).toEqual([
          {
            posts: sale.length,
            english: sale.filter(({ lang }) => lang === 'en').length,
            people: people(sale),
          },
        ]);
        const tags = ['a', 'b', "it's"].flatMap((hashtag) => {
          const own = sale.filter(({ hashtags }) => hashtags.includes(hashtag));
          return own.length === 0 ? [] : [{ hashtag, posts: own.length, people: people(own) }];
        });
        const most = tags.sort((a, b) => b.posts - a.posts || (a.hashtag < b.hashtag ? -1 : 1));
        expect(await rowsOf('talk-campaign-hashtags', { campaign: 'sale', ...range })).toEqual(most);
        const share = ['sale', 'tea'].flatMap((campaign) => {
          const posts = inRange.filter((own) => own.campaign === campaign).length;
          return posts === 0 ? [] : [{ campaign, posts }];
        });
        expect(await rowsOf('talk-share', range)).toEqual(share.sort((a, b) => b.posts - a.posts));
        const view = await warehouse.query<{ posts: string; people: string }>(
          `SELECT posts, people FROM test_talk.campaign_days WHERE campaign = 'sale' AND window_start >= $1
           AND window_start < $2 ORDER BY window_start`,
          [new Date(from), new Date(to)],
        );
        expect(view.reduce((sum, row) => sum + Number(row.posts), 0)).toBe(sale.length);
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it('refuse a campaign that there is not, and name those there are', async () => {
    await expect(runner().run('talk-campaign', { campaign: 'sales' })).rejects.toMatchObject({
      code: 'bad_parameter',
      message: 'campaign cannot be "sales": there is no such campaign.',
      remedy: 'Did you mean sale? Allowed: sale, tea.',
    });
    await expect(runner().run('talk-campaign-posts', { campaign: "x'; --" })).rejects.toMatchObject({
      code: 'bad_parameter',
    });
    await expect(runner().run('talk-campaign', {})).rejects.toMatchObject({ code: 'bad_parameter' });
  });

  it('show nothing where nothing was found', async () => {
    await keep([]);
    expect(await rowsOf('talk-campaign', { campaign: 'sale' })).toEqual([]);
    expect(await rowsOf('talk-share', {})).toEqual([]);
    expect(await rowsOf('talk-campaign-posts', { campaign: 'sale' })).toEqual([]);
  });

  it('are explained by what they count, with the statement', async () => {
    await keep([one]);
    const explained = await runner().explain('talk-campaign', { campaign: 'sale' });
    expect(explained.filters).toContain('Only campaign "sale".');
    expect(explained.figures.map(({ how }) => how)).toEqual([
      'The rows of test_talk.mentions in the range, counted anew.',
      'The rows of test_talk.mentions in the range that fulfil a condition, counted anew.',
      'Different values of who in the rows of test_talk.mentions in the range, counted anew.',
    ]);
    expect(explained.sql.at(-1)?.text).toContain('count(DISTINCT m."who")');
    expect(explained.sql.at(-1)?.values).toContain('sale');
  });

  it('show the mentions behind a figure, each once', async () => {
    await keep([
      one,
      { ...one, id: 'p2', at: DAY + HOUR, lang: 'de', hashtags: ['a', 'b'] },
      { ...one, id: 'p3', campaign: 'tea' },
      { ...one, id: 'p4', edition: 2 },
    ]);
    const behind = (name: string, given: GivenParameters) => runner().events(name, given);
    const ids = async (name: string, given: GivenParameters) =>
      (await behind(name, given)).events.map((event) => event['id']);
    expect(await ids('talk-campaign', { campaign: 'sale' })).toEqual(['p2', 'p1']);
    expect(await ids('talk-campaign', { campaign: 'sale', figure: 'english' })).toEqual(['p1']);
    expect(await ids('talk-campaign-hashtags', { campaign: 'sale' })).toEqual(['p2', 'p1']);
    expect(await ids('talk-campaign-hashtags', { campaign: 'sale', hashtag: 'b' })).toEqual(['p2']);
    expect((await behind('talk-campaign', { campaign: 'sale', limit: '1' })).events[0]).toEqual({
      id: 'p2',
      at: '2026-01-01T01:00:00Z',
      who: 'ann',
      lang: 'de',
      site: 'x',
      likes: 3,
      hashtags: ['a', 'b'],
      body: 'Big sale!',
    });
  });
});

describe('a listing of mentions', () => {
  const listed = async (given: GivenParameters) =>
    (await rowsOf('talk-campaign-posts', { campaign: 'sale', ...given })).map((row) => row['id']);

  it('has the most of its order first, and the words that are looked for', async () => {
    await keep([
      { ...one, id: 'p1', likes: 3, body: 'Big SALE, étude' },
      { ...one, id: 'p2', likes: 9, body: 'wholesale', lang: null },
      { ...one, id: 'p3', likes: null, body: 'a+b (sale)', at: DAY + 5 },
      { ...one, id: 'p4', likes: null, body: 'Étude 日本', at: DAY + 4 },
      { ...one, id: 'p5', likes: 99, body: 'sale', campaign: 'tea' },
      { ...one, id: 'p6', likes: 99, body: 'sale', edition: 2 },
    ]);
    expect(await listed({})).toEqual(['p2', 'p1', 'p3', 'p4']);
    expect(await listed({ limit: 1 })).toEqual(['p2']);
    expect(await listed({ query: 'sale' })).toEqual(['p1', 'p3']);
    expect(await listed({ query: 'ÉTUDE' })).toEqual(['p1', 'p4']);
    expect(await listed({ query: 'big étude' })).toEqual(['p1']);
    expect(await listed({ query: 'a+b' })).toEqual(['p3']);
    expect(await listed({ query: '(a+)+$' })).toEqual([]);
    expect(await listed({ lang: 'undefined' })).toEqual(['p2']);
    expect(await listed({ lang: "en' OR true --" })).toEqual([]);
    expect(await rowsOf('talk-campaign-posts', { campaign: 'sale', limit: 1 })).toEqual([
      { id: 'p2', at: '2026-01-01T00:00:00Z', who: 'ann', body: 'wholesale', likes: 9, hashtags: ['a'] },
    ]);
  });

  it('looks through all mentions for rare words', async () => {
    await warehouse.query('TRUNCATE test_talk.mentions');
    await warehouse.query(
      `INSERT INTO test_talk.mentions (campaign, edition, id, event_time, hashtags, body)
       SELECT 'sale', 1, 'p' || i, $1::timestamptz + make_interval(secs => i), '{}',
         CASE WHEN i % 1000 = 7 THEN 'Ünï sale' ELSE 'sale' END FROM generate_series(1, 5000) AS i`,
      [new Date(DAY)],
    );
    expect(await listed({ query: 'ÜNÏ' })).toEqual(['p4007', 'p3007', 'p2007', 'p1007', 'p7']);
    expect(await listed({ query: 'ünï', limit: 2 })).toEqual(['p4007', 'p3007']);
  });
});
