import type { Arithmetic, Expression, Literal } from '../../stream/expression.ts';
import type { Rendering } from './refusal.ts';

/** A number's type in both engines. */
export interface NumberType {
  /** Digits before and after the point together. */
  readonly precision: number;
  /** Digits after the point. */
  readonly scale: number;
  /** 64 bits: a result that does not fit is NULL. */
  readonly isBigint: boolean;
}

/** A number in Flink's SQL. */
export interface NumberSql {
  readonly sql: string;
  readonly type: NumberType;
}

type Operands = readonly [left: NumberSql, right: NumberSql];

const BIGINT: NumberType = { precision: 19, scale: 0, isBigint: true };

/** A small constant. */
const INTEGER: NumberType = { precision: 10, scale: 0, isBigint: true };

/** Flink rounds the digits behind the point when a result would need more digits than these; DuckDB does not. */
const MAX_DIGITS = 38;

/** Digits behind the point that Flink leaves to a quotient at least. */
const QUOTIENT_SCALE = 6;

/** What a number is in both engines; NULL is a whole number. */
export function numberType(e: Expression, rendering: Rendering): NumberType {
  const of = (child: Expression): NumberType => numberType(child, rendering);
  switch (e.op) {
    case 'column':
      return rendering.types[e.name] === 'decimal' ? { precision: 27, scale: 9, isBigint: false } : BIGINT;
    case 'literal':
      return literalType(e.value);
    case 'coalesce':
      return e.all.map(of).reduce(widest);
    case 'case':
      return [...e.when.map(({ value }) => value), e.otherwise].map(of).reduce(widest);
    case 'floor':
    case 'round': {
      const { precision, scale } = of(e.of);
      return scale === 0 ? of(e.of) : whole(precision - scale + 1);
    }
    case 'divide':
      return whole(wholeDigits(of(e.left)));
    case 'add':
    case 'subtract':
    case 'multiply':
      return resultType(e.op, of(e.left), of(e.right));
    default:
      return BIGINT;
  }
}

function whole(precision: number): NumberType {
  return { precision, scale: 0, isBigint: false };
}

function literalType(value: Literal): NumberType {
  const [before = '', after = ''] = String(value ?? 0)
    .replace('-', '')
    .split('.');
  if (after === '') return before.length < INTEGER.precision ? INTEGER : BIGINT;
  return { precision: before.length + after.length, scale: after.length, isBigint: false };
}

function widest(one: NumberType, other: NumberType): NumberType {
  if (one.isBigint && other.isBigint) return BIGINT;
  const scale = Math.max(one.scale, other.scale);
  const digits = Math.max(one.precision - one.scale, other.precision - other.scale);
  return { precision: digits + scale, scale, isBigint: false };
}

function resultType(op: Exclude<Arithmetic, 'divide'>, left: NumberType, right: NumberType): NumberType {
  if (left.isBigint && right.isBigint) return BIGINT;
  if (op === 'multiply') {
    return {
      precision: left.precision + right.precision,
      scale: left.scale + right.scale,
      isBigint: false,
    };
  }
  const type = widest(left, right);
  return { ...type, precision: type.precision + 1 };
}

/** Digits of a number that is rounded to a whole one. */
function wholeDigits({ precision, scale }: NumberType): number {
  return scale === 0 ? precision : precision - scale + 1;
}

const SIGNS: Readonly<Record<Exclude<Arithmetic, 'divide'>, string>> = {
  add: '+',
  subtract: '-',
  multiply: '*',
};

/**
 * Exact arithmetic. Flink's own wraps around at 64 bits, where the result on DuckDB is NULL: whole numbers are computed
 * as decimals, which have room for any sum and product of two, and looked at.
 */
export function renderArithmetic(
  op: Exclude<Arithmetic, 'divide'>,
  [left, right]: Operands,
  rendering: Rendering,
): string {
  const cast = ({ sql, type }: NumberSql): string =>
    type.scale === 0 ? `CAST(${sql} AS DECIMAL(${type.precision}, 0))` : sql;
  const exact = `(${cast(left)} ${SIGNS[op]} ${cast(right)})`;
  const type = resultType(op, left.type, right.type);
  if (type.isBigint) {
    return `CASE WHEN ${exact} BETWEEN -9223372036854775808 AND 9223372036854775807 THEN CAST(${exact} AS BIGINT) END`;
  }
  if (type.precision > MAX_DIGITS) {
    rendering.refuse(
      `"${op}" gives a number of ${type.precision} digits, which Flink rounds to ${MAX_DIGITS}`,
      'Use whole numbers, or fewer operations on decimals.',
    );
  }
  return exact;
}

/**
 * Whole-number division, truncated. Operands are rounded to whole numbers, halves away from zero, as DuckDB's cast does.
 * Flink's quotient of decimals is rounded: the remainder is taken off first, so that there is nothing to round.
 */
export function renderDivision([left, right]: Operands, rendering: Rendering): string {
  const cast = ({ sql, type }: NumberSql): string => `CAST(${sql} AS DECIMAL(${wholeDigits(type)}, 0))`;
  const digits = wholeDigits(left.type);
  if (digits + QUOTIENT_SCALE > MAX_DIGITS) {
    rendering.refuse(
      `"divide" divides a number of ${digits} digits, which Flink cannot do without rounding`,
      'Use fewer operations before it.',
    );
  }
  const divisor = `NULLIF(${cast(right)}, 0)`;
  const dividend = cast(left);
  return `CAST((${dividend} - MOD(${dividend}, ${divisor})) / ${divisor} AS DECIMAL(${digits}, 0))`;
}
