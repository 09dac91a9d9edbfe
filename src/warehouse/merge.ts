import { CrosscurrentError } from '../event/errors.ts';
import type { ColumnShape } from './column-shape.ts';
import type { Partial } from './contract.ts';
import { copyCsv, prepareCsv } from './copy.ts';
import type { LaneSession } from './lane.ts';
import type { StreamShape, TableShape } from './shape.ts';
import { quoteIdentifier, quoteIdentifiers, tableOf } from './sql-names.ts';

export interface MergeWork {
  readonly partials: readonly Partial[];
  readonly shadow: boolean;
  /** Sums may go down (R1): rows without an event are deleted afterwards. */
  readonly emptied?: boolean;
}

/**
 * Merges partial sums into a stream's rollups, in the transaction that is open: each file by COPY into a temporary
 * table of this session, then one statement for all of them.
 *
 * The temporary tables are made once per session and emptied by each commit. Keys are merged in their own order, and
 * rollups in the order of the declaration, so that two transactions cannot wait for each other's rows.
 *
 * Measured with 60,000 rows of `referrer_views` on PostgreSQL 18 (processor time of the server, on a busy machine): about
 * 0.07 s for the COPY and 0.35 s for the merge, whether the keys are new or there. Copying straight into the table
 * (possible when all keys are new) or staging in an unlogged table took as long; an UPDATE and an INSERT of the rest, or
 * a work_mem of 4 MB, about a third longer; less room on the pages half as long again (see `MERGED` in ddl.ts).
 */
export async function mergePartials(
  session: LaneSession,
  shape: StreamShape,
  { partials, shadow, emptied = false }: MergeWork,
): Promise<void> {
  const work = inOrder(shape, partials);
  if (work.length === 0) return;
  const sources = await prepareCsv(work.map(({ csvPath }) => csvPath));
  const missing = work.filter(({ table }) => !session.made.has(table.name));
  if (missing.length > 0) {
    await session.client.query(missing.map(({ table }) => stagingTable(table)).join('; '));
    for (const { table } of missing) session.made.add(table.name);
  }
  for (const [index, source] of sources.entries()) {
    const table = work[index]?.table;
    if (table === undefined) continue;
    const columns = table.columns.map((column) => column.name);
    await copyCsv(session.client, { table: staging(table), columns, source });
  }
  await session.client.query(
    work
      .flatMap(({ table }) => [
        mergeStatement(shape.stream, table, shadow),
        ...(emptied && table.rowCount !== undefined
          ? [emptyStatement(shape.stream, table, table.rowCount)]
          : []),
      ])
      .join('; '),
  );
}

function inOrder(shape: StreamShape, partials: readonly Partial[]): { table: TableShape; csvPath: string }[] {
  const additive = shape.tables.filter((table) => table.kind === 'additive');
  for (const { rollup } of partials) {
    if (additive.some((table) => table.name === rollup)) continue;
    throw new CrosscurrentError(
      'internal',
      `${shape.stream} has no rollup ${rollup} that partial sums merge into.`,
      '',
    );
  }
  return additive.flatMap((table) =>
    partials
      .filter((partial) => partial.rollup === table.name && partial.rows > 0)
      .map(({ csvPath }) => ({ table, csvPath })),
  );
}

function staging(table: TableShape): string {
  return `pg_temp.${quoteIdentifier(table.name)}`;
}

function stagingTable(table: TableShape): string {
  const columns = table.columns.map((column) => `${quoteIdentifier(column.name)} ${column.type}`);
  return `CREATE TEMPORARY TABLE IF NOT EXISTS ${quoteIdentifier(table.name)} (${columns.join(', ')}) ON COMMIT DELETE ROWS`;
}

/** The merge of one rollup as SQL text. */
export function mergeStatement(stream: string, table: TableShape, shadow: boolean): string {
  const key = table.columns.filter((column) => column.merge === 'key');
  const names = quoteIdentifiers(table.columns.map((column) => column.name));
  const keys = quoteIdentifiers(key.map((column) => column.name));
  const changes = table.columns.filter((column) => column.merge !== 'key').map(mergedValue);
  return [
    `INSERT INTO ${tableOf(stream, table.name, shadow)} AS t (${names})`,
    `SELECT ${table.columns.map(stagedValue).join(', ')} FROM ${staging(table)} ORDER BY ${keys}`,
    `ON CONFLICT (${keys}) DO UPDATE SET ${changes.join(', ')}`,
  ].join(' ');
}

/** Deletes what no event is left of. Only where the merge took at least as many as it added can nothing be left. */
function emptyStatement(stream: string, table: TableShape, rowCount: string): string {
  const count = quoteIdentifier(rowCount);
  const key = table.columns
    .filter((column) => column.merge === 'key')
    .map(({ name }) => quoteIdentifier(name));
  return [
    `DELETE FROM ${tableOf(stream, table.name, false)} t USING ${staging(table)} s`,
    `WHERE s.${count} <= 0 AND t.${count} = 0`,
    ...key.map((name) => `AND t.${name} = s.${name}`),
  ].join(' ');
}

/** A sum over no value at all adds nothing. */
function stagedValue(column: ColumnShape): string {
  const name = quoteIdentifier(column.name);
  return column.merge === 'add' ? `coalesce(${name}, 0)` : name;
}

/** NULL in a sum means "not known before the next rebuild", and stays. */
function mergedValue(column: ColumnShape): string {
  const name = quoteIdentifier(column.name);
  switch (column.merge) {
    case 'add':
      return `${name} = t.${name} + excluded.${name}`;
    case 'least':
    case 'greatest':
      return `${name} = ${column.merge}(t.${name}, excluded.${name})`;
    default:
      return `${name} = excluded.${name}`;
  }
}
