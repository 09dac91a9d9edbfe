import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { finished, pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { CrosscurrentError } from '../event/errors.ts';
import { quoteIdentifiers } from './sql-names.ts';

/** Up to here a file is sent in one piece: opening a read stream costs more than the 0.1 ms for reading it. */
const ONE_PIECE_BYTES = 512 * 1024;

const CHUNK_BYTES = 256 * 1024;

/**
 * Copies a CSV file without header into a table; NULL is empty and unquoted. Large files are piped, with the server
 * setting the pace.
 * @param table as SQL text
 * @returns how many rows there were
 */
export async function copyCsv(
  client: ClientBase,
  { table, columns, csvPath }: { table: string; columns: readonly string[]; csvPath: string },
): Promise<number> {
  const file = await open(csvPath).catch((error: unknown) => {
    throw unreadable(csvPath, error);
  });
  try {
    const { size } = await file.stat();
    const sql = `COPY ${table} (${quoteIdentifiers(columns)}) FROM STDIN (FORMAT csv)`;
    if (size > ONE_PIECE_BYTES) {
      const source = createReadStream(csvPath, { fd: file.fd, autoClose: false, highWaterMark: CHUNK_BYTES });
      const copy = client.query(copyFrom(sql));
      await pipeline(source, copy);
      return copy.rowCount;
    }
    const bytes = await file.readFile();
    const copy = client.query(copyFrom(sql));
    copy.end(bytes);
    await finished(copy);
    return copy.rowCount;
  } finally {
    await file.close();
  }
}

function unreadable(csvPath: string, error: unknown): CrosscurrentError {
  const words = error instanceof Error ? error.message : String(error);
  return new CrosscurrentError('internal', `The rows to load cannot be read from ${csvPath}: ${words}.`, '', {
    cause: error,
  });
}
