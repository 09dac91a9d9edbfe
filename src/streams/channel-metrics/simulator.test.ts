import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SimulatedLine, SimulatorOptions } from '../../stream/simulator.ts';
import { simulateChannelMetrics } from './simulator.ts';

const START = Date.UTC(2026, 0, 5);
const DAY = 86_400_000;

interface Reading {
  readonly at: number;
  readonly line: string;
  /** Field names in lower case without underscores. */
  readonly fields: ReadonlyMap<string, unknown>;
}

function take(options: SimulatorOptions, count: number): SimulatedLine[] {
  const lines = simulateChannelMetrics(options);
  return Array.from({ length: count }, () => lines.next().value);
}

function read({ at, line }: SimulatedLine): Reading | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const fields = new Map(
      Object.entries(value).map(([name, of]) => [name.toLowerCase().replaceAll('_', ''), of]),
    );
    return typeof fields.get('id') === 'string' && Number.isFinite(timeOf(fields.get('ts')))
      ? { at, line, fields }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Epoch milliseconds; a number below 10^11 is in seconds. */
function timeOf(ts: unknown): number {
  if (typeof ts === 'number') return ts < 1e11 ? ts * 1000 : ts;
  return typeof ts === 'string' ? Date.parse(ts) : Number.NaN;
}

/** Two days at half a reading a second. */
const lines = take({ seed: 7, start: START, rate: 0.5 }, 86_400);
const readings: Reading[] = [];
const duplicates: Reading[] = [];
const firstById = new Map<unknown, Reading>();
let broken = 0;
for (const line of lines) {
  const reading = read(line);
  if (reading === undefined) broken++;
  else if (firstById.has(reading.fields.get('id'))) duplicates.push(reading);
  else {
    firstById.set(reading.fields.get('id'), reading);
    readings.push(reading);
  }
}

const city = ({ fields }: Reading): unknown => fields.get('city') ?? fields.get('kota');
const channelAsSent = ({ fields }: Reading): unknown =>
  fields.get('socialmedia') ?? fields.get('sosialmedia');
const channel = (reading: Reading): unknown =>
  ['Twitter', 'Platform X'].includes(String(channelAsSent(reading))) ? 'X' : channelAsSent(reading);
const amounts = (name: string, of = readings): number[] => of.map(({ fields }) => Number(fields.get(name)));
const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('simulateChannelMetrics', () => {
  it('gives the same bytes for the same seed, start and rate, and others for another seed', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(4e9), fc.integer({ min: 1, max: 100_000 }), (seed, second, rate) => {
        const options = { seed, start: second * 1000, rate };
        expect(take(options, 200)).toEqual(take(options, 200));
        expect(take(options, 20)).not.toEqual(take({ ...options, seed: seed + 1 }, 20));
      }),
      { numRuns: 20 },
    );
  });

  it('arrives in order, at the mean rate, busier by day than by night in Jakarta', () => {
    expect(lines.filter(({ at }, n) => at < (lines[n - 1]?.at ?? START) || !Number.isInteger(at))).toEqual(
      [],
    );
    const ofDay = lines.filter(({ at }) => at < START + DAY);
    expect(ofDay.length / 86_400).toBeGreaterThan(0.48);
    expect(ofDay.length / 86_400).toBeLessThan(0.52);
    const inHour = (hour: number): number =>
      ofDay.filter(({ at }) => new Date(at).getUTCHours() === hour).length;
    expect(inHour(13) / inHour(19)).toBeGreaterThan(4); // 20:00 and 2:00 there
  });

  it('is late by 5 minutes at most', () => {
    const late = readings.map(({ at, fields }) => at - timeOf(fields.get('ts')));
    expect(late.filter((ms) => ms < 0 || ms > 300_000)).toEqual([]);
    const minutes = late.filter((ms) => ms > 60_000).length / late.length;
    expect(minutes).toBeGreaterThan(0.05);
    expect(minutes).toBeLessThan(0.25);
    expect(late.some((ms) => ms > 280_000)).toBe(true);
  });

  it('repeats a small share byte for byte, and breaks about 1 line in 2,000', () => {
    expect(duplicates.length / lines.length).toBeGreaterThan(0.003);
    expect(duplicates.length / lines.length).toBeLessThan(0.007);
    const altered = duplicates.filter(({ line, fields }) => line !== firstById.get(fields.get('id'))?.line);
    expect(altered).toEqual([]);
    expect(broken).toBeGreaterThan(15);
    expect(broken).toBeLessThan(80);
  });

  it('keeps every figure within its bounds', () => {
    const bounds = { sales: [50, 150], visitors: [500, 1000], pagevisitors: [50, 250] } as const;
    for (const [name, [low, high]] of Object.entries(bounds)) {
      const values = amounts(name);
      expect(values.filter((value) => !Number.isInteger(value) || value < low || value > high)).toEqual([]);
      expect(Math.min(...values)).toBeLessThan(low + (high - low) / 10);
      expect(Math.max(...values)).toBeGreaterThan(high - (high - low) / 10);
    }
    const usage: Record<string, readonly [number, number]> = {
      Instagram: [500, 1000],
      TikTok: [300, 700],
      X: [200, 500],
      Facebook: [100, 300],
      Telegram: [50, 150],
    };
    const outside = readings.filter((reading) => {
      const [low, high] = usage[String(channel(reading))] ?? [0, -1];
      const value = Number(reading.fields.get('usagecount'));
      return !Number.isInteger(value) || value < low || value > high;
    });
    expect(outside).toEqual([]);
  });

  it('gives conversions as a count from 100 to 500, or now and then as a share that means one', () => {
    const shares = readings.filter(({ fields }) => !Number.isInteger(fields.get('conversion')));
    expect(shares.length / readings.length).toBeGreaterThan(0.02);
    expect(shares.length / readings.length).toBeLessThan(0.15);
    const counts = readings.map(({ fields }) => {
      const conversion = Number(fields.get('conversion'));
      return Number.isInteger(conversion)
        ? conversion
        : Math.round(conversion * Number(fields.get('visitors')));
    });
    expect(counts.filter((count) => count < 100 || count > 500)).toEqual([]);
  });

  it('knows five cities and five channels, under all their spellings', () => {
    expect([...new Set(readings.map(city))].sort()).toEqual([
      'Bekasi',
      'Bogor',
      'Depok',
      'Jakarta',
      'Tangerang',
    ]);
    expect([...new Set(readings.map(channelAsSent))].sort()).toEqual(
      ['Facebook', 'Instagram', 'Platform X', 'Telegram', 'TikTok', 'Twitter', 'X'].sort(),
    );
    const spelled = (pattern: RegExp): number => readings.filter(({ line }) => pattern.test(line)).length;
    for (const pattern of [
      /"city"/,
      /"Kota"/,
      /"KOTA"/,
      /"Sosial_Media"/,
      /"PageVisitors"/,
      /"page_visitors"/,
    ]) {
      expect(spelled(pattern)).toBeGreaterThan(1000);
    }
    for (const pattern of [/"ts":"\d{4}-\d\d-\d\dT/, /"Ts":\d{13}[,}]/, /"TS":\d{10}[,}]/]) {
      expect(spelled(pattern)).toBeGreaterThan(1000);
    }
  });

  it('shows the same leaders on both days', () => {
    const groups = (of: (reading: Reading) => unknown, from: number): Map<unknown, Reading[]> =>
      Map.groupBy(
        readings.filter(({ at }) => Math.floor((at - START) / DAY) === from),
        of,
      );
    const leader = (
      of: (reading: Reading) => unknown,
      day: number,
      figure: (all: Reading[]) => number,
    ): unknown => [...groups(of, day)].sort(([, a], [, b]) => figure(b) - figure(a))[0]?.[0];
    for (const day of [0, 1]) {
      const visitors = (all: Reading[]): number =>
        amounts('visitors', all).reduce((sum, value) => sum + value, 0);
      expect(leader(channel, day, visitors)).toBe('Instagram');
      expect(leader(city, day, visitors)).toBe('Jakarta');
      expect(leader(channel, day, (all) => mean(amounts('sales', all)))).toBe('TikTok');
    }
  });
});
