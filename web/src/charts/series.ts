import type { Column, FigureInfo, ReportResult, Row } from '../api/types.ts';
import { numberOf } from '../number/format.ts';
import { heading, rowLabel, shapeOf } from '../panels/columns-of.ts';
import { DAY, HOUR, MINUTE } from '../time-range/instant.ts';

/** More than this many lines cannot be told apart. */
export const MAX_SERIES = 8;

export interface Point {
  readonly at: number;
  readonly value: number | null;
}

export interface Series {
  /** Stable on the page: a member or the name of a figure. */
  readonly key: string;
  readonly label: string;
  readonly figure: Column;
  /** The dimension whose member the line is; undefined when the line is a figure. */
  readonly dimension: string | undefined;
  readonly points: readonly Point[];
}

export interface TimeChart {
  readonly series: readonly Series[];
  /** Length of a bucket, in ms. */
  readonly grain: number;
  /** Start of the bucket that is still filling, if it is part of the chart. */
  readonly filling: number | undefined;
  /** Figures that do not share the axis; the table has them. */
  readonly leftOut: readonly Column[];
  /** Members that are neither drawn nor part of "others", since their figure cannot be added up. */
  readonly membersLeftOut: number;
}

/** Lengths of the grains, in ms. */
export const GRAIN_LENGTH: Readonly<Record<string, number>> = { minute: MINUTE, hour: HOUR, day: DAY };

/** Figures that share an axis have the same kind of unit. */
function axisOf(column: Column): string {
  return column.unit === '%' || column.unit === 's'
    ? column.unit
    : column.type === 'decimal'
      ? (column.unit ?? '')
      : 'count';
}

/** The width of the buckets: as the report says, else the smallest distance of two instants. */
export function grainOf(result: ReportResult, instants: readonly number[]): number {
  const said = GRAIN_LENGTH[String(result.params['grain'] ?? '')];
  if (said !== undefined) return said;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 1; i < instants.length; i++) {
    const distance = (instants[i] ?? 0) - (instants[i - 1] ?? 0);
    if (distance > 0) least = Math.min(least, distance);
  }
  return Number.isFinite(least) ? least : HOUR;
}

/** Points in order of time, with an empty one wherever a bucket is missing: a gap is a gap. */
export function withGaps(points: readonly Point[], grain: number): readonly Point[] {
  const sorted = points.toSorted((a, b) => a.at - b.at);
  return sorted.flatMap((point, index) => {
    const before = sorted[index - 1];
    const gap = before !== undefined && point.at - before.at > grain * 1.5;
    return gap ? [{ at: before.at + grain, value: null }, point] : [point];
  });
}

function total(points: readonly Point[]): number {
  return points.reduce((sum, { value }) => sum + (value ?? 0), 0);
}

function addUp(all: readonly (readonly Point[])[]): readonly Point[] {
  const sums = new Map<number, number>();
  for (const { at, value } of all.flat()) if (value !== null) sums.set(at, (sums.get(at) ?? 0) + value);
  return [...sums].map(([at, value]) => ({ at, value }));
}

/** Whether values of several members make one value by addition: counts and sums do, rates and distinct counts do not. */
export function isAdditive(column: Column, figures: readonly FigureInfo[] = []): boolean {
  const kind = figures.find(({ name }) => name === column.name)?.kind;
  if (kind !== undefined) return kind === 'count' || kind === 'sum';
  return column.type === 'integer' && column.unit !== '%';
}

/**
 * At most eight lines: the largest seven and the sum of the rest, which says how many it is.
 * What cannot be added up is left out, and counted.
 */
export function reduceSeries(
  series: readonly Series[],
  additive: boolean,
): { series: readonly Series[]; leftOut: number } {
  const [first] = series;
  if (series.length <= MAX_SERIES || first === undefined) return { series, leftOut: 0 };
  const ranked = series.toSorted((a, b) => total(b.points) - total(a.points) || (a.key < b.key ? -1 : 1));
  if (!additive) return { series: ranked.slice(0, MAX_SERIES), leftOut: series.length - MAX_SERIES };
  const rest = ranked.slice(MAX_SERIES - 1);
  const others: Series = {
    ...first,
    key: '\u0000others',
    label: `others (${rest.length})`,
    points: addUp(rest.map(({ points }) => points)),
  };
  return { series: [...ranked.slice(0, MAX_SERIES - 1), others], leftOut: 0 };
}

function pointsOf(rows: readonly Row[], time: string, figure: string): readonly Point[] {
  return rows.map((row) => ({ at: Date.parse(String(row[time])), value: numberOf(row[figure]) }));
}

function byMember(
  result: ReportResult,
  time: Column,
  dimensions: readonly Column[],
  figure: Column,
): Series[] {
  const groups = Map.groupBy(result.rows, (row) => rowLabel(row, dimensions));
  return [...groups].map(([member, rows]) => ({
    key: member,
    label: member,
    figure,
    dimension: dimensions.map(({ name }) => name).join(' · '),
    points: pointsOf(rows, time.name, figure.name),
  }));
}

/**
 * The lines of a report over time. Buckets that lie ahead of `now` are not drawn: they have not begun.
 * @param options.figures those to draw, when not all
 */
export function timeChartOf(
  result: ReportResult,
  options: {
    now: number;
    figures?: readonly string[] | undefined;
    infos?: readonly FigureInfo[] | undefined;
  },
): TimeChart | undefined {
  const { now, infos } = options;
  const { time, dimensions, figures } = shapeOf(result.columns, options.figures);
  const [first] = figures;
  if (time === undefined || first === undefined) return undefined;
  const instants = [...new Set(result.rows.map((row) => Date.parse(String(row[time.name]))))].sort(
    (a, b) => a - b,
  );
  const grain = grainOf(result, instants);
  const shared = dimensions.length > 0 ? [first] : figures.filter((one) => axisOf(one) === axisOf(first));
  const all =
    dimensions.length > 0
      ? byMember(result, time, dimensions, first)
      : shared.map((figure) => ({
          key: figure.name,
          label: heading(figure.name),
          figure,
          dimension: undefined,
          points: pointsOf(result.rows, time.name, figure.name),
        }));
  const reduced = reduceSeries(all, dimensions.length > 0 && isAdditive(first, infos));
  const series = reduced.series.map((one) => ({
    ...one,
    points: withGaps(
      one.points.filter(({ at }) => at <= now),
      grain,
    ),
  }));
  const last = instants.findLast((at) => at <= now);
  const filling = last !== undefined && last + grain > now ? last : undefined;
  return {
    series,
    grain,
    filling,
    leftOut: figures.filter((one) => !shared.includes(one)),
    membersLeftOut: reduced.leftOut,
  };
}

/** The value of a line at an instant, and whether there is one at all. */
export function valueAt(series: Series, at: number): number | null {
  return series.points.find((point) => point.at === at)?.value ?? null;
}

/** The start of the bucket nearest to an instant; undefined when the chart has nothing within a bucket of it. */
export function bucketAt(chart: TimeChart, instant: number): number | undefined {
  const start = Math.floor(instant / chart.grain) * chart.grain;
  return chart.series.some(({ points }) => points.some(({ at }) => at === start)) ? start : undefined;
}
