import type { ColumnType } from '../stream/column.ts';
import { eventColumns, type Star, type Stream } from '../stream/define.ts';
import { isAdditive, isDistinct } from '../stream/plan.ts';
import { type Grain, isCountOfAll, type Measure, type Rollup } from '../stream/rollup.ts';
import { sessionColumns } from '../stream/sessions.ts';
import { type MentionsShape, mentionsShape } from './campaigns/shape.ts';
import { type ColumnShape, MISSING_MEMBER, TEXT, VALUE_TYPES } from './column-shape.ts';

/** A table of windows: a rollup, or the distinct counts of one. */
export interface TableShape {
  readonly name: string;
  readonly rollup: string;
  readonly grain: Grain;
  /** `additive` tables are merged by commits, `holistic` ones get whole windows replaced. */
  readonly kind: 'additive' | 'holistic';
  readonly about: string;
  /** The key's columns first, in its order. */
  readonly columns: readonly ColumnShape[];
  /** Of a stream whose events can be taken back: the count of all events of a row, which goes with the last one. */
  readonly rowCount?: string | undefined;
}

/** A view of a rollup with all its measures. */
export interface ViewShape {
  readonly name: string;
  readonly about: string;
  readonly key: readonly string[];
  /** Tables with the measures that each contributes; the rows are those of the first. */
  readonly tables: readonly { readonly name: string; readonly measures: readonly string[] }[];
}

export interface DimensionShape {
  /** Table `dim_<name>`. */
  readonly table: string;
  /** Column of the surrogate key, here and in the fact. */
  readonly surrogate: string;
  /** Column of the natural key. */
  readonly natural: string;
  readonly attributes: Readonly<Record<string, (key: string) => string | null>>;
  readonly members: readonly string[];
}

export interface StarShape {
  readonly fact: string;
  readonly about: string;
  readonly dimensions: readonly DimensionShape[];
  readonly measures: readonly ColumnShape[];
}

/** All tables and views of a stream. */
export interface StreamShape {
  readonly stream: string;
  readonly about: string;
  readonly tables: readonly TableShape[];
  readonly views: readonly ViewShape[];
  readonly star: StarShape | undefined;
  /** Neither merged nor part of a rebuild's shadow: what is in it is matched again after a rebuild. */
  readonly mentions: MentionsShape | undefined;
}

type Types = Readonly<Record<string, ColumnType>>;

/** The tables that a stream's declaration asks for. */
export function shapeOf(stream: Stream): StreamShape {
  const columns = eventColumns(stream);
  const events = Object.fromEntries(Object.entries(columns).map(([name, { type }]) => [name, type]));
  const sessions = stream.sessions;
  const sessionTypes = sessions === undefined ? {} : sessionColumns(sessions, columns);
  const all = [
    ...Object.entries(stream.rollups).map(([name, rollup]) => rollupShape(name, rollup, events, 'additive')),
    ...Object.entries(sessions?.rollups ?? {}).map(([name, rollup]) =>
      rollupShape(name, rollup, sessionTypes, 'holistic'),
    ),
  ];
  return {
    stream: stream.name,
    about: stream.about,
    tables: all.flatMap((one) => one.tables).map((table) => withRowCount(stream, table)),
    views: all.flatMap((one) => one.view),
    star: stream.star === undefined ? undefined : starShape(stream.star, events),
    mentions: mentionsShape(stream),
  };
}

function rollupShape(
  name: string,
  rollup: Rollup,
  types: Types,
  kind: TableShape['kind'],
): { tables: TableShape[]; view: ViewShape } {
  const measures = Object.entries(rollup.measures);
  const additive = measures.filter(([, measure]) => isAdditive(measure));
  const distinct = measures.filter(([, measure]) => isDistinct(measure));
  const key = keyColumns(rollup, types);
  const common = { rollup: name, grain: rollup.grain };
  const counts = additive.length === 0 ? [ROWS] : additive.map((measure) => measureColumn(measure, types));
  const table: TableShape = { ...common, name, kind, about: rollup.about, columns: [...key, ...counts] };
  const distinctTable: TableShape = {
    ...common,
    name: `${name}_distinct`,
    kind: 'holistic',
    about: `${rollup.about}: distinct counts`,
    columns: [...key, ...distinct.map((measure) => measureColumn(measure, types))],
  };
  const tables = distinct.length === 0 ? [table] : [table, distinctTable];
  const parts = tables.map((one) => ({
    name: one.name,
    measures: one.columns.filter((column) => column.merge !== 'key').map((column) => column.name),
  }));
  return {
    tables,
    view: {
      name: `${name}_all`,
      about: rollup.about,
      key: key.map((column) => column.name),
      // A rollup of distinct counts alone has no partial sums, so its rows are those of the distinct counts.
      tables: additive.length === 0 ? parts.toReversed() : parts,
    },
  };
}

/** With the count that tells when the last event of a row was taken back. */
function withRowCount({ revisions, rollups }: Stream, table: TableShape): TableShape {
  if (revisions === undefined || table.kind !== 'additive') return table;
  const measures = Object.entries(rollups[table.rollup]?.measures ?? {});
  return { ...table, rowCount: measures.find(([, measure]) => isCountOfAll(measure))?.[0] };
}

const ROWS: ColumnShape = {
  name: 'rows',
  type: 'bigint',
  notNull: true,
  merge: 'add',
  about: 'Rows',
};

function keyColumns(rollup: Rollup, types: Types): ColumnShape[] {
  const key = (name: string, type: string, about: string): ColumnShape => ({
    name,
    type,
    about,
    notNull: true,
    merge: 'key',
  });
  return [
    key('window_start', 'timestamptz', `Start of the ${rollup.grain}, UTC`),
    ...rollup.by.map((name) => key(name, types[name] === 'boolean' ? 'boolean' : TEXT, '')),
  ];
}

function measureColumn([name, measure]: readonly [string, Measure], types: Types): ColumnShape {
  const { about } = measure;
  const type = 'column' in measure ? (types[measure.column] ?? 'text') : 'integer';
  switch (measure.kind) {
    case 'count':
      return { name, about, type: 'bigint', notNull: true, merge: 'add' };
    case 'distinct':
      return { name, about, type: 'bigint', notNull: true, merge: 'replace' };
    case 'sum':
      // Also of whole numbers: a few events with numbers near 2^63 would overflow a bigint, and a sum that cannot be
      // stored would hold up all events behind it (V2).
      return { name, about, type: 'numeric', notNull: true, merge: 'add' };
    case 'min':
      return { name, about, type: VALUE_TYPES[type], notNull: false, merge: 'least' };
    case 'max':
      return { name, about, type: VALUE_TYPES[type], notNull: false, merge: 'greatest' };
  }
}

function starShape(star: Star, types: Types): StarShape {
  return {
    fact: star.fact,
    about: star.about,
    dimensions: Object.entries(star.dimensions).map(([name, dimension]) => ({
      table: `dim_${name}`,
      surrogate: `${name}_key`,
      natural: dimension.key,
      attributes: dimension.attributes ?? {},
      members: [...new Set([MISSING_MEMBER, ...(dimension.members ?? [])])],
    })),
    measures: Object.entries(star.measures).map((measure) => ({
      ...measureColumn(measure, types),
      merge: 'replace',
    })),
  };
}
