import { randomUUID } from 'node:crypto';
import { open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { lakeFilePath } from '../../lake/layout.ts';
import type { Stream } from '../../stream/define.ts';
import type { LakeFile, Warehouse } from '../../warehouse/contract.ts';
import { type DuckDBConnection, identifier, rowsOf, textLiteral } from './database.ts';
import { LAKE_FILE, LAKE_ROW, lakeRows, renderNumberedLakeFiles } from './lake-source.ts';
import { type Pause, whilePaused } from './turns.ts';

/** Files of a day and source are joined when there are so many small ones. */
const MIN_FILES = 8;

/** A file of this size is large enough to be left alone. */
const LARGE_BYTES = 48 * 1024 * 1024;

/** Rows of one compacted file at most, which bounds the memory a compaction takes. */
const MAX_ROWS = 1_000_000;

/**
 * Rows that are written anew in one go at most, only because others beside them no longer count: while events all over
 * the lake are taken back, it would be written from end to end each time.
 */
const MAX_TORN_ROWS = 2_000_000;

export interface CompactionContext {
  readonly connection: DuckDBConnection;
  readonly warehouse: Warehouse;
  readonly stream: Stream;
  readonly lakeDir: string;
  /** All rows that no longer count go at once, however much has to be written anew. */
  readonly thorough: boolean;
  /** Slices of the stream. */
  readonly pause: Pause;
  /** Called with files that no query may read any more; they go when readers had time to end. */
  readonly retire: (paths: readonly string[]) => void;
}

/**
 * Joins the small files of each day and source into larger ones, ordered by time, and writes files anew without the
 * rows that no longer count (R1). Otherwise the same events under other names: the swap is one transaction in the
 * warehouse.
 * @returns how many files went
 */
export async function compactLake(context: CompactionContext): Promise<number> {
  const files = await context.warehouse.lakeFiles(context.stream.name);
  let gone = 0;
  let torn = 0;
  for (const lot of lotsOf(files)) {
    if (lot.length < MIN_FILES) {
      torn += rowsOfFiles(lot);
      if (!context.thorough && torn > MAX_TORN_ROWS && torn > rowsOfFiles(lot)) break;
    }
    gone += await replaceFiles(context, lot);
  }
  return gone;
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

async function replaceFiles(context: CompactionContext, files: readonly LakeFile[]): Promise<number> {
  const { stream, lakeDir, warehouse } = context;
  const written = await writeFile(context, files);
  const swap = async (): Promise<void> => {
    const added = written === null ? [] : [await withLateRemovals(context, files, written)];
    // When this fails it may have worked all the same, and only its answer is lost: the file stays, and the next start
    // removes it if nobody knows it.
    await warehouse.swapLakeFiles(
      stream.name,
      files.map((file) => file.path),
      added,
    );
  };
  // A slice must not take back an event of a file that goes.
  await (stream.revisions === undefined ? swap() : whilePaused(context.pause, swap));
  context.retire(files.map((file) => path.join(lakeDir, file.path)));
  return files.length;
}

/** The rows of a compacted file come in this order, whenever they are asked for. */
function renderOrder(stream: Stream): string {
  return `${identifier(stream.eventTime)}, ${LAKE_FILE}, ${LAKE_ROW}`;
}

/** Null when none of the rows counts any more. */
async function writeFile(
  { connection, stream, lakeDir }: CompactionContext,
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
  const source = renderNumberedLakeFiles(lakeRows(lakeDir, files));
  try {
    await connection.run(
      `COPY (SELECT * EXCLUDE (${LAKE_FILE}, ${LAKE_ROW}) FROM ${source} ORDER BY ${renderOrder(
        stream,
      )}) TO ${textLiteral(absolute)} (FORMAT parquet, COMPRESSION zstd)`,
    );
  } catch (error) {
    await rm(absolute, { force: true });
    throw error;
  }
  const handle = await open(absolute, 'r');
  await handle.sync().finally(() => handle.close());
  return {
    stream: first.stream,
    source: first.source,
    day: first.day,
    path: relative,
    fromOffset: first.fromOffset,
    toOffset: to,
    rows,
    bytes: (await stat(absolute)).size,
    minTime: Math.min(...files.map((file) => file.minTime)),
    maxTime: Math.max(...files.map((file) => file.maxTime)),
  };
}

/** Rows that were removed while the file was written are removed from it, too. No slice is under way. */
async function withLateRemovals(
  context: CompactionContext,
  files: readonly LakeFile[],
  written: LakeFile,
): Promise<LakeFile> {
  const { stream, warehouse, connection, lakeDir } = context;
  if (stream.revisions === undefined) return written;
  const now = new Map(
    (await warehouse.lakeFiles(stream.name)).map((file) => [file.path, file.removed ?? []]),
  );
  const late = files.flatMap((file, index) => {
    const before = new Set(file.removed);
    return (now.get(file.path) ?? []).filter((row) => !before.has(row)).map((row) => ({ index, row }));
  });
  if (late.length === 0) return written;
  const source = renderNumberedLakeFiles(lakeRows(lakeDir, files));
  const list = (numbers: readonly number[]): string =>
    `unnest(CAST(string_split('${numbers.join(',')}', ',') AS BIGINT[]))`;
  const places = `SELECT ${list(late.map(({ index }) => index))} AS file, ${list(late.map(({ row }) => row))} AS row`;
  const numbered = `SELECT ${LAKE_FILE} AS file, ${LAKE_ROW} AS row, row_number() OVER (ORDER BY ${renderOrder(
    stream,
  )}) - 1 AS place FROM ${source}`;
  const found = await rowsOf(
    connection,
    `SELECT CAST(place AS DOUBLE) AS place FROM (${numbered}) SEMI JOIN (${places}) USING (file, row)`,
  );
  return { ...written, removed: found.map(({ place }) => Number(place)) };
}
