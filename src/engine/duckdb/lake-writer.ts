import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Lake } from '../../lake/contract.ts';
import { lakeFilePath, lakeFileStem } from '../../lake/layout.ts';
import type { Stream } from '../../stream/define.ts';
import type { LakeFile } from '../../warehouse/contract.ts';
import { type DuckDBConnection, identifier, textLiteral } from './database.ts';

/**
 * Row groups of this size take a third of the memory of the default, and are written no slower. A
 * dictionary that would grow beyond this many members is given up early: building it for ids and
 * addresses cost a sixth of the whole write.
 */
export const PARQUET =
  'FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, DICTIONARY_SIZE_LIMIT 8192, ROW_GROUP_SIZE 40960';

/** For files of few rows, which are joined soon: the room for the members alone took half the time of writing one. */
const SMALL_PARQUET = PARQUET.replace('8192', '256');

const FEW_ROWS = 8192;

/** Up to so many days are written one by one, which is faster than a partitioned copy. */
const FEW_DAYS = 3;

export interface LakeTarget {
  readonly lake: Pick<Lake, 'folder' | 'publish'>;
  readonly stream: Stream;
  readonly source: string;
  readonly from: bigint;
  readonly to: bigint;
  /** Part of the names of the files, where other processes may write files of the same source and offsets. */
  readonly writer?: string;
}

/** The rows of a day: how many, and their first and last instant in epoch milliseconds. */
export interface Day {
  readonly day: string;
  readonly rows: number;
  readonly minTime: number;
  readonly maxTime: number;
}

/**
 * Writes rows to the lake, one Parquet file per day, and makes them durable.
 * @param rows an SQL query that gives the stored columns
 * @param days the days of the same rows
 */
export async function writeLakeFiles(
  connection: DuckDBConnection,
  rows: string,
  days: readonly Day[],
  target: LakeTarget,
): Promise<LakeFile[]> {
  const time = identifier(target.stream.eventTime);
  if (days.length > FEW_DAYS) return writePartitioned(connection, rows, days, target);
  const files: LakeFile[] = [];
  for (const day of days) {
    const relative = pathOf(target, day);
    const absolute = path.join(target.lake.folder, relative);
    await mkdir(path.dirname(absolute), { recursive: true });
    const only = days.length === 1 ? '' : ` WHERE CAST(${time} AS DATE) = DATE '${day.day}'`;
    await connection.run(
      `COPY (SELECT * FROM (${rows})${only}) TO ${textLiteral(absolute)} (${day.rows < FEW_ROWS ? SMALL_PARQUET : PARQUET}, PRESERVE_ORDER false)`,
    );
    files.push(await describe(relative, absolute, day, target));
  }
  return files;
}

function nameOf({ source, writer }: LakeTarget): string {
  return writer === undefined ? source : `${source}-${writer}`;
}

function pathOf(target: LakeTarget, { day }: Day): string {
  return lakeFilePath({ ...target, source: nameOf(target), stream: target.stream.name, day });
}

async function writePartitioned(
  connection: DuckDBConnection,
  rows: string,
  days: readonly Day[],
  target: LakeTarget,
): Promise<LakeFile[]> {
  const streamDir = path.join(target.lake.folder, target.stream.name);
  const stem = lakeFileStem({ ...target, source: nameOf(target) });
  await mkdir(streamDir, { recursive: true });
  await connection.run(
    `COPY (SELECT *, strftime(${identifier(target.stream.eventTime)}, '%Y-%m-%d') AS day FROM (${rows})) TO ${textLiteral(
      streamDir,
    )} (${PARQUET}, PRESERVE_ORDER false, PARTITION_BY (day), OVERWRITE_OR_IGNORE true, FILENAME_PATTERN ${textLiteral(
      `${stem}.part-{i}`,
    )})`,
  );
  const files: LakeFile[] = [];
  for (const day of days) {
    const relative = pathOf(target, day);
    const absolute = path.join(target.lake.folder, relative);
    await gatherParts(connection, absolute, stem);
    files.push(await describe(relative, absolute, day, target));
  }
  return files;
}

/** Threads of a partitioned copy may each write a part: they become one file under its final name. */
async function gatherParts(connection: DuckDBConnection, absolute: string, stem: string): Promise<void> {
  const folder = path.dirname(absolute);
  const parts = (await readdir(folder)).filter((name) => name.startsWith(`${stem}.part-`));
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) {
    await rename(path.join(folder, first), absolute);
    return;
  }
  const pattern = path.join(folder, `${stem}.part-*`);
  await connection.run(
    `COPY (SELECT * FROM read_parquet(${textLiteral(pattern)}, hive_partitioning = false)) TO ${textLiteral(
      absolute,
    )} (${PARQUET}, PRESERVE_ORDER false)`,
  );
  await Promise.all(parts.map((name) => rm(path.join(folder, name))));
}

async function describe(relative: string, absolute: string, day: Day, target: LakeTarget): Promise<LakeFile> {
  // Before it is published: it may lie elsewhere then.
  const { size } = await stat(absolute);
  await target.lake.publish(relative);
  return {
    stream: target.stream.name,
    source: target.source,
    day: day.day,
    path: relative,
    rows: day.rows,
    bytes: size,
    fromOffset: target.from,
    toOffset: target.to,
    minTime: day.minTime,
    maxTime: day.maxTime,
  };
}
