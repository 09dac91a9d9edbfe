import { describe, expect, it } from 'vitest';
import { shop } from '../../test/golden/types/good.ts';
import { CrosscurrentError } from '../event/errors.ts';
import { catalogue } from '../streams/catalogue.ts';
import { checkCatalogue, checkStream, faultsOf } from './check.ts';
import type { Stream } from './define.ts';
import { and, before, col, eq, extract, gt, isNull, lit, lower, queryParameter } from './expression.ts';
import { count, distinct, sum } from './rollup.ts';

/** A copy with another value at a path (`a/b/c`); `undefined` takes it away. */
function set<T>(value: T, path: string, to: unknown): T {
  const [first = '', ...rest] = path.split('/');
  const entries = Object.entries(value ?? {});
  const inner = new Map<string, unknown>(entries).get(first);
  const changed = rest.length === 0 ? to : set(inner ?? {}, rest.join('/'), to);
  if (Array.isArray(value)) return value.map((one, index) => (String(index) === first ? changed : one)) as T;
  const all = new Map<string, unknown>([...entries, [first, changed]]);
  if (changed === undefined) all.delete(first);
  return Object.fromEntries(all) as T;
}

/** What is wrong with the shop when it is changed in one place. */
function found(path: string, to: unknown): string[] {
  return faultsOf(set<Stream>(shop, path, to)).map(({ part, problem }) => `${part}: ${problem}`);
}

const column = {
  type: 'text',
  required: false,
  aliases: [],
  missing: [],
  min: undefined,
  wholeOrShare: false,
  stored: true,
  about: 'x',
};
const computed = { type: 'text', is: col('page'), about: 'x' };
const rollup = { about: 'x', grain: 'day', by: ['is_bot'], measures: { n: count('N') } };

/** A change (path and value), and the parts that must be told, each with a word of the problem. */
const CASES: readonly (readonly [
  what: string,
  path: string,
  to: unknown,
  ...said: (readonly [string, string])[],
])[] = [
  ['a stream in camel case', 'name', 'webShop', ['name', 'kebab-case']],
  ['a stream with the schema of the accounting', 'name', 'crosscurrent', ['name', 'reserved']],
  ['a stream whose schema PostgreSQL would cut', 'name', 'a'.repeat(60), ['name', '60 characters']],
  ['a stream without words', 'about', ' ', ['about', 'no words']],
  ['a format that every stream has', 'lines', { csv: () => null }, ['lines.csv', 'reserved']],

  ['a column in camel case', 'columns/userId', column, ['columns.userId', 'lower_snake']],
  ['a column that begins with a digit', 'columns/2nd', column, ['columns.2nd', 'lower_snake']],
  ['a column with a name of the lake', 'columns/received_at', column, ['columns.received_at', 'reserved']],
  ['a column with a name of the engine', 'columns/line', column, ['columns.line', 'reserved']],
  [
    'a column with a name of a rollup table',
    'columns/window_start',
    column,
    ['columns.window_start', 'reserved'],
  ],
  [
    'a column with a name of every object',
    'columns/constructor',
    column,
    ['columns.constructor', 'reserved'],
  ],
  [
    'a column and an extracted one of the same name',
    'extracted/page',
    computed,
    ['columns.page and extracted.page', 'two columns'],
  ],
  [
    'a derivation of a name that is taken',
    'derived/site/gives',
    { country: 'text', is_bot: 'boolean', page: 'text' },
    ['columns.page and derived.site.gives.page', 'two columns'],
    ['derived.site.by', 'nothing'],
  ],
  [
    'a computed column of a name that is taken',
    'computed/country',
    computed,
    ['derived.site.gives.country and computed.country', 'two columns'],
  ],
  ['names that engines mix up', 'columns/d_country', column, ['columns.d_country', "other's way"]],
  [
    'an alias that is another column',
    'columns/kind/aliases',
    ['Page'],
    ['columns.page.aliases', '"page" is read into the column "kind"'],
  ],
  ['an alias twice', 'columns/kind/aliases', ['type', 'type'], ['columns.kind.aliases', 'twice']],
  ['an empty alias', 'columns/kind/aliases', [''], ['columns.kind.aliases', 'empty']],
  ['a smallest value of a text', 'columns/kind/min', 1, ['columns.kind', 'smallest value']],
  ['a share that is an integer', 'columns/pieces/wholeOrShare', true, ['columns.pieces', 'decimal']],
  ['an id that is not there', 'id', 'uuid', ['id', 'no input column']],
  ['an id that may be missing', 'columns/id/required', false, ['id', 'not required']],
  ['an id that is a number', 'columns/id/type', 'integer', ['id', 'is a integer']],
  ['an event time that is a text', 'columns/at/type', 'text', ['eventTime', 'is a text']],
  ['an event time that is not stored', 'columns/at/stored', false, ['eventTime', 'not stored']],

  [
    'an extracted column that reads a derived one',
    'extracted/page_host/is',
    lower(col('country')),
    ['extracted.page_host', 'no column "country"'],
  ],
  [
    'an extracted column of another type',
    'extracted/page_host/type',
    'boolean',
    ['extracted.page_host', 'gives a text'],
    ['derived.site.from', 'is a boolean'],
  ],
  [
    'a pattern that looks around',
    'extracted/page_host/is',
    extract(col('page'), '//(?=x)(x)'),
    ['extracted.page_host', 'looks around'],
  ],
  ['an empty mark', 'extracted/page_host/is', before(col('page'), ''), ['extracted.page_host', 'no mark']],
  [
    'a query parameter that is a pattern',
    'extracted/page_host/is',
    queryParameter(col('page'), 'a|b'),
    ['extracted.page_host', 'a|b'],
  ],
  [
    'a derivation from a derived column',
    'derived/site/from',
    'country',
    ['derived.site.from', 'no input or extracted column'],
  ],
  ['a derivation from a number', 'derived/site/from', 'pieces', ['derived.site.from', 'is a integer']],
  [
    'a derivation that fails for a missing value',
    'derived/site/by',
    (v: string) => ({ country: v.trim(), is_bot: true }),
    ['derived.site.by', 'fails for a missing value'],
  ],
  [
    'a derivation that answers another type',
    'derived/site/by',
    () => ({ country: 7, is_bot: false }),
    ['derived.site.by', 'number 7'],
  ],
  [
    'a computed column that reads a computed one',
    'computed/is_small',
    { ...computed, type: 'boolean', is: isNull(col('is_large')) },
    ['computed.is_small', 'no column "is_large"'],
  ],
  [
    'a comparison of a text and a number',
    'computed/is_large/is',
    gt(col('page'), 10),
    ['computed.is_large', 'mixes text and number'],
  ],
  [
    'a sum of a text',
    'rollups/country_days/measures/revenue',
    sum('page', 'x'),
    ['rollups.country_days.measures.revenue', 'a text'],
  ],
  [
    'a number that is not exact',
    'computed/is_large/is',
    gt(col('pieces'), 2 ** 60),
    ['computed.is_large', 'not exact'],
  ],
  [
    'the smaller of two booleans',
    'computed/is_large/is',
    gt(col('is_bot'), true),
    ['computed.is_large', 'boolean'],
  ],
  [
    'a condition that is a text',
    'computed/is_large/is',
    and(col('page')),
    ['computed.is_large', '"and" needs a boolean'],
  ],

  ['a mark of bots that is a text', 'bots', 'country', ['bots', 'boolean']],
  [
    'a rollup with a name that PostgreSQL would cut',
    `rollups/${'r'.repeat(55)}`,
    rollup,
    [`rollups.${'r'.repeat(55)}`, '55 characters'],
  ],
  ['a rollup with the longest name', `rollups/${'r'.repeat(54)}`, rollup],
  [
    'a rollup by an unknown column',
    'rollups/country_days/by',
    ['country', 'land', 'is_bot'],
    ['rollups.country_days.by', '"land"'],
  ],
  [
    'a rollup by a number',
    'rollups/country_days/by',
    ['country', 'pieces', 'is_bot'],
    ['rollups.country_days.by', 'is a integer'],
  ],
  [
    'a rollup by an extracted column, which is not stored',
    'rollups/country_days/by',
    ['country', 'page_host', 'is_bot'],
    ['rollups.country_days.by', 'no stored column "page_host"'],
  ],
  [
    'a rollup by one column twice',
    'rollups/country_days/by',
    ['country', 'country', 'is_bot'],
    ['rollups.country_days.by', 'twice'],
  ],
  [
    'a rollup without the mark of bots',
    'rollups/orders',
    { ...rollup, by: ['country'] },
    ['rollups.orders.by', 'robots'],
  ],
  [
    'a rollup without a measure',
    'rollups/none',
    { ...rollup, measures: {} },
    ['rollups.none.measures', 'no measure'],
  ],
  [
    'a measure named as a dimension',
    'rollups/more',
    { ...rollup, measures: { is_bot: count('N') } },
    ['rollups.more.measures.is_bot', 'dimension'],
  ],
  [
    'a measure named as the window',
    'rollups/more',
    { ...rollup, measures: { window_start: count('N') } },
    ['rollups.more.measures.window_start', 'reserved'],
  ],
  [
    'a distinct count of an unknown column',
    'rollups/more',
    { ...rollup, measures: { n: distinct('devices', 'N') } },
    ['rollups.more.measures.n', '"devices"'],
  ],
  [
    'distinct counts beside the count of rows',
    'rollups/more',
    { ...rollup, measures: { rows: distinct('visitor', 'N') } },
    ['rollups.more.measures.rows', '"rows"'],
  ],
  [
    'a filter that is no condition',
    'rollups/country_days/where',
    lit(1),
    ['rollups.country_days.where', 'gives a number'],
  ],
  [
    'a count of what is no condition',
    'rollups/country_days/measures/large',
    count('x', col('page')),
    ['rollups.country_days.measures.large', 'gives a text'],
  ],
  ['an unknown grain', 'rollups/country_days/grain', 'week', ['rollups.country_days.grain', '"week"']],
  [
    'a rollup that is another one’s view',
    'rollups/country_days_all',
    rollup,
    ['rollups.country_days_all', 'that of rollups.country_days'],
  ],
  [
    'a session rollup named as one of events',
    'sessions/rollups/country_days',
    rollup,
    ['sessions.rollups.country_days', 'that of rollups.country_days'],
  ],

  ['a visitor that is a number', 'sessions/key', 'pieces', ['sessions.key', 'is a integer']],
  ['a pause of no length', 'sessions/idleMinutes', 0, ['sessions.idleMinutes', '0 minutes']],
  ['a pause of a day', 'sessions/idleMinutes', 1440, ['sessions.idleMinutes', '1440']],
  ['a page that is no condition', 'sessions/page', col('page'), ['sessions.page', 'gives a text']],
  [
    'a distinct count of sessions',
    'sessions/rollups/visit_minutes/measures/people',
    distinct('visitor', 'People'),
    ['sessions.rollups.visit_minutes.measures.people', 'not kept'],
  ],
  [
    'a step in camel case',
    'sessions/steps/addToCart',
    eq(col('kind'), 'x'),
    ['sessions.steps.addToCart', 'lower_snake'],
  ],

  [
    'a star with a number as key',
    'star/dimensions/country/key',
    'pieces',
    ['star.dimensions.country.key', 'is a integer'],
  ],
  [
    'a star with a date of its own',
    'star/dimensions/date',
    { key: 'country' },
    ['star.dimensions.date', 'dim_date'],
    ['star.dimensions.date', 'dim_date'],
  ],
  [
    'an attribute named as the key',
    'star/dimensions/country/attributes',
    { country: () => null },
    ['star.dimensions.country', '"country"'],
  ],
  [
    'a member twice',
    'star/dimensions/country/members',
    ['DE', 'DE'],
    ['star.dimensions.country.members', 'twice'],
  ],
  ['a fact named as a rollup', 'star/fact', 'country_days', ['star.fact', 'that of rollups.country_days']],

  ['a report in snake case', 'reports/top_pages', shop.reports['hours'], ['reports.top_pages', 'kebab-case']],
  ['a report over an unknown rollup', 'reports/hours/from', 'visits', ['reports.hours.from', '"visits"']],
  [
    'a report over an unknown joined rollup',
    'reports/top-countries/join/from',
    'visits',
    ['reports.top-countries.join.from', '"visits"'],
  ],
  [
    'a report by an unknown dimension',
    'reports/top-countries/by',
    ['country', 'city'],
    ['reports.top-countries.by', '"city"'],
  ],
  [
    'a report that knows an unknown dimension',
    'reports/top-countries/known',
    ['city'],
    ['reports.top-countries.known', '"city"'],
  ],
  [
    'a report that knows a boolean',
    'reports/top-countries/known',
    ['is_bot'],
    ['reports.top-countries.known', 'boolean'],
  ],
  [
    'a value of the wrong type',
    'reports/visits/where',
    { is_bot: 'false' },
    ['reports.visits.where.is_bot', '"false"'],
  ],
  [
    'an unknown measure',
    'reports/hours/figures/visits/measure',
    'calls',
    ['reports.hours.figures.visits', '"calls"'],
  ],
  [
    'a ratio of distinct counts',
    'reports/top-countries/figures/average/per',
    'buyers',
    ['reports.top-countries.figures.average', 'added up'],
  ],
  [
    'a ratio with half a decimal',
    'reports/top-countries/figures/average/decimals',
    0.5,
    ['reports.top-countries.figures.average', 'decimals'],
  ],
  [
    'a figure named as a dimension',
    'reports/top-countries/figures/country',
    shop.reports['top-countries']?.figures['orders'],
    ['reports.top-countries', 'heading "country"'],
  ],
  [
    'a figure named as the time',
    'reports/hours/figures/hour',
    shop.reports['hours']?.figures['visits'],
    ['reports.hours.figures.hour', 'reserved'],
  ],
  [
    'an order by an unknown figure',
    'reports/top-countries/order',
    'sales',
    ['reports.top-countries.order', '"sales"'],
  ],
  ['no rows', 'reports/top-countries/limit', 0, ['reports.top-countries.limit', '0']],
  [
    'the first rows of each without a limit',
    'reports/top-countries/limit',
    undefined,
    ['reports.top-countries.each', 'limit'],
  ],
  [
    'the first rows of each of what makes no row',
    'reports/top-countries/each',
    'is_bot',
    ['reports.top-countries.each', '"is_bot"'],
  ],
  [
    'a new name for what makes no row',
    'reports/top-countries/rename',
    { is_bot: 'robot' },
    ['reports.top-countries.rename', '"is_bot"'],
  ],
  ['"$by" without its parameter', 'reports/visits/parameters/by', undefined, ['reports.visits.by', '$by']],
  [
    'a parameter without its "$by"',
    'reports/visits/by',
    [],
    ['reports.visits.by', '$by'],
    ['reports.visits.rename', '$by'],
  ],
  [
    'a choice that is no dimension',
    'reports/visits/parameters/by/choices',
    { page: 'page' },
    ['reports.visits.by', '"page"'],
  ],
  [
    '"$grain" without its parameter',
    'reports/visits/parameters/grain',
    undefined,
    ['reports.visits.time', '$grain'],
  ],
  [
    'a grain finer than the windows',
    'reports/top-countries/time',
    'hour',
    ['reports.top-countries.time', 'windows of a day'],
  ],
  [
    'a choice finer than the windows',
    'reports/visits/from',
    'country_days',
    ['reports.visits.parameters.grain', 'buckets of a minute'],
    ['reports.visits.parameters.grain', 'buckets of a hour'],
    ['reports.visits.figures.visits', '"visits"'],
  ],
  ['hours of the day without hours', 'reports/hours/time', 'day', ['reports.hours.hourOfDay', 'hour']],
  [
    'buckets to fill without a time',
    'reports/top-countries/fill',
    true,
    ['reports.top-countries.fill', 'buckets'],
  ],
  [
    'minutes that are not the period',
    'reports/visits/parameters/minutes/default',
    5,
    ['reports.visits.parameters.minutes', 'default'],
  ],
  [
    'a parameter with a standard name',
    'reports/visits/parameters/limit',
    { kind: 'equals', dimension: 'country', required: false, about: 'x', example: 'DE' },
    ['reports.visits.parameters.limit', 'reserved'],
  ],
  [
    'a parameter over an unknown dimension',
    'reports/top-countries/parameters/place/dimension',
    'city',
    ['reports.top-countries.parameters.place', '"city"'],
  ],
  ['a line without a time', 'reports/top-countries/chart', 'line', ['reports.top-countries.chart', 'time']],
  ['a funnel without steps', 'reports/funnel/steps', undefined, ['reports.funnel.chart', 'steps']],
  [
    'steps of one figure',
    'reports/funnel/figures/ordered',
    undefined,
    ['reports.funnel.steps', 'two figures'],
  ],

  [
    'a panel of an unknown report',
    'panels/0/report',
    'top-cities',
    ['panels[0] "Countries"', '"top-cities"'],
  ],
  ['a panel with an unknown figure', 'panels/0/figures', ['sales'], ['panels[0] "Countries"', '"sales"']],
  [
    'a panel that sets an unknown parameter',
    'panels/1/set',
    { width: '3' },
    ['panels[1] "Visits"', '"width"'],
  ],
  [
    'a panel that sets a value that cannot be chosen',
    'panels/1/set',
    { grain: 'day' },
    ['panels[1] "Visits"', '"day"'],
  ],
  ['a panel with a line without a time', 'panels/0/chart', 'line', ['panels[0] "Countries"', 'time']],

  ['an example that is rejected', 'example', { id: '1' }, ['example', 'missing:at']],
  ['an example with a bad value', 'example/pieces', 'many', ['example', '"pieces"']],
  ['an example with an undeclared field', 'example/colour', 'red', ['example', '"colour"']],
];

describe('faultsOf', () => {
  it('finds nothing wrong with a sound declaration', () => {
    expect(faultsOf(shop)).toEqual([]);
  });

  it.each(CASES)('%s', (_what, path, to, ...said) => {
    const faults = found(path, to);
    expect(faults.length, faults.join('\n')).toBe(said.length);
    said.forEach(([part, word], index) => {
      expect(faults[index]).toContain(`${part}: `);
      expect(faults[index]).toContain(word);
    });
  });
});

describe('checkStream', () => {
  it('names the stream, the part and the remedy', () => {
    const wrong = set<Stream>(shop, 'rollups/country_days/by', ['land', 'is_bot']);
    const only = { ...wrong, reports: {}, panels: [] };
    expect(() => checkStream(only)).toThrow(CrosscurrentError);
    try {
      checkStream(only);
    } catch (error) {
      expect(error).toMatchObject({
        code: 'bad_declaration',
        message: 'shop, rollups.country_days.by: there is no stored column "land".',
        remedy: expect.stringContaining('country'),
      });
    }
  });

  it('tells everything that is wrong in one line', () => {
    const wrong = set(set<Stream>(shop, 'id', 'uuid'), 'bots', undefined);
    const both = set(wrong, 'panels/0/report', 'none');
    expect(() => checkStream(both)).toThrow(/^2 things .*\(1\) shop, id: .*\(2\) shop, panels\[0\].*[^\n]$/);
  });
});

describe('checkCatalogue', () => {
  it('takes every stream there is', () => {
    expect(() => checkCatalogue(catalogue)).not.toThrow();
  });

  it('refuses two streams of one name, and two reports of one name', () => {
    const other = { ...shop, reports: {}, panels: [] };
    expect(() => checkCatalogue([shop, other])).toThrow('shop and shop, name: both need the schema "shop"');
    expect(() => checkCatalogue([shop, { ...shop, name: 'store' }])).toThrow(
      'shop and store, reports.top-countries: two streams have a report of this name',
    );
  });

  it('refuses a stream that is another one’s shadow', () => {
    const other = { ...shop, name: 'shop-shadow', reports: {}, panels: [] };
    expect(() => checkCatalogue([shop, other])).toThrow('both need the schema "shop_shadow"');
  });
});
