import type { Lake } from '../../../lake/contract.ts';
import type { Stream } from '../../../stream/define.ts';
import type { Warehouse } from '../../../warehouse/contract.ts';
import { type DuckDBConnection, identifier } from '../database.ts';
import { forgetLetters, hasOverflow } from '../dead-letter-overflow.ts';
import { lakeRows, renderLakeFiles } from '../lake-source.ts';
import { type Pause, whilePaused } from '../turns.ts';

const TABLE = identifier('events of a person');

/** Hands out the ids of all events of a person that count, in lots; each is waited for. */
export async function eventsOfPerson(
  {
    connection,
    stream,
    ...work
  }: { connection: DuckDBConnection; warehouse: Warehouse; stream: Stream; lakeDir: string },
  person: string,
  onIds: (ids: readonly string[]) => Promise<void>,
): Promise<void> {
  const { revisions } = stream;
  const files = await work.warehouse.lakeFiles(stream.name);
  if (revisions === undefined || files.length === 0) return;
  // Copied, because what is read for long may be compacted meanwhile.
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${TABLE} AS SELECT ${identifier(stream.id)} AS id FROM ${renderLakeFiles(
      lakeRows(work.lakeDir, files),
    )} WHERE CAST(${identifier(revisions.person)} AS VARCHAR) = $1 AND NOT coalesce(${identifier(
      revisions.deleted,
    )}, false)`,
    [person],
  );
  const result = await connection.stream(`SELECT id FROM ${TABLE}`);
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; ) {
    await onIds(chunk.getColumnValues(0).map(String));
    chunk = await result.fetchChunk();
  }
}

interface LettersWork {
  readonly connection: DuckDBConnection;
  readonly warehouse: Pick<Warehouse, 'lakeFiles'>;
  readonly lake: Lake;
  readonly lakeDir: string;
  readonly stream: Stream;
  /** Slices of the stream, which bring further dead letters. */
  readonly pause: Pause;
}

/** Deletes a person's dead letters from the lake. @returns how many there were */
export async function forgetLettersOfPerson(
  { connection, pause, ...work }: LettersWork,
  person: string,
): Promise<number> {
  const stream = work.stream.name;
  await connection.run('CREATE OR REPLACE TEMP TABLE whose AS SELECT CAST($1 AS VARCHAR) AS person', [
    person,
  ]);
  const theirs = 'person IN (SELECT w.person FROM whose w)';
  return whilePaused(pause, () => forgetLetters({ ...work, connection, stream }, theirs));
}

/** The same for the events that were deleted, of which the lake knows the ids. */
export async function forgetLettersOfDeleted({ connection, pause, ...work }: LettersWork): Promise<number> {
  const { stream, lake: store, lakeDir } = work;
  const { revisions } = stream;
  if (revisions === undefined || !(await hasOverflow(store, stream.name))) return 0;
  const files = await work.warehouse.lakeFiles(stream.name);
  if (files.length === 0) return 0;
  const lake = renderLakeFiles(lakeRows(lakeDir, files));
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE whose AS SELECT ${identifier(stream.id)} AS id FROM ${lake} WHERE ${identifier(
      revisions.deleted,
    )}`,
  );
  const theirs = 'event_id IN (SELECT w.id FROM whose w)';
  return whilePaused(pause, () => forgetLetters({ connection, lake: store, stream: stream.name }, theirs));
}
