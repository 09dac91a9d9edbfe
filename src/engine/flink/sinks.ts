import type { GroupingPlan, GroupingSet } from '../../stream/plan.ts';
import type { Measure } from '../../stream/rollup.ts';
import type { ColumnShape } from '../../warehouse/column-shape.ts';
import type { TableShape } from '../../warehouse/shape.ts';
import { schemaOf } from '../../warehouse/sql-names.ts';
import { renderInstant, renderWindowStart } from './dimension.ts';
import { renderSettings } from './events.ts';
import { measureColumn, namesOf } from './names.ts';
import { type DeploymentOptions, sinkUrl } from './options.ts';
import { RESERVED_IN_POSTGRESQL } from './postgresql-words.ts';
import type { Rendering } from './refusal.ts';
import { dimensionColumn, windowColumn } from './rows-of-pass.ts';
import { identifier } from './sql-text.ts';
import type { Statement } from './statement.ts';

/** A table of the warehouse, and the rows of a view that it gets. */
export interface Sink {
  readonly stream: string;
  readonly table: TableShape;
  readonly plan: GroupingPlan;
  readonly set: GroupingSet;
  /** The view of its pass. */
  readonly view: string;
}

/** The table that a sink writes: absolute values, upserted by the primary key. */
export function renderSinkTable(sink: Sink, options: DeploymentOptions, rendering: Rendering): Statement {
  const { stream, table } = sink;
  refuseReserved(sink, rendering);
  const key = table.columns.filter(({ merge }) => merge === 'key').map(({ name }) => identifier(name));
  const columns = table.columns.map(
    (column) => `${identifier(column.name)} ${sinkType(sink, column, rendering)}`,
  );
  const settings = {
    connector: 'jdbc',
    url: sinkUrl(options),
    'table-name': `${schemaOf(stream)}.${table.name}`,
    username: options.jdbcUser,
    password: options.jdbcPassword,
    'sink.buffer-flush.max-rows': '5000',
    'sink.buffer-flush.interval': '1 s',
  };
  return {
    why: `${table.about}. No other insert writes this table: two that fill columns of one row deadlock, and lose values.`,
    sql: `CREATE TEMPORARY TABLE ${identifier(namesOf(stream).sink(table.name))} (\n  ${[
      ...columns,
      `PRIMARY KEY (${key.join(', ')}) NOT ENFORCED`,
    ].join(',\n  ')}\n) WITH (\n  ${renderSettings(settings)}\n)`,
  };
}

/** The rows of a rollup's view, into its table. */
export function renderInsert(sink: Sink, rendering: Rendering): string {
  const { stream, table, plan, set, view } = sink;
  const values = [
    renderWindowStart(windowColumn(set.grain), set.grain),
    ...set.by.map(dimensionColumn),
    ...Object.values(set.measures).map((index) => renderValue(index, plan, rendering)),
  ];
  const columns = ['window_start', ...set.by, ...Object.keys(set.measures)].map(identifier);
  return `INSERT INTO ${identifier(namesOf(stream).sink(table.name))} (${columns.join(', ')})
SELECT ${values.join(', ')}
FROM ${identifier(view)}`;
}

function renderValue(index: number, { measures }: GroupingPlan, { types }: Rendering): string {
  const measure = measures[index];
  const isInstant = measure !== undefined && measureType(measure, types) === 'timestamp';
  return isInstant ? renderInstant(measureColumn(index)) : measureColumn(index);
}

/** The type of a smallest or largest value; undefined for counts and sums. */
function measureType(measure: Measure, types: Rendering['types']): string | undefined {
  return measure.kind === 'min' || measure.kind === 'max' ? types[measure.column] : undefined;
}

/** A column's type. Instants are texts, see `renderInstant`. */
function sinkType({ set, plan }: Sink, column: ColumnShape, { types }: Rendering): string {
  if (column.merge === 'key') return column.type === 'boolean' ? 'BOOLEAN' : 'STRING';
  const measure = plan.measures[set.measures[column.name] ?? -1];
  if (measure === undefined || measure.kind === 'count' || measure.kind === 'distinct') return 'BIGINT';
  const type = types[measure.column];
  if (measure.kind === 'sum') return type === 'decimal' ? 'DECIMAL(38, 9)' : 'DECIMAL(38, 0)';
  if (type === 'decimal') return 'DECIMAL(27, 9)';
  return type === 'integer' ? 'BIGINT' : 'STRING';
}

/** The connector does not quote names. */
function refuseReserved({ table }: Sink, { refuse }: Rendering): void {
  for (const name of [table.name, ...table.columns.map((column) => column.name)]) {
    if (!RESERVED_IN_POSTGRESQL.has(name)) continue;
    refuse(
      `"${name}" is a word of PostgreSQL, which the connector would have to quote and does not`,
      'Use another name.',
    );
  }
}
