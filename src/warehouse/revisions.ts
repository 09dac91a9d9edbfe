import { type ClientBase, DatabaseError } from 'pg';
import { CrosscurrentError } from '../event/errors.ts';
import type { CommitBatch, LakeFile, RemovedRow } from './contract.ts';

const REMOVED = `
INSERT INTO crosscurrent.lake_removed (stream, path, row)
SELECT $1, path, row FROM unnest($2::text[], $3::bigint[]) AS r(path, row) ORDER BY path, row`;

/** Counted before they go, because the accounting has to know of each. */
const FORGET_LETTERS = `
WITH gone AS (
  DELETE FROM crosscurrent.dead_letter WHERE stream = $1 AND %COLUMN% = ANY($2::text[]) RETURNING source
), counted AS (
  SELECT source, count(*) AS letters FROM gone GROUP BY source
), accounts AS (
  UPDATE crosscurrent.account a SET forgotten_letters = a.forgotten_letters + c.letters
  FROM counted c WHERE a.stream = $1 AND a.source = c.source
)
SELECT coalesce(sum(letters), 0) AS letters FROM counted`;

/** Deletes the dead letters of some events; `$1` stream, `$2` their ids. */
export const FORGET_LETTERS_OF_EVENTS = FORGET_LETTERS.replace('%COLUMN%', 'event_id');

/** Deletes the dead letters of some people; `$1` stream, `$2` who they are. */
export const FORGET_LETTERS_OF_PEOPLE = FORGET_LETTERS.replace('%COLUMN%', 'person');

/** The removed rows that files bring along. */
export function removedOf(files: readonly LakeFile[]): RemovedRow[] {
  return files.flatMap(({ path, removed }) => (removed ?? []).map((row) => ({ path, row })));
}

/** foreign_key_violation */
const FILE_GONE = '23503';

/**
 * Says of rows that they no longer count. Fails when one is removed already, and with `overtaken` when its file is not
 * known any more.
 */
export async function insertRemoved(
  client: ClientBase,
  stream: string,
  removed: readonly RemovedRow[],
): Promise<void> {
  if (removed.length === 0) return;
  try {
    await client.query(REMOVED, [stream, removed.map(({ path }) => path), removed.map(({ row }) => row)]);
  } catch (error) {
    if (!(error instanceof DatabaseError && error.code === FILE_GONE)) throw error;
    throw new CrosscurrentError(
      'overtaken',
      `A lake file of ${stream} with an event that is taken back has been written anew meanwhile.`,
      'The event is looked for again.',
      { cause: error },
    );
  }
}

/** Whether the sums of the batch may leave rows of rollups without an event. */
export function mayEmptyRows({ revisions }: CommitBatch): boolean {
  return revisions !== undefined && revisions.removed.length > 0;
}

/** Writes what a batch takes back, behind its lake files and dead letters. */
export async function keepRevisions(client: ClientBase, batch: CommitBatch): Promise<void> {
  const { stream, revisions, lakeFiles } = batch;
  await insertRemoved(client, stream, [...removedOf(lakeFiles), ...(revisions?.removed ?? [])]);
  // PostgreSQL has no place for NUL, and no dead letter is known by such an id.
  const deleted = (revisions?.deletedIds ?? []).filter((id) => !id.includes('\0'));
  if (deleted.length > 0) await client.query(FORGET_LETTERS_OF_EVENTS, [stream, deleted]);
}
