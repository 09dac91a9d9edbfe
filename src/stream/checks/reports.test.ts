import { describe, expect, it } from 'vitest';
import { shop } from '../../../test/golden/types/good.ts';
import { type Case, surprises } from './change.fixture.ts';

const CASES: readonly Case[] = [
  [
    'a report in snake case',
    'reports/top_pages',
    shop.reports['hours'],
    [['reports.top_pages', 'kebab-case']],
  ],
  ['a report over an unknown rollup', 'reports/hours/from', 'visits', [['reports.hours.from', '"visits"']]],
  [
    'a report over an unknown joined rollup',
    'reports/top-countries/join/from',
    'visits',
    [['reports.top-countries.join.from', '"visits"']],
  ],
  [
    'a report by an unknown dimension',
    'reports/top-countries/by',
    ['country', 'city'],
    [['reports.top-countries.by', '"city"']],
  ],
  [
    'a report that knows an unknown dimension',
    'reports/top-countries/known',
    ['city'],
    [['reports.top-countries.known', '"city"']],
  ],
  [
    'a report that knows a boolean',
    'reports/top-countries/known',
    ['is_bot'],
    [['reports.top-countries.known', 'boolean']],
  ],
  [
    'a value of the wrong type',
    'reports/visits/where',
    { is_bot: 'false' },
    [['reports.visits.where.is_bot', '"false"']],
  ],
  [
    'an unknown measure',
    'reports/hours/figures/visits/measure',
    'calls',
    [['reports.hours.figures.visits', '"calls"']],
  ],
  [
    'a ratio of distinct counts',
    'reports/top-countries/figures/average/per',
    'buyers',
    [['reports.top-countries.figures.average', 'added up']],
  ],
  [
    'a share of distinct counts',
    'reports/top-countries/figures/part',
    { kind: 'share', of: 'buyers', decimals: 2, unit: '%', explain: 'Part of all.' },
    [['reports.top-countries.figures.part', 'added up']],
  ],
  [
    'a share with too many decimals',
    'reports/top-countries/figures/part',
    { kind: 'share', of: 'orders', decimals: 10, unit: '%', explain: 'Part of all.' },
    [['reports.top-countries.figures.part', 'decimals']],
  ],
  [
    'an order by an unknown figure',
    'reports/top-countries/parameters/most',
    { kind: 'order', choices: { orders: 'orders', calls: 'calls' }, about: 'What counts most' },
    [['reports.top-countries.parameters.most', '"calls"']],
  ],
  [
    'an order whose first choice is not the default',
    'reports/top-countries/parameters/most',
    { kind: 'order', choices: { average: 'average', visits: 'visits' }, about: 'What counts most' },
    [['reports.top-countries.parameters.most', 'first choice']],
  ],
  [
    'a ratio with half a decimal',
    'reports/top-countries/figures/average/decimals',
    0.5,
    [['reports.top-countries.figures.average', 'decimals']],
  ],
  [
    'a figure named as a dimension',
    'reports/top-countries/figures/country',
    shop.reports['top-countries']?.figures['orders'],
    [['reports.top-countries', 'heading "country"']],
  ],
  [
    'a figure named as the time',
    'reports/hours/figures/hour',
    shop.reports['hours']?.figures['visits'],
    [['reports.hours.figures.hour', 'reserved']],
  ],
  [
    'an order by an unknown figure',
    'reports/top-countries/order',
    'sales',
    [['reports.top-countries.order', '"sales"']],
  ],
  ['no rows', 'reports/top-countries/limit', 0, [['reports.top-countries.limit', '0']]],
  [
    'the first rows of each without a limit',
    'reports/top-countries/limit',
    undefined,
    [['reports.top-countries.each', 'limit']],
  ],
  [
    'the first rows of each of what makes no row',
    'reports/top-countries/each',
    'is_bot',
    [['reports.top-countries.each', '"is_bot"']],
  ],
  [
    'a new name for what makes no row',
    'reports/top-countries/rename',
    { is_bot: 'robot' },
    [['reports.top-countries.rename', '"is_bot"']],
  ],
  ['"$by" without its parameter', 'reports/visits/parameters/by', undefined, [['reports.visits.by', '$by']]],
  [
    'a parameter without its "$by"',
    'reports/visits/by',
    [],
    [
      ['reports.visits.by', '$by'],
      ['reports.visits.rename', '$by'],
    ],
  ],
  [
    'a choice that is no dimension',
    'reports/visits/parameters/by/choices',
    { page: 'page' },
    [['reports.visits.by', '"page"']],
  ],
  [
    '"$grain" without its parameter',
    'reports/visits/parameters/grain',
    undefined,
    [
      ['reports.visits.time', '$grain'],
      ['panels[1] "Visits"', '"grain"'],
    ],
  ],
  [
    'a grain finer than the windows',
    'reports/top-countries/time',
    'hour',
    [['reports.top-countries.time', 'windows of a day']],
  ],
  [
    'a choice finer than the windows',
    'reports/visits/from',
    'country_days',
    [
      ['reports.visits.parameters.grain', 'buckets of a minute'],
      ['reports.visits.parameters.grain', 'buckets of a hour'],
      ['reports.visits.figures.visits', '"visits"'],
    ],
  ],
  ['hours of the day without hours', 'reports/hours/time', 'day', [['reports.hours.hourOfDay', 'hour']]],
  [
    'buckets to fill without a time',
    'reports/top-countries/fill',
    true,
    [['reports.top-countries.fill', 'buckets']],
  ],
  [
    'minutes that are not the period',
    'reports/visits/parameters/minutes/default',
    5,
    [['reports.visits.parameters.minutes', 'default']],
  ],
  [
    'a parameter with a standard name',
    'reports/visits/parameters/limit',
    { kind: 'equals', dimension: 'country', required: false, about: 'x', example: 'DE' },
    [['reports.visits.parameters.limit', 'reserved']],
  ],
  [
    'a parameter over an unknown dimension',
    'reports/top-countries/parameters/place/dimension',
    'city',
    [['reports.top-countries.parameters.place', '"city"']],
  ],
  ['a line without a time', 'reports/top-countries/chart', 'line', [['reports.top-countries.chart', 'time']]],
  ['a funnel without steps', 'reports/funnel/steps', undefined, [['reports.funnel.chart', 'steps']]],
  [
    'steps of one figure',
    'reports/funnel/figures/ordered',
    undefined,
    [['reports.funnel.steps', 'two figures']],
  ],
  [
    'a panel of an unknown report',
    'panels/0/report',
    'top-cities',
    [['panels[0] "Countries"', '"top-cities"']],
  ],
  ['a panel with an unknown figure', 'panels/0/figures', ['sales'], [['panels[0] "Countries"', '"sales"']]],
  [
    'a panel that sets an unknown parameter',
    'panels/1/set',
    { width: '3' },
    [['panels[1] "Visits"', '"width"']],
  ],
  [
    'a panel that sets a value that cannot be chosen',
    'panels/1/set',
    { grain: 'day' },
    [['panels[1] "Visits"', '"day"']],
  ],
  ['a panel with a line without a time', 'panels/0/chart', 'line', [['panels[0] "Countries"', 'time']]],
];

describe('what is refused of reports and panels', () => {
  it.each(CASES)('%s', (...one) => {
    expect(surprises(shop, one)).toEqual([]);
  });
});
