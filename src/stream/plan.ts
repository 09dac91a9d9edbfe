import type { ColumnType } from './column.ts';
import { eventColumns, type Stream } from './define.ts';
import type { Expression } from './expression.ts';
import type { Grain, Measure, Rollup } from './rollup.ts';
import { sessionColumns } from './sessions.ts';

/** What the rows of a plan are: accepted events, or sessions made of them. */
export type RowKind = 'events' | 'sessions';

/** One rollup inside a plan: a grouping set. */
export interface GroupingSet {
  readonly rollup: string;
  readonly grain: Grain;
  readonly by: readonly string[];
  /** Measure name in the rollup -> index into the plan's measures. */
  readonly measures: Readonly<Record<string, number>>;
}

/**
 * All rollups of one filter as one grouping-sets pass: the shape that is fast on DuckDB (one pass)
 * and the only workable one on Flink (one deduplication state). Engines render it in their SQL.
 */
export interface GroupingPlan {
  readonly rows: RowKind;
  readonly where: Expression | undefined;
  /** All dimensions of all sets, with their types. */
  readonly dimensions: Readonly<Record<string, ColumnType>>;
  readonly measures: readonly Measure[];
  readonly sets: readonly GroupingSet[];
}

/** What has to be kept up to date for a stream. */
export interface StreamPlan {
  readonly stream: Stream;
  /** Merged batch by batch from partial sums. */
  readonly additive: readonly GroupingPlan[];
  /** Distinct counts: recomputed for the windows that a batch touched. */
  readonly distinct: readonly GroupingPlan[];
  /** Rollups of sessions: recomputed likewise. */
  readonly sessions: readonly GroupingPlan[];
}

/** Compiles a stream's rollups to one neutral grouping-sets plan per filter. */
export function planStream(stream: Stream): StreamPlan {
  const columns = typesOf(eventColumns(stream));
  const sessions = stream.sessions;
  return {
    stream,
    additive: groupByFilter('events', stream.rollups, columns, isAdditive),
    distinct: groupByFilter('events', stream.rollups, columns, isDistinct),
    sessions:
      sessions === undefined
        ? []
        : groupByFilter(
            'sessions',
            sessions.rollups,
            sessionColumns(sessions, eventColumns(stream)),
            isAdditive,
          ),
  };
}

/** Distinct measures are holistic, all others merge. */
export function isDistinct(measure: Measure): boolean {
  return measure.kind === 'distinct';
}

/** Measures whose partial values merge (distributive, in Gray's words). */
export function isAdditive(measure: Measure): boolean {
  return measure.kind !== 'distinct';
}

function typesOf(columns: Readonly<Record<string, { type: ColumnType }>>): Record<string, ColumnType> {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.type]));
}

function groupByFilter(
  rows: RowKind,
  rollups: Readonly<Record<string, Rollup>>,
  types: Readonly<Record<string, ColumnType>>,
  wanted: (measure: Measure) => boolean,
): GroupingPlan[] {
  const groups = new Map<string, [string, Rollup][]>();
  for (const [name, rollup] of Object.entries(rollups)) {
    if (!Object.values(rollup.measures).some(wanted)) continue;
    const key = JSON.stringify(rollup.where ?? null);
    groups.set(key, [...(groups.get(key) ?? []), [name, rollup]]);
  }
  return [...groups.values()].map((members) => planOf(rows, members, types, wanted));
}

function planOf(
  rows: RowKind,
  members: readonly [string, Rollup][],
  types: Readonly<Record<string, ColumnType>>,
  wanted: (measure: Measure) => boolean,
): GroupingPlan {
  const measures: Measure[] = [];
  const indexes = new Map<string, number>();
  const indexOf = (measure: Measure): number => {
    const { about: _, ...made } = measure;
    const key = JSON.stringify(made);
    const known = indexes.get(key);
    if (known !== undefined) return known;
    indexes.set(key, measures.length);
    return measures.push(measure) - 1;
  };
  const sets = members.map(([rollup, { grain, by, measures: own }]) => ({
    rollup,
    grain,
    by,
    measures: Object.fromEntries(
      Object.entries(own)
        .filter(([, measure]) => wanted(measure))
        .map(([name, measure]) => [name, indexOf(measure)]),
    ),
  }));
  const dimensions = Object.fromEntries(
    sets.flatMap((set) => set.by.map((name) => [name, types[name] ?? 'text'])),
  );
  return { rows, where: members[0]?.[1].where, dimensions, measures, sets };
}
