import { decimal, integer, text, timestamp } from '../../stream/column.ts';
import { compute, derive } from '../../stream/derived.ts';
import { add, and, col, divide, gt, isNull, lt, multiply, round, when } from '../../stream/expression.ts';
import { channelName } from './channel-name.ts';

export const columns = {
  id: text('Id of the reading', { required: true }),
  city: text('City', { aliases: ['Kota'] }),
  social_media: text('Channel: Instagram, Facebook, TikTok, Telegram or X', { aliases: ['Sosial_Media'] }),
  usage_count: integer('Uses of the channel', { aliases: ['Usage_Count'], min: 0 }),
  sales: integer('Sales', { aliases: ['Sales'], min: 0 }),
  visitors: integer('Visitors', { aliases: ['Visitors'], min: 0 }),
  page_visitors: integer('Page visitors', { aliases: ['PageVisitors'], min: 0 }),
  conversion: decimal('Conversions: a count, or a share of the visitors between 0 and 1', {
    aliases: ['Conversion'],
    min: 0,
    wholeOrShare: true,
  }),
  ts: timestamp('Event time', { aliases: ['Ts'], required: true }),
};

export const derived = {
  channel: derive({
    from: 'social_media',
    by: (value) => ({ channel: channelName(value) }),
    gives: { channel: 'text' },
    about: 'The channel under its present name: Twitter and Platform X are X',
  }),
};

const isShare = and(gt(col('conversion'), 0), lt(col('conversion'), 1));
const conversions = when([[isShare, round(multiply(col('conversion'), col('visitors')))]], col('conversion'));

/**
 * A row's share of its visitors in millionths of a percent, rounded half up in whole numbers, so
 * that its sum over rows is exact: (n * 2 * 10^8 + visitors) / (2 * visitors).
 */
function percentMillionths<N extends string>(of: ReturnType<typeof col<N>>) {
  return divide(add(multiply(of, 200_000_000), col('visitors')), multiply(col('visitors'), 2));
}

export const computed = {
  conversions: compute(
    'integer',
    conversions,
    'Conversions as a count: a share is turned into round(share x visitors)',
  ),
  was_share: compute('boolean', isShare, 'The conversion was given as a share'),
  conversion_rate_millionths: compute(
    'integer',
    percentMillionths(conversions),
    'The row’s conversions / visitors, in millionths of a percent',
  ),
  conversion_visitors: compute(
    'integer',
    when([[isNull(conversions), null]], col('visitors')),
    'Visitors of a reading that has conversions',
  ),
  bounce_visitors: compute(
    'integer',
    when([[isNull(col('page_visitors')), null]], col('visitors')),
    'Visitors of a reading that has page visitors',
  ),
  bounce_rate_millionths: compute(
    'integer',
    percentMillionths(col('page_visitors')),
    'The row’s page visitors / visitors, in millionths of a percent',
  ),
};
