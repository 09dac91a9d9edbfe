import type { ColumnType } from './column.ts';
import { eventColumns, type Stream } from './define.ts';
import { type Element, listsOf } from './elements.ts';
import type { Expression } from './expression.ts';
import type { Grain, Measure, Rollup } from './rollup.ts';
import { sessionColumns } from './sessions.ts';
import { standing } from './standing.ts';

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
 * A list column whose texts become rows: an event with three texts is three rows, one with none is no row. Of two
 * such lists each text of one meets each of the other.
 */
export interface UnnestedList {
  readonly list: string;
  /** Dimension -> which part of the text it is, from 0; null: the whole text. A part that is not there is missing. */
  readonly parts: Readonly<Record<string, number | null>>;
}

/**
 * All rollups of one filter that go through the same lists. Engines render it in their SQL: DuckDB is fast with one
 * grouping-sets pass over all of them, Flink with a group for each.
 */
export interface GroupingPlan {
  readonly rows: RowKind;
  readonly where: Expression | undefined;
  /** Applied behind `where`. */
  readonly unnest: readonly UnnestedList[];
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

/** Compiles a stream's rollups to one neutral grouping-sets plan per filter and set of unnested lists. */
export function planStream(stream: Stream): StreamPlan {
  const { sessions, elements } = stream;
  const ofEvents: Rows = {
    kind: 'events',
    rollups: Object.entries(stream.rollups).map(([name, rollup]) => [
      name,
      { ...rollup, where: standing(stream, rollup.where) },
    ]),
    types: typesOf(eventColumns(stream)),
    elements,
  };
  return {
    stream,
    additive: planRows(ofEvents, isAdditive),
    distinct: planRows(ofEvents, isDistinct),
    sessions:
      sessions === undefined
        ? []
        : planRows(
            {
              kind: 'sessions',
              rollups: Object.entries(sessions.rollups),
              types: sessionColumns(sessions, eventColumns(stream)),
              elements: {},
            },
            isAdditive,
          ),
  };
}

/** Rollups over rows of one kind. */
interface Rows {
  readonly kind: RowKind;
  readonly rollups: readonly (readonly [string, PlannedRollup])[];
  readonly types: Readonly<Record<string, ColumnType>>;
  readonly elements: Readonly<Record<string, Element>>;
}

type PlannedRollup = Omit<Rollup, 'where'> & { readonly where?: Expression | undefined };

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

function planRows(rows: Rows, wanted: (measure: Measure) => boolean): GroupingPlan[] {
  const groups = new Map<string, (readonly [string, PlannedRollup])[]>();
  for (const member of rows.rollups) {
    const [, { where, by, measures }] = member;
    if (!Object.values(measures).some(wanted)) continue;
    const key = JSON.stringify([where ?? null, ...listsOf(rows.elements, by)]);
    groups.set(key, [...(groups.get(key) ?? []), member]);
  }
  return [...groups.values()].map((members) => planOf(rows, members, wanted));
}

function planOf(
  rows: Rows,
  members: readonly (readonly [string, PlannedRollup])[],
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
  const names = [...new Set(sets.flatMap((set) => set.by))];
  return {
    rows: rows.kind,
    where: members[0]?.[1].where,
    unnest: unnestedLists(rows.elements, names),
    dimensions: Object.fromEntries(names.map((name) => [name, rows.types[name] ?? 'text'])),
    measures,
    sets,
  };
}

function unnestedLists(
  elements: Readonly<Record<string, Element>>,
  dimensions: readonly string[],
): readonly UnnestedList[] {
  return listsOf(elements, dimensions).map((list) => ({
    list,
    parts: Object.fromEntries(
      dimensions.flatMap((name) => {
        const found = Object.hasOwn(elements, name) ? elements[name] : undefined;
        return found?.list === list ? [[name, found.part ?? null]] : [];
      }),
    ),
  }));
}
