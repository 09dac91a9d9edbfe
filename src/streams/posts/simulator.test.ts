import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeOfPoint, placeOfText } from '../../enrich/places/places.ts';
import { examineLine } from '../../stream/examine.ts';
import type { SimulatedLine, SimulatorOptions } from '../../stream/simulator.ts';
import { calendarOf, talkOf } from '../simulated-world/calendar.ts';
import type { Happening } from '../simulated-world/happenings.ts';
import { assortment } from '../web-behaviour/simulation/products.ts';
import { allHomes, NOWHERE } from './simulation/homes.ts';
import { postLanguages } from './simulation/languages.ts';
import { simulatePosts } from './simulator.ts';
import { posts as declared } from './stream.ts';

const MONDAY = Date.UTC(2026, 0, 5);
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface PostEvent {
  readonly [field: string]: unknown;
  readonly id: string;
  readonly platform: string;
  readonly created_at: number | string;
}

interface Arrival {
  readonly at: number;
  readonly line: string;
  readonly event: PostEvent;
}

function take(options: SimulatorOptions, count: number): SimulatedLine[] {
  const lines = simulatePosts(options);
  return Array.from({ length: count }, () => lines.next().value);
}

function isPostEvent(value: unknown): value is PostEvent {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const fields: Record<string, unknown> = { ...value };
  return typeof fields['id'] === 'string' && Number.isFinite(instant(fields['created_at']));
}

/** Epoch milliseconds of an event time; NaN when it is none. */
function instant(value: unknown): number {
  if (typeof value === 'number') return value * 1000;
  return typeof value === 'string' ? Date.parse(value) : Number.NaN;
}

function read(line: string): PostEvent | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isPostEvent(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Some 33 hours at an event a second, read once for all tests of what is in it. */
const options = { seed: 42, start: MONDAY, rate: 1 };
const lines = take(options, 120_000);
const broken: string[] = [];
const duplicates: Arrival[] = [];
const arrivals: Arrival[] = [];
const firstSeen = new Map<string, Arrival>();
for (const { at, line } of lines) {
  const event = read(line);
  if (event === undefined) {
    broken.push(line);
    continue;
  }
  const key = `${event.id} ${String(event['version'] ?? 0)} ${String(event['deleted'] ?? false)}`;
  const arrival = { at, line, event };
  if (firstSeen.has(key)) duplicates.push(arrival);
  else {
    firstSeen.set(key, arrival);
    arrivals.push(arrival);
  }
}
const deletions = arrivals.filter(({ event }) => event['deleted'] === true);
const edits = arrivals.filter(({ event }) => event['version'] === 1);
const posts = arrivals.filter(({ event }) => event['deleted'] !== true && event['version'] === undefined);
const textOf = ({ event }: Arrival): string => String(event['text']);
const share = (part: { length: number }, whole: { length: number }): number => part.length / whole.length;
const having = (field: string): Arrival[] => posts.filter(({ event }) => event[field] !== undefined);

function count<T>(items: readonly T[], key: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

function last<T>(items: readonly T[]): T {
  const item = items.at(-1);
  if (item === undefined) throw new Error('nothing is there');
  return item;
}

const least = (values: readonly number[]): number =>
  values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);

function expectBetween(value: number, [low, high]: readonly [number, number]): void {
  expect(value).toBeGreaterThan(low);
  expect(value).toBeLessThan(high);
}

describe('simulatePosts: the stream', () => {
  it('gives the same bytes for the same seed, start and rate, and others for another seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.double({ min: 0.01, max: 1000 }), (seed, rate) => {
        const some = { seed, start: MONDAY, rate: Number.isFinite(rate) ? rate : 1 };
        const first = take(some, 60);
        expect(take(some, 60)).toEqual(first);
        expect(take({ ...some, seed: seed + 1 }, 60)).not.toEqual(first);
      }),
      { numRuns: 8 },
    );
  });

  it('arrives in order, from the start on, at whole milliseconds', () => {
    let before = MONDAY;
    for (const { at } of lines) {
      expect(at >= before && Number.isInteger(at)).toBe(true);
      before = at;
    }
  });

  it('keeps its rate over a week, with some weeks and days busier than others', () => {
    const slow = simulatePosts({ seed: 7, start: MONDAY, rate: 0.03 });
    let events = 0;
    while (slow.next().value.at < MONDAY + 28 * DAY) events++;
    expectBetween(events / (28 * 86_400), [0.0255, 0.0345]);
  });

  it('reaches 50,000 events a second of simulated time', () => {
    const fast = take({ seed: 1, start: MONDAY + 14 * HOUR, rate: 50_000 }, 40_000);
    const seconds = (last(fast).at - MONDAY - 14 * HOUR) / 1000;
    expectBetween(40_000 / seconds, [30_000, 90_000]);
  });

  it('refuses rates and starts that cannot be', () => {
    for (const bad of [{ rate: 0 }, { rate: -1 }, { rate: Number.NaN }, { start: Number.NaN }]) {
      expect(() => simulatePosts({ seed: 1, start: MONDAY, rate: 1, ...bad })).toThrow(RangeError);
    }
  });

  it('repeats about 1 line in 200, byte for byte, and breaks 1 in 2,000', () => {
    expectBetween(share(duplicates, lines), [0.004, 0.006]);
    for (const { at, line, event } of duplicates) {
      const key = `${event.id} ${String(event['version'] ?? 0)} ${String(event['deleted'] ?? false)}`;
      expect(firstSeen.get(key)?.line).toBe(line);
      expect(at).toBeGreaterThan(firstSeen.get(key)?.at ?? at);
    }
    expectBetween(lines.length / broken.length, [1500, 2700]);
  });

  it('is accepted by the stream, field for field, but for the broken lines', () => {
    const stream = declared({});
    const rejected: string[] = [];
    const odd: string[] = [];
    for (const { at, line } of lines.slice(0, 60_000)) {
      const examined = examineLine(stream, line, at);
      if (!examined.accepted) rejected.push(line);
      else if (examined.badFields.length > 0 || examined.extra !== null) odd.push(line);
    }
    expect(rejected).toEqual(broken.slice(0, rejected.length));
    expect(odd).toEqual([]);
    for (const line of broken) expect(examineLine(stream, line, last(lines).at).accepted).toBe(false);
  });

  it('is late by up to 5 minutes in about 1.5 % of the posts, and never from the future', () => {
    const delays = posts.map(({ at, event }) => at - instant(event.created_at));
    expect(least(delays)).toBeGreaterThanOrEqual(0);
    expect(-least(delays.map((delay) => -delay))).toBeLessThan(5 * MINUTE);
    expectBetween(
      share(
        delays.filter((delay) => delay > 5000),
        delays,
      ),
      [0.012, 0.018],
    );
  });
});

describe('simulatePosts: what becomes of posts', () => {
  it('has reposts, replies, quotes and copies in their shares', () => {
    expectBetween(share(having('repost_of_id'), posts), [0.34, 0.44]);
    expectBetween(share(having('reply_to_id'), posts), [0.09, 0.15]);
    expectBetween(share(having('quote_of_id'), posts), [0.025, 0.05]);
    const copies = posts.filter((post) => textOf(post).includes('https://go.example/'));
    expectBetween(share(copies, posts), [0.05, 0.07]);
  });

  it('shares what was posted before, in the same words and the same place', () => {
    const known = new Map(posts.map((post) => [post.event.id, post]));
    const reposts = having('repost_of_id').filter(({ event }) => known.has(String(event['repost_of_id'])));
    expect(reposts.length).toBeGreaterThan(30_000);
    const wrong = reposts.filter((repost) => {
      const original = known.get(String(repost.event['repost_of_id']));
      if (original === undefined || original.event.platform !== repost.event.platform) return true;
      return !textOf(repost)
        .replace(/^RT @\w+: /, '')
        .startsWith(textOf(original).slice(0, 40));
    });
    expect(wrong).toEqual([]);
  });

  it('edits about 1 in 50 posts that are no reposts: the same post in a higher version', () => {
    const known = new Map(posts.map((post) => [post.event.id, post]));
    expectBetween(share(edits, posts), [0.008, 0.016]);
    for (const { at, event } of edits) {
      const post = known.get(event.id);
      if (post === undefined) continue;
      expect(event['author_id']).toBe(post.event['author_id']);
      expect(event.created_at).toBe(post.event.created_at);
      expect(at).toBeGreaterThan(instant(post.event.created_at));
    }
    const rewritten = edits.filter((edit) => known.get(edit.event.id)?.event['text'] !== edit.event['text']);
    expectBetween(share(rewritten, edits), [0.5, 0.7]);
  });

  it('deletes a few, some of them before they arrive', () => {
    expectBetween(share(deletions, posts), [0.012, 0.022]);
    const arrived = new Map(posts.map(({ at, event }) => [event.id, at]));
    const unseen = deletions.filter(({ at, event }) => at < (arrived.get(event.id) ?? 0));
    expect(unseen.length).toBeGreaterThan(30);
    const unknown = deletions.filter(({ event }) => !arrived.has(event.id));
    expect(share(unknown, deletions)).toBeLessThan(0.01); // their post was one of the broken lines, or is yet to come
    const fields = new Set(deletions.flatMap(({ event }) => Object.keys(event)));
    expect([...fields].sort()).toEqual(['author_id', 'created_at', 'deleted', 'id', 'platform']);
  });

  it('has copies that differ in links, signs and case alone, most of them', () => {
    const cleaned = (post: Arrival): string =>
      textOf(post)
        .toLowerCase()
        .replace(/https?:\S+/g, '')
        .replace(/\p{Extended_Pictographic}/gu, '')
        .trim();
    const copies = posts.filter((post) => textOf(post).includes('https://go.example/'));
    const counts = count(copies, cleaned);
    const inLarge = [...counts.values()].filter((size) => size >= 20).reduce((sum, size) => sum + size, 0);
    expect(inLarge / copies.length).toBeGreaterThan(0.6);
    expect(new Set(copies.map(textOf)).size).toBeGreaterThan(10 * counts.size);
  });
});

describe('simulatePosts: who posts, and where', () => {
  it('has few busy and many quiet authors, who keep their name, followers, platform and place', () => {
    const byAuthor = new Map<string, Set<string>>();
    const counts = count(posts, ({ event }) => String(event['author_id']));
    for (const { event } of posts) {
      const { author_name, author_followers, platform, location, source, author_bot } = event;
      const seen = byAuthor.get(String(event['author_id'])) ?? new Set();
      seen.add(JSON.stringify([author_name, author_followers, platform, location, source, author_bot]));
      byAuthor.set(String(event['author_id']), seen);
    }
    expect([...byAuthor.values()].filter((seen) => seen.size > 1)).toEqual([]);
    expectBetween(counts.size, [25_000, 61_500]);
    const busiest = [...counts.values()].sort((a, b) => b - a);
    expectBetween((busiest[0] ?? 0) / posts.length, [0.002, 0.03]);
    expect((busiest[0] ?? 0) / (busiest[99] ?? 1)).toBeGreaterThan(8);
  });

  it('has five platforms, several clients each, and followers from none to many', () => {
    const platforms = count(posts, ({ event }) => event.platform);
    expect([...platforms.keys()].sort()).toEqual(['bluesky', 'mastodon', 'reddit', 'telegram', 'x']);
    for (const posted of platforms.values()) expect(posted / posts.length).toBeGreaterThan(0.04);
    expect(count(having('source'), ({ event }) => String(event['source'])).size).toBeGreaterThan(15);
    const followers = posts.map(({ event }) => Number(event['author_followers']));
    expect(least(followers)).toBeLessThan(5);
    expect(-least(followers.map((followed) => -followed))).toBeGreaterThan(50_000);
  });

  it('has coordinates for some, a place in words for many, and nothing for others', () => {
    expectBetween(share(having('lat'), posts), [0.09, 0.18]);
    expectBetween(share(having('location'), posts), [0.6, 0.75]);
    const located = having('lat').map(({ event }) => [Number(event['lat']), Number(event['lon'])]);
    expect(located.every(([lat = 99, lon = 999]) => Math.abs(lat) < 90 && Math.abs(lon) < 180)).toBe(true);
    const places = count(having('location'), ({ event }) => String(event['location']));
    for (const place of [
      'Berlin',
      'Paris, TX',
      'London, ON',
      'NYC 🗽',
      '🇩🇪',
      'the moon',
      '東京',
      'القاهرة',
    ]) {
      expect(places.get(place) ?? 0, place).toBeGreaterThan(0);
    }
  });

  it('writes homes so that most of them can be found, and nonsense so that it cannot', () => {
    const found = allHomes().flatMap(({ country, spellings }) =>
      spellings.map((spelling) => ({ spelling, country, place: placeOfText(spelling) })),
    );
    const wrong = found.filter(({ country, place }) => place.country !== country);
    expect(wrong.map(({ spelling }) => spelling)).toEqual([]);
    expect(NOWHERE.filter((text) => placeOfText(text).country !== null)).toEqual([]);
    const misplaced = having('lat').filter(
      ({ event }) => placeOfPoint(Number(event['lat']), Number(event['lon'])).country === null,
    );
    expect(share(misplaced, having('lat'))).toBeLessThan(0.2); // the middle of a large country has no city near
  });

  it('is awake by day, in each author’s own time', () => {
    const firstDay = posts.filter(({ at, event }) => at < MONDAY + DAY && event['location'] !== undefined);
    const hours = (place: RegExp): Map<string, number> =>
      count(
        firstDay.filter(({ event }) => place.test(String(event['location']))),
        ({ event }) => String(new Date(instant(event.created_at)).getUTCHours()),
      );
    for (const [place, evening, night] of [
      [/Berlin|Hamburg|Germany|Deutschland/, 19, 3],
      [/東京|Tokyo|大阪|日本/, 11, 19],
    ] as const) {
      const busy = hours(place);
      expect((busy.get(String(evening)) ?? 0) / (busy.get(String(night)) ?? 1)).toBeGreaterThan(3);
    }
  });
});

describe('simulatePosts: what is said', () => {
  it('is in nine languages; the platforms that name them mostly do', () => {
    const languages = count(having('lang'), ({ event }) => String(event['lang']));
    expect([...languages.keys()].sort()).toEqual(['ar', 'de', 'en', 'es', 'fr', 'id', 'it', 'ja', 'pt']);
    expectBetween((languages.get('en') ?? 0) / having('lang').length, [0.42, 0.56]);
    expectBetween(share(having('lang'), posts), [0.62, 0.8]);
  });

  it('can say something about every subject in every mood and language', () => {
    expect(postLanguages().reduce((sum, { share: percent }) => sum + percent, 0)).toBe(100);
    expect(posts.filter((post) => textOf(post).trim() === '')).toEqual([]);
    expect(posts.filter((post) => /[{}]|undefined|\s{2}/.test(textOf(post)))).toEqual([]);
  });

  it('comes in texts of which about half are distinct, the more the shorter the run', () => {
    expectBetween(share([...new Set(posts.map(textOf))], posts), [0.5, 0.66]);
  });

  it('has hashtags in their variants by Zipf’s law, emoji, and links into the shop’s pages', () => {
    const tags = posts.flatMap((post) => textOf(post).match(/#[\p{L}\p{N}_]+/gu) ?? []);
    const counts = [...count(tags, (tag) => tag.toLowerCase()).values()].sort((a, b) => b - a);
    expect(counts.length).toBeGreaterThan(200);
    expect((counts[0] ?? 0) / (counts[49] ?? 1)).toBeGreaterThan(5);
    expect(new Set(tags).size).toBeGreaterThan(1.5 * counts.length);
    const emoji = posts.filter((post) => /\p{Extended_Pictographic}/u.test(textOf(post)));
    expectBetween(share(emoji, posts), [0.25, 0.45]);
    const pages = new Set(assortment().pages);
    const links = posts.flatMap((post) => textOf(post).match(/https:\/\/www\.lumera\.\S+/g) ?? []);
    expect(links.length).toBeGreaterThan(500);
    for (const link of links) {
      const url = new URL(link);
      expect(pages.has(url.pathname.slice(1)), link).toBe(true);
      expect(url.searchParams.get('utm_medium')).toBe('social');
    }
    expect(having('links').length).toBeGreaterThan(500);
  });

  it('holds lists of tags where platforms send them', () => {
    expect(having('tags').length).toBeGreaterThan(6_000);
    const silent = having('tags').filter(({ event }) => ['reddit', 'telegram'].includes(event.platform));
    expect(silent).toEqual([]);
  });
});

describe('simulatePosts: bursts', () => {
  const calendar = calendarOf(options.seed);
  const end = last(lines).at;

  function peaks(): Happening[] {
    const found = new Map<string, Happening>();
    for (let at = MONDAY; at < end; at += HOUR) {
      for (const happening of calendar.around(at)) {
        const top = happening.at + happening.rise;
        if (happening.kind !== 'talk' && top > MONDAY + HOUR && top < end - HOUR) {
          found.set(happening.key, happening);
        }
      }
    }
    return [...found.values()];
  }

  it('speaks of a happening around its height, and not before it begins', () => {
    let tested = 0;
    const heights = peaks();
    for (const happening of heights) {
      const [hashtag = ''] = happening.hashtags;
      const about = posts.filter((post) => textOf(post).toLowerCase().includes(`#${hashtag.toLowerCase()}`));
      const within = (from: number, to: number): number =>
        about.filter(({ event }) => instant(event.created_at) >= from && instant(event.created_at) < to)
          .length;
      const top = happening.at + happening.rise;
      if (heights.filter(({ hashtags }) => hashtags[0] === hashtag).length > 1) continue;
      tested++;
      expect(within(top - 5 * MINUTE, top + 10 * MINUTE), happening.name).toBeGreaterThan(0);
      expect(within(MONDAY, happening.at - 2000), happening.name).toBe(0);
    }
    expect(tested).toBeGreaterThan(3);
  });

  it('is the same calendar for a seed wherever a simulation begins', () => {
    const at = MONDAY + 40 * DAY;
    const names = (of: readonly Happening[]): string[] => of.map(({ key, name }) => `${key} ${name}`);
    expect(names(calendarOf(42).around(at))).toEqual(names(calendar.around(at)));
    expect(names(calendarOf(43).around(at))).not.toEqual(names(calendar.around(at)));
  });

  it('rises in a line and decays to a thousandth in seven lives', () => {
    const [happening] = calendar.around(MONDAY);
    if (happening === undefined) throw new Error('nothing happens');
    const { rise, decay, weight } = happening;
    expect(talkOf(happening, -1)).toBe(0);
    expect(talkOf(happening, rise / 2)).toBeCloseTo(weight / 2);
    expect(talkOf(happening, rise)).toBeCloseTo(weight);
    expect(talkOf(happening, rise + 7 * decay)).toBeLessThan(weight / 1000);
  });
});
