import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { examineLine } from '../../stream/examine.ts';
import type { SimulatedLine, SimulatorOptions } from '../../stream/simulator.ts';
import { simulatePosts } from '../posts/simulator.ts';
import { calendarOf } from '../simulated-world/calendar.ts';
import { simulateArticles } from './simulator.ts';
import { articles as declared } from './stream.ts';

const MONDAY = Date.UTC(2026, 0, 5);
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Arrival {
  readonly at: number;
  readonly line: string;
  readonly event: Readonly<Record<string, unknown>>;
}

function take(options: SimulatorOptions, count: number): SimulatedLine[] {
  const lines = simulateArticles(options);
  return Array.from({ length: count }, () => lines.next().value);
}

function read(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const fields: Record<string, unknown> = { ...value };
    const isEvent =
      typeof fields['id'] === 'string' && Number.isFinite(Date.parse(String(fields['published_at'])));
    return isEvent ? fields : undefined;
  } catch {
    return undefined;
  }
}

/** Some five days at 0.1 articles a second. */
const options = { seed: 42, start: MONDAY, rate: 0.1 };
const lines = take(options, 45_000);
const broken: string[] = [];
const duplicates: Arrival[] = [];
const arrivals: Arrival[] = [];
const seen = new Map<string, string>();
for (const { at, line } of lines) {
  const event = read(line);
  if (event === undefined) {
    broken.push(line);
    continue;
  }
  const key = `${String(event['id'])} ${String(event['version'])} ${String(event['deleted'])}`;
  if (seen.has(key)) duplicates.push({ at, line, event });
  else {
    seen.set(key, line);
    arrivals.push({ at, line, event });
  }
}
const withdrawals = arrivals.filter(({ event }) => event['deleted'] === true);
const updates = arrivals.filter(({ event }) => event['version'] === 1);
const articles = arrivals.filter(({ event }) => event['deleted'] !== true && event['version'] === undefined);
const published = ({ event }: Arrival): number => Date.parse(String(event['published_at']));
const share = (part: { length: number }, whole: { length: number }): number => part.length / whole.length;

function expectBetween(value: number, [low, high]: readonly [number, number]): void {
  expect(value).toBeGreaterThan(low);
  expect(value).toBeLessThan(high);
}

describe('simulateArticles', () => {
  it('gives the same bytes for the same seed, start and rate, and others for another seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.constantFrom(0.01, 0.5, 20), (seed, rate) => {
        const some = { seed, start: MONDAY, rate };
        const first = take(some, 40);
        expect(take(some, 40)).toEqual(first);
        expect(take({ ...some, seed: seed + 1 }, 40)).not.toEqual(first);
      }),
      { numRuns: 6 },
    );
  });

  it('arrives in order, at about its rate over some days', () => {
    let before = MONDAY;
    for (const { at } of lines) {
      expect(at >= before && Number.isInteger(at)).toBe(true);
      before = at;
    }
    expectBetween(lines.length / ((before - MONDAY) / 1000), [0.075, 0.135]);
  });

  it('is accepted by the stream, field for field, but for 1 line in 2,000', () => {
    const stream = declared({});
    const odd: string[] = [];
    for (const { at, line } of arrivals) {
      const examined = examineLine(stream, line, at);
      if (!examined.accepted || examined.badFields.length > 0 || examined.extra !== null) odd.push(line);
    }
    expect(odd).toEqual([]);
    for (const line of broken) expect(examineLine(stream, line, MONDAY + 30 * DAY).accepted).toBe(false);
    expectBetween(share(broken, lines), [1 / 4000, 1 / 1200]);
  });

  it('repeats 1 line in 200, updates about 4 % and withdraws a few', () => {
    expectBetween(share(duplicates, lines), [0.003, 0.007]);
    for (const { line } of duplicates) expect([...seen.values()]).toContain(line);
    expectBetween(share(updates, articles), [0.03, 0.05]);
    expectBetween(share(withdrawals, articles), [0.002, 0.007]);
    const first = new Map(articles.map(({ event }) => [event['id'], event]));
    const known = updates.filter(({ event }) => first.has(event['id']));
    expect(known.length).toBeGreaterThan(500);
    for (const { event } of known) {
      expect(event['url']).toBe(first.get(event['id'])?.['url']);
      expect(event['published_at']).toBe(first.get(event['id'])?.['published_at']);
      expect(String(event['title'])).toContain(String(first.get(event['id'])?.['title']));
    }
  });

  it('is found within 15 minutes after it was published', () => {
    const delays = articles.map((article) => article.at - published(article));
    expect(delays.filter((delay) => delay < 0 || delay > 15 * MINUTE + 1000)).toEqual([]);
  });

  it('has an address below a host for examples, and an id that is its hash', () => {
    for (const { event } of articles) {
      const url = String(event['url']);
      expect(new URL(url).host).toMatch(/\.example$/);
      expect(event['id']).toBe(createHash('sha256').update(url).digest('hex').slice(0, 32));
    }
    expect(new Set(articles.map(({ event }) => event['source_name'])).size).toBeGreaterThan(10);
    const signed = articles.filter(({ event }) => event['author'] !== undefined);
    expectBetween(share(signed, articles), [0.84, 0.92]);
  });

  it('is in five languages and leaves no slot empty', () => {
    const languages = new Set(articles.flatMap(({ event }) => event['lang'] ?? []));
    expect([...languages].sort()).toEqual(['de', 'en', 'es', 'fr', 'id']);
    for (const field of ['title', 'description', 'content']) {
      expect(articles.filter(({ event }) => /[{}]|undefined|\s{2}|^$/.test(String(event[field])))).toEqual(
        [],
      );
    }
  });

  it('is printed by a second paper now and then', () => {
    const addresses = new Map<string, Set<string>>();
    for (const { event } of articles) {
      const content = String(event['content']);
      addresses.set(content, (addresses.get(content) ?? new Set()).add(String(event['url'])));
    }
    const twice = [...addresses.values()].filter(({ size }) => size > 1);
    expectBetween(share(twice, articles), [0.005, 0.06]);
  });

  it('follows what people speak of: after it began, while they speak and longer', () => {
    const around = new Map(
      Array.from({ length: 96 }, (_, hour) => calendarOf(options.seed).around(MONDAY + hour * HOUR))
        .flat()
        .filter(({ kind, at }) => kind === 'outage' && at > MONDAY && at < MONDAY + 3 * DAY)
        .map((happening) => [happening.key, happening]),
    );
    expect(around.size).toBeGreaterThan(0);
    for (const { organisation, at, rise } of around.values()) {
      const about = articles.filter(
        ({ event }) => event['lang'] === 'en' && String(event['title']).includes(`${organisation} `),
      );
      const within = (from: number, to: number): number =>
        about.filter((article) => published(article) >= from && published(article) < to).length;
      const hours = rise / HOUR + 2;
      expect(within(at + 20 * MINUTE, at + 20 * MINUTE + hours * HOUR)).toBeGreaterThan(
        2 * within(at - hours * HOUR, at),
      );
    }
  });

  it('tells of the same happenings as the posts of the seed', () => {
    const posts = simulatePosts({ seed: 42, start: MONDAY + 12 * HOUR, rate: 20 });
    const text = Array.from({ length: 20_000 }, () => posts.next().value.line).join('\n');
    const names = calendarOf(42)
      .around(MONDAY + 12 * HOUR)
      .filter(({ kind }) => kind !== 'talk' && kind !== 'flash');
    const told = articles.map(({ event }) => String(event['title'])).join('\n');
    const shared = names.filter(({ name, organisation }) =>
      [name, organisation].some((word) => word !== '' && text.includes(word) && told.includes(word)),
    );
    expect(shared.length).toBeGreaterThan(0);
  });

  it('refuses rates and starts that cannot be', () => {
    for (const bad of [{ rate: 0 }, { rate: Number.NaN }, { start: Number.NaN }]) {
      expect(() => simulateArticles({ ...options, ...bad })).toThrow(RangeError);
    }
  });
});
