import { CrosscurrentError } from '../event/errors.ts';
import { fileColumns, instant } from './bookkeeping.ts';
import type { LakeFile } from './contract.ts';
import type { LaneSession } from './lane.ts';

/** The files of a stream, by day and offset; `$2` and `$3` bound the event times, or are both NULL. */
export const LAKE_FILES = `
SELECT stream, source, day, path, rows, bytes, from_offset, to_offset, min_time, max_time
FROM crosscurrent.lake_file
WHERE stream = $1 AND ($2::timestamptz IS NULL OR (max_time >= $2 AND min_time < $3::timestamptz))
ORDER BY day, source, from_offset, path`;

/** A row of {@link LAKE_FILES}. */
export interface LakeFileRow {
  readonly stream: string;
  readonly source: string;
  readonly day: string;
  readonly path: string;
  readonly rows: string;
  readonly bytes: string;
  readonly from_offset: string;
  readonly to_offset: string;
  readonly min_time: Date;
  readonly max_time: Date;
}

export function toLakeFile(row: LakeFileRow): LakeFile {
  return {
    stream: row.stream,
    source: row.source,
    day: row.day,
    path: row.path,
    rows: Number(row.rows),
    bytes: Number(row.bytes),
    fromOffset: BigInt(row.from_offset),
    toOffset: BigInt(row.to_offset),
    minTime: row.min_time.getTime(),
    maxTime: row.max_time.getTime(),
  };
}

/** The values for {@link LAKE_FILES}. @param range epoch milliseconds, `to` exclusive */
export function lakeFileValues(stream: string, range: { from: number; to: number } | undefined): unknown[] {
  return range === undefined ? [stream, null, null] : [stream, instant(range.from), instant(range.to)];
}

const REMOVE = `
WITH gone AS (
  DELETE FROM crosscurrent.lake_file WHERE stream = $1 AND path = ANY($2::text[]) RETURNING source, rows
)
SELECT source, count(*) AS files, sum(rows) AS rows FROM gone GROUP BY source`;

const ADD = `
INSERT INTO crosscurrent.lake_file (stream, source, day, path, rows, bytes, from_offset, to_offset,
  min_time, max_time, added_at)
SELECT $1, f.*, $2 FROM unnest($3::text[], $4::date[], $5::text[], $6::bigint[], $7::bigint[],
  $8::bigint[], $9::bigint[], $10::timestamptz[], $11::timestamptz[]) AS f`;

const EXPIRE = `
UPDATE crosscurrent.account a SET expired = a.expired + g.rows
FROM unnest($2::text[], $3::bigint[]) AS g(source, rows) WHERE a.stream = $1 AND a.source = g.source`;

/**
 * Exchanges lake files, in the transaction that is open. With nothing to add the events are expired, and accounted
 * for as such; otherwise the new files must hold as many events of each source as the old ones (D3).
 */
export async function exchangeLakeFiles(
  { client }: LaneSession,
  {
    stream,
    remove,
    add,
    now,
  }: { stream: string; remove: readonly string[]; add: readonly LakeFile[]; now: number },
): Promise<void> {
  const { rows } = await client.query<{ source: string; files: string; rows: string }>(REMOVE, [
    stream,
    remove,
  ]);
  const found = rows.reduce((sum, row) => sum + Number(row.files), 0);
  if (found !== new Set(remove).size) {
    throw new CrosscurrentError(
      'internal',
      `Of ${remove.length} lake files of ${stream} only ${found} are known.`,
      '',
    );
  }
  const gone = new Map(rows.map((row) => [row.source, Number(row.rows)]));
  if (add.length === 0) {
    await client.query(EXPIRE, [stream, [...gone.keys()], [...gone.values()]]);
    return;
  }
  requireSameRows(stream, gone, add);
  await client.query(ADD, [stream, instant(now), ...fileColumns(add)]);
}

function requireSameRows(stream: string, gone: ReadonlyMap<string, number>, add: readonly LakeFile[]): void {
  const come = new Map<string, number>();
  for (const file of add) come.set(file.source, (come.get(file.source) ?? 0) + file.rows);
  for (const source of new Set([...gone.keys(), ...come.keys()])) {
    const [before, after] = [gone.get(source) ?? 0, come.get(source) ?? 0];
    if (before === after) continue;
    throw new CrosscurrentError(
      'internal',
      `A compaction of ${stream} would turn ${before} events of ${source} into ${after}.`,
      '',
    );
  }
}
