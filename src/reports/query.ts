import { CrosscurrentError } from '../event/errors.ts';
import type { Stream } from '../stream/define.ts';
import { listsOf } from '../stream/elements.ts';
import { and, coalesce, col, type Expression, ne } from '../stream/expression.ts';
import { type Figure, measuresOf, type ReportOf } from '../stream/report.ts';
import { GRAIN_MS, type Grain, type Rollup } from '../stream/rollup.ts';
import type { CellType } from './answer.ts';
import type { DeclaredReport } from './find.ts';
import { coarser } from './instant.ts';
import { botsDimension } from './offered.ts';
import type { Asked } from './parameters.ts';
import { cheapest, findRollup, measureOf, type NamedRollup, sameNames, siblings } from './rollups.ts';
import { columnType } from './standard.ts';

/** How partial values of a measure become one. */
export type Merge = 'sum' | 'min' | 'max';

/** A number that a figure is made of. */
export type Term =
  /** Partial values of a source, merged. */
  | { readonly kind: 'merged'; readonly source: string; readonly measure: string }
  /** An exact distinct count that the warehouse keeps for exactly this row. */
  | {
      readonly kind: 'kept';
      readonly rollup: string;
      readonly measure: string;
      readonly by: readonly string[];
    }
  /** A distinct count that has to be counted anew. */
  | ({ readonly kind: 'counted'; readonly column: string } & LakeFilter);

/** Which events a rollup is made of, for whoever reads them. */
export interface LakeFilter {
  readonly where: Expression | undefined;
  /** List columns that the rollup goes through. */
  readonly lists: readonly string[];
  /** Elements whose member `undefined` is left out. */
  readonly known: readonly string[];
}

export interface QueryFigure {
  readonly name: string;
  readonly unit: string;
  readonly type: CellType;
  readonly words: string;
  readonly of: Term;
  /** Makes it a ratio: of * times / (per * scale), rounded. */
  readonly ratio?: {
    readonly per: Term;
    readonly times: number;
    readonly scale: number;
    readonly decimals: number;
  };
  /** Makes it the row's part of all rows, in percent. */
  readonly share?: { readonly decimals: number };
}

/** A dimension that tells rows apart, under its heading. */
export interface QueryKey {
  readonly dimension: string;
  readonly heading: string;
  readonly type: CellType;
}

/** A rollup that is read: its rows are merged per key before anything else happens. */
export interface Source {
  readonly alias: 'main' | 'joined';
  readonly from: NamedRollup;
  readonly measures: ReadonlyMap<string, Merge>;
  /**
   * No two rows have the same key, so that there is nothing to merge. Merging them all the same would take three
   * times as long (the top 10 of 40,000 products of a day: 17 ms instead of 5).
   */
  readonly isMerged: boolean;
}

/** A report with its parameters as a query that no engine is named in. */
export interface ReportQuery {
  readonly stream: Stream;
  readonly sources: readonly Source[];
  readonly keys: readonly QueryKey[];
  readonly time:
    | { readonly bucket: Grain; readonly hourOfDay: boolean; readonly heading: string }
    | undefined;
  readonly fill: boolean;
  /** Epoch milliseconds, whole windows, `to` exclusive. */
  readonly from: number;
  readonly to: number;
  /** Members that dimensions must have. */
  readonly equals: Readonly<Record<string, string | boolean>>;
  /** Dimensions whose member `undefined` is left out. */
  readonly known: readonly string[];
  readonly figures: readonly QueryFigure[];
  /** The figure that comes most first. */
  readonly order: string | undefined;
  /** The dimension of which each member has its own first rows. */
  readonly each: string | undefined;
  readonly limit: number;
}

/** The width of a time bucket, when rows have a time. */
export function bucketOf(report: ReportOf, asked: Asked): Grain | undefined {
  return report.time === '$grain' ? asked.grain : report.time;
}

/** Ranges are made of whole windows of this grain: the coarsest of the rollups read and the bucket. */
export function rangeGrain({ stream, report }: DeclaredReport, asked: Asked): Grain {
  const bucket = bucketOf(report, asked);
  const read = [report.from, ...(report.join === undefined ? [] : [report.join.from])];
  const rollups = read.map((name) => findRollup(stream, name));
  const tooCoarse = rollups.find(
    ({ rollup }) => bucket !== undefined && coarser(rollup.grain, bucket) !== bucket,
  );
  if (tooCoarse !== undefined) {
    throw badReport(
      `${tooCoarse.name} has windows of a ${tooCoarse.rollup.grain}, too long for buckets of a ${bucket}`,
    );
  }
  return [bucket ?? 'minute', ...rollups.map(({ rollup }) => rollup.grain)].reduce<Grain>(coarser, 'minute');
}

function badReport(what: string): CrosscurrentError {
  return new CrosscurrentError(
    'bad_declaration',
    `A report cannot be answered: ${what}.`,
    'Change its declaration.',
  );
}

/** The query that answers a report over a range of whole windows (see `rangeGrain`). */
export function reportQuery(
  declared: DeclaredReport,
  asked: Asked,
  range: { readonly from: number; readonly to: number },
): ReportQuery {
  const { stream, report } = declared;
  const dimensionOf = (name: string) => (name === '$by' ? (asked.by ?? name) : name);
  const bucket = bucketOf(report, asked);
  const frame = {
    stream,
    keys: report.by.map((name) => {
      const dimension = dimensionOf(name);
      return { dimension, heading: report.rename?.[name] ?? dimension, type: columnType(stream, dimension) };
    }),
    time: bucket === undefined ? undefined : timeColumn(bucket, report.hourOfDay === true),
    from: range.from,
    to: range.to,
    equals: filters(declared, asked),
    known: [...new Set((report.known ?? []).map(dimensionOf))],
  };
  const parts = [partOf(frame, 'main', report.from, report.figures)];
  if (report.join !== undefined) parts.push(partOf(frame, 'joined', report.join.from, report.join.figures));
  return {
    ...frame,
    sources: parts.map((part) => part.source),
    fill: report.fill === true,
    figures: parts.flatMap((part) => part.figures),
    order: asked.order ?? report.order,
    each: report.each,
    limit: asked.limit,
  };
}

function timeColumn(bucket: Grain, hourOfDay: boolean) {
  if (hourOfDay && bucket !== 'hour') throw badReport('hours of the day need buckets of an hour');
  return { bucket, hourOfDay, heading: hourOfDay ? 'hour' : 'time' };
}

function filters(declared: DeclaredReport, asked: Asked): Record<string, string | boolean> {
  const { stream, report } = declared;
  const equals: Record<string, string | boolean> = {};
  for (const [dimension, member] of Object.entries({ ...report.where, ...asked.equals })) {
    if (member === undefined) continue;
    equals[dimension] =
      columnType(stream, dimension) === 'boolean' ? member === true || member === 'true' : member;
  }
  const bots = botsDimension(declared);
  if (bots !== undefined && asked.bots !== 'include') equals[bots] = asked.bots === 'only';
  return equals;
}

type Frame = Pick<ReportQuery, 'stream' | 'keys' | 'time' | 'from' | 'to' | 'equals' | 'known'>;

/** A source and the figures that are made from it. */
function partOf(
  frame: Frame,
  alias: Source['alias'],
  rollup: string,
  figures: Readonly<Record<string, Figure>>,
): { source: Source; figures: readonly QueryFigure[] } {
  const declared = findRollup(frame.stream, rollup);
  checkDimensions(frame, declared);
  const used = Object.values(figures).flatMap(measuresOf);
  const measures = new Map<string, Merge>();
  for (const name of used) {
    const { kind } = measureOf(declared, name);
    // Mentions are read themselves: what is distinct among them is counted with all else.
    if (kind === 'min' || kind === 'max') measures.set(name, kind);
    else if (kind !== 'distinct' || declared.of === 'mentions') measures.set(name, 'sum');
  }
  const bucket = frame.time === undefined ? undefined : GRAIN_MS[frame.time.bucket];
  const needs = { measures: [...measures.keys()], from: frame.from, to: frame.to, bucket };
  const from = declared.of === 'mentions' ? declared : cheapest(frame.stream, declared, needs);
  const term = (name: string) => termOf(frame, { alias, declared }, name);
  return {
    source: { alias, from, measures, isMerged: from.of !== 'mentions' && isOneRow(frame, from.rollup) },
    figures: Object.entries(figures).map(([name, one]) =>
      queryFigure(frame.stream, declared, { name, figure: one, term }),
    ),
  };
}

function checkDimensions(frame: Frame, { name, rollup }: NamedRollup): void {
  const needed = [...frame.keys.map((key) => key.dimension), ...Object.keys(frame.equals), ...frame.known];
  const absent = needed.find((dimension) => !rollup.by.includes(dimension));
  if (absent !== undefined) throw badReport(`the rollup ${name} has no dimension ${absent}`);
}

function queryFigure(
  stream: Stream,
  from: NamedRollup,
  { name, figure, term }: { name: string; figure: Figure; term: (measure: string) => Term },
): QueryFigure {
  const { unit, explain: words } = figure;
  if (figure.kind === 'measure') {
    return { name, unit, words, type: measureType(stream, from, figure.measure), of: term(figure.measure) };
  }
  if (figure.kind === 'share') {
    const { of, decimals } = figure;
    return { name, unit, words, type: 'decimal', of: term(of), share: { decimals } };
  }
  const { times, scale, decimals } = figure;
  const type = decimals === 0 ? 'integer' : 'decimal';
  return {
    name,
    unit,
    words,
    type,
    of: term(figure.of),
    ratio: { per: term(figure.per), times, scale, decimals },
  };
}

function measureType(stream: Stream, from: NamedRollup, name: string): CellType {
  const measure = measureOf(from, name);
  return measure.kind === 'count' || measure.kind === 'distinct'
    ? 'integer'
    : columnType(stream, measure.column);
}

function termOf(frame: Frame, source: { alias: string; declared: NamedRollup }, name: string): Term {
  const { alias, declared } = source;
  const measure = measureOf(declared, name);
  if (measure.kind !== 'distinct' || declared.of === 'mentions') {
    return { kind: 'merged', source: alias, measure: name };
  }
  if (frame.time?.hourOfDay) throw badReport(`${name} cannot be counted by hour of the day`);
  const kept = keptCount(frame, declared, measure.column);
  if (kept !== undefined) return kept;
  if (declared.of === 'sessions')
    throw badReport(`${name} of sessions can be counted for single windows only`);
  return { kind: 'counted', column: measure.column, ...lakeFilter(frame, declared) };
}

/**
 * Whether each row of the answer is one row of a rollup: its dimensions are those that tell rows apart or are fixed,
 * and its window is the bucket or the whole range.
 */
function isOneRow({ keys, equals, time, from, to }: Frame, { by, grain }: Rollup): boolean {
  const fixed = [...keys.map((key) => key.dimension), ...Object.keys(equals)];
  const window = GRAIN_MS[grain];
  if (!sameNames(by, fixed)) return false;
  if (time === undefined) return to - from === window && from % window === 0;
  return time.bucket === grain && (!time.hourOfDay || to - from <= GRAIN_MS.day);
}

/** A kept distinct count, when a rollup of the same events has a row for each row of the answer. */
function keptCount(frame: Frame, declared: NamedRollup, column: string): Term | undefined {
  for (const { name, rollup } of siblings(frame.stream, declared)) {
    const measure = Object.entries(rollup.measures).find(
      ([, one]) => one.kind === 'distinct' && one.column === column,
    );
    if (measure !== undefined && isOneRow(frame, rollup)) {
      return { kind: 'kept', rollup: name, measure: measure[0], by: rollup.by };
    }
  }
  return undefined;
}

/** The events of a rollup, without those that lack a dimension which must be known. */
export function lakeFilter(
  { stream, known }: Pick<ReportQuery, 'stream' | 'known'>,
  { rollup }: NamedRollup,
): LakeFilter {
  const isElement = (name: string): boolean => stream.elements[name] !== undefined;
  const conditions = known
    .filter((name) => !isElement(name))
    .map((name) => ne(coalesce(col(name), { op: 'literal', value: 'undefined' }), 'undefined'));
  const all = rollup.where === undefined ? conditions : [rollup.where, ...conditions];
  return {
    where: all.length > 1 ? and(...all) : all[0],
    lists: listsOf(stream.elements, rollup.by),
    known: known.filter(isElement),
  };
}
