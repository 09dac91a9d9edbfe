import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InputSlice } from '../../src/engine/contract.ts';
import { createTrial, type Trial } from '../../src/engine/duckdb/trial.ts';
import { catalogue } from '../../src/streams/catalogue.ts';

const catalogueUrl = new URL('../../src/streams/catalogue.ts', import.meta.url).href;
const found = catalogue.find(({ name }) => name === 'channel-metrics');
if (found === undefined) throw new Error('there is no stream channel-metrics');
const stream = found;

let folder = '';
let trial: Trial;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'crosscurrent-golden-'));
  trial = await createTrial({
    catalogueModule: { url: catalogueUrl, settings: {} },
    scratchDir: path.join(folder, 'scratch'),
  });
});

afterAll(async () => {
  await trial.close();
  await rm(folder, { recursive: true, force: true });
});

type Event = Readonly<Record<string, unknown>>;

/** What becomes of readings, each with an id and a time of its own. */
async function events(readings: readonly Event[]): Promise<readonly Event[]> {
  const data = readings
    .map((one, index) => `${JSON.stringify({ id: `r${index}`, ts: 1767225600, ...one })}\n`)
    .join('');
  const file = path.join(folder, 'readings.ndjson');
  await writeFile(file, data);
  const bytes = Buffer.byteLength(data);
  const slice: InputSlice = {
    stream: stream.name,
    source: 'test',
    from: 0n,
    to: BigInt(bytes),
    path: file,
    lines: readings.length,
    bytes,
    receivedAt: Date.UTC(2026, 0, 2),
    release: async () => {},
  };
  const taken: Event[] = [];
  for await (const one of trial.lines(stream, slice)) {
    if (one.outcome === 'rejected') throw new Error(one.reason);
    taken.push(one.event);
  }
  return taken;
}

/** Millionths of a percent as they are shown: percent with 2 decimals, halves up. */
function shown(millionths: unknown): string {
  const hundredths = (BigInt(String(millionths)) + 5_000n) / 10_000n;
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`;
}

/** Visitors, page visitors, conversions -> conversion rate and bounce rate in percent. */
const GOLDENS = [
  [607, 125, 434, '71.50', '20.59'],
  [704, 242, 139, '19.74', '34.38'],
  [870, 202, 212, '24.37', '23.22'],
  [686, 206, 274, '39.94', '30.03'],
  [810, 182, 387, '47.78', '22.47'],
] as const;

describe('the rates of a reading', () => {
  it('are the known ones', async () => {
    const readings = GOLDENS.map(([visitors, page_visitors, conversion]) => ({
      visitors,
      page_visitors,
      conversion,
    }));
    const rates = (await events(readings)).map((one) => [
      shown(one['conversion_rate_millionths']),
      shown(one['bounce_rate_millionths']),
    ]);
    expect(rates).toEqual(GOLDENS.map(([, , , conversion, bounce]) => [conversion, bounce]));
  });

  it('are the same under the Indonesian names, whatever their case', async () => {
    const names = [
      ['Visitors', 'PageVisitors', 'Conversion'],
      ['visitors', 'pagevisitors', 'conversion'],
      ['VISITORS', 'PAGEVISITORS', 'CONVERSION'],
    ] as const;
    for (const [visitorsName, pageName, conversionName] of names) {
      const readings = GOLDENS.map(([visitors, page, conversion]) => ({
        [visitorsName]: visitors,
        [pageName]: page,
        [conversionName]: conversion,
      }));
      const rates = (await events(readings)).map((one) => shown(one['conversion_rate_millionths']));
      expect(rates).toEqual(GOLDENS.map(([, , , conversion]) => conversion));
    }
  });

  it('are missing without visitors, and with 0 [V4]', async () => {
    const [without, zero] = await events([
      { conversion: 5, page_visitors: 3 },
      { visitors: 0, conversion: 5, page_visitors: 3 },
    ]);
    for (const one of [without, zero]) {
      expect(one).toMatchObject({ conversion_rate_millionths: null, bounce_rate_millionths: null });
    }
  });

  it('are exact to a millionth of a percent, halves up [V2]', async () => {
    const reading = fc.record({
      visitors: fc.integer({ min: 1, max: 1_000_000 }),
      conversion: fc.integer({ min: 2, max: 1_000_000 }),
      page_visitors: fc.integer({ min: 0, max: 1_000_000 }),
    });
    const readings = fc.sample(reading, { numRuns: 300, seed: 9 });
    const made = await events(readings);
    const exact = (of: number, per: number) =>
      String((BigInt(of) * 200_000_000n + BigInt(per)) / (2n * BigInt(per)));
    expect(made.map((one) => [one['conversion_rate_millionths'], one['bounce_rate_millionths']])).toEqual(
      readings.map(({ visitors, conversion, page_visitors }) => [
        exact(conversion, visitors),
        exact(page_visitors, visitors),
      ]),
    );
  });
});

describe('a conversion that is a share', () => {
  it.each([
    [607, '0.715', 434],
    [607, 0.715, 434],
    [1000, 0.4995, 500],
    [1000, 0.4994, 499],
    [1000, 0.0005, 1],
    [1000, 0.0004, 0],
    [704, 0.19744318, 139],
  ])('of %i visitors: %s is %i conversions', async (visitors, conversion, expected) => {
    expect(await events([{ visitors, conversion }])).toMatchObject([
      { conversions: String(expected), was_share: true },
    ]);
  });

  it.each([0, 1, 2, 434, '1', '1.0'])('is not %s, which is a count', async (conversion) => {
    expect(await events([{ visitors: 607, conversion }])).toMatchObject([
      { conversions: String(Number(conversion)), was_share: false },
    ]);
  });

  it.each([1.5, 434.5, -0.5, -1, 'many'])('is not %s, which is bad', async (conversion) => {
    expect(await events([{ visitors: 607, conversion }])).toMatchObject([
      { conversions: null, was_share: null },
    ]);
  });
});

describe('a channel', () => {
  it.each([
    ['Instagram', 'Instagram'],
    ['tiktok', 'TikTok'],
    ['Twitter', 'X'],
    ['Platform X', 'X'],
    ['platform x ', 'X'],
    ['X', 'X'],
    ['Mastodon', 'Mastodon'],
  ])('%s is %s', async (sent, channel) => {
    expect(await events([{ Sosial_Media: sent }])).toMatchObject([{ channel }]);
  });
});
