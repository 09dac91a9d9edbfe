import { randomUUID } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { CrosscurrentError } from '../../event/errors.ts';
import type { Lake } from '../../lake/contract.ts';
import { lakeFilePath } from '../../lake/layout.ts';
import type { Stream } from '../../stream/define.ts';
import type { LakeFile, Warehouse } from '../../warehouse/contract.ts';
import { type DuckDBConnection, identifier, rowsOf, textLiteral } from './database.ts';
import {
  LAKE_ROW,
  lakeRows,
  renderFileRows,
  renderLakeFiles,
  renderNumberedLakeFiles,
} from './lake-source.ts';
import { PARQUET } from './lake-writer.ts';
import { type Pause, whilePaused } from './turns.ts';

/** Files of a day and source are joined when there are so many small ones. */
const MIN_FILES = 8;

/** A file of this size is large enough to be left alone. */
const LARGE_BYTES = 48 * 1024 * 1024;

/** Rows of one compacted file at most, which bounds how long one statement takes. */
const MAX_ROWS = 1_000_000;

/**
 * Rows that are written anew in one go at most, only because others beside them no longer count: while events all over
 * the lake are taken back, it would be written from end to end each time. Half a million take about a twentieth of two
 * processors for a minute.
 */
const MAX_TORN_ROWS = 500_000;

/** Rows that are exchanged together, so that slices seldom have to wait; until then both files take room on the disk. */
const ROWS_AT_ONCE = 2_000_000;

/** How often files are put in place in all while other processes take back rows of them. */
const SWAP_TRIES = 20;

export interface CompactionContext {
  readonly connection: DuckDBConnection;
  readonly warehouse: Warehouse;
  readonly stream: Stream;
  readonly lake: Lake;
  readonly lakeDir: string;
  /** All rows that no longer count go at once, however much has to be written anew. */
  readonly thorough: boolean;
  /** Slices of the stream. */
  readonly pause: Pause;
  /** Called with files that no query may read any more; they go when readers had time to end. */
  readonly retire: (files: readonly string[]) => void;
}

/**
 * Joins the small files of each day and source into larger ones, one behind the other by the time with which they
 * begin, and writes files anew without the rows that no longer count (R1). Otherwise the same events under other names:
 * the swap is one transaction in the warehouse. Rows are not sorted: that a row group is of a short time is enough for
 * readers, and a sort took most of the memory there is.
 * @returns how many files went
 */
export async function compactLake(context: CompactionContext): Promise<number> {
  let gone = 0;
  const written: Rewritten[] = [];
  try {
    for (const lot of lotsNow(await context.warehouse.lakeFiles(context.stream.name), context.thorough)) {
      written.push({ files: lot, file: await writeFile(context, lot) });
      if (rowsOfFiles(written.flatMap(({ files }) => files)) < ROWS_AT_ONCE) continue;
      gone += await putInPlace(context, written.splice(0));
    }
    gone += await putInPlace(context, written.splice(0));
    return gone;
  } finally {
    await removeFiles(context, written);
  }
}

/** Files that became one; null: none of their rows counts any more. */
interface Rewritten {
  readonly files: readonly LakeFile[];
  readonly file: LakeFile | null;
}

/** The lots of one go: all that are worth joining, and as many others as there is time for. */
function lotsNow(files: readonly LakeFile[], thorough: boolean): LakeFile[][] {
  let torn = 0;
  return lotsOf(files).filter((lot) => {
    if (thorough || lot.length >= MIN_FILES) return true;
    torn += rowsOfFiles(lot);
    return torn <= MAX_TORN_ROWS || torn === rowsOfFiles(lot);
  });
}

/** Files that become one: many small ones, and those with rows that no longer count, first where most of them are. */
function lotsOf(files: readonly LakeFile[]): LakeFile[][] {
  const bySource = Map.groupBy(files, (file) => `${file.day} ${file.source}`);
  const lots = [...bySource.values()].flatMap((group) => {
    const small = group.filter((file) => file.bytes < LARGE_BYTES);
    const large = group.filter((file) => file.bytes >= LARGE_BYTES);
    return [...packed(small), ...large.map((file) => [file])];
  });
  return lots
    .filter((lot) => lot.length >= MIN_FILES || removedOf(lot) > 0)
    .sort(
      (a, b) => Number(b.length >= MIN_FILES) - Number(a.length >= MIN_FILES) || removedOf(b) - removedOf(a),
    );
}

function packed(files: readonly LakeFile[]): LakeFile[][] {
  const lots: LakeFile[][] = [];
  let rows = 0;
  for (const file of files.toSorted((a, b) => (a.fromOffset < b.fromOffset ? -1 : 1))) {
    const last = lots.at(-1);
    rows += file.rows;
    if (last !== undefined && rows <= MAX_ROWS) last.push(file);
    else {
      lots.push([file]);
      rows = file.rows;
    }
  }
  return lots;
}

function rowsOfFiles(files: readonly LakeFile[]): number {
  return files.reduce((sum, file) => sum + file.rows, 0);
}

function removedOf(files: readonly LakeFile[]): number {
  return files.reduce((sum, file) => sum + (file.removed?.length ?? 0), 0);
}

/** Exchanges files, all at once: slices wait meanwhile. @returns how many went */
async function putInPlace(context: CompactionContext, written: readonly Rewritten[]): Promise<number> {
  const { stream, warehouse } = context;
  if (written.length === 0) return 0;
  const swap = async (tries = SWAP_TRIES): Promise<readonly Rewritten[]> => {
    const current = await withLateRemovals(context, written);
    if (current.length === 0) return current;
    try {
      // When this fails it may have worked all the same, and only its answer is lost: the files stay, and the next start
      // removes them if nobody knows them.
      await warehouse.swapLakeFiles(
        stream.name,
        current.flatMap(({ files }) => files.map((file) => file.path)),
        current.flatMap(({ file }) => (file === null ? [] : [file])),
      );
      return current;
    } catch (error) {
      // Another process has taken back one of the rows since they were looked at; here nothing was changed.
      const isOvertaken = error instanceof CrosscurrentError && error.code === 'overtaken';
      if (!isOvertaken || tries === 1) throw error;
      return swap(tries - 1);
    }
  };
  // A slice must not take back an event of a file that goes.
  const swapped = await (stream.revisions === undefined ? swap() : whilePaused(context.pause, () => swap()));
  const gone = swapped.flatMap(({ files }) => files.map((file) => file.path));
  const known = new Set(gone);
  await removeFiles(
    context,
    written.filter(({ files }) => !files.some((file) => known.has(file.path))),
  );
  context.retire(gone);
  return gone.length;
}

/** Removes files that were written in vain. */
async function removeFiles({ lake }: CompactionContext, written: readonly Rewritten[]): Promise<void> {
  const files = written.flatMap(({ file }) => (file === null ? [] : [file.path]));
  // What cannot be removed now is a left-over, and found as such.
  if (files.length > 0) await lake.remove(files).catch(() => undefined);
}

/** Null when none of the rows counts any more. */
async function writeFile(
  { connection, lake, lakeDir }: CompactionContext,
  files: readonly LakeFile[],
): Promise<LakeFile | null> {
  const [first] = files;
  const rows = rowsOfFiles(files) - removedOf(files);
  if (first === undefined || rows === 0) return null;
  const [to = first.toOffset] = files.map((file) => file.toOffset).sort((a, b) => (a < b ? 1 : -1));
  const relative = lakeFilePath({
    stream: first.stream,
    day: first.day,
    // Each time another name: the file may take the place of one that was compacted before.
    source: `${first.source}-joined-${randomUUID().slice(0, 8)}`,
    from: first.fromOffset,
    to,
  });
  const absolute = path.join(lakeDir, relative);
  const byTime = files.toSorted((a, b) => a.minTime - b.minTime);
  const source = renderLakeFiles(lakeRows(lakeDir, byTime));
  let bytes = 0;
  try {
    await connection.run(
      `COPY (SELECT * FROM ${source}) TO ${textLiteral(absolute)} (${PARQUET}, PRESERVE_ORDER true)`,
    );
    bytes = (await stat(absolute)).size;
    await lake.publish(relative);
  } catch (error) {
    await rm(absolute, { force: true });
    throw error;
  }
  return {
    stream: first.stream,
    source: first.source,
    day: first.day,
    path: relative,
    fromOffset: first.fromOffset,
    toOffset: to,
    rows,
    bytes,
    minTime: Math.min(...files.map((file) => file.minTime)),
    maxTime: Math.max(...files.map((file) => file.maxTime)),
  };
}

/**
 * Rows that were removed while the files were written are removed from them, too; no slice is under way. Without files
 * in which they cannot be told from others: those stay for another time.
 */
async function withLateRemovals(
  context: CompactionContext,
  written: readonly Rewritten[],
): Promise<readonly Rewritten[]> {
  const { stream, warehouse } = context;
  if (stream.revisions === undefined) return written;
  const now = new Map(
    (await warehouse.lakeFiles(stream.name)).map((file) => [file.path, file.removed ?? []]),
  );
  const current: Rewritten[] = [];
  for (const one of written) {
    const late = one.files.flatMap((file) => {
      const before = new Set(file.removed);
      const rows = (now.get(file.path) ?? []).filter((row) => !before.has(row));
      return rows.length === 0 ? [] : [{ file, rows }];
    });
    const removed = one.file === null ? [] : await findAgain(context, late, one.file);
    const isEach = removed.length === late.reduce((sum, { rows }) => sum + rows.length, 0);
    if (isEach)
      current.push(
        removed.length === 0 || one.file === null ? one : { ...one, file: { ...one.file, removed } },
      );
  }
  return current;
}

/** The rows of a file that were these rows of others. */
async function findAgain(
  { connection, stream, lakeDir }: CompactionContext,
  late: readonly { readonly file: LakeFile; readonly rows: readonly number[] }[],
  written: LakeFile,
): Promise<number[]> {
  const { revisions } = stream;
  if (revisions === undefined || late.length === 0) return [];
  const key = [stream.id, stream.eventTime, revisions.version, revisions.deleted].map(identifier);
  const lost = late.flatMap(({ file, rows }) => {
    const places = `(SELECT unnest(CAST(string_split('${rows.join(',')}', ',') AS BIGINT[])) AS row)`;
    return lakeRows(lakeDir, [file]).map((one) =>
      renderFileRows(one, { number: 0, places, columns: key.join(', ') }),
    );
  });
  const same = key.map(
    (column, index) => `f.${column} ${index === 0 ? '=' : 'IS NOT DISTINCT FROM'} g.${column}`,
  );
  const found = await rowsOf(
    connection,
    `SELECT CAST(${LAKE_ROW} AS DOUBLE) AS row FROM ${renderNumberedLakeFiles(
      lakeRows(lakeDir, [written]),
    )} f SEMI JOIN (${lost.join(' UNION ALL BY NAME ')}) g ON ${same.join(' AND ')}`,
  );
  return found.map(({ row }) => Number(row));
}
