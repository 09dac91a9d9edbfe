// Simulated posts and articles through the real engine: what edits and deletions leave is what the events that stand
// would have made alone, and no input, however odd, makes it fail or stall.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../src/streams/catalogue.ts';
import { readTables, rollupTables } from './fold/tables.ts';
import { type EngineBench, type EngineHall, openHall, submit } from './kit/engine.ts';

const START = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;
const RANGE = { from: 0, to: Date.UTC(2101, 0, 1) };

let hall: EngineHall;

beforeAll(async () => {
  hall = await openHall();
}, 120_000);

afterAll(async () => {
  await hall?.close();
}, 60_000);

type Event = Readonly<Record<string, unknown>>;

/** The first events that a stream's simulator makes, broken lines aside. */
function simulated(name: string, count: number, rate: number): Event[] {
  const stream = catalogue.find((one) => one.name === name);
  if (stream === undefined) throw new Error(`no stream ${name}`);
  const events: Event[] = [];
  for (const { line } of stream.simulator({ seed: 4, start: START, rate })) {
    const event = parsed(line);
    if (event !== null) events.push(event);
    if (events.length === count) break;
  }
  return events;
}

function parsed(line: string): Event | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

/** Of several events with one id a deletion wins, else the highest version, else the first. */
function standing(events: readonly Event[]): Event[] {
  const best = new Map<unknown, Event>();
  const rank = (event: Event): number =>
    event['deleted'] === true ? Number.POSITIVE_INFINITY : Number(event['version'] ?? 0);
  for (const event of events) {
    const known = best.get(event['id']);
    if (known === undefined || rank(event) > rank(known)) best.set(event['id'], event);
  }
  return [...best.values()].filter((event) => event['deleted'] !== true);
}

async function send(
  bench: EngineBench,
  stream: string,
  events: readonly Event[],
  perSlice: number,
): Promise<void> {
  let from = 0n;
  for (let at = 0; at < events.length; at += perSlice) {
    const lines = events.slice(at, at + perSlice).map((event) => JSON.stringify(event));
    const slice = await hall.slice({ stream, source: 'test', from, lines, receivedAt: START + 2 * DAY });
    from = slice.to;
    await submit(bench, slice);
  }
  await bench.engine.settle(stream);
}

/** Every row of every rollup of a stream. */
async function allRows(bench: EngineBench, stream: string): Promise<ReadonlySet<string>> {
  const tables = await readTables(bench.reader, stream, await rollupTables(bench.reader, stream), RANGE);
  return new Set(Object.entries(tables).flatMap(([table, rows]) => rows.map((row) => `${table}: ${row}`)));
}

/** The rows that one has and the other has not: short where thousands are alike. */
async function differences(bench: EngineBench, stream: string, expected: ReadonlySet<string>) {
  const found = await allRows(bench, stream);
  const without = (rows: ReadonlySet<string>, others: ReadonlySet<string>) =>
    [...rows].filter((row) => !others.has(row));
  return { missing: without(expected, found), unexpected: without(found, expected) };
}

const NONE = { missing: [], unexpected: [] };

describe.each([
  ['posts', 3_000, 0.5],
  ['articles', 1_200, 0.05],
] as const)('edits and deletions of simulated %s', (stream, count, rate) => {
  it('[R1] leave the rows of the events that stand, in whatever order they come', async () => {
    const events = simulated(stream, count, rate);
    const kept = standing(events);
    expect(events.filter((event) => event['deleted'] === true).length).toBeGreaterThan(0);
    expect(events.filter((event) => Number(event['version'] ?? 0) > 0).length).toBeGreaterThan(5);
    const [whole, backwards, alone] = await Promise.all(
      ['whole', 'backwards', 'alone'].map((name) => hall.open(`${stream}-${name}`)),
    );
    if (whole === undefined || backwards === undefined || alone === undefined) throw new Error('no bench');
    try {
      await send(whole, stream, events, 500);
      await send(backwards, stream, withFirstOfEach(events), 170);
      await send(alone, stream, kept, 10_000);
      const expected = await allRows(alone, stream);
      expect(expected.size).toBeGreaterThan(count);
      expect(await differences(whole, stream, expected)).toEqual(NONE);
      expect(await differences(backwards, stream, expected)).toEqual(NONE);
      await whole.engine.compact(stream);
      expect(await differences(whole, stream, expected)).toEqual(NONE);
      for (const bench of [whole, backwards, alone]) {
        expect((await bench.warehouse.audit()).balanced).toBe(true);
        expect(bench.errors).toEqual([]);
      }
    } finally {
      await Promise.all([whole, backwards, alone].map((bench) => bench.close()));
    }
  }, 300_000);
});

/** Backwards, but for repeated versions: of two with one version the first counts. */
function withFirstOfEach(events: readonly Event[]): Event[] {
  const seen = new Set<string>();
  return events
    .filter((event) => {
      const key = JSON.stringify([event['id'], event['version'] ?? 0, event['deleted'] ?? false]);
      return !seen.has(key) && seen.add(key);
    })
    .reverse();
}

describe('posts that are out of the ordinary', () => {
  const post = (id: string, more: Event = {}): Event => ({
    id,
    platform: 'test',
    author_id: `author of ${id}`,
    text: `A post called ${id}`,
    lang: 'en',
    created_at: '2026-01-01T12:00:00Z',
    ...more,
  });

  async function load(name: string, events: readonly Event[]) {
    const bench = await hall.open(name);
    try {
      await send(bench, 'posts', events, 1_000);
      const [account = {}] = await bench.reader.rows(
        'SELECT received, stored, duplicate, rejected FROM crosscurrent.account',
      );
      const reasons = await bench.reader.rows('SELECT reason, events FROM crosscurrent.account_reason');
      const fields = await bench.reader.rows(
        'SELECT field, events FROM crosscurrent.account_field ORDER BY field',
      );
      const [totals = {}] = await bench.reader.rows(
        'SELECT sum(posts) AS posts, sum(engagement) AS engagement FROM posts.post_minutes',
      );
      const hashtags = await bench.reader.rows(
        'SELECT hashtag, posts FROM posts.hashtag_hours ORDER BY hashtag COLLATE "C"',
      );
      const words = await bench.reader.rows('SELECT word FROM posts.word_days ORDER BY word COLLATE "C"');
      expect(bench.errors).toEqual([]);
      return { account, reasons, fields, totals, hashtags, words: words.map(({ word }) => word) };
    } finally {
      await bench.close();
    }
  }

  it('has one of a megabyte, with ten thousand hashtags, or made of one sign, without a stall', async () => {
    const many = Array.from({ length: 10_000 }, (_, n) => `#tag${n}`).join(' ');
    const megabyte = (piece: string): string => piece.repeat(Math.ceil(1_048_576 / piece.length));
    const texts = [
      'word ',
      'a',
      '漢',
      '#',
      '#a',
      '@a ',
      'http://',
      'x.com/(',
      '👩‍👩‍👧',
      '.',
      "a'",
      '\ud800',
    ].map(megabyte);
    const started = performance.now();
    const { account, totals, hashtags } = await load('long', [
      post('many', { text: many }),
      ...texts.map((text, index) =>
        post(`long ${index}`, { text, ...(index % 2 === 0 ? {} : { lang: undefined }) }),
      ),
    ]);
    expect(performance.now() - started).toBeLessThan(60_000);
    expect(account).toMatchObject({ received: '13', stored: '13', rejected: '0' });
    expect(totals).toMatchObject({ posts: '13' });
    expect(hashtags.filter(({ hashtag }) => hashtag?.startsWith('tag'))).toHaveLength(100);
  }, 120_000);

  it('has half surrogates, NUL and separators in its texts', async () => {
    const { account, totals, hashtags } = await load('odd', [
      post('\ud83d half', { text: 'half \ud83d of \udc00 it #\ud83d #ok' }),
      post('nul', { text: 'a\u0000b #nul\u0000 #a\u001fb', tags: ['x\u001fy', '\u0000', ' ', '#given'] }),
      post('tags', { tags: { not: 'a list' }, links: 'https://example.com' }),
      post('numbers', { text: 12345, lang: 7, tags: [1, null, 'one'] }),
      post('empty', { text: '', lang: '', author_id: null }),
    ]);
    expect(account).toMatchObject({ received: '5', stored: '5', rejected: '0' });
    expect(totals).toMatchObject({ posts: '5' });
    expect(hashtags.map(({ hashtag }) => hashtag)).toEqual(expect.arrayContaining(['given', 'ok', 'one']));
  }, 120_000);

  it('is of 1970 or of 2100, has impossible numbers, or is deleted before it is there', async () => {
    const { account, reasons, fields, totals } = await load('impossible', [
      post('old', { created_at: 0, likes: 1 }),
      post('old too', { created_at: '1970-01-01T00:00:00Z', likes: 1 }),
      post('future', { created_at: '2100-01-01T00:00:00Z' }),
      post('negative', { likes: -5, reposts: 2, author_followers: -1, version: -1 }),
      post('nowhere', { lat: -90.5, lon: 1e30 }),
      { id: 'gone', created_at: '2026-01-01T13:00:00Z', deleted: true },
      post('gone', { likes: 100 }),
      { id: 'never', created_at: '2026-01-01T13:00:00Z', deleted: true },
    ]);
    expect(account).toEqual({ received: '8', stored: '7', duplicate: '0', rejected: '1' });
    expect(reasons).toEqual([{ reason: 'in_the_future', events: '1' }]);
    expect(fields).toEqual([
      { field: 'author_followers', events: '1' },
      { field: 'lat', events: '1' },
      { field: 'likes', events: '1' },
      { field: 'lon', events: '1' },
      { field: 'version', events: '1' },
    ]);
    expect(totals).toEqual({ posts: '4', engagement: '4' });
  }, 120_000);
});
