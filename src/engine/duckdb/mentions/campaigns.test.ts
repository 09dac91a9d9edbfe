import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileMatcher } from '../../../enrich/campaigns/matcher.ts';
import { CampaignChange, NewCampaign, readCampaign } from '../../../enrich/campaigns/rules.ts';
import { fixedClock } from '../../../event/clock.ts';
import { folderLake } from '../../../lake/folder.ts';
import { testTalk } from '../../../warehouse/campaigns/testing.ts';
import type { Warehouse } from '../../../warehouse/contract.ts';
import type { Connection } from '../../../warehouse/embedded/start.ts';
import { DAY, HOUR, newDatabase, openTest, startServerForTests } from '../../../warehouse/testing.ts';
import { createDuckdbEngine, type DuckdbEngine } from '../engine.ts';

startServerForTests();

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'crosscurrent-campaigns-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

interface Event {
  readonly id: string;
  readonly at: number;
  readonly body?: string;
  readonly lang?: string;
  readonly who?: string;
  readonly likes?: number;
  readonly deleted?: boolean;
  readonly version?: number;
}

/** An engine over a database and a folder, which may be opened again after it was closed. */
interface Opened {
  readonly engine: DuckdbEngine;
  readonly warehouse: Warehouse;
  close(): Promise<void>;
}

interface Place {
  readonly connection: Connection;
  readonly dir: string;
  /** Where the source goes on, and what was sent. */
  offset: bigint;
  readonly sent: Event[];
  readonly errors: unknown[];
}

let places = 0;

async function newPlace(): Promise<Place> {
  places += 1;
  const dir = path.join(folder, `place-${places}`);
  return { connection: await newDatabase(), dir, offset: 0n, sent: [], errors: [] };
}

async function open(place: Place, change?: (warehouse: Warehouse) => Warehouse): Promise<Opened> {
  const opened = await openTest(place.connection, [testTalk]);
  const warehouse = change?.(opened) ?? opened;
  const engine = await createDuckdbEngine({
    catalogue: [testTalk],
    catalogueModule: {
      url: new URL('../../../warehouse/campaigns/testing.ts', import.meta.url).href,
      settings: {},
    },
    warehouse,
    lake: folderLake(path.join(place.dir, 'lake')),
    scratchDir: path.join(place.dir, 'scratch'),
    clock: fixedClock(DAY + 48 * HOUR),
    horizon: { minutes: 60, minIds: 1000, maxIds: 10_000 },
    memoryMiB: 512,
    deadLetterLimit: 100,
    expiryDays: null,
    threads: 2,
    onError: (error) => place.errors.push(error),
  });
  return {
    engine,
    warehouse,
    async close() {
      await engine.close();
      await opened.close();
    },
  };
}

async function send(place: Place, { engine }: Opened, events: readonly Event[]): Promise<void> {
  const lines = events.map((event) => `${JSON.stringify({ site: 'x', ...event })}\n`).join('');
  const file = path.join(place.dir, `slice-${place.offset}.ndjson`);
  await writeFile(file, lines);
  const from = place.offset;
  place.offset += BigInt(Buffer.byteLength(lines));
  place.sent.push(...events);
  const outcome = await engine.submit({
    stream: 'test-talk',
    source: 'collector',
    from,
    to: place.offset,
    path: file,
    lines: events.length,
    bytes: Buffer.byteLength(lines),
    receivedAt: DAY + 48 * HOUR,
    release: () => rm(file, { force: true }),
  });
  expect(outcome).toMatchObject({ rejected: {} });
}

/** Those of all events that count (R1), by brute force. */
function standing(events: readonly Event[]): Event[] {
  const byId = new Map<string, Event>();
  for (const event of events) {
    const before = byId.get(event.id);
    const wins =
      before === undefined ||
      (before.deleted !== true && (event.deleted === true || (event.version ?? 0) > (before.version ?? 0)));
    if (wins) byId.set(event.id, event);
  }
  return [...byId.values()].filter((event) => event.deleted !== true);
}

interface Rules {
  readonly any: readonly string[];
  readonly none?: readonly string[] | undefined;
  readonly language?: string | null | undefined;
}

/** What a campaign's mentions have to be. */
function expected(place: Place, { any, none = [], language = null }: Rules): unknown[] {
  const matcher = compileMatcher([{ any, none, language, platform: null, from: null, to: null }]);
  return standing(place.sent)
    .filter(({ body = '', lang, at }) => {
      const event = { texts: [body], tags: [], language: lang ?? null, platform: 'x', at };
      return matcher.match(event).length > 0;
    })
    .map(({ id, body, who }) => ({ id, body: body ?? null, who: who ?? null }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What its mentions are. */
async function shown({ warehouse }: Opened, campaign: string): Promise<unknown[]> {
  return warehouse.query(
    `SELECT m.id, m.body, m.who FROM test_talk.mentions m
     JOIN crosscurrent.campaign c ON c.id = m.campaign AND c.edition = m.edition WHERE c.id = $1 ORDER BY m.id`,
    [campaign],
  );
}

/** Waits until all stored events have been matched and what is over is gone. */
async function matched({ warehouse }: Opened): Promise<void> {
  for (;;) {
    const all = await warehouse.campaigns.list();
    const [left] = await warehouse.query<{ left: string }>(
      'SELECT count(*) AS left FROM crosscurrent.campaign_leftover',
    );
    if (all.every((campaign) => campaign.state === 'ready') && left?.left === '0') return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const sale = readCampaign(NewCampaign, { name: 'Sale', any: ['sale', '#deal'], none: ['garage'] });

describe('a campaign', () => {
  it('finds stored events and those to come, each once, with its edits and deletions', async () => {
    const place = await newPlace();
    const opened = await open(place);
    const { engine } = opened;
    await send(place, opened, [
      { id: 'a', at: DAY, body: 'big SALE', who: 'ann', lang: 'en' },
      { id: 'b', at: DAY + HOUR, body: 'garage sale', who: 'bob' },
      { id: 'c', at: DAY + 25 * HOUR, body: 'nice #Deal', who: 'cy' },
      { id: 'd', at: DAY, body: 'deal' },
      { id: 'e', at: DAY, body: 'sale, soon gone' },
      { id: 'f', at: DAY, body: 'sale, soon edited' },
    ]);
    await send(place, opened, [
      { id: 'e', at: DAY, deleted: true },
      { id: 'late', at: DAY, deleted: true },
    ]);
    expect(await engine.campaigns.create(sale)).toMatchObject({ id: 'sale', progress: { total: 8 } });
    await send(place, opened, [
      { id: 'g', at: DAY, body: 'Sale!', who: 'ann' },
      { id: 'f', at: DAY, body: 'no longer', version: 1 },
      { id: 'd', at: DAY, body: 'now a sale', version: 2 },
      { id: 'd', at: DAY, body: 'a sale, older', version: 1 },
      { id: 'late', at: DAY, body: 'sale, deleted before it came' },
    ]);
    await matched(opened);
    expect(await shown(opened, 'sale')).toEqual(expected(place, sale));
    expect((expected(place, sale) as { id: string }[]).map((one) => one.id)).toEqual(['a', 'c', 'd', 'g']);
    await send(place, opened, [
      { id: 'a', at: DAY, deleted: true },
      { id: 'g', at: DAY, body: 'Sale, edited', who: 'ann', version: 1 },
    ]);
    expect(await shown(opened, 'sale')).toEqual(expected(place, sale));
    const english = readCampaign(CampaignChange, { language: 'en', any: ['soon', 'sale'] });
    await engine.campaigns.change('sale', english);
    await send(place, opened, [{ id: 'h', at: DAY, body: 'sale', lang: 'en' }]);
    await matched(opened);
    expect(await shown(opened, 'sale')).toEqual(
      expected(place, { ...sale, any: ['soon', 'sale'], language: 'en' }),
    );
    await engine.campaigns.remove('sale');
    await matched(opened);
    expect(await opened.warehouse.query('SELECT * FROM test_talk.mentions')).toEqual([]);
    expect(place.errors).toEqual([]);
    await opened.close();
  }, 60_000);

  it('[D2] goes on with stored events after a crash between two pieces, and loses none', async () => {
    const place = await newPlace();
    const first = await open(place);
    for (let slice = 0; slice < 6; slice += 1) {
      const events = Array.from({ length: 30 }, (_, index) => ({
        id: `${slice}-${index}`,
        at: DAY + slice * HOUR,
        body: index % 3 === 0 ? 'a sale' : 'nothing',
      }));
      await send(place, first, events);
    }
    await first.close();
    // Each piece is one file, and the warehouse goes away before the third is kept.
    let pieces = 0;
    const failing = await open(place, (warehouse) => ({
      ...warehouse,
      campaigns: {
        ...warehouse.campaigns,
        nextFiles: (streams) => warehouse.campaigns.nextFiles(streams, 1),
        async commitMatched(found) {
          pieces += 1;
          if (pieces > 2) throw new Error('the program is killed here');
          await warehouse.campaigns.commitMatched(found);
        },
      },
    }));
    await failing.engine.campaigns.create(sale);
    while (pieces <= 2) await new Promise((resolve) => setTimeout(resolve, 10));
    await send(place, failing, [
      { id: '5-0', at: DAY, deleted: true },
      { id: 'new', at: DAY, body: 'new sale' },
    ]);
    await failing.close();
    expect(await failing.warehouse.campaigns.list().catch(() => 'closed')).toBe('closed');
    const again = await open(place);
    expect((await again.warehouse.campaigns.list())[0]).toMatchObject({ progress: { total: 180 } });
    await matched(again);
    expect(await shown(again, 'sale')).toEqual(expected(place, sale));
    expect(expected(place, sale)).toHaveLength(60);
    await again.close();
  }, 60_000);

  it('[D2] [R1] has exactly what brute force finds, however events, edits, changes and compactions meet', async () => {
    const words = ['sale', 'deal', '#deal', 'garage', 'tea', 'SALE'];
    const event = fc.record(
      {
        id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
        at: fc.constantFrom(DAY, DAY + HOUR, DAY + 25 * HOUR),
        body: fc.array(fc.constantFrom(...words), { maxLength: 3 }).map((all) => all.join(' ')),
        deleted: fc.constant(true),
        version: fc.integer({ min: 0, max: 3 }),
      },
      { requiredKeys: ['id', 'at', 'body'] },
    );
    const rules = fc.record({
      any: fc.subarray(['sale', 'deal', '#deal'], { minLength: 1 }),
      none: fc.subarray(['garage', 'tea']),
    });
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ events: fc.array(event, { minLength: 1, maxLength: 6 }) }) },
      { weight: 2, arbitrary: fc.record({ rules }) },
      { weight: 1, arbitrary: fc.record({ compact: fc.constant(true) }) },
      { weight: 1, arbitrary: fc.record({ wait: fc.constant(true) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
        const place = await newPlace();
        const opened = await open(place, (warehouse) => ({
          ...warehouse,
          campaigns: {
            ...warehouse.campaigns,
            nextFiles: (streams) => warehouse.campaigns.nextFiles(streams, 1),
          },
        }));
        const { campaigns } = opened.engine;
        let now: Rules = { any: ['sale'] };
        await campaigns.create(readCampaign(NewCampaign, { name: 'Sale', ...now }));
        for (const one of steps) {
          // An event whose version is there already is a duplicate, whatever it says.
          if ('events' in one) {
            const known = new Set(place.sent.map(({ id, version = 0 }) => `${id} ${version}`));
            const fresh = one.events.filter(({ id, version = 0, deleted }) => {
              if (deleted === true) return true;
              if (known.has(`${id} ${version}`)) return false;
              known.add(`${id} ${version}`);
              return true;
            });
            const plain = fresh.map(({ body, ...rest }) =>
              rest.deleted === true ? rest : { ...rest, body },
            );
            if (plain.length > 0) await send(place, opened, plain);
          } else if ('rules' in one) {
            now = one.rules;
            await campaigns.change('sale', readCampaign(CampaignChange, one.rules));
          } else if ('compact' in one) await opened.engine.compact();
          else await matched(opened);
        }
        await matched(opened);
        expect(await shown(opened, 'sale')).toEqual(expected(place, now));
        expect(place.errors).toEqual([]);
        await opened.close();
      }),
      { numRuns: 6, endOnFailure: true },
    );
  }, 180_000);

  it('is found in events of any kind, and its words are plain text', async () => {
    const place = await newPlace();
    const opened = await open(place);
    const { campaigns } = opened.engine;
    const many = Array.from({ length: 10_000 }, (_, index) => `word${index}`);
    await campaigns.create(readCampaign(NewCampaign, { name: 'Many', any: [...many.slice(1), '東京'] }));
    await campaigns.create(readCampaign(NewCampaign, { name: 'Bomb', any: ['(a+)+$', "sale'); --"] }));
    const long = 'i'.repeat(5_000);
    const events = [
      { id: long, at: DAY, body: `${'a'.repeat(1_000_000)} word9999` },
      { id: 'n\u0000ul', at: DAY, body: 'sale \u0000 --' },
      { id: 'surrogate', at: DAY, body: '\ud800 word1' },
      { id: 'tags', at: DAY, body: '#x '.repeat(10_000) },
      { id: 'tokyo', at: DAY, body: '大東京' },
      { id: 'as', at: DAY, body: `${'a'.repeat(50_000)}!` },
    ];
    await send(place, opened, events);
    const ids = async (campaign: string) =>
      (
        await opened.warehouse.query<{ id: string }>(
          'SELECT left(id, 6) AS id FROM test_talk.mentions WHERE campaign = $1 ORDER BY id',
          [campaign],
        )
      ).map((row) => row.id);
    expect(await ids('many')).toEqual(['iiiiii', 'surrog', 'tokyo']);
    expect(await ids('bomb')).toEqual(['n\ufffdul']);
    await send(
      place,
      opened,
      [long, 'n\u0000ul'].map((id) => ({ id, at: DAY, deleted: true })),
    );
    expect([await ids('many'), await ids('bomb')]).toEqual([['surrog', 'tokyo'], []]);
    expect(place.errors).toEqual([]);
    await opened.close();
  }, 60_000);

  it('is matched again by a rebuild', async () => {
    const place = await newPlace();
    const opened = await open(place);
    await send(place, opened, [
      { id: 'a', at: DAY, body: 'sale' },
      { id: 'b', at: DAY, body: 'a sale' },
    ]);
    await opened.engine.campaigns.create(sale);
    await matched(opened);
    await send(place, opened, [{ id: 'b', at: DAY, deleted: true }]);
    await opened.engine.rebuild('test-talk', {
      dryRun: false,
      removeSources: [],
      onProgress: () => undefined,
      signal: new AbortController().signal,
    });
    expect(await shown(opened, 'sale')).toEqual(expected(place, sale));
    expect((await opened.warehouse.campaigns.list())[0]).toMatchObject({ edition: 2, state: 'ready' });
    expect(place.errors).toEqual([]);
    await opened.close();
  }, 60_000);
});
