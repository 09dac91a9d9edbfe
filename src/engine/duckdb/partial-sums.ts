import path from 'node:path';
import type { GroupingPlan, StreamPlan } from '../../stream/plan.ts';
import type { Partial } from '../../warehouse/contract.ts';
import { type DuckDBConnection, identifier, numberOf, textLiteral } from './database.ts';
import { measureColumn, renderGroupingSets, renderSetRows } from './grouping.ts';
import { type LakeRows, renderLakeFiles } from './lake-source.ts';

/**
 * Partial sums that wait for the next commit: one table per plan, to which each slice adds the rows
 * of its pass. Several slices may share a commit; their rows are merged when it is made.
 */
export interface PendingSums {
  /** The events of these files. */
  add(files: readonly LakeRows[]): Promise<void>;
  /**
   * The other way: what these events have added goes again (R1). All measures are counts and sums then.
   * @param from an SQL table expression with the event columns
   */
  subtract(from: string): Promise<void>;
  /** Writes one CSV per rollup and drops the tables. */
  export(scratchDir: string): Promise<Partial[]>;
  drop(): Promise<void>;
}

/** @param connection used by whoever adds; the export may use another */
export function createPendingSums(
  plan: StreamPlan,
  label: string,
): {
  with(connection: DuckDBConnection): PendingSums;
} {
  const tables = plan.additive.map((_, index) => identifier(`pending_${plan.stream.name}_${index}_${label}`));
  const created = new Set<string>();
  const time = plan.stream.eventTime;

  const insert = async (connection: DuckDBConnection, render: (grouping: GroupingPlan) => string) => {
    for (const [index, grouping] of plan.additive.entries()) {
      const table = tables[index] ?? '';
      const sql = render(grouping);
      await connection.run(
        created.has(table) ? `INSERT INTO ${table} ${sql}` : `CREATE TABLE ${table} AS ${sql}`,
      );
      created.add(table);
    }
  };

  return {
    with: (connection) => ({
      add(files) {
        const source = renderLakeFiles(files);
        return insert(connection, (grouping) => renderGroupingSets(grouping, source, time));
      },
      subtract: (from) =>
        insert(connection, (grouping) => renderNegated(grouping, renderGroupingSets(grouping, from, time))),
      async export(scratchDir) {
        const partials: Partial[] = [];
        for (const [index, grouping] of plan.additive.entries()) {
          const table = tables[index] ?? '';
          if (!created.has(table)) continue;
          partials.push(...(await exportPlan(connection, { grouping, table, scratchDir, label })));
        }
        return partials;
      },
      async drop() {
        for (const table of created) await connection.run(`DROP TABLE IF EXISTS ${table}`);
      },
    }),
  };
}

async function exportPlan(
  connection: DuckDBConnection,
  work: { grouping: GroupingPlan; table: string; scratchDir: string; label: string },
): Promise<Partial[]> {
  const { grouping, table } = work;
  const merged = `${table.slice(0, -1)}_merged"`;
  await connection.run(`CREATE OR REPLACE TABLE ${merged} AS ${renderMerge(grouping, table)}`);
  try {
    const partials: Partial[] = [];
    for (const set of grouping.sets) {
      const csvPath = path.join(work.scratchDir, `${set.rollup}-${work.label}.csv`);
      const rows = renderSetRows(grouping, set, merged);
      const count = await numberOf(
        connection,
        `COPY (${rows}) TO ${textLiteral(csvPath)} (FORMAT csv, HEADER false)`,
      );
      if (count > 0) partials.push({ rollup: set.rollup, csvPath, rows: count });
    }
    return partials;
  } finally {
    await connection.run(`DROP TABLE IF EXISTS ${merged}`);
  }
}

/** Partial results of the same group become one: counts and sums add, minima and maxima compare. */
export function renderMerge(plan: GroupingPlan, table: string): string {
  const merged = plan.measures.map((measure, index) => {
    const name = measureColumn(index);
    const by = measure.kind === 'min' || measure.kind === 'max' ? measure.kind : 'sum';
    return `${by}(${name}) AS ${name}`;
  });
  const excluded = plan.measures.map((_, index) => measureColumn(index)).join(', ');
  return `SELECT * EXCLUDE (${excluded}), ${merged.join(', ')} FROM ${table} GROUP BY ALL`;
}

/** The rows of a pass with all counts and sums below zero. */
function renderNegated(plan: GroupingPlan, rows: string): string {
  const negated = plan.measures.map((_, index) => `-${measureColumn(index)} AS ${measureColumn(index)}`);
  return `SELECT * REPLACE (${negated.join(', ')}) FROM (${rows})`;
}
