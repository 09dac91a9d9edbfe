import fc from 'fast-check';
import type { ChannelFact } from './channel-fold.ts';
import { garbage, instants, type PlacedLine, shown, timeSpelling } from './lines.ts';

/** A raw field value, the number it stands for, and whether it is unusable. */
type Spelt = readonly [raw: unknown, value: bigint | null];

const channel = fc.constantFrom<readonly [raw: unknown, name: string | null]>(
  [undefined, null],
  ['', null],
  ['Instagram', 'Instagram'],
  ['tiktok', 'TikTok'],
  ['Twitter', 'X'],
  ['Platform X', 'X'],
  ['X', 'X'],
  ['Somewhere', 'Somewhere'],
);

const city = fc.constantFrom<readonly [raw: unknown, name: string | null]>(
  [undefined, null],
  ['Bogor', 'Bogor'],
  ['Depok', 'Depok'],
);

const natural = (max: number): fc.Arbitrary<Spelt> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max }).map((n): Spelt => [n, BigInt(n)]) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max }).map((n): Spelt => [String(n), BigInt(n)]) },
    {
      weight: 2,
      arbitrary: fc.constantFrom<Spelt>(
        [undefined, null],
        [null, null],
        [-3, null],
        ['many', null],
        [1.5, null],
        [{}, null],
      ),
    },
  );

const conversion = fc.oneof(
  fc.integer({ min: 0, max: 900 }).map((n) => [n, { count: BigInt(n) }] as const),
  // A share in hundredths of a percent, so that the share times the visitors is exact here and there.
  fc
    .integer({ min: 1, max: 9999 })
    .map((n) => [Number(`0.${String(n).padStart(4, '0')}`), { share: BigInt(n) }] as const),
  fc.constantFrom(
    [undefined, null] as const,
    [2.5, null] as const,
    ['often', null] as const,
    [-1, null] as const,
  ),
);

const drafted = fc.record({
  id: fc.integer({ min: 0, max: 120 }),
  at: instants,
  spell: timeSpelling,
  channel,
  city,
  usage: natural(1000),
  sales: natural(150),
  visitors: fc.oneof(
    { weight: 6, arbitrary: natural(1000) },
    { weight: 1, arbitrary: fc.constant<Spelt>([0, 0n]) },
  ),
  pageVisitors: natural(250),
  conversion,
  indonesian: fc.boolean(),
});

type Drafted = typeof drafted extends fc.Arbitrary<infer T> ? T : never;

const INDONESIAN = {
  city: 'Kota',
  social_media: 'Sosial_Media',
  usage_count: 'Usage_Count',
  sales: 'Sales',
  visitors: 'Visitors',
  page_visitors: 'PageVisitors',
  conversion: 'Conversion',
  ts: 'Ts',
} as const;

function lineText(draft: Drafted, fact: ChannelFact): string {
  const fields: Record<keyof typeof INDONESIAN, unknown> = {
    city: draft.city[0],
    social_media: draft.channel[0],
    usage_count: draft.usage[0],
    sales: draft.sales[0],
    visitors: draft.visitors[0],
    page_visitors: draft.pageVisitors[0],
    conversion: draft.conversion[0],
    ts: draft.spell(fact.time),
  };
  const named = Object.entries(fields).map(([name, value]) => [
    draft.indonesian ? INDONESIAN[name as keyof typeof INDONESIAN] : name,
    value,
  ]);
  return JSON.stringify({ id: fact.id, ...Object.fromEntries(named) });
}

const good: fc.Arbitrary<PlacedLine<ChannelFact>> = drafted.map((draft) => ({ prefix, base }) => {
  const fact: ChannelFact = {
    id: `${prefix}-${draft.id}`,
    time: base + draft.at,
    city: draft.city[1],
    channel: draft.channel[1],
    usage: draft.usage[1],
    sales: draft.sales[1],
    visitors: draft.visitors[1],
    pageVisitors: draft.pageVisitors[1],
    conversion: draft.conversion[1],
  };
  return { text: lineText(draft, fact), outcome: { fact } };
});

/** Lines of `channel-metrics`, under both names of the fields, with unusable numbers, shares and garbage. */
export const channelLine: fc.Arbitrary<PlacedLine<ChannelFact>> = fc
  .oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: garbage.map((line) => () => line) })
  .map(shown);
