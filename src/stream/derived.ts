import type { ColumnType } from './column.ts';
import type { Expression } from './expression.ts';

/**
 * A value of a derived column; a list is never null, none of its texts is there twice, is empty, or holds U+001E (engines
 * leave out what is, and put a space for that sign).
 */
export type DerivedValue = string | number | boolean | null | readonly string[];

/** What a derivation's function answers: one plain value for each column it gives. */
export type DerivedValues = Readonly<Record<string, DerivedValue>>;

export type DerivedType = Exclude<ColumnType, 'timestamp'>;

/**
 * Columns made from ONE value of an event by a pure function. Engines call it once per distinct
 * value, so it must depend on nothing else. A missing value is answered by the function too.
 */
export interface Derivation<N extends string = string, O extends string = string> {
  readonly from: N;
  readonly gives: Readonly<Record<O, DerivedType>>;
  readonly by: (value: string | null) => DerivedValues;
  /** False: only a step on the way to a computed column, not written to the lake. */
  readonly stored: boolean;
  readonly about: string;
}

/** Columns derived from one other column by a pure function. */
export function derive<const N extends string, const G extends Readonly<Record<string, DerivedType>>>(spec: {
  from: N;
  gives: G;
  by: (value: string | null) => Readonly<Record<keyof G & string, DerivedValue>>;
  stored?: boolean;
  about: string;
}): Derivation<N, keyof G & string> {
  return { ...spec, stored: spec.stored ?? true };
}

/** A column that an expression computes from other columns. */
export interface Computed<N extends string = string> {
  readonly type: DerivedType;
  readonly is: Expression<N>;
  readonly about: string;
}

/** A column that an expression computes from other columns. */
export function compute<N extends string>(type: DerivedType, is: Expression<N>, about: string): Computed<N> {
  return { type, is, about };
}
