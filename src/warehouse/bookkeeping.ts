import type { ClientBase } from 'pg';
import { CrosscurrentError } from '../event/errors.ts';
import type { Grain } from '../stream/rollup.ts';
import type { CommitBatch, DeadLetter, LakeFile, SourceAdvance } from './contract.ts';
import { COMMIT_CHANNEL } from './sql-names.ts';

/**
 * Everything that a commit changes besides the rollups, in one statement: one round trip instead of eight. The
 * version of the stream, which the stale windows carry, is only known inside.
 */
const BOOKKEEPING = `
WITH advance AS (
  SELECT * FROM unnest($4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[])
    AS a(source, next_offset, received, stored, duplicate, rejected)
), offsets AS (
  UPDATE crosscurrent.source_offset o SET next_offset = a.next_offset
  FROM advance a WHERE o.stream = $1 AND o.source = a.source
), accounts AS (
  INSERT INTO crosscurrent.account AS t (stream, source, received, stored, duplicate, rejected)
  SELECT $1, source, received, stored, duplicate, rejected FROM advance ORDER BY source
  ON CONFLICT (stream, source) DO UPDATE SET received = t.received + excluded.received,
    stored = t.stored + excluded.stored, duplicate = t.duplicate + excluded.duplicate,
    rejected = t.rejected + excluded.rejected
), reasons AS (
  INSERT INTO crosscurrent.account_reason AS t (stream, source, reason, events)
  SELECT $1, * FROM unnest($10::text[], $11::text[], $12::bigint[]) ORDER BY 2, 3
  ON CONFLICT (stream, source, reason) DO UPDATE SET events = t.events + excluded.events
), fields AS (
  INSERT INTO crosscurrent.account_field AS t (stream, source, field, events)
  SELECT $1, * FROM unnest($13::text[], $14::text[], $15::bigint[]) ORDER BY 2, 3
  ON CONFLICT (stream, source, field) DO UPDATE SET events = t.events + excluded.events
), files AS (
  INSERT INTO crosscurrent.lake_file (stream, source, day, path, rows, bytes, from_offset, to_offset,
    min_time, max_time, added_at)
  SELECT $1, f.*, $2 FROM unnest($16::text[], $17::date[], $18::text[], $19::bigint[], $20::bigint[],
    $21::bigint[], $22::bigint[], $23::timestamptz[], $24::timestamptz[]) AS f
), state AS (
  INSERT INTO crosscurrent.stream_state AS t (stream, version, committed_at, latest_event)
  VALUES ($1, 1, $2, $3)
  ON CONFLICT (stream) DO UPDATE SET version = t.version + 1, committed_at = excluded.committed_at,
    latest_event = greatest(t.latest_event, excluded.latest_event)
  RETURNING version, committed_at
), stale AS (
  INSERT INTO crosscurrent.stale_window AS t (stream, grain, start, version)
  SELECT $1, w.grain, w.start, state.version
  FROM state, unnest($25::text[], $26::timestamptz[]) AS w(grain, start) ORDER BY 2, 3
  ON CONFLICT (stream, grain, start) DO UPDATE SET version = excluded.version
)
SELECT version, committed_at,
  pg_notify('${COMMIT_CHANNEL}', json_build_object('stream', $1::text, 'version', version)::text)
FROM state`;

/** Dead letters go in pieces of this many rows and about this many bytes, to bound the memory for one statement. */
const LETTER_ROWS = 1_000;
const LETTER_BYTES = 4 * 1024 * 1024;

const LETTERS = `
INSERT INTO crosscurrent.dead_letter (stream, source, source_offset, reason, raw, raw_bytes, received_at,
  event_id, person)
SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::bytea[], $6::bigint[], $7::timestamptz[],
  $8::text[], $9::text[])`;

/** Writes the accounting of a batch and everything else but its rollups. @returns the stream's new state */
export async function keepBooks(
  client: ClientBase,
  batch: CommitBatch,
  now: number,
): Promise<{ version: number; committedAt: number }> {
  await insertDeadLetters(client, batch.deadLetters);
  const { rows } = await client.query<{ version: string; committed_at: Date }>({
    name: 'bookkeeping',
    text: BOOKKEEPING,
    values: [
      batch.stream,
      instant(now),
      batch.latestEvent === null ? null : instant(batch.latestEvent),
      ...advanceColumns(batch.advances),
      ...countColumns(batch.advances, (advance) => advance.rejected),
      ...countColumns(batch.advances, (advance) => advance.badFields),
      ...fileColumns(batch.lakeFiles),
      ...staleColumns(batch.stale),
    ],
  });
  const [row] = rows;
  if (row === undefined) throw new CrosscurrentError('internal', 'A commit has no version.', '');
  return { version: Number(row.version), committedAt: row.committed_at.getTime() };
}

/** An instant as PostgreSQL reads it, whatever the time zone of this computer. @param ms epoch milliseconds */
export function instant(ms: number): string {
  return new Date(ms).toISOString();
}

function advanceColumns(advances: readonly SourceAdvance[]): unknown[] {
  return [
    advances.map((advance) => advance.source),
    advances.map((advance) => advance.to),
    advances.map((advance) => advance.received),
    advances.map((advance) => advance.stored),
    advances.map((advance) => advance.duplicate),
    advances.map((advance) => Object.values(advance.rejected).reduce((sum, events) => sum + events, 0)),
  ];
}

function countColumns(
  advances: readonly SourceAdvance[],
  of: (advance: SourceAdvance) => Readonly<Record<string, number>>,
): unknown[] {
  const rows = advances.flatMap((advance) =>
    Object.entries(of(advance))
      .filter(([, events]) => events > 0)
      .map(([name, events]) => ({ source: advance.source, name, events })),
  );
  return [rows.map((row) => row.source), rows.map((row) => row.name), rows.map((row) => row.events)];
}

/** The columns of `lake_file` from `source` to `max_time`, as arrays. */
export function fileColumns(files: readonly LakeFile[]): unknown[] {
  return [
    files.map((file) => file.source),
    files.map((file) => file.day),
    files.map((file) => file.path),
    files.map((file) => file.rows),
    files.map((file) => file.bytes),
    files.map((file) => file.fromOffset),
    files.map((file) => file.toOffset),
    files.map((file) => instant(file.minTime)),
    files.map((file) => instant(file.maxTime)),
  ];
}

function staleColumns(stale: Readonly<Record<Grain, readonly number[]>>): unknown[] {
  const windows = Object.entries(stale).flatMap(([grain, starts]) =>
    [...new Set(starts)].map((start) => ({ grain, start })),
  );
  return [windows.map((window) => window.grain), windows.map((window) => instant(window.start))];
}

async function insertDeadLetters(client: ClientBase, letters: readonly DeadLetter[]): Promise<void> {
  for (const piece of pieces(letters)) {
    await client.query({
      name: 'dead-letters',
      text: LETTERS,
      values: [
        piece.map((letter) => letter.stream),
        piece.map((letter) => letter.source),
        piece.map((letter) => letter.offset),
        piece.map((letter) => letter.reason),
        piece.map((letter) => letter.raw),
        piece.map((letter) => letter.rawBytes),
        piece.map((letter) => instant(letter.receivedAt)),
        piece.map((letter) => letter.eventId ?? null),
        piece.map((letter) => letter.person ?? null),
      ],
    });
  }
}

function* pieces(letters: readonly DeadLetter[]): Generator<readonly DeadLetter[]> {
  let piece: DeadLetter[] = [];
  let bytes = 0;
  for (const letter of letters) {
    piece.push(letter);
    bytes += letter.raw.length;
    if (piece.length < LETTER_ROWS && bytes < LETTER_BYTES) continue;
    yield piece;
    piece = [];
    bytes = 0;
  }
  if (piece.length > 0) yield piece;
}
