import { describe, expect, it } from 'vitest';
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
  gt,
  isNull,
  le,
  lit,
  lower,
  lt,
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
} from '../../stream/expression.ts';
import { renderExpression } from './expression.ts';

const types = {
  n: 'integer',
  m: 'integer',
  x: 'decimal',
  y: 'decimal',
  s: 'text',
  t: 'text',
  f: 'boolean',
  l: 'list',
  k: 'list',
} as const;

function rendered(e: Expression): { sql: string; refused: string[] } {
  const refused: string[] = [];
  const sql = renderExpression(e, { types, refuse: (problem) => refused.push(problem) });
  return { sql, refused };
}

/** What becomes NULL where it has no room in 64 bits. */
const within = (exact: string): string =>
  `CASE WHEN ${exact} BETWEEN -9223372036854775808 AND 9223372036854775807 THEN CAST(${exact} AS BIGINT) END`;

const N = 'CAST(`n` AS DECIMAL(19, 0))';
const M = 'CAST(`m` AS DECIMAL(19, 0))';
const EMPTY = "ARRAY_REMOVE(ARRAY[''], '')";

// Each of these was run on Flink 1.20 and on DuckDB over the same rows, with the same results.
const CASES: readonly (readonly [string, Expression, string])[] = [
  ['a column', col('n'), '`n`'],
  ['NULL', lit(null), 'NULL'],
  ['a truth value', lit(true), 'TRUE'],
  ['a number', lit(-1.5), '-1.5'],
  ['a text', lit("it's \\"), "'it''s \\'"],
  ['a text beyond ASCII', lit("é'\\\u001f😀"), "U&'\\00E9''\\\\\\001F\\D83D\\DE00'"],
  ['eq', eq(col('n'), col('m')), '(`n` = `m`)'],
  ['ne', ne(col('s'), 'a'), "(`s` <> 'a')"],
  ['lt', lt(col('s'), col('t')), '(`s` < `t`)'],
  ['le', le(col('x'), col('n')), '(`x` <= `n`)'],
  ['gt', gt(col('n'), 5), '(`n` > 5)'],
  ['ge', ge(col('x'), 1.5), '(`x` >= 1.5)'],
  ['add', add(col('n'), col('m')), within(`(${N} + ${M})`)],
  ['subtract', subtract(col('n'), 1), within(`(${N} - CAST(1 AS DECIMAL(10, 0)))`)],
  ['multiply', multiply(col('n'), col('m')), within(`(${N} * ${M})`)],
  ['add NULL', add(col('n'), null), within(`(${N} + CAST(CAST(NULL AS BIGINT) AS DECIMAL(10, 0)))`)],
  ['add decimals', add(col('x'), col('y')), '(`x` + `y`)'],
  ['add to a decimal', add(col('x'), col('n')), `(\`x\` + ${N})`],
  ['multiply a decimal', multiply(col('x'), 2), '(`x` * CAST(2 AS DECIMAL(10, 0)))'],
  [
    'divide',
    divide(col('n'), col('m')),
    `CAST((${N} - MOD(${N}, NULLIF(${M}, 0))) / NULLIF(${M}, 0) AS DECIMAL(19, 0))`,
  ],
  [
    'divide decimals',
    divide(col('x'), col('n')),
    `CAST((CAST(\`x\` AS DECIMAL(19, 0)) - MOD(CAST(\`x\` AS DECIMAL(19, 0)), NULLIF(${N}, 0))) / NULLIF(${N}, 0) AS DECIMAL(19, 0))`,
  ],
  ['floor', floor(col('x')), 'FLOOR(`x`)'],
  ['round', round(col('x')), 'ROUND(`x`, 0)'],
  ['round of a whole number', round(col('n')), '`n`'],
  ['and', and(col('f'), eq(col('n'), 1)), '(`f` AND (`n` = 1))'],
  ['or', or(col('f'), eq(col('n'), 1)), '(`f` OR (`n` = 1))'],
  ['not', not(col('f')), '(NOT `f`)'],
  ['isNull', isNull(col('s')), '(`s` IS NULL)'],
  ['lower', lower(col('s')), "LOWER(REPLACE(REPLACE(`s`, U&'\\0130', 'i'), U&'\\03A3', U&'\\03C3'))"],
  ['in', oneOf(col('s'), ['a', "b'"]), "(`s` IN ('a', 'b'''))"],
  ['coalesce', coalesce(col('s'), lit('none')), "COALESCE(`s`, 'none')"],
  [
    'concat',
    concat(col('s'), '-', col('n')),
    "(CAST(`s` AS STRING) || CAST('-' AS STRING) || CAST(`n` AS STRING))",
  ],
  ['extract a group', extract(col('s'), '^(a)(\\d+)', 2), "NULLIF(REGEXP_EXTRACT(`s`, '^(a)(\\d+)', 2), '')"],
  ['extract', extract(col('s'), '^(\\d+)'), "NULLIF(REGEXP_EXTRACT(`s`, '^(\\d+)', 1), '')"],
  [
    'queryParameter',
    queryParameter(col('s'), 'utm-a.b'),
    "NULLIF(REGEXP_EXTRACT(`s`, '[?&]utm[-]a[.]b=([^&#]+)', 1), '')",
  ],
  ['case', when([[col('f'), 'yes']], col('s')), "CASE WHEN `f` THEN 'yes' ELSE `s` END"],
  [
    'union',
    union(col('l'), col('k')),
    `ARRAY_DISTINCT(ARRAY_CONCAT(COALESCE(\`l\`, ${EMPTY}), COALESCE(\`k\`, ${EMPTY})))`,
  ],
];

describe('an expression in Flink’s SQL', () => {
  it.each(CASES)('%s', (_, expression, sql) => {
    expect(rendered(expression)).toEqual({ sql, refused: [] });
  });

  it('can read its columns elsewhere', () => {
    const rendering = { types, refuse: () => undefined };
    expect(renderExpression(not(col('f')), rendering, (name) => `v_${name}`)).toBe('(NOT v_f)');
  });

  it.each([
    ['a product of decimals', multiply(col('x'), col('y')), '"multiply" gives a number of 54 digits'],
    ['a product of a product', multiply(multiply(col('x'), 2), 2), '"multiply" gives a number of 47 digits'],
    [
      'a quotient of a long product',
      divide(multiply(col('x'), 5e9), 3),
      '"multiply" gives a number of 46 digits',
    ],
    [
      'a quotient of a long number',
      divide(multiply(divide(col('n'), 3), col('m')), 3),
      '"divide" divides a number of 38 digits',
    ],
    ['constants alone', add(lit(2e9), 2e9), '"add" has two constants'],
    ['floor of a whole number', floor(col('n')), '"floor" of a whole number'],
  ])('refuses %s', (_, expression, problem) => {
    const { refused } = rendered(expression);
    expect(refused[0]).toContain(problem);
  });
});
