import fc from 'fast-check';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuckDBConnection, openDatabase, textLiteral } from '../../src/engine/duckdb/database.ts';
import { renderExpression } from '../../src/engine/duckdb/render.ts';
import {
  add,
  and,
  coalesce,
  col,
  concat,
  divide,
  type Expression,
  eq,
  extract,
  floor,
  ge,
  isNull,
  lit,
  lower,
  multiply,
  ne,
  not,
  oneOf,
  or,
  queryParameter,
  round,
  subtract,
  union,
  when,
} from '../../src/stream/expression.ts';
import { expressionSql } from '../../src/warehouse/expression-sql.ts';
import { newDatabase, startServerForTests } from '../../src/warehouse/testing.ts';

startServerForTests();

let client: Client;
let duckdb: DuckDBConnection;
let close = (): void => undefined;

beforeAll(async () => {
  client = new Client(await newDatabase());
  await client.connect();
  const database = await openDatabase({ threads: 1, memoryMiB: 128, scratchDir: '.' });
  duckdb = await database.connect();
  close = () => database.closeSync();
}, 60_000);

afterAll(async () => {
  await client.end();
  close();
});

/** One row with a column of each kind, NULL as the others. */
const POSTGRES = `(SELECT 'It''s \\ "Tea"'::text AS words, 7::bigint AS seven, -7::bigint AS below, 0::bigint AS zero,
  2.5::numeric AS half, true AS yes, NULL::text AS none, NULL::bigint AS nothing,
  ARRAY['a','b'] AS ab, ARRAY['b','c'] AS bc, NULL::text[] AS missing, 'https://x.org/a?utm=spring+sale&b=' AS address) t`;
const DUCKDB = `(SELECT 'It''s \\ "Tea"' AS words, 7::BIGINT AS seven, -7::BIGINT AS below, 0::BIGINT AS zero,
  CAST(2.5 AS DECIMAL(27,9)) AS half, true AS yes, NULL::VARCHAR AS none, NULL::BIGINT AS nothing,
  ['a','b'] AS ab, ['b','c'] AS bc, NULL::VARCHAR[] AS missing, 'https://x.org/a?utm=spring+sale&b=' AS address) t`;

const CASES: readonly (readonly [name: string, expression: Expression, expected: unknown])[] = [
  ['a text with quotes and backslashes', eq(col('words'), 'It\'s \\ "Tea"'), true],
  ['comparisons with NULL', eq(col('none'), 'x'), null],
  ['and, or, not', and(col('yes'), or(isNull(col('none')), not(col('yes')))), true],
  ['NULL and false', and(eq(col('none'), 'x'), not(col('yes'))), false],
  ['coalesce', coalesce(col('none'), lit('undefined')), 'undefined'],
  ['concat', concat(col('words'), '-', col('seven')), 'It\'s \\ "Tea"-7'],
  ['concat with NULL', concat(col('words'), col('none')), null],
  ['lower', lower(col('words')), 'it\'s \\ "tea"'],
  ['one of', oneOf(col('words'), ['x', 'It\'s \\ "Tea"']), true],
  ['sums and products', add(multiply(col('seven'), 3), subtract(col('below'), 1)), '13'],
  ['division towards zero', divide(col('below'), 2), '-3'],
  ['division by zero', divide(col('seven'), col('zero')), null],
  ['rounding', add(round(col('half')), floor(col('half'))), '5'],
  [
    'a case',
    when(
      [
        [ge(col('seven'), 8), 'a'],
        [ne(col('seven'), 8), 'b'],
      ],
      'c',
    ),
    'b',
  ],
  ['no case', when([[isNull(col('seven')), 'a']]), null],
  ['the first group', extract(col('address'), '^https?://([^/]+)'), 'x.org'],
  ['the second group', extract(col('address'), '^(https?)://([^/]+)', 2), 'x.org'],
  ['a group that takes no part', extract(col('address'), '^(ftp:)?(https?)', 1), null],
  ['no match of several groups', extract(col('address'), '^(ftp)://([^/]+)', 2), null],
  ['several groups in nothing', extract(col('none'), '^(ftp)://([^/]+)', 2), null],
  ['no match', extract(col('address'), '^ftp://([^/]+)'), null],
  ['a parameter', queryParameter(col('address'), 'utm'), 'spring+sale'],
  ['an empty parameter', queryParameter(col('address'), 'b'), null],
  ['a union', union(col('ab'), col('missing'), col('bc')), '["a","b","c"]'],
  ['a union of nothing', union(col('missing')), '[]'],
];

const plain = (value: unknown): unknown =>
  Array.isArray(value) ? JSON.stringify(value) : typeof value === 'number' ? String(value) : value;

describe('an expression', () => {
  it.each(CASES)('means the same in PostgreSQL as in the engine: %s', async (_, expression, expected) => {
    const { rows } = await client.query(`SELECT ${expressionSql(expression)} AS value FROM ${POSTGRES}`);
    expect(plain(rows[0]?.value)).toEqual(expected);
    const reader = await duckdb.runAndReadAll(
      `SELECT ${renderExpression(expression)} AS value FROM ${DUCKDB}`,
    );
    const value = plain(reader.getRowObjectsJson()[0]?.['value']);
    expect(typeof value === 'string' ? value.replace(/(?<=\d)\.0+$/, '') : value).toEqual(expected);
  });

  it('finds the value of a parameter wherever its name stands, and not the end of another name', async () => {
    const piece = fc.constantFrom(
      '?',
      '&',
      '#',
      '=',
      'utm',
      'utm=',
      '?utm=',
      '&utm=',
      '?my_utm=',
      'é',
      'a',
      '/',
    );
    const addresses = fc.array(
      fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
      { minLength: 1, maxLength: 50 },
    );
    const is = renderExpression(queryParameter(col('address'), 'utm'));
    await fc.assert(
      fc.asyncProperty(addresses, async (list) => {
        const rows = list.map((address) => `(${textLiteral(address)})`).join(', ');
        const reader = await duckdb.runAndReadAll(`SELECT ${is} FROM (VALUES ${rows}) t(address)`);
        const wanted = list.map((address) => /[?&]utm=([^&#]+)/.exec(address)?.[1] ?? null);
        expect(reader.getRows().map(([value]) => value)).toEqual(wanted);
      }),
      { numRuns: 200 },
    );
  });
});
