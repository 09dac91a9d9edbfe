import type { Stream } from '../../../stream/define.ts';
import type { Revisions } from '../../../stream/revisions.ts';
import type { LakeFile } from '../../../warehouse/contract.ts';
import { type DuckDBConnection, forEachChunk, identifier, numberOf, textLiteral } from '../database.ts';
import { LAKE_FILE, LAKE_ROW, lakeRows, renderFileRows, renderNumberedLakeFiles } from '../lake-source.ts';

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
  /** Those of the slice; there is one at least. */
  readonly own: readonly LakeFile[];
  /** Those of slices before it, without the rows that were removed since; asked for when they are needed. */
  readonly earlier: () => Promise<readonly LakeFile[]>;
}

export interface WeighContext {
  readonly connection: DuckDBConnection;
  readonly stream: Stream;
  readonly revisions: Revisions;
  readonly lakeDir: string;
  /** Whether of each id one event at most is left in the earlier files, so that nobody has to look on behind it. */
  readonly isComplete: boolean;
  /** Columns that are wanted of events that had counted. */
  readonly columns: readonly string[];
}

/** Rows of files that are looked through first; each time twice as many. */
const ROWS_AT_FIRST = 500_000;

/** A quarter less work for a thousand events of five million; much longer lists cost more than they save. */
const ROWS_ONE_BY_ONE = 10_000;

/** Files of one query, which has a part for each. */
const FILES_AT_ONCE = 64;

/** Tables of the connection: the events themselves, and those that had counted. */
const EVENTS = identifier('weighed events');
const SUBTRACTED = identifier('subtracted events');

/** Where earlier events are, and the ids that are still looked for. */
const PLACES = identifier('weighed places');
const SOUGHT = identifier('sought ids');

/**
 * Finds all events of the ids in the table `revised` and tells which of them no longer count (R1): a deletion outweighs
 * everything, otherwise the highest version, and of several the one that came first.
 * @returns those that do not count, and earlier ones that had, with their columns, as something to select from
 */
export async function weighEvents(
  context: WeighContext,
  files: WeighedFiles,
): Promise<{ readonly outweighed: readonly Outweighed[]; readonly subtract: string }> {
  const { connection } = context;
  try {
    const known = await findEarlier(context, files);
    await fetchEvents(context, files.own, known);
    const outweighed = await readOutweighed(context, files.own, known);
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE ${SUBTRACTED} AS SELECT * EXCLUDE (place) FROM (${renderRanked(
        context,
      )}) WHERE place > 1 AND ${LAKE_FILE} >= 0 AND NOT coalesce(${identifier(context.revisions.deleted)}, false)`,
    );
    return { outweighed, subtract: SUBTRACTED };
  } finally {
    for (const table of [PLACES, SOUGHT, EVENTS]) await connection.run(`DROP TABLE IF EXISTS temp.${table}`);
  }
}

/** Leaves where the earlier events of the ids are in a table. @returns the files, in the order of their numbers there */
async function findEarlier(context: WeighContext, files: WeighedFiles): Promise<LakeFile[]> {
  const { connection, stream, lakeDir } = context;
  const id = identifier(stream.id);
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${PLACES} (file BIGINT, row BIGINT, id VARCHAR)`);
  const open = context.isComplete
    ? `SELECT id FROM revised WHERE earlier AND id NOT IN (SELECT id FROM ${PLACES})`
    : 'SELECT id FROM revised WHERE earlier';
  const known: LakeFile[] = [];
  const isOpen = async (): Promise<boolean> =>
    (await numberOf(connection, `SELECT count(*) FROM (${open})`)) > 0;
  if (!(await isOpen())) return known;
  for (const group of newestFirst(await files.earlier())) {
    if (known.length > 0 && !(await isOpen())) break;
    await connection.run(`CREATE OR REPLACE TEMP TABLE ${SOUGHT} AS ${open}`);
    // The id alone, of all columns: it is read for every event of the files.
    await connection.run(
      `INSERT INTO ${PLACES} SELECT ${LAKE_FILE} + ${known.length}, ${LAKE_ROW}, ${id} FROM ${renderNumberedLakeFiles(
        lakeRows(lakeDir, group),
      )} WHERE ${id} IN (SELECT id FROM ${SOUGHT})`,
    );
    known.push(...group);
  }
  return known;
}

/** Most events that are taken back are young: files in groups, each with twice as many rows as the one before. */
function* newestFirst(files: readonly LakeFile[]): Generator<readonly LakeFile[]> {
  let group: LakeFile[] = [];
  let rows = 0;
  let most = ROWS_AT_FIRST;
  for (const file of files.toSorted((a, b) => b.maxTime - a.maxTime)) {
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

/**
 * Reads the slice's own events and the earlier ones that were found. The slice's files have numbers below 0: -1 is the
 * last one. Files of earlier declarations may lack a column; the slice's own have all.
 */
async function fetchEvents(
  { connection, stream, revisions, lakeDir, columns }: WeighContext,
  own: readonly LakeFile[],
  known: readonly LakeFile[],
): Promise<void> {
  const names = [...new Set([stream.id, stream.eventTime, revisions.version, revisions.deleted, ...columns])];
  const wanted = names.map(identifier).join(', ');
  const source = renderNumberedLakeFiles(lakeRows(lakeDir, own));
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${EVENTS} AS SELECT ${LAKE_FILE} - ${own.length} AS ${LAKE_FILE}, ${LAKE_ROW}, ${wanted} FROM ${source} WHERE ${identifier(
      stream.id,
    )} IN (SELECT id FROM revised)`,
  );
  const present = `COLUMNS(lambda name: name IN (${names.map(textLiteral).join(', ')}))`;
  const found = await filesWithPlaces(connection);
  // Up to so many rows of a file are told to its reader one by one, which then passes over those between them.
  await connection.run(`SET SESSION dynamic_or_filter_threshold = ${ROWS_ONE_BY_ONE}`);
  for (let at = 0; at < found.length; at += FILES_AT_ONCE) {
    const queries = found.slice(at, at + FILES_AT_ONCE).flatMap((number) => {
      const places = `(SELECT row FROM ${PLACES} WHERE file = ${number})`;
      return lakeRows(lakeDir, known.slice(number, number + 1)).map((file) =>
        renderFileRows(file, { number, places, columns: present }),
      );
    });
    await connection.run(`INSERT INTO ${EVENTS} BY NAME ${queries.join(' UNION ALL BY NAME ')}`);
  }
  await connection.run('RESET SESSION dynamic_or_filter_threshold');
}

async function filesWithPlaces(connection: DuckDBConnection): Promise<number[]> {
  const reader = await connection.runAndReadAll(`SELECT DISTINCT file FROM ${PLACES} ORDER BY file`);
  return reader.getRows().map(([file]) => Number(file));
}

/** The events with their place among those of the same id; the first counts, unless it is a deletion. */
function renderRanked({ stream, revisions }: WeighContext): string {
  const deleted = `coalesce(${identifier(revisions.deleted)}, false)`;
  const version = `CASE WHEN ${deleted} THEN 0 ELSE coalesce(${identifier(revisions.version)}, 0) END`;
  // Earlier ones come before the slice's own, and of those older files before younger ones.
  const order = `${deleted} DESC, ${version} DESC, ${LAKE_FILE} DESC, ${LAKE_ROW}`;
  return `SELECT *, row_number() OVER (PARTITION BY ${identifier(stream.id)} ORDER BY ${order}) AS place FROM ${EVENTS}`;
}

async function readOutweighed(
  context: WeighContext,
  own: readonly LakeFile[],
  known: readonly LakeFile[],
): Promise<Outweighed[]> {
  const { stream, revisions } = context;
  const columns = [
    LAKE_FILE,
    `CAST(${LAKE_ROW} AS DOUBLE)`,
    identifier(stream.id),
    `CAST(epoch_ms(${identifier(stream.eventTime)}) AS DOUBLE)`,
    `coalesce(${identifier(revisions.deleted)}, false)`,
  ];
  const outweighed: Outweighed[] = [];
  const result = await context.connection.stream(
    `SELECT ${columns.join(', ')} FROM (${renderRanked(context)}) WHERE place > 1`,
  );
  await forEachChunk(result, (chunk) => {
    for (const [number, row, id, time, isDeletion] of chunk.getRows()) {
      const isOwn = Number(number) < 0;
      const file = isOwn ? own.at(Number(number)) : known[Number(number)];
      if (file === undefined) continue;
      outweighed.push({
        file,
        row: Number(row),
        id: String(id),
        time: Number(time),
        isDeletion: isDeletion === true,
        isOwn,
      });
    }
  });
  return outweighed;
}
