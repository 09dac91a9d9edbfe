import { describe, expect, it } from 'vitest';
import { shop } from '../../../test/golden/types/good.ts';
import { col, eq, lit } from '../expression.ts';
import { count, distinct, sum } from '../rollup.ts';
import { type Case, surprises } from './change.fixture.ts';

const rollup = { about: 'x', grain: 'day', by: ['is_bot'], measures: { n: count('N') } };

const CASES: readonly Case[] = [
  [
    'a sum of a text',
    'rollups/country_days/measures/revenue',
    sum('page', 'x'),
    [['rollups.country_days.measures.revenue', 'a text']],
  ],
  ['a mark of bots that is a text', 'bots', 'country', [['bots', 'boolean']]],
  [
    'a rollup with a name that PostgreSQL would cut',
    `rollups/${'r'.repeat(55)}`,
    rollup,
    [[`rollups.${'r'.repeat(55)}`, '55 characters']],
  ],
  ['a rollup with the longest name', `rollups/${'r'.repeat(54)}`, rollup, []],
  [
    'a rollup by an unknown column',
    'rollups/country_days/by',
    ['country', 'land', 'is_bot'],
    [['rollups.country_days.by', '"land"']],
  ],
  [
    'a rollup by a number',
    'rollups/country_days/by',
    ['country', 'pieces', 'is_bot'],
    [['rollups.country_days.by', 'is a integer']],
  ],
  [
    'a rollup by an extracted column, which is not stored',
    'rollups/country_days/by',
    ['country', 'page_host', 'is_bot'],
    [['rollups.country_days.by', 'no stored column "page_host"']],
  ],
  [
    'a rollup by one column twice',
    'rollups/country_days/by',
    ['country', 'country', 'is_bot'],
    [['rollups.country_days.by', 'twice']],
  ],
  [
    'a rollup without the mark of bots',
    'rollups/orders',
    { ...rollup, by: ['country'] },
    [['rollups.orders.by', 'robots']],
  ],
  [
    'a rollup without a measure',
    'rollups/none',
    { ...rollup, measures: {} },
    [['rollups.none.measures', 'no measure']],
  ],
  [
    'a measure named as a dimension',
    'rollups/more',
    { ...rollup, measures: { is_bot: count('N') } },
    [['rollups.more.measures.is_bot', 'dimension']],
  ],
  [
    'a measure named as the window',
    'rollups/more',
    { ...rollup, measures: { window_start: count('N') } },
    [['rollups.more.measures.window_start', 'reserved']],
  ],
  [
    'a distinct count of an unknown column',
    'rollups/more',
    { ...rollup, measures: { n: distinct('devices', 'N') } },
    [['rollups.more.measures.n', '"devices"']],
  ],
  [
    'distinct counts beside the count of rows',
    'rollups/more',
    { ...rollup, measures: { rows: distinct('visitor', 'N') } },
    [['rollups.more.measures.rows', '"rows"']],
  ],
  [
    'a filter that is no condition',
    'rollups/country_days/where',
    lit(1),
    [['rollups.country_days.where', 'gives a number']],
  ],
  [
    'a count of what is no condition',
    'rollups/country_days/measures/large',
    count('x', col('page')),
    [['rollups.country_days.measures.large', 'gives a text']],
  ],
  ['an unknown grain', 'rollups/country_days/grain', 'week', [['rollups.country_days.grain', '"week"']]],
  [
    'a rollup that is another one’s view',
    'rollups/country_days_all',
    rollup,
    [['rollups.country_days_all', 'that of rollups.country_days']],
  ],
  [
    'a session rollup named as one of events',
    'sessions/rollups/country_days',
    rollup,
    [['sessions.rollups.country_days', 'that of rollups.country_days']],
  ],
  ['a visitor that is a number', 'sessions/key', 'pieces', [['sessions.key', 'is a integer']]],
  ['a pause of no length', 'sessions/idleMinutes', 0, [['sessions.idleMinutes', '0 minutes']]],
  ['a pause of a day', 'sessions/idleMinutes', 1440, [['sessions.idleMinutes', '1440']]],
  ['a page that is no condition', 'sessions/page', col('page'), [['sessions.page', 'gives a text']]],
  [
    'a distinct count of sessions',
    'sessions/rollups/visit_minutes/measures/people',
    distinct('visitor', 'People'),
    [['sessions.rollups.visit_minutes.measures.people', 'not kept']],
  ],
  [
    'a step in camel case',
    'sessions/steps/addToCart',
    eq(col('kind'), 'x'),
    [['sessions.steps.addToCart', 'lower_snake']],
  ],
  [
    'a star with a number as key',
    'star/dimensions/country/key',
    'pieces',
    [['star.dimensions.country.key', 'is a integer']],
  ],
  [
    'a star with a date of its own',
    'star/dimensions/date',
    { key: 'country' },
    [
      ['star.dimensions.date', 'dim_date'],
      ['star.dimensions.date', 'dim_date'],
    ],
  ],
  [
    'an attribute named as the key',
    'star/dimensions/country/attributes',
    { country: () => null },
    [['star.dimensions.country', '"country"']],
  ],
  [
    'a member twice',
    'star/dimensions/country/members',
    ['DE', 'DE'],
    [['star.dimensions.country.members', 'twice']],
  ],
  ['a fact named as a rollup', 'star/fact', 'country_days', [['star.fact', 'that of rollups.country_days']]],
];

describe('what is refused of rollups, sessions and stars', () => {
  it.each(CASES)('%s', (...one) => {
    expect(surprises(shop, one)).toEqual([]);
  });
});
