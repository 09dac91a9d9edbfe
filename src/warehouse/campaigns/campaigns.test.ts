import { describe, expect, it } from 'vitest';
import { NewCampaign, readCampaign } from '../../enrich/campaigns/rules.ts';
import type { Stream } from '../../stream/define.ts';
import { eq, lit } from '../../stream/expression.ts';
import type { Mentions } from '../../stream/mentions.ts';
import type { CommitBatch, LakeFile, Warehouse } from '../contract.ts';
import {
  advance,
  batch,
  csv,
  DAY,
  HOUR,
  newDatabase,
  openTest,
  run,
  startServerForTests,
} from '../testing.ts';
import { testTalk } from './testing.ts';

startServerForTests();

const sale = readCampaign(NewCampaign, { name: 'Summer sale', any: ['sale'] });

async function open(): Promise<Warehouse> {
  return openTest(await newDatabase(), [testTalk]);
}

function file(path: string, rows: number, minTime = DAY): LakeFile {
  return {
    stream: 'test-talk',
    source: 'collector',
    day: '2026-01-01',
    path,
    rows,
    bytes: 10,
    fromOffset: 0n,
    toOffset: 5n,
    minTime,
    maxTime: minTime + HOUR,
  };
}

let at = 0n;

function commitOf(more: Partial<CommitBatch>): CommitBatch {
  const from = at;
  at += 10n;
  return batch({ stream: 'test-talk', advances: [advance(from, at)], ...more });
}

/** Rows of mentions as an engine writes them. */
async function mentions(
  campaign: string,
  edition: number,
  rows: readonly {
    path: string;
    row: number;
    id: string;
    who?: string;
    lang?: string;
    tags?: string;
    at?: number;
  }[],
) {
  const { writeFile } = await import('node:fs/promises');
  const csvPath = await csv([]);
  const lines = rows.map(({ path, row, id, who = 'ann', lang = 'en', tags = '{}', at: time = DAY }) =>
    [campaign, edition, path, row, id, new Date(time).toISOString(), who, lang, 'x', 3, tags, 'big sale']
      .map((cell) => `"${String(cell).replaceAll('"', '""')}"`)
      .join(','),
  );
  await writeFile(csvPath, `${lines.join('\n')}\n`);
  return [{ csvPath, rows: rows.length }];
}

async function shown(warehouse: Warehouse): Promise<unknown[]> {
  return warehouse.query(
    'SELECT campaign, posts, english, likes, people FROM test_talk.campaign_days ORDER BY campaign, window_start',
  );
}

describe('a campaign', () => {
  it('is made with the files that are there, and is ready when they are done', async () => {
    at = 0n;
    const warehouse = await open();
    await warehouse.commit(
      commitOf({ lakeFiles: [file('a', 4), file('b', 6), file('late', 9, DAY + 48 * HOUR)] }),
    );
    const { campaigns } = warehouse;
    const made = await campaigns.create({ ...sale, to: DAY + 24 * HOUR });
    expect(made).toMatchObject({
      id: 'summer-sale',
      name: 'Summer sale',
      colour: '#0072b2',
      edition: 1,
      next: null,
      state: 'matching',
      progress: { done: 0, total: 10 },
      rules: { any: ['sale'], none: [], language: null, platform: null, from: null, to: DAY + 24 * HOUR },
    });
    const editions = [{ campaign: 'summer-sale', edition: 1 }];
    expect(await campaigns.nextFiles(['test-talk'], 5)).toEqual({
      stream: 'test-talk',
      editions,
      files: [{ path: 'a', rows: 4, known: true }],
    });
    expect((await campaigns.nextFiles(['test-talk'], 10))?.files).toHaveLength(2);
    expect(await campaigns.isMatching('test-talk')).toBe(true);
    const found = await mentions('summer-sale', 1, [
      { path: 'a', row: 0, id: 'p1', who: 'ann', tags: '{"sale","a,\\"b"}' },
      { path: 'a', row: 3, id: 'p2', who: 'bob', lang: 'de', tags: '{"sale"}' },
    ]);
    for (const _ of [1, 2]) {
      await campaigns.commitMatched({ stream: 'test-talk', editions, paths: ['a'], mentions: found });
    }
    expect((await campaigns.list())[0]).toMatchObject({
      state: 'matching',
      progress: { done: 4, total: 10 },
    });
    await campaigns.commitMatched({ stream: 'test-talk', editions, paths: ['b'], mentions: [] });
    expect((await campaigns.list())[0]).toMatchObject({ state: 'ready', progress: { done: 10, total: 10 } });
    expect(await campaigns.isMatching('test-talk')).toBe(false);
    expect(await campaigns.nextFiles(['test-talk'], 10)).toBeNull();
    expect(await shown(warehouse)).toEqual([
      { campaign: 'summer-sale', posts: '2', english: '1', likes: '6', people: '2' },
    ]);
    const tags = 'SELECT hashtag, posts, people FROM test_talk.campaign_hashtags ORDER BY 1';
    expect(await warehouse.query(tags)).toEqual([
      { hashtag: 'a,"b', posts: '1', people: '1' },
      { hashtag: 'sale', posts: '2', people: '2' },
    ]);
    expect(await campaigns.counts()).toEqual({ 'summer-sale': { 'test-talk': 2 } });
  });

  it('shows its former edition until the next one is complete', async () => {
    at = 0n;
    const warehouse = await open();
    const { campaigns } = warehouse;
    await campaigns.create(sale);
    await warehouse.commit(
      commitOf({
        lakeFiles: [file('a', 4)],
        mentions: await mentions('summer-sale', 1, [{ path: 'a', row: 0, id: 'p1' }]),
      }),
    );
    const renamed = await campaigns.change('summer-sale', { name: 'Sale', any: ['SALE', 'sale'] });
    expect(renamed).toMatchObject({ name: 'Sale', edition: 1, next: null, state: 'ready' });
    const changed = await campaigns.change('summer-sale', { any: ['sale', 'offer'], colour: '#123456' });
    expect(changed).toMatchObject({
      edition: 1,
      next: { edition: 2, shownRules: { any: ['SALE', 'sale'] } },
    });
    expect(changed).toMatchObject({ state: 'matching', progress: { done: 0, total: 4 }, colour: '#123456' });
    // Both editions are matched live meanwhile.
    const live = [
      ...(await mentions('summer-sale', 1, [{ path: 'b', row: 0, id: 'p2' }])),
      ...(await mentions('summer-sale', 2, [{ path: 'b', row: 0, id: 'p2' }])),
    ];
    await warehouse.commit(commitOf({ lakeFiles: [file('b', 4)], mentions: live }));
    expect(await shown(warehouse)).toMatchObject([{ posts: '2' }]);
    // A change before it was complete begins a third one.
    expect((await campaigns.change('summer-sale', { any: ['offer'] })).next?.edition).toBe(3);
    expect(await campaigns.completeEditions()).toEqual([]);
    const editions = [{ campaign: 'summer-sale', edition: 3 }];
    expect((await campaigns.nextFiles(['test-talk'], 100))?.editions).toEqual(editions);
    const found = await mentions('summer-sale', 3, [{ path: 'a', row: 0, id: 'p1' }]);
    await campaigns.commitMatched({ stream: 'test-talk', editions, paths: ['a', 'b'], mentions: found });
    expect(await shown(warehouse)).toMatchObject([{ posts: '2' }]);
    expect(await campaigns.completeEditions()).toEqual(['summer-sale']);
    expect(await shown(warehouse)).toMatchObject([{ posts: '1' }]);
    expect((await campaigns.list())[0]).toMatchObject({ edition: 3, next: null, state: 'ready' });
    while (await campaigns.clearLeftovers());
    expect(await warehouse.query('SELECT count(*) AS rows FROM test_talk.mentions')).toEqual([{ rows: '1' }]);
  });

  it('goes with its mentions, and another of its name begins behind what is left', async () => {
    at = 0n;
    const warehouse = await open();
    const { campaigns } = warehouse;
    await campaigns.create(sale);
    const one = await mentions('summer-sale', 1, [{ path: 'a', row: 0, id: 'p1' }]);
    await warehouse.commit(commitOf({ lakeFiles: [file('a', 4)], mentions: one }));
    await campaigns.remove('summer-sale');
    expect(await shown(warehouse)).toEqual([]);
    expect(await campaigns.create(sale)).toMatchObject({ id: 'summer-sale', edition: 2 });
    expect(await shown(warehouse)).toEqual([]);
    while (await campaigns.clearLeftovers());
    expect(await warehouse.query('SELECT count(*) AS rows FROM test_talk.mentions')).toEqual([{ rows: '0' }]);
    // A batch that was prepared before the campaign went adds nothing.
    const late = await mentions('summer-sale', 1, [{ path: 'b', row: 0, id: 'p2' }]);
    await warehouse.commit(commitOf({ lakeFiles: [file('b', 4)], mentions: late }));
    expect(await warehouse.query('SELECT count(*) AS rows FROM test_talk.mentions')).toEqual([{ rows: '0' }]);
  });

  it('finds what a compaction has moved, and is done with what expired', async () => {
    at = 0n;
    const warehouse = await open();
    const { campaigns } = warehouse;
    await warehouse.commit(
      commitOf({ lakeFiles: [file('a', 4), file('b', 2), file('c', 1)], advances: [advance(0n, 7n)] }),
    );
    await campaigns.create(sale);
    const editions = [{ campaign: 'summer-sale', edition: 1 }];
    await campaigns.commitMatched({
      stream: 'test-talk',
      editions,
      paths: ['a'],
      mentions: await mentions('summer-sale', 1, [{ path: 'a', row: 0, id: 'p1' }]),
    });
    await warehouse.swapLakeFiles('test-talk', ['a', 'b'], [file('joined', 6)]);
    await warehouse.swapLakeFiles('test-talk', ['c'], []);
    expect(await campaigns.nextFiles(['test-talk'], 100)).toMatchObject({
      editions,
      files: [{ path: 'joined', rows: 6, known: true }],
    });
    // What was found before in a file that is gone is looked for in the one that took its place.
    const twice = [
      { path: 'joined', row: 0, id: 'p1' },
      { path: 'joined', row: 5, id: 'p2' },
    ];
    const found = await mentions('summer-sale', 1, twice);
    await campaigns.commitMatched({ stream: 'test-talk', editions, paths: ['b'], mentions: found });
    expect(await shown(warehouse)).toMatchObject([{ posts: '1' }]);
    await campaigns.commitMatched({ stream: 'test-talk', editions, paths: ['joined'], mentions: found });
    expect(await shown(warehouse)).toMatchObject([{ posts: '2' }]);
    expect((await campaigns.list())[0]).toMatchObject({ state: 'ready', progress: { done: 7, total: 7 } });
  });

  it('is refused when another has its name, which is said', async () => {
    const { campaigns } = await open();
    await campaigns.create(sale);
    await expect(campaigns.create({ ...sale, name: 'SUMMER SALE' })).rejects.toMatchObject({
      code: 'bad_parameter',
      message: 'There is a campaign of this name already: Summer sale (summer-sale).',
    });
    expect(await campaigns.create({ ...sale, name: 'Summer-sale' })).toMatchObject({
      id: 'summer-sale-2',
      colour: '#e69f00',
    });
    await expect(campaigns.change('summer-sale-2', { name: 'summer sale' })).rejects.toMatchObject({
      code: 'bad_parameter',
    });
    await expect(campaigns.change('other', {})).rejects.toMatchObject({
      code: 'not_found',
      message: 'There is no campaign "other".',
      remedy: 'There are summer-sale, summer-sale-2.',
    });
    await expect(campaigns.remove('other')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('[R1] mentions', () => {
  it('of events that are taken back go in the same transaction, and do not come back from stored files', async () => {
    at = 0n;
    const warehouse = await open();
    const { campaigns } = warehouse;
    await warehouse.commit(commitOf({ lakeFiles: [file('old', 3)] }));
    await campaigns.create(sale);
    const first = [
      { path: 'a', row: 0, id: 'edited', who: 'old' },
      { path: 'a', row: 1, id: 'gone' },
      { path: 'a', row: 2, id: 'kept' },
    ];
    await warehouse.commit(
      commitOf({ lakeFiles: [file('a', 3)], mentions: await mentions('summer-sale', 1, first) }),
    );
    // An edit, a deletion, a loser within the batch, and a deletion of what is in a file that was not looked at yet.
    const second = [
      { path: 'b', row: 0, id: 'edited', who: 'new' },
      { path: 'b', row: 1, id: 'loser' },
    ];
    await warehouse.commit(
      commitOf({
        lakeFiles: [{ ...file('b', 5), removed: [1] }],
        revisions: {
          removed: [
            { path: 'a', row: 0 },
            { path: 'a', row: 1 },
            { path: 'old', row: 2 },
          ],
          removedIds: ['edited', 'gone', 'ancient'],
          deletedIds: ['gone', 'ancient'],
        },
        mentions: await mentions('summer-sale', 1, second),
      }),
    );
    const ids = () => warehouse.query('SELECT id, who FROM test_talk.mentions ORDER BY id');
    expect(await ids()).toEqual([
      { id: 'edited', who: 'new' },
      { id: 'kept', who: 'ann' },
    ]);
    const ancient = await mentions('summer-sale', 1, [
      { path: 'old', row: 1, id: 'older' },
      { path: 'old', row: 2, id: 'ancient' },
    ]);
    const editions = [{ campaign: 'summer-sale', edition: 1 }];
    await campaigns.commitMatched({ stream: 'test-talk', editions, paths: ['old'], mentions: ancient });
    expect(await ids()).toMatchObject([{ id: 'edited' }, { id: 'kept' }, { id: 'older' }]);
  });
});

function mentionsOf({ mentions: declared }: Stream): Mentions {
  if (declared === undefined) throw new Error('the stream of this test has mentions');
  return declared;
}

describe('a declaration that changes', () => {
  const mentioning = mentionsOf(testTalk);

  async function openedAgain(change: Partial<Mentions>) {
    at = 0n;
    const connection = await newDatabase();
    const before = await openTest(connection, [testTalk]);
    await before.campaigns.create(sale);
    const rows = await mentions('summer-sale', 1, [{ path: 'a', row: 0, id: 'p1' }]);
    await before.commit(commitOf({ lakeFiles: [file('a', 4)], mentions: rows }));
    await before.close();
    const after = await openTest(connection, [{ ...testTalk, mentions: { ...mentioning, ...change } }]);
    return { connection, after };
  }

  it('has what it keeps matched again, without a rebuild', async () => {
    const { after } = await openedAgain({ keep: [...mentioning.keep, 'version'] });
    expect(await after.schemaStates()).toMatchObject([{ state: 'current' }]);
    expect(await shown(after)).toMatchObject([{ posts: '1' }]);
    expect(await after.campaigns.rematch()).toBe(true);
    expect(await after.campaigns.rematch()).toBe(false);
    expect((await after.campaigns.list())[0]).toMatchObject({
      next: { edition: 2 },
      progress: { done: 0, total: 4 },
    });
  });

  it('begins anew with fewer columns, and changes views at once', async () => {
    const { after, connection } = await openedAgain({
      keep: mentioning.keep.filter((name) => name !== 'site'),
    });
    expect(await run(connection, 'SELECT * FROM test_talk.mentions')).toEqual([]);
    expect(await after.campaigns.rematch()).toBe(true);
    const filtered = await openedAgain({
      rollups: {
        ...mentioning.rollups,
        campaign_days: {
          about: 'None',
          grain: 'day',
          by: ['campaign'],
          measures: { nothing: { kind: 'count', where: eq(lit(1), 2), about: 'Nothing' } },
        },
      },
    });
    expect(await filtered.after.query('SELECT nothing FROM test_talk.campaign_days')).toEqual([
      { nothing: '0' },
    ]);
    expect(await filtered.after.campaigns.rematch()).toBe(false);
  });

  it('keeps mentions over a rebuild, which has them matched again', async () => {
    const { after } = await openedAgain({});
    const { rebuild } = after;
    await rebuild.create('test-talk');
    await rebuild.swap('test-talk', {});
    expect(await shown(after)).toMatchObject([{ posts: '1' }]);
    expect(await after.campaigns.rematch()).toBe(true);
  });

  it('may lose its mentions', async () => {
    const connection = await newDatabase();
    const before = await openTest(connection, [testTalk]);
    await before.commit({ ...commitOf({ lakeFiles: [file('a', 4)] }), advances: [advance(0n, 1n)] });
    await before.close();
    const after = await openTest(connection, [{ ...testTalk, mentions: undefined }]);
    expect(await after.query("SELECT to_regclass('test_talk.mentions') AS found")).toEqual([{ found: null }]);
  });
});
