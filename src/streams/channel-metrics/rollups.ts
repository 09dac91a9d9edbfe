import { and, col, gt, isNull, not } from '../../stream/expression.ts';
import { count, sum } from '../../stream/rollup.ts';

const hasVisitors = gt(col('visitors'), 0);

const measures = {
  readings: count('Readings'),
  usage_count: sum('usage_count', 'Uses of the channel'),
  sales: sum('sales', 'Sales'),
  visitors: sum('visitors', 'Visitors'),
} as const;

export const rollups = {
  channel_minutes: {
    about: 'What each channel brings, by minute',
    grain: 'minute',
    by: ['channel'],
    measures,
  },
  channel_days: {
    about: 'What each channel brings and its rates, by day',
    grain: 'day',
    by: ['channel'],
    measures: {
      ...measures,
      page_visitors: sum('page_visitors', 'Page visitors'),
      conversions: sum('conversions', 'Conversions'),
      shares: count(
        'Readings whose conversion was given as a share and turned into a count',
        col('was_share'),
      ),
      conversion_rows: count(
        'Readings with visitors and conversions',
        and(hasVisitors, not(isNull(col('conversions')))),
      ),
      bounce_rows: count(
        'Readings with visitors and page visitors',
        and(hasVisitors, not(isNull(col('page_visitors')))),
      ),
      conversion_rate_millionths: sum(
        'conversion_rate_millionths',
        'Conversion rates of the readings, added up',
      ),
      bounce_rate_millionths: sum('bounce_rate_millionths', 'Bounce rates of the readings, added up'),
      conversion_visitors: sum('conversion_visitors', 'Visitors of the readings with conversions'),
      bounce_visitors: sum('bounce_visitors', 'Visitors of the readings with page visitors'),
    },
  },
  city_days: {
    about: 'Usage and sales of each city and channel, by day',
    grain: 'day',
    by: ['city', 'channel'],
    measures,
  },
} as const;
