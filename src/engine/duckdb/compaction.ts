import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { lakeFilePath } from '../../lake/layout.ts';
import type { Stream } from '../../stream/define.ts';
import type { LakeFile, Warehouse } from '../../warehouse/contract.ts';
import { type DuckDBConnection, identifier, textLiteral } from './database.ts';
import { renderLakeFiles } from './partial-sums.ts';

/** Files of a day and source are joined when there are so many small ones. */
const MIN_FILES = 8;

/** A file of this size is large enough to be left alone. */
const LARGE_BYTES = 48 * 1024 * 1024;

/** Rows of one compacted file at most, which bounds the memory a compaction takes. */
const MAX_ROWS = 1_000_000;

export interface CompactionContext {
  readonly connection: DuckDBConnection;
  readonly warehouse: Warehouse;
  readonly stream: Stream;
  readonly lakeDir: string;
  /** Called with files that no query may read any more; they go when readers had time to end. */
  readonly retire: (paths: readonly string[]) => void;
}

/**
 * Joins the small files of each day and source into larger ones, ordered by time. The same events
 * under other names: the swap is one transaction in the warehouse.
 * @returns how many files went
 */
export async function compactLake(context: CompactionContext): Promise<number> {
  const files = await context.warehouse.lakeFiles(context.stream.name);
  const groups = new Map<string, LakeFile[]>();
  for (const file of files) {
    if (file.bytes >= LARGE_BYTES) continue;
    const key = `${file.day} ${file.source}`;
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  let gone = 0;
  for (const group of groups.values()) {
    const joined = takeRows(group.sort((a, b) => (a.fromOffset < b.fromOffset ? -1 : 1)));
    if (joined.length >= MIN_FILES) gone += await joinFiles(context, joined);
  }
  return gone;
}

function takeRows(files: readonly LakeFile[]): LakeFile[] {
  const taken: LakeFile[] = [];
  let rows = 0;
  for (const file of files) {
    rows += file.rows;
    if (rows > MAX_ROWS && taken.length > 0) break;
    taken.push(file);
  }
  return taken;
}

async function joinFiles(context: CompactionContext, files: readonly LakeFile[]): Promise<number> {
  const [first] = files;
  if (first === undefined) return 0;
  const [to = first.toOffset] = files.map((file) => file.toOffset).sort((a, b) => (a < b ? 1 : -1));
  const name = {
    stream: first.stream,
    day: first.day,
    source: `${first.source}-joined`,
    from: first.fromOffset,
    to,
  };
  const relative = lakeFilePath(name);
  const absolute = path.join(context.lakeDir, relative);
  const sources = files.map((file) => path.join(context.lakeDir, file.path));
  await context.connection.run(
    `COPY (SELECT * FROM ${renderLakeFiles(sources)} ORDER BY ${identifier(
      context.stream.eventTime,
    )}) TO ${textLiteral(absolute)} (FORMAT parquet, COMPRESSION zstd)`,
  );
  const handle = await open(absolute, 'r');
  await handle.sync().finally(() => handle.close());
  const joined: LakeFile = {
    ...first,
    path: relative,
    toOffset: to,
    rows: files.reduce((sum, file) => sum + file.rows, 0),
    bytes: (await stat(absolute)).size,
    minTime: Math.min(...files.map((file) => file.minTime)),
    maxTime: Math.max(...files.map((file) => file.maxTime)),
  };
  const removed = files.map((file) => file.path).filter((file) => file !== relative);
  // When this fails it may have worked all the same, and only its answer is lost: the file stays, and the next start
  // removes it if nobody knows it.
  await context.warehouse.swapLakeFiles(
    first.stream,
    files.map((file) => file.path),
    [joined],
  );
  context.retire(removed.map((file) => path.join(context.lakeDir, file)));
  return removed.length;
}
