import type { Arithmetic, Comparison } from './expression.ts';

/** Comparisons as every SQL writes them. */
export const COMPARISON_SIGNS: Readonly<Record<Comparison, string>> = {
  eq: '=',
  ne: '<>',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
};

/** Exact arithmetic as every SQL writes it; division is each engine's own matter. */
export const ARITHMETIC_SIGNS: Readonly<Record<Exclude<Arithmetic, 'divide'>, string>> = {
  add: '+',
  subtract: '-',
  multiply: '*',
};
