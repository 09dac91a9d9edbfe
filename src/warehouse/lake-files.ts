import { CrosscurrentError } from '../event/errors.ts';
import { fileColumns, instant } from './bookkeeping.ts';
import { moveFiles } from './campaigns/store.ts';
import type { LakeFile } from './contract.ts';
import type { LaneSession } from './lane.ts';
import { insertRemoved, removedOf } from './revisions.ts';

/** The files of a stream, by day and offset; `$2` and `$3` bound the event times, or are both NULL. */
export const LAKE_FILES = `
SELECT stream, source, day, path, rows, bytes, from_offset, to_offset, min_time, max_time, NULL AS removed
FROM crosscurrent.lake_file
WHERE stream = $1 AND ($2::timestamptz IS NULL OR (max_time >= $2 AND min_time < $3::timestamptz))
ORDER BY day, source, from_offset, path`;

/** The same with the removed rows of each, as one text: there may be very many. */
export const REVISED_LAKE_FILES = LAKE_FILES.replace(
  'NULL AS removed',
  `(SELECT string_agg(r.row::text, ',' ORDER BY r.row) FROM crosscurrent.lake_removed r
    WHERE r.stream = f.stream AND r.path = f.path) AS removed`,
).replace('crosscurrent.lake_file', 'crosscurrent.lake_file f');

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
  readonly removed: string | null;
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
    ...(row.removed === null ? {} : { removed: row.removed.split(',').map(Number) }),
  };
}

/** The values for {@link LAKE_FILES}. @param range epoch milliseconds, `to` exclusive */
export function lakeFileValues(stream: string, range: { from: number; to: number } | undefined): unknown[] {
  return range === undefined ? [stream, null, null] : [stream, instant(range.from), instant(range.to)];
}

/** A commit that takes back one of their rows comes before or after: what it says of them is seen behind this. */
const HOLD = `
SELECT FROM crosscurrent.lake_file WHERE stream = $1 AND path = ANY($2::text[]) ORDER BY path FOR UPDATE`;

/** Their removed rows go with them; all parts of a statement see them as they were before it. */
const REMOVE = `
WITH gone AS (
  DELETE FROM crosscurrent.lake_file WHERE stream = $1 AND path = ANY($2::text[]) RETURNING source, path, rows, day
), removed AS (
  SELECT path, count(*) AS rows FROM crosscurrent.lake_removed
  WHERE stream = $1 AND path = ANY($2::text[]) GROUP BY path
)
SELECT g.source, count(*) AS files, sum(g.rows) AS rows, coalesce(sum(r.rows), 0) AS removed, max(g.day) AS day
FROM gone g LEFT JOIN removed r USING (path) GROUP BY g.source`;

const ADD = `
INSERT INTO crosscurrent.lake_file (stream, source, day, path, rows, bytes, from_offset, to_offset,
  min_time, max_time, added_at)
SELECT $1, f.*, $2 FROM unnest($3::text[], $4::date[], $5::text[], $6::bigint[], $7::bigint[],
  $8::bigint[], $9::bigint[], $10::timestamptz[], $11::timestamptz[]) AS f`;

const LEAVE = `
UPDATE crosscurrent.account a SET expired = a.expired + g.expired, forgotten = a.forgotten + g.forgotten
FROM unnest($2::text[], $3::bigint[], $4::bigint[]) AS g(source, expired, forgotten)
WHERE a.stream = $1 AND a.source = g.source`;

/** Nothing is left of the day $2 and those before it. */
const EXPIRE = `
UPDATE crosscurrent.stream_state
SET lake_from = greatest(lake_from, ($2::date + 1)::timestamp AT TIME ZONE 'UTC') WHERE stream = $1`;

/** How many rows of a source there are, and how many of them no longer count. */
interface Rows {
  readonly rows: number;
  readonly removed: number;
}

/** A row of {@link REMOVE}. */
interface GoneRow {
  readonly source: string;
  readonly files: string;
  readonly rows: string;
  readonly removed: string;
  /** The last one. */
  readonly day: string;
}

const NONE: Rows = { rows: 0, removed: 0 };

/**
 * Exchanges lake files, in the transaction that is open. With nothing to add the events are expired, and accounted
 * for as such; otherwise the new files must hold as many events of each source as the old ones (D3), but for removed
 * ones that they leave out, which are forgotten (R1). Removed rows that the new files still hold come with them.
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
  await moveFiles(client, { stream, remove, add });
  await client.query(HOLD, [stream, remove]);
  const { rows } = await client.query<GoneRow>(REMOVE, [stream, remove]);
  const found = rows.reduce((sum, row) => sum + Number(row.files), 0);
  if (found !== new Set(remove).size) {
    throw new CrosscurrentError(
      'overtaken',
      `Of ${remove.length} lake files of ${stream} only ${found} are known.`,
      '',
    );
  }
  const gone = new Map(
    rows.map((row) => [row.source, { rows: Number(row.rows), removed: Number(row.removed) }]),
  );
  if (add.length === 0) {
    const expired = [...gone.values()].map((one) => one.rows - one.removed);
    const forgotten = [...gone.values()].map((one) => one.removed);
    await client.query(LEAVE, [stream, [...gone.keys()], expired, forgotten]);
    const days = rows.filter((row) => Number(row.rows) > Number(row.removed)).map(({ day }) => day);
    const last = days.toSorted().at(-1);
    if (last !== undefined) await client.query(EXPIRE, [stream, last]);
    return;
  }
  const forgotten = countForgotten(stream, gone, add);
  if (forgotten.size > 0) {
    const nothing = [...forgotten].map(() => 0);
    await client.query(LEAVE, [stream, [...forgotten.keys()], nothing, [...forgotten.values()]]);
  }
  await client.query(ADD, [stream, instant(now), ...fileColumns(add)]);
  await insertRemoved(client, stream, removedOf(add));
}

/** Source -> removed rows that the new files leave out. Everything else must be in them (D3). */
function countForgotten(
  stream: string,
  gone: ReadonlyMap<string, Rows>,
  add: readonly LakeFile[],
): Map<string, number> {
  const come = new Map<string, Rows>();
  for (const file of add) {
    const before = come.get(file.source) ?? NONE;
    const removed = file.removed?.length ?? 0;
    come.set(file.source, { rows: before.rows + file.rows, removed: before.removed + removed });
  }
  const forgotten = new Map<string, number>();
  for (const source of new Set([...gone.keys(), ...come.keys()])) {
    const [before, after] = [gone.get(source) ?? NONE, come.get(source) ?? NONE];
    if (before.rows - before.removed !== after.rows - after.removed || after.removed > before.removed) {
      throw new CrosscurrentError(
        'overtaken',
        `A compaction of ${stream} would turn ${before.rows} events of ${source}, ${before.removed} of them removed, into ${after.rows} and ${after.removed}.`,
        '',
      );
    }
    if (before.removed > after.removed) forgotten.set(source, before.removed - after.removed);
  }
  return forgotten;
}
