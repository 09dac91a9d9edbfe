import type { Stream } from '../../../stream/define.ts';
import type { Revisions } from '../../../stream/revisions.ts';
import { type DuckDBConnection, identifier, numberOf } from '../database.ts';
import { renderRevisionHashes, type SeenIds, seeRevisions } from './seen.ts';

/** What a slice of a stream with revisions may change of events that were there before it, or twice inside it. */
export interface SliceRevisions {
  /**
   * Ids of which several events are accepted now: in the table `revised` of the slice's connection, with whether events
   * before the slice may be among them.
   */
  readonly revised: number;
  /** Ids that the slice deletes. */
  readonly deletedIds: readonly string[];
}

export const NO_REVISIONS: SliceRevisions = { revised: 0, deletedIds: [] };

export interface MarkedRows {
  readonly rows: number;
  readonly duplicates: readonly number[];
  /** Whether there are deletions among the rows. */
  readonly anyDeletion: boolean;
  readonly revisions: SliceRevisions;
}

/**
 * Finds duplicates among the rows of the view `taken`, and the ids whose events have to be weighed against each other.
 * @param rows.order an ORDER BY clause, when the rows do not come in the order of their lines
 */
export async function markRevisions(
  connection: DuckDBConnection,
  stream: Stream,
  revisions: Revisions,
  rows: { seen: SeenIds; generation: number; order: string },
): Promise<MarkedRows> {
  const sql = renderRevisionHashes(stream.id, revisions, { from: 'taken', order: rows.order });
  const found = await seeRevisions(connection, sql, rows.seen, rows.generation);
  const anyDeletion = found.deletions > 0;
  return {
    rows: found.rows,
    duplicates: found.duplicates,
    anyDeletion,
    revisions: {
      revised: found.revising.length === 0 ? 0 : await createRevised(connection, stream, found),
      deletedIds: anyDeletion ? await deletedIds(connection, stream, revisions) : [],
    },
  };
}

/**
 * The first row of an id in the slice tells whether there was one before: it would not have been new otherwise.
 * @returns how many ids there are
 */
async function createRevised(
  connection: DuckDBConnection,
  stream: Stream,
  lines: { duplicates: readonly number[]; revising: readonly number[] },
): Promise<number> {
  const id = identifier(stream.id);
  const list = (numbers: readonly number[]): string =>
    `SELECT unnest(CAST(string_split('${numbers.join(',')}', ',') AS BIGINT[])) AS line`;
  const known = [lines.revising, ...(lines.duplicates.length === 0 ? [] : [lines.duplicates])];
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE revised AS SELECT id, first_line IN (${known
      .map(list)
      .join(
        ' UNION ALL ',
      )}) AS earlier FROM (SELECT ${id} AS id, min(line) AS first_line FROM taken WHERE ${id} IN (SELECT ${id} FROM taken WHERE line IN (${list(
      lines.revising,
    )})) GROUP BY 1)`,
  );
  return numberOf(connection, 'SELECT count(*) FROM revised');
}

async function deletedIds(
  connection: DuckDBConnection,
  stream: Stream,
  revisions: Revisions,
): Promise<string[]> {
  const reader = await connection.runAndReadAll(
    `SELECT DISTINCT ${identifier(stream.id)} FROM taken WHERE ${identifier(revisions.deleted)}`,
  );
  return reader.getRows().map(([id]) => String(id));
}

/**
 * The rows with everything gone from deletions but which event they delete and when (R1): whoever asks to be forgotten
 * must not be remembered by it. The id stays, because the event may still come, or come again.
 * @param columns all columns of the rows but `line`
 */
export function renderTombstones(
  stream: Stream,
  revisions: Revisions,
  { from, columns }: { from: string; columns: readonly string[] },
): string {
  const kept = new Set([stream.id, stream.eventTime, revisions.deleted]);
  const deleted = identifier(revisions.deleted);
  const rows = columns.map((name) => {
    const column = identifier(name);
    return kept.has(name) ? column : `CASE WHEN ${deleted} THEN NULL ELSE ${column} END AS ${column}`;
  });
  return `SELECT line, ${rows.join(', ')} FROM (${from})`;
}
