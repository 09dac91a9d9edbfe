import type { Stream } from '../../../stream/define.ts';
import type { Revisions } from '../../../stream/revisions.ts';
import type { LakeFile } from '../../../warehouse/contract.ts';
import { type DuckDBConnection, identifier, numberOf } from '../database.ts';
import { LAKE_FILE, LAKE_ROW, lakeRows, renderNumberedLakeFiles } from '../lake-source.ts';

/** An accepted event that another one of the same id outweighs. */
export interface Outweighed {
  readonly file: LakeFile;
  /** Its number in the file, from 0. */
  readonly row: number;
  readonly id: string;
  /** Event time, epoch milliseconds. */
  readonly time: number;
  readonly isDeletion: boolean;
  /** Whether the slice itself has brought it. */
  readonly isOwn: boolean;
}

/** Where the events of the ids in the table `revised` may be. */
export interface WeighedFiles {
  /** Those of the slice. */
  readonly own: readonly LakeFile[];
  /** Those of slices before it, without the rows that were removed since. */
  readonly earlier: readonly LakeFile[];
}

export interface WeighContext {
  readonly connection: DuckDBConnection;
  readonly stream: Stream;
  readonly revisions: Revisions;
  readonly lakeDir: string;
  /** Whether of each id one event at most is left in the earlier files, so that nobody has to look on behind it. */
  readonly isComplete: boolean;
}

/** Rows of files that are looked through first; each time twice as many. */
const ROWS_AT_FIRST = 500_000;

/** The events of one id against each other: file and row, and what decides. */
const EVENTS =
  'file INTEGER, row BIGINT, id VARCHAR, time BIGINT, version BIGINT, is_deletion BOOLEAN, own BOOLEAN';

/**
 * Finds all events of the ids in the table `revised` and tells which of them no longer count (R1): a deletion outweighs
 * everything, otherwise the highest version, and of several the one that came first.
 */
export async function weighEvents(context: WeighContext, files: WeighedFiles): Promise<Outweighed[]> {
  const { connection } = context;
  await connection.run(`CREATE OR REPLACE TEMP TABLE weighed (${EVENTS})`);
  try {
    const known = [...files.own];
    await addEvents(context, { files: files.own, before: 0, ids: 'revised', isOwn: true });
    const open = context.isComplete
      ? 'SELECT id FROM revised WHERE earlier AND id NOT IN (SELECT id FROM weighed WHERE NOT own)'
      : 'SELECT id FROM revised WHERE earlier';
    for (const group of newestFirst(files.earlier)) {
      if ((await numberOf(connection, `SELECT count(*) FROM (${open})`)) === 0) break;
      await connection.run(`CREATE OR REPLACE TEMP TABLE sought AS ${open}`);
      await addEvents(context, { files: group, before: known.length, ids: 'sought', isOwn: false });
      known.push(...group);
    }
    return await readOutweighed(connection, known);
  } finally {
    for (const table of ['weighed', 'sought']) await connection.run(`DROP TABLE IF EXISTS temp.${table}`);
  }
}

/** Most events that are taken back are young: files in groups, each with twice as many rows as the one before. */
function* newestFirst(files: readonly LakeFile[]): Generator<readonly LakeFile[]> {
  let group: LakeFile[] = [];
  let rows = 0;
  let most = ROWS_AT_FIRST;
  for (const file of [...files].sort((a, b) => b.maxTime - a.maxTime)) {
    group.push(file);
    rows += file.rows;
    if (rows < most) continue;
    yield group;
    group = [];
    rows = 0;
    most *= 2;
  }
  if (group.length > 0) yield group;
}

async function addEvents(
  { connection, stream, revisions, lakeDir }: WeighContext,
  work: { files: readonly LakeFile[]; before: number; ids: string; isOwn: boolean },
): Promise<void> {
  if (work.files.length === 0) return;
  const id = identifier(stream.id);
  const columns = [
    `${LAKE_FILE} + ${work.before}`,
    LAKE_ROW,
    id,
    `epoch_ms(${identifier(stream.eventTime)})`,
    `coalesce(${identifier(revisions.version)}, 0)`,
    `coalesce(${identifier(revisions.deleted)}, false)`,
    String(work.isOwn),
  ];
  const source = renderNumberedLakeFiles(lakeRows(lakeDir, work.files));
  await connection.run(
    `INSERT INTO weighed SELECT ${columns.join(', ')} FROM ${source} WHERE ${id} IN (SELECT id FROM ${work.ids})`,
  );
}

async function readOutweighed(
  connection: DuckDBConnection,
  files: readonly LakeFile[],
): Promise<Outweighed[]> {
  const order = 'is_deletion DESC, CASE WHEN is_deletion THEN 0 ELSE version END DESC, own, file DESC, row';
  const ranked = `SELECT *, row_number() OVER (PARTITION BY id ORDER BY ${order}) AS place FROM weighed`;
  const reader = await connection.runAndReadAll(
    `SELECT file, CAST(row AS DOUBLE), id, CAST(time AS DOUBLE), is_deletion, own FROM (${ranked}) WHERE place > 1`,
  );
  return reader.getRows().flatMap(([number, row, id, time, isDeletion, isOwn]) => {
    const file = files[Number(number)];
    if (file === undefined) return [];
    return {
      file,
      row: Number(row),
      id: String(id),
      time: Number(time),
      isDeletion: isDeletion === true,
      isOwn: isOwn === true,
    };
  });
}
