import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Lake } from '../../lake/contract.ts';
import { lakeFileStem } from '../../lake/layout.ts';
import type { DeadLetter, Warehouse } from '../../warehouse/contract.ts';
import { type DuckDBConnection, numberOf, rowsOf, textLiteral } from './database.ts';
import { lakeRows, renderLakeFiles } from './lake-source.ts';

/** Below the lake: dead letters that found no place in the warehouse. */
const FOLDER = 'dead-letters';

function folderOf(stream: string): string {
  return path.posix.join(FOLDER, stream);
}

/**
 * Dead letters beyond the warehouse's limit, as Parquet files in the lake: one per source and piece
 * of input, named by its offsets, so that a piece that is replayed writes the same file again.
 */
export interface DeadLetterOverflow {
  /** Of these letters, those that the warehouse has room for; the others are written to the lake. */
  divert(letters: readonly DeadLetter[], range: { from: bigint; to: bigint }): Promise<readonly DeadLetter[]>;
}

export function createDeadLetterOverflow(work: {
  connection: DuckDBConnection;
  warehouse: Pick<Warehouse, 'deadLetters'>;
  stream: string;
  lake: Lake;
  scratchDir: string;
  limit: number;
  /** Part of the names of the files, where other processes bring dead letters, too. */
  writer?: string | undefined;
}): DeadLetterOverflow {
  let room: number | null = null;
  return {
    async divert(letters, range) {
      if (letters.length === 0) return letters;
      // Others take of it, too.
      if (work.writer !== undefined) room = null;
      room ??= work.limit - (await work.warehouse.deadLetters.count({ stream: work.stream }));
      const kept = letters.slice(0, Math.max(0, room));
      room -= kept.length;
      const bySource = Map.groupBy(letters.slice(kept.length), (letter) => letter.source);
      for (const [source, rest] of bySource) await writeLetters(work, rest, { source, ...range });
      return kept;
    },
  };
}

async function writeLetters(
  work: {
    connection: DuckDBConnection;
    stream: string;
    lake: Lake;
    scratchDir: string;
    writer?: string | undefined;
  },
  letters: readonly DeadLetter[],
  name: { source: string; from: bigint; to: bigint },
): Promise<void> {
  const source = work.writer === undefined ? name.source : `${name.source}-${work.writer}`;
  const file = path.posix.join(folderOf(work.stream), `${lakeFileStem({ ...name, source })}.parquet`);
  const target = path.join(work.lake.folder, file);
  await mkdir(path.dirname(target), { recursive: true });
  const staged = path.join(work.scratchDir, `${work.stream}-${randomUUID()}.letters.ndjson`);
  const lines = letters.map((letter) =>
    JSON.stringify({
      source_offset: letter.offset.toString(),
      reason: letter.reason,
      raw: letter.raw.toString('base64'),
      raw_bytes: letter.rawBytes,
      received_at: letter.receivedAt,
      event_id: letter.eventId ?? null,
      person: letter.person ?? null,
    }),
  );
  await writeFile(staged, `${lines.join('\n')}\n`);
  try {
    await work.connection.run(
      `COPY (SELECT source_offset, ${textLiteral(name.source)} AS source, reason, from_base64(raw) AS raw, raw_bytes, make_timestamp_ms(received_at) AS received_at, event_id, person FROM read_json(${textLiteral(
        staged,
      )}, format = 'newline_delimited', columns = {source_offset: 'BIGINT', reason: 'VARCHAR', raw: 'VARCHAR', raw_bytes: 'BIGINT', received_at: 'BIGINT', event_id: 'VARCHAR', person: 'VARCHAR'})) TO ${textLiteral(
        target,
      )} (FORMAT parquet, COMPRESSION zstd)`,
    );
    await work.lake.publish(file);
  } finally {
    await rm(staged, { force: true });
  }
}

/** Whether there are dead letters in the lake. */
export async function hasOverflow(lake: Lake, stream: string): Promise<boolean> {
  return (await lake.list(folderOf(stream))).length > 0;
}

/**
 * Deletes dead letters from the lake (R1); none may be written meanwhile.
 * @param theirs a condition on `event_id` and `person`
 * @returns how many there were
 */
export async function forgetLetters(
  { connection, lake, stream }: { connection: DuckDBConnection; lake: Lake; stream: string },
  theirs: string,
): Promise<number> {
  const files = (await lake.list(folderOf(stream))).filter((file) => file.endsWith('.parquet'));
  let gone = 0;
  for (const file of files) {
    const letters = renderLakeFiles(lakeRows(lake.folder, [{ path: file }]));
    const columns = await rowsOf(connection, `DESCRIBE SELECT * FROM ${letters}`);
    // Written before letters were known by their event.
    if (!columns.some((column) => column['column_name'] === 'event_id')) continue;
    const found = await numberOf(connection, `SELECT count(*) FROM ${letters} WHERE ${theirs}`);
    if (found === 0) continue;
    const rest = `SELECT * FROM ${letters} WHERE NOT coalesce(${theirs}, false)`;
    const written = path.join(lake.folder, `${file}.new`);
    await connection.run(`COPY (${rest}) TO ${textLiteral(written)} (FORMAT parquet, COMPRESSION zstd)`);
    await lake.replace(file, `${file}.new`);
    gone += found;
  }
  return gone;
}

/** Removes what a crash left behind: files of input behind the committed offset of their source. */
export async function sweepOverflow(
  lake: Lake,
  stream: string,
  offsets: readonly { stream: string; source: string; offset: bigint }[],
): Promise<void> {
  const own = offsets.filter((one) => one.stream === stream);
  const files = await lake.list(folderOf(stream));
  const leftOver = files.filter((file) => {
    const name = path.posix.basename(file);
    const isCommitted = own.some(({ source, offset }) => {
      const stem = lakeFileStem({ source, from: 0n, to: 0n });
      const prefix = stem.slice(0, stem.length - 2 * '0000000000000000-'.length + 1);
      const to = /-(\d{16,})\.parquet$/.exec(name)?.[1];
      return name.startsWith(`${prefix}-`) && to !== undefined && BigInt(to) <= offset;
    });
    return !isCommitted;
  });
  if (leftOver.length > 0) await lake.remove(leftOver);
}
