import type { Grain } from './rollup.ts';

/** Units of a column of a report; they stand on axes, in headings and in the JSON answer. */
export type Unit = string;

/** How a figure is made from the measures of a rollup. */
export type Figure<M extends string = string> =
  | { readonly kind: 'measure'; readonly measure: M; readonly unit: Unit; readonly explain: string }
  | {
      readonly kind: 'ratio';
      readonly of: M;
      readonly per: M;
      /** The ratio is multiplied by this (100 for percent) ... */
      readonly times: number;
      /** ... divided by this, for a measure kept as a scaled whole number ... */
      readonly scale: number;
      /** ... and rounded to so many decimals. NULL where the denominator is 0 (V4). */
      readonly decimals: number;
      readonly unit: Unit;
      readonly explain: string;
    }
  | {
      /** A row's part of all rows of the answer together, before it is cut to its limit; of each bucket's where rows have a time. In percent. */
      readonly kind: 'share';
      readonly of: M;
      readonly decimals: number;
      readonly unit: Unit;
      readonly explain: string;
    };

/** The measures that a figure is made of. */
export function measuresOf(figure: Figure): readonly string[] {
  switch (figure.kind) {
    case 'measure':
      return [figure.measure];
    case 'ratio':
      return [figure.of, figure.per];
    case 'share':
      return [figure.of];
  }
}

/** A measure as it stands. Sums are added over windows; distinct counts are counted anew over the range. */
export function figure<const M extends string>(measure: M, unit: Unit, explain: string): Figure<M> {
  return { kind: 'measure', measure, unit, explain };
}

/** `of / per`, from stored sums, computed when read; NULL where `per` is 0. */
export function ratio<const M extends string>(spec: {
  of: M;
  per: M;
  times?: number;
  scale?: number;
  decimals?: number;
  unit: Unit;
  explain: string;
}): Figure<M> {
  return { kind: 'ratio', times: 1, scale: 1, decimals: 2, ...spec };
}

/** A row's part of all rows, in percent; NULL where all are 0. */
export function share<const M extends string>(spec: {
  of: M;
  decimals?: number;
  explain: string;
}): Figure<M> {
  return { kind: 'share', decimals: 2, unit: '%', ...spec };
}

/** The time range a report shows when it is not told another. */
export type DefaultPeriod =
  | { readonly kind: 'latest-day' }
  | { readonly kind: 'all' }
  | { readonly kind: 'last'; readonly minutes: number };

/** A parameter of a report besides the standard ones (day, from, to, limit, bots). */
export type Parameter<D extends string = string> =
  /** Keeps the rows whose dimension has the value. */
  | {
      readonly kind: 'equals';
      readonly dimension: D;
      readonly required: boolean;
      readonly about: string;
      readonly example: string;
    }
  /** Chooses the dimensions that make a row; the first choice is the default. */
  | { readonly kind: 'by'; readonly choices: Readonly<Record<string, D>>; readonly about: string }
  /** Chooses the width of a time bucket; the first is the default. */
  | { readonly kind: 'grain'; readonly choices: readonly Grain[]; readonly about: string }
  /** Chooses the figure that comes most first, by its name; the first choice is the default, and the report's `order`. */
  | { readonly kind: 'order'; readonly choices: Readonly<Record<string, string>>; readonly about: string }
  /** The length of the default period, in minutes. */
  | { readonly kind: 'minutes'; readonly default: number; readonly about: string };

export type Chart =
  | 'bars'
  | 'line'
  | 'table'
  | 'tiles'
  | 'funnel'
  | 'heatmap'
  | 'words'
  | 'pairs'
  | 'world'
  | 'states'
  | 'cards';

/** Figures that a report takes from a second rollup. */
export interface Join<K extends string = string, M extends string = string> {
  readonly from: K;
  readonly figures: Readonly<Record<string, Figure<M>>>;
}

/** A query over one rollup, and how it is explained and drawn. */
export interface ReportOf<K extends string = string, D extends string = string, M extends string = string> {
  readonly title: string;
  /** The question it answers, in the reader's words. */
  readonly question: string;
  readonly from: K;
  /** Dimensions that make a row; `$by` stands for the dimension that the parameter `by` chooses. */
  readonly by: readonly (D | '$by')[];
  /** A time column comes first in each row: buckets of this width ('$grain': of the parameter). */
  readonly time?: Grain | '$grain';
  /** Every bucket of the period is there, zeros included. */
  readonly fill?: boolean;
  /** The time column shows the hour of the day (0-23) rather than the instant. */
  readonly hourOfDay?: boolean;
  readonly figures: Readonly<Record<string, Figure<M>>>;
  /** Heading of a dimension, when it differs from the dimension's name. */
  readonly rename?: Readonly<Partial<Record<D | '$by', string>>>;
  /** Rows kept always. */
  readonly where?: Readonly<Partial<Record<D, string | boolean>>>;
  /** Dimensions whose member `undefined` is left out. */
  readonly known?: readonly (D | '$by')[];
  readonly period: DefaultPeriod;
  /** Most first by this figure; ties by key, ascending. Without it: by time, then key. */
  readonly order?: string;
  readonly limit?: number;
  /** The first `limit` rows of each value of this dimension, instead of all over. */
  readonly each?: D;
  readonly parameters?: Readonly<Record<string, Parameter<D>>>;
  /** Figures of another rollup with the same dimensions and time, joined to the rows. */
  readonly join?: Join;
  /** The figures become rows (the steps of a funnel) with their share of the first and of the step before. */
  readonly steps?: { readonly name: string; readonly value: string };
  readonly chart: Chart;
  /** What the rows leave out and why, in words. */
  readonly notes?: string;
}

/**
 * A report that shows events themselves, as the lake or the table of mentions keeps them. It takes the standard
 * parameters, `equals` for each of `filters`, and `query` (words, all of which are in one of `search`).
 */
export interface Listing<N extends string = string> {
  readonly title: string;
  readonly question: string;
  /** `mentions`: only events that a campaign matched; `campaign` is then a required parameter. */
  readonly from: 'events' | 'mentions';
  /** Columns shown, in order. */
  readonly columns: readonly N[];
  /** Headings that differ from the names. */
  readonly rename?: Readonly<Partial<Record<N, string>>>;
  /** Columns that may be asked to have a value. */
  readonly filters: readonly N[];
  /** Columns in which the words of the parameter `query` are looked for; none: there is no such parameter. */
  readonly search: readonly N[];
  /** Most first (or newest first); ties newest first, then by id. */
  readonly order: N;
  readonly period: DefaultPeriod;
  readonly limit: number;
  readonly chart: 'cards' | 'table';
  readonly notes?: string;
}

type MeasureNames<R> = R extends { readonly measures: infer M } ? keyof M & string : never;
type DimensionNames<R> = R extends { readonly by: readonly (infer B)[] } ? B & string : never;

type Joins<R> = { [K in keyof R & string]: Join<K, MeasureNames<R[K]>> }[keyof R & string];

/** Reports over known rollups: an unknown rollup, dimension or measure does not compile. */
export type Report<R extends Readonly<Record<string, unknown>>> = {
  [K in keyof R & string]: ReportOf<K, DimensionNames<R[K]>, MeasureNames<R[K]>> & {
    readonly join?: Joins<R>;
  };
}[keyof R & string];
