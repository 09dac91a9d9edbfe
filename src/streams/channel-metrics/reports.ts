import { figure, ratio } from '../../stream/report.ts';

const all = { kind: 'all' } as const;
const usage = figure('usage_count', 'uses', 'Uses of the channel, added up over its readings.');
const sales = figure('sales', 'sales', 'Sales, added up over the readings.');

export const reports = {
  'channel-rates': {
    title: 'Conversion and bounce by channel',
    question: 'Of each channel, how many visitors buy, and how many open a page?',
    from: 'channel_days',
    by: ['channel'],
    figures: {
      conversion_mean: ratio({
        of: 'conversion_rate_millionths',
        per: 'conversion_rows',
        scale: 1_000_000,
        unit: '%',
        explain:
          'Mean of row ratios: conversion / visitors x 100 of each reading, averaged over readings with visitors. Each reading weighs the same.',
      }),
      conversion_ratio: ratio({
        of: 'conversions',
        per: 'conversion_visitors',
        times: 100,
        unit: '%',
        explain: 'Ratio of sums: all conversions / all visitors x 100. Each visitor weighs the same.',
      }),
      bounce_mean: ratio({
        of: 'bounce_rate_millionths',
        per: 'bounce_rows',
        scale: 1_000_000,
        unit: '%',
        explain:
          'Mean of row ratios: page visitors / visitors x 100 of each reading, averaged. The source calls this page-visit ratio its bounce rate.',
      }),
      bounce_ratio: ratio({
        of: 'page_visitors',
        per: 'bounce_visitors',
        times: 100,
        unit: '%',
        explain:
          'Ratio of sums: all page visitors / all visitors x 100. The source calls this page-visit ratio its bounce rate.',
      }),
    },
    period: all,
    chart: 'bars',
    notes: 'A conversion given as a share between 0 and 1 is turned into round(share x visitors).',
  },
  'usage-now': {
    title: 'Usage over time',
    question: 'Which channel is used now?',
    from: 'channel_minutes',
    by: ['channel'],
    time: '$grain',
    figures: { usage_count: usage },
    period: { kind: 'last', minutes: 60 },
    parameters: {
      grain: { kind: 'grain', choices: ['minute', 'hour', 'day'], about: 'Width of a time bucket' },
    },
    chart: 'line',
  },
  'usage-total': {
    title: 'Usage in sum',
    question: 'Which channel is used most?',
    from: 'channel_days',
    by: ['channel'],
    figures: { usage_count: usage },
    period: all,
    order: 'usage_count',
    chart: 'bars',
  },
  'visitor-leader': {
    title: 'Visitor leader',
    question: 'Which channel brings most visitors right now?',
    from: 'channel_minutes',
    by: ['channel'],
    figures: {
      visitors: figure(
        'visitors',
        'visitors',
        'Visitors of the channel, added up over its readings in the window.',
      ),
    },
    period: { kind: 'last', minutes: 5 },
    parameters: { minutes: { kind: 'minutes', default: 5, about: 'Length of the window, up to now' } },
    order: 'visitors',
    limit: 1,
    chart: 'tiles',
    notes: 'The window is made of whole minutes and includes the one that is filling.',
  },
  transactions: {
    title: 'Sales by channel',
    question: 'Which channel sells?',
    from: 'channel_days',
    by: ['channel'],
    figures: { sales },
    period: all,
    order: 'sales',
    chart: 'bars',
  },
  'top-city-by-usage': {
    title: 'City with most usage',
    question: 'Where is each channel used most?',
    from: 'city_days',
    by: ['channel', 'city'],
    figures: { usage_count: usage },
    period: all,
    order: 'usage_count',
    each: 'channel',
    limit: 1,
    chart: 'table',
  },
  'top-city-by-sales': {
    title: 'City with most sales',
    question: 'Where does each channel sell most?',
    from: 'city_days',
    by: ['channel', 'city'],
    figures: { sales },
    period: all,
    order: 'sales',
    each: 'channel',
    limit: 1,
    chart: 'table',
  },
} as const;
