import type { Expression } from './expression.ts';

/** Tumbling windows in UTC; a window's key is its start (W1). */
export type Grain = 'minute' | 'hour' | 'day';

/** Length of a window, in milliseconds. */
export const GRAIN_MS: Readonly<Record<Grain, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/**
 * Measures in the words of Gray's data cube paper. Distributive ones (count, sum, min, max) are
 * merged batch by batch; `distinct` is holistic and recomputed for the windows a batch touched.
 */
export type Measure<N extends string = string> =
  | { readonly kind: 'count'; readonly where: Expression<N> | undefined; readonly about: string }
  | { readonly kind: 'sum' | 'min' | 'max'; readonly column: N; readonly about: string }
  | { readonly kind: 'distinct'; readonly column: N; readonly about: string };

/** How many events (that fulfil `where`). */
export function count<N extends string = never>(about: string, where?: Expression<N>): Measure<NoInfer<N>> {
  return { kind: 'count', where, about };
}

/** The exact sum of a whole-number or decimal column; events without a value add nothing. */
export function sum<const N extends string>(column: N, about: string): Measure<N> {
  return { kind: 'sum', column, about };
}

/** The smallest value of a column. */
export function min<const N extends string>(column: N, about: string): Measure<N> {
  return { kind: 'min', column, about };
}

/** The largest value of a column. */
export function max<const N extends string>(column: N, about: string): Measure<N> {
  return { kind: 'max', column, about };
}

/** How many different values of a column, exactly (V3). */
export function distinct<const N extends string>(column: N, about: string): Measure<N> {
  return { kind: 'distinct', column, about };
}

/** Whether a measure counts every event of a row, so that it is 0 only where there is none. */
export function isCountOfAll(measure: Measure): boolean {
  return measure.kind === 'count' && measure.where === undefined;
}

/** A source filter, a grain, dimensions and measures. A missing dimension is the member `undefined` (V1). */
export interface Rollup<N extends string = string, B extends string = string, M extends string = string> {
  readonly about: string;
  readonly where?: Expression<N>;
  readonly grain: Grain;
  readonly by: readonly (B & N)[];
  readonly measures: Readonly<Record<M, Measure<N>>>;
}
