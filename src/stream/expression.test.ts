import { describe, expect, it } from 'vitest';
import {
  add,
  and,
  coalesce,
  col,
  columnsOf,
  divide,
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
  when,
} from './expression.ts';

describe('expressions', () => {
  it('are data: equal ones are written alike', () => {
    expect(JSON.stringify(and(eq(col('a'), 1), not(isNull(col('b')))))).toBe(
      JSON.stringify(and(eq(col('a'), lit(1)), not(isNull(col('b'))))),
    );
  });

  it('take constants as they are, NULL among them', () => {
    expect(eq(col('a'), 'x')).toEqual({
      op: 'eq',
      left: { op: 'column', name: 'a' },
      right: { op: 'literal', value: 'x' },
    });
    expect(when([[isNull(col('a')), null]], col('b'))).toEqual({
      op: 'case',
      when: [
        { if: { op: 'isNull', of: { op: 'column', name: 'a' } }, value: { op: 'literal', value: null } },
      ],
      otherwise: { op: 'column', name: 'b' },
    });
    expect(when([[isNull(col('a')), false]])).toMatchObject({ otherwise: { op: 'literal', value: null } });
  });

  it.each([
    ['eq', eq],
    ['ne', ne],
    ['lt', lt],
    ['le', le],
    ['gt', gt],
    ['ge', ge],
    ['add', add],
    ['subtract', subtract],
    ['multiply', multiply],
    ['divide', divide],
  ] as const)('%s keeps its sides in order', (op, make) => {
    expect(make(col('left'), col('right'))).toEqual({ op, left: col('left'), right: col('right') });
  });
});

describe('columnsOf', () => {
  it.each([
    ['a column', col('a'), ['a']],
    ['a constant', lit(5), []],
    ['a comparison', lt(col('a'), col('b')), ['a', 'b']],
    [
      'arithmetic',
      divide(add(col('a'), multiply(col('b'), 2)), subtract(col('c'), col('a'))),
      ['a', 'b', 'c'],
    ],
    ['and, or, not', and(or(isNull(col('a')), not(eq(col('b'), 1))), eq(col('c'), 2)), ['a', 'b', 'c']],
    ['coalesce', coalesce(col('a'), col('b'), lit('x')), ['a', 'b']],
    ['text', oneOf(lower(extract(col('a'), '(x)')), ['x']), ['a']],
    ['a query parameter', queryParameter(col('a'), 'utm_source'), ['a']],
    ['numbers', floor(round(col('a'))), ['a']],
    [
      'every part of a case',
      when(
        [
          [eq(col('a'), 1), col('b')],
          [isNull(col('c')), col('d')],
        ],
        col('e'),
      ),
      ['a', 'b', 'c', 'd', 'e'],
    ],
  ])('%s', (_, expression, names) => {
    expect([...columnsOf(expression)].sort()).toEqual(names);
  });
});
