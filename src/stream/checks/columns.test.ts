import { describe, expect, it } from 'vitest';
import { shop } from '../../../test/golden/types/good.ts';
import { and, col, extract, gt, isNull, lower, queryParameter } from '../expression.ts';
import { type Case, surprises } from './change.fixture.ts';

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

const CASES: readonly Case[] = [
  ['a column in camel case', 'columns/userId', column, [['columns.userId', 'lower_snake']]],
  ['a column that begins with a digit', 'columns/2nd', column, [['columns.2nd', 'lower_snake']]],
  ['a column with a name of the lake', 'columns/received_at', column, [['columns.received_at', 'reserved']]],
  ['a column with a name of the engine', 'columns/line', column, [['columns.line', 'reserved']]],
  [
    'a column with a name of a rollup table',
    'columns/window_start',
    column,
    [['columns.window_start', 'reserved']],
  ],
  [
    'a column with a name of every object',
    'columns/constructor',
    column,
    [['columns.constructor', 'reserved']],
  ],
  [
    'a column and an extracted one of the same name',
    'extracted/page',
    computed,
    [['columns.page and extracted.page', 'two columns']],
  ],
  [
    'a derivation of a name that is taken',
    'derived/site/gives',
    { country: 'text', is_bot: 'boolean', page: 'text' },
    [
      ['columns.page and derived.site.gives.page', 'two columns'],
      ['derived.site.by', 'nothing'],
    ],
  ],
  [
    'a computed column of a name that is taken',
    'computed/country',
    computed,
    [['derived.site.gives.country and computed.country', 'two columns']],
  ],
  ['names that engines mix up', 'columns/d_country', column, [['columns.d_country', "other's way"]]],
  [
    'an alias that is another column',
    'columns/kind/aliases',
    ['Page'],
    [['columns.page.aliases', '"page" is read into the column "kind"']],
  ],
  ['an alias twice', 'columns/kind/aliases', ['type', 'type'], [['columns.kind.aliases', 'twice']]],
  ['an empty alias', 'columns/kind/aliases', [''], [['columns.kind.aliases', 'empty']]],
  ['a smallest value of a text', 'columns/kind/min', 1, [['columns.kind', 'smallest value']]],
  ['a share that is an integer', 'columns/pieces/wholeOrShare', true, [['columns.pieces', 'decimal']]],
  ['an id that is not there', 'id', 'uuid', [['id', 'no input column']]],
  ['an id that may be missing', 'columns/id/required', false, [['id', 'not required']]],
  ['an id that is a number', 'columns/id/type', 'integer', [['id', 'is a integer']]],
  ['an event time that is a text', 'columns/at/type', 'text', [['eventTime', 'is a text']]],
  ['an event time that is not stored', 'columns/at/stored', false, [['eventTime', 'not stored']]],
  [
    'an extracted column that reads a derived one',
    'extracted/page_host/is',
    lower(col('country')),
    [['extracted.page_host', 'no column "country"']],
  ],
  [
    'an extracted column of another type',
    'extracted/page_host/type',
    'boolean',
    [
      ['extracted.page_host', 'gives a text'],
      ['derived.site.from', 'is a boolean'],
    ],
  ],
  [
    'a pattern that looks around',
    'extracted/page_host/is',
    extract(col('page'), '//(?=x)(x)'),
    [['extracted.page_host', 'looks around']],
  ],
  [
    'a group that the pattern has not',
    'extracted/page_host/is',
    extract(col('page'), '^(a)(b)', 3),
    [['extracted.page_host', 'no capture group 3']],
  ],
  [
    'a query parameter that is a pattern',
    'extracted/page_host/is',
    queryParameter(col('page'), 'a|b'),
    [['extracted.page_host', 'a|b']],
  ],
  [
    'a derivation from a derived column',
    'derived/site/from',
    'country',
    [['derived.site.from', 'no input or extracted column']],
  ],
  ['a derivation from a number', 'derived/site/from', 'pieces', [['derived.site.from', 'is a integer']]],
  [
    'a derivation that fails for a missing value',
    'derived/site/by',
    (v: string) => ({ country: v.trim(), is_bot: true }),
    [['derived.site.by', 'fails for a missing value']],
  ],
  [
    'a derivation that answers another type',
    'derived/site/by',
    () => ({ country: 7, is_bot: false }),
    [['derived.site.by', 'number 7']],
  ],
  [
    'a computed column that reads a computed one',
    'computed/is_small',
    { ...computed, type: 'boolean', is: isNull(col('is_large')) },
    [['computed.is_small', 'no column "is_large"']],
  ],
  [
    'a comparison of a text and a number',
    'computed/is_large/is',
    gt(col('page'), 10),
    [['computed.is_large', 'mixes text and number']],
  ],
  [
    'a number that is not exact',
    'computed/is_large/is',
    gt(col('pieces'), 2 ** 60),
    [['computed.is_large', 'not exact']],
  ],
  [
    'the smaller of two booleans',
    'computed/is_large/is',
    gt(col('is_bot'), true),
    [['computed.is_large', 'boolean']],
  ],
  [
    'a condition that is a text',
    'computed/is_large/is',
    and(col('page')),
    [['computed.is_large', '"and" needs a boolean']],
  ],
];

describe('what is refused of columns', () => {
  it.each(CASES)('%s', (...one) => {
    expect(surprises(shop, one)).toEqual([]);
  });
});
