import fc from 'fast-check';
import { isbot } from 'isbot';
import { describe, expect, it } from 'vitest';
import type { SimulatedLine, SimulatorOptions } from '../../stream/simulator.ts';
import { simulateWebBehaviour } from './simulator.ts';

const MONDAY = Date.UTC(2026, 0, 5);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface WebEvent {
  readonly [field: string]: unknown;
  readonly id: string;
  readonly collection: string;
  readonly current_url: string;
  readonly referrer_url: string;
  readonly device_id: string;
  readonly user_agent: string;
  readonly time_stamp: number;
}

interface Arrival {
  readonly at: number;
  readonly line: string;
  readonly event: WebEvent;
}

function take(options: SimulatorOptions, count: number): SimulatedLine[] {
  const lines = simulateWebBehaviour(options);
  return Array.from({ length: count }, () => lines.next().value);
}

function isWebEvent(value: unknown): value is WebEvent {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const texts = ['id', 'collection', 'current_url', 'referrer_url', 'device_id', 'user_agent'];
  const fields: Record<string, unknown> = { ...value };
  return texts.every((name) => typeof fields[name] === 'string') && typeof fields['time_stamp'] === 'number';
}

function read(line: string): WebEvent | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isWebEvent(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A day and a half at 2 events a second, read once for all tests of what is in it. */
const lines = take({ seed: 42, start: MONDAY, rate: 2 }, 250_000);
const arrivals: Arrival[] = [];
const broken: string[] = [];
const duplicates: Arrival[] = [];
const firstById = new Map<string, Arrival>();
for (const { at, line } of lines) {
  const event = read(line);
  if (event === undefined) {
    broken.push(line);
    continue;
  }
  const arrival = { at, line, event };
  if (firstById.has(event.id)) duplicates.push(arrival);
  else {
    firstById.set(event.id, arrival);
    arrivals.push(arrival);
  }
}
const people = arrivals.filter(({ event }) => !isbot(event.user_agent));
const share = (part: number, whole: number): number => part / whole;

function count<T>(items: readonly T[], key: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

/** Events of people by device, cut where 30 minutes pass without one. */
function sessions(): WebEvent[][] {
  const latest = new Map<string, WebEvent[]>();
  const all: WebEvent[][] = [];
  for (const { event } of people) {
    const open = latest.get(event.device_id);
    if (open !== undefined && event.time_stamp - (open.at(-1)?.time_stamp ?? 0) <= 1800) open.push(event);
    else {
      const begun = [event];
      latest.set(event.device_id, begun);
      all.push(begun);
    }
  }
  return all;
}

describe('simulateWebBehaviour: the stream', () => {
  it('gives the same bytes for the same seed, start and rate, and others for another seed', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(4e9), fc.integer({ min: 1, max: 300 }), (seed, second, rate) => {
        const options = { seed, start: second * 1000, rate };
        expect(take(options, 300)).toEqual(take(options, 300));
        expect(take(options, 20)).not.toEqual(take({ ...options, seed: seed + 1 }, 20));
      }),
      { numRuns: 8 },
    );
  });

  it('arrives in order, from the start on', () => {
    expect(lines.filter(({ at }, n) => at < (lines[n - 1]?.at ?? MONDAY) || !Number.isInteger(at))).toEqual(
      [],
    );
    expect((lines[0]?.at ?? 0) - MONDAY).toBeLessThan(10_000);
  });

  it('keeps the mean rate over a day', () => {
    const ofDay = lines.filter(({ at }) => at < MONDAY + DAY).length;
    expect(ofDay / 86_400).toBeGreaterThan(2 * 0.97);
    expect(ofDay / 86_400).toBeLessThan(2 * 1.03);
  });

  it('is in full swing from the first minute on, at any rate', () => {
    for (const rate of [5, 20_000]) {
      const first = take({ seed: 1, start: MONDAY + 12 * HOUR, rate }, 40 * Math.min(rate, 500));
      const half = first.length / 2;
      const middle = first[half]?.at ?? 0;
      const took = [middle - (first[0]?.at ?? 0), (first.at(-1)?.at ?? 0) - middle];
      expect((took[0] ?? 0) / (took[1] ?? 1)).toBeGreaterThan(0.7);
      expect((took[0] ?? 0) / (took[1] ?? 1)).toBeLessThan(1.45);
    }
  });

  it('is never late by more than 5 minutes, and late now and then', () => {
    const late = arrivals.map(({ at, event }) => at - event.time_stamp * 1000);
    expect(late.every((ms) => ms >= 0 && ms <= 300_000)).toBe(true);
    const lagging = late.filter((ms) => ms > 5000).length / late.length;
    expect(lagging).toBeGreaterThan(0.005);
    expect(lagging).toBeLessThan(0.03);
    expect(late.some((ms) => ms > 240_000)).toBe(true);
  });

  it('repeats 0.5 % some minutes later, byte for byte', () => {
    expect(share(duplicates.length, arrivals.length)).toBeGreaterThan(0.004);
    expect(share(duplicates.length, arrivals.length)).toBeLessThan(0.006);
    for (const { at, line, event } of duplicates) {
      const first = firstById.get(event.id);
      expect(line).toBe(first?.line);
      expect(at - (first?.at ?? 0)).toBeGreaterThan(30_000);
      expect(at - (first?.at ?? 0)).toBeLessThan(20 * 60_000);
    }
  });

  it('breaks about 1 line in 2,000; each other one has what an event needs', () => {
    expect(share(lines.length, broken.length)).toBeGreaterThan(1500);
    expect(share(lines.length, broken.length)).toBeLessThan(2700);
    expect(broken.some((line) => line.startsWith('{') && line.endsWith('}'))).toBe(true);
    expect(arrivals.filter(({ event }) => !/^[0-9a-f]{24}$/.test(event.id))).toEqual([]);
  });

  it('has lines of about 600 bytes', () => {
    const bytes = lines.reduce((sum, { line }) => sum + Buffer.byteLength(line) + 1, 0) / lines.length;
    expect(bytes).toBeGreaterThan(550);
    expect(bytes).toBeLessThan(660);
  });
});

describe('simulateWebBehaviour: what people do', () => {
  it('has no product in about 45 % of all events', () => {
    const without = arrivals.filter(({ event }) => event['product_id'] === undefined).length;
    expect(share(without, arrivals.length)).toBeGreaterThan(0.43);
    expect(share(without, arrivals.length)).toBeLessThan(0.47);
  });

  it('has a funnel that falls: of 100 sessions about 12 fill a cart, 5 check out, 3 buy', () => {
    const all = sessions();
    const reaching = (kind: string): number =>
      all.filter((events) => events.some(({ collection }) => collection === kind)).length / all.length;
    const view = reaching('view_product_detail');
    const cart = reaching('add_to_cart_action');
    const checkout = reaching('checkout');
    const success = reaching('checkout_success');
    expect(view).toBeGreaterThan(0.7);
    expect(Math.abs(cart - 0.12)).toBeLessThan(0.015);
    expect(Math.abs(checkout - 0.05)).toBeLessThan(0.008);
    expect(Math.abs(success - 0.03)).toBeLessThan(0.006);
  });

  it('lets a device keep its browser, address, store and clock', () => {
    const kept = new Map<string, string>();
    let changes = 0;
    for (const { event } of people) {
      const { device_id: device, user_agent: agent, ip, resolution } = event;
      const self = `${agent} ${String(ip)} ${String(resolution)} ${new URL(event.current_url).host}`;
      if (self !== (kept.get(device) ?? self)) changes++;
      kept.set(device, self);
    }
    expect(changes).toBe(0);
  });

  it('brings devices back on a later day', () => {
    const days = new Map<string, Set<number>>();
    for (const { at, event } of people) {
      const seen = days.get(event.device_id) ?? new Set();
      days.set(event.device_id, seen.add(Math.floor((at - MONDAY) / DAY)));
    }
    expect([...days.values()].filter((seen) => seen.size > 1).length).toBeGreaterThan(100);
  });

  it('goes from page to page: a referrer inside the shop is a page that the device saw before', () => {
    const seen = new Map<string, Set<string>>();
    let inside = 0;
    let unseen = 0;
    for (const { at, event } of people) {
      const pages = seen.get(event.device_id) ?? new Set();
      if (at > MONDAY + HOUR && event.referrer_url.startsWith(new URL(event.current_url).origin)) {
        inside++;
        if (!pages.has(event.referrer_url)) unseen++;
      }
      seen.set(event.device_id, pages.add(event.current_url));
    }
    expect(inside).toBeGreaterThan(80_000);
    expect(unseen / inside).toBeLessThan(0.002);
  });

  it('shows the same page for a product in every market', () => {
    const pages = new Map<string, string>();
    let moved = 0;
    for (const { event } of arrivals) {
      if (event.collection !== 'view_product_detail') continue;
      const page = new URL(event.current_url).pathname.split('/').at(-1) ?? '';
      const product = String(event['product_id']);
      if (page !== (pages.get(product) ?? page)) moved++;
      pages.set(product, page);
    }
    expect(moved).toBe(0);
    expect(pages.size).toBeGreaterThan(8_000);
    expect(pages.size).toBeLessThanOrEqual(20_000);
  });

  it('views few products much and many a little', () => {
    const views = people.filter(({ event }) => event.collection === 'view_product_detail');
    const counts = [...count(views, ({ event }) => String(event['product_id'])).values()].sort(
      (a, b) => b - a,
    );
    const top = counts[0] ?? 0;
    expect(share(top, views.length)).toBeGreaterThan(0.02);
    expect(share(top, views.length)).toBeLessThan(0.1);
    expect(top / (counts[9] ?? 1)).toBeGreaterThan(4); // 10^0.9 = 7.9 by Zipf's law
    expect(top / (counts[9] ?? 1)).toBeLessThan(13);
  });

  it('is busier by day than by night, in each country’s own time', () => {
    const hours = (host: string): Map<string, number> =>
      count(
        people.filter(({ at, event }) => at < MONDAY + DAY && new URL(event.current_url).host === host),
        ({ event }) => String(new Date(event.time_stamp * 1000).getUTCHours()),
      );
    for (const [host, evening, night] of [
      ['www.lumera.de', 19, 2],
      ['www.lumera.com.au', 10, 18],
    ] as const) {
      const busy = hours(host);
      expect((busy.get(String(evening)) ?? 0) / (busy.get(String(night)) ?? 1)).toBeGreaterThan(4);
    }
  });
});

describe('simulateWebBehaviour: who they are', () => {
  it('comes from about 40 countries and 86 stores; a store belongs to one host', () => {
    const hosts = count(arrivals, ({ event }) => new URL(event.current_url).host);
    expect(hosts.size).toBeGreaterThanOrEqual(40);
    expect(hosts.size).toBeLessThanOrEqual(48);
    expect([...hosts.keys()].filter((host) => !host.startsWith('www.lumera.'))).toEqual([]);
    const hostsOfStore = new Map<string, Set<string>>();
    for (const { event } of arrivals) {
      const store = String(event['store_id']);
      hostsOfStore.set(store, (hostsOfStore.get(store) ?? new Set()).add(new URL(event.current_url).host));
    }
    const own = [...hostsOfStore.values()].filter((of) => of.size === 1);
    expect(own.length).toBe(86);
    const foreign = new Set([...hostsOfStore].filter(([, of]) => of.size > 1).map(([store]) => store));
    const invalid = arrivals.filter(({ event }) => foreign.has(String(event['store_id']))).length;
    expect(share(invalid, arrivals.length)).toBeGreaterThan(0.0024);
    expect(share(invalid, arrivals.length)).toBeLessThan(0.0036);
  });

  it('has 1 to 3 % bots, by events and by devices, who make many page views', () => {
    const bots = arrivals.filter(({ event }) => isbot(event.user_agent));
    expect(share(bots.length, arrivals.length)).toBeGreaterThan(0.015);
    expect(share(bots.length, arrivals.length)).toBeLessThan(0.035);
    const devices = new Set(bots.map(({ event }) => event.device_id)).size;
    expect(bots.length / devices).toBeGreaterThan(2 * (people.length / sessions().length));
    expect(new Set(bots.map(({ event }) => event.user_agent.replace(/\d+/g, ''))).size).toBeGreaterThan(12);
  });

  it('comes with browsers old and new, in the proportions of the web', () => {
    const agents = new Map(people.map(({ event }) => [event.device_id, event.user_agent]));
    const all = [...agents.values()];
    const of = (pattern: RegExp): number =>
      share(all.filter((agent) => pattern.test(agent)).length, all.length);
    expect(new Set(all.map((agent) => agent.replace(/\d+/g, ''))).size).toBeGreaterThan(60);
    expect(of(/Mobile/)).toBeGreaterThan(0.55);
    expect(of(/Mobile/)).toBeLessThan(0.7);
    expect(of(/iPhone/)).toBeGreaterThan(0.2);
    expect(of(/Android/)).toBeGreaterThan(0.35);
    expect(of(/Firefox\//)).toBeGreaterThan(0.02);
    expect(of(/Edg\//)).toBeGreaterThan(0.03);
    expect(of(/Trident\//)).toBeGreaterThan(0.001);
    expect(of(/Trident\//)).toBeLessThan(0.01);
    expect(of(/[{}]/)).toBe(0);
  });

  it('enters by search, campaigns, social networks, mail, other countries of the shop, or directly', () => {
    const entries = sessions().map((events) => events[0]);
    const of = (test: (event: WebEvent) => boolean): number =>
      share(entries.filter((event) => event !== undefined && test(event)).length, entries.length);
    expect(of(({ referrer_url: from }) => from === '')).toBeGreaterThan(0.15);
    expect(of(({ referrer_url: from }) => /google|bing|duckduckgo/.test(from))).toBeGreaterThan(0.25);
    expect(of(({ referrer_url: from }) => /facebook|instagram|pinterest/.test(from))).toBeGreaterThan(0.08);
    expect(of(({ referrer_url: from }) => /mail/.test(from))).toBeGreaterThan(0.02);
    const sister = of(
      ({ referrer_url: from, current_url: page }) =>
        from.startsWith('https://www.lumera.') && new URL(from).host !== new URL(page).host,
    );
    expect(sister).toBeGreaterThan(0.01);
    const campaign = of(({ utm_source: source }) => typeof source === 'string');
    expect(campaign).toBeGreaterThan(0.1);
    expect(campaign).toBeLessThan(0.35);
  });
});

describe('simulateWebBehaviour: the forms of its fields', () => {
  const values = (name: string): unknown[] => arrivals.map(({ event }) => event[name]);

  it('has prices in the three ways of writing', () => {
    const prices = values('price').filter((price) => price !== undefined);
    expect(prices.every((price) => typeof price === 'string')).toBe(true);
    const forms = count(prices, (price) => String(price).replace(/\d+/g, '0'));
    for (const form of ['0,0', '0.0', '0.0,0']) expect(forms.get(form)).toBeGreaterThan(1000);
  });

  it('has options as an array, one object or ""', () => {
    const forms = count(values('option'), (option) => (Array.isArray(option) ? 'array' : typeof option));
    expect([...forms.keys()].sort()).toEqual(['array', 'object', 'string']);
  });

  it('has addresses in both generations, e-mail under both names and mostly empty', () => {
    const ips = values('ip').map(String);
    expect(share(ips.filter((ip) => ip.includes(':')).length, ips.length)).toBeGreaterThan(0.1);
    expect(ips.filter((ip) => !ip.includes(':')).every((ip) => /^(\d{1,3}\.){3}\d{1,3}$/.test(ip))).toBe(
      true,
    );
    const mails = people.map(({ event }) => event['email'] ?? event['email_address']);
    expect(share(mails.filter((mail) => mail === '').length, mails.length)).toBeGreaterThan(0.9);
    expect(mails.some((mail) => /@example\.(com|org|net)$/.test(String(mail)))).toBe(true);
    expect(values('email').some((mail) => mail !== undefined)).toBe(true);
    expect(values('email_address').some((mail) => mail !== undefined)).toBe(true);
  });

  it('tells the local time of its store’s country, within a second of the event time', () => {
    const offset = (event: WebEvent): number => {
      const local = Date.parse(
        `${String(event['local_time'])
          .replace(/ (\d):/, ' 0$1:')
          .replace(' ', 'T')}Z`,
      );
      return (local / 1000 - event.time_stamp) / 3600;
    };
    const offsets = people.map(({ event }) => offset(event));
    expect(offsets.filter((hours) => !Number.isInteger(hours * 2) || Math.abs(hours) > 12)).toEqual([]);
    const german = people.filter(({ event }) => event.current_url.startsWith('https://www.lumera.de/'));
    expect(german.filter(({ event }) => offset(event) !== 1)).toEqual([]);
  });

  it('has an order for each purchase, and only then', () => {
    const wrong = ({ event }: Arrival): boolean =>
      (event['order_id'] !== undefined) !== (event.collection === 'checkout_success');
    expect(arrivals.filter(wrong)).toEqual([]);
  });
});
