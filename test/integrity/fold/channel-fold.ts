import { countOf, foldRows, type Grouping, type Rows, sumOf } from './rows.ts';

/** One reading of a channel as a reader of the documentation understands it. */
export interface ChannelFact {
  readonly id: string;
  readonly time: number;
  readonly city: string | null;
  /** Under its present name. */
  readonly channel: string | null;
  readonly usage: bigint | null;
  readonly sales: bigint | null;
  readonly visitors: bigint | null;
  readonly pageVisitors: bigint | null;
  /** A count, or a share of the visitors in hundredths of a percent (1 to 9999). */
  readonly conversion: { readonly count: bigint } | { readonly share: bigint } | null;
}

/** Half up: all numbers here are positive. */
const roundedRatio = (dividend: bigint, divisor: bigint): bigint =>
  (2n * dividend + divisor) / (2n * divisor);

function conversionsOf({ conversion, visitors }: ChannelFact): bigint | null {
  if (conversion === null) return null;
  if ('count' in conversion) return conversion.count;
  return visitors === null ? null : roundedRatio(conversion.share * visitors, 10_000n);
}

/** Millionths of a percent of the visitors, half up; NULL when there are no visitors (V4). */
function percentMillionths(part: bigint | null, { visitors }: ChannelFact): bigint | null {
  if (part === null || visitors === null || visitors === 0n) return null;
  return roundedRatio(part * 100_000_000n, visitors);
}

const usage = {
  readings: (facts: readonly ChannelFact[]) => countOf(facts),
  usage_count: (facts: readonly ChannelFact[]) => sumOf(facts, (fact) => fact.usage),
  sales: (facts: readonly ChannelFact[]) => sumOf(facts, (fact) => fact.sales),
  visitors: (facts: readonly ChannelFact[]) => sumOf(facts, (fact) => fact.visitors),
};

const hasVisitors = ({ visitors }: ChannelFact): boolean => visitors !== null && visitors > 0n;

const rollups: Readonly<Record<string, Grouping<ChannelFact>>> = {
  channel_minutes: { grain: 'minute', by: ['channel'], measures: usage },
  channel_days: {
    grain: 'day',
    by: ['channel'],
    measures: {
      ...usage,
      page_visitors: (facts) => sumOf(facts, (fact) => fact.pageVisitors),
      conversions: (facts) => sumOf(facts, conversionsOf),
      shares: (facts) => countOf(facts, ({ conversion }) => conversion !== null && 'share' in conversion),
      conversion_rows: (facts) => countOf(facts, (fact) => hasVisitors(fact) && conversionsOf(fact) !== null),
      bounce_rows: (facts) => countOf(facts, (fact) => hasVisitors(fact) && fact.pageVisitors !== null),
      conversion_rate_millionths: (facts) =>
        sumOf(facts, (fact) => percentMillionths(conversionsOf(fact), fact)),
      bounce_rate_millionths: (facts) => sumOf(facts, (fact) => percentMillionths(fact.pageVisitors, fact)),
      conversion_visitors: (facts) =>
        sumOf(facts, (fact) => (conversionsOf(fact) === null ? null : fact.visitors)),
      bounce_visitors: (facts) => sumOf(facts, (fact) => (fact.pageVisitors === null ? null : fact.visitors)),
    },
  },
  city_days: { grain: 'day', by: ['city', 'channel'], measures: usage },
};

/** Every table of `channel-metrics`, from the readings that count, by brute force. */
export function foldChannels(facts: readonly ChannelFact[]): Readonly<Record<string, Rows>> {
  const reading = {
    time: (fact: ChannelFact) => fact.time,
    dimensions: (fact: ChannelFact) => ({
      city: fact.city ?? 'undefined',
      channel: fact.channel ?? 'undefined',
    }),
  };
  return Object.fromEntries(
    Object.entries(rollups).map(([name, grouping]) => [name, foldRows(facts, grouping, reading)]),
  );
}
