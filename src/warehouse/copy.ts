import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { finished, pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { CrosscurrentError } from '../event/errors.ts';
import { quoteIdentifiers } from './sql-names.ts';

/** Up to here a file is read whole, before the transaction needs it; the partial sums of a live batch are a few KB. */
const WHOLE_BYTES = 512 * 1024;

const CHUNK_BYTES = 256 * 1024;

/** A CSV file that is going to be copied; `bytes` when it is small. */
export interface CsvSource {
  readonly path: string;
  readonly bytes: Buffer | undefined;
}

/**
 * Looks at CSV files and reads the small ones, all at once, so that the round trips of a transaction do not wait for
 * one file after the other.
 * @throws CrosscurrentError internal for a file that is not there
 */
export async function prepareCsv(paths: readonly string[]): Promise<CsvSource[]> {
  return Promise.all(
    paths.map(async (path) => {
      try {
        const { size } = await stat(path);
        return { path, bytes: size > WHOLE_BYTES ? undefined : await readFile(path) };
      } catch (error) {
        const words = error instanceof Error ? error.message : String(error);
        throw new CrosscurrentError('internal', `Rows to load cannot be read: ${words}.`, '', {
          cause: error,
        });
      }
    }),
  );
}

/**
 * Copies CSV without header into a table; NULL is empty and unquoted. Large files are piped, with the server setting
 * the pace.
 * @param table as SQL text
 * @returns how many rows there were
 */
export async function copyCsv(
  client: ClientBase,
  { table, columns, source }: { table: string; columns: readonly string[]; source: CsvSource },
): Promise<number> {
  const copy = client.query(copyFrom(`COPY ${table} (${quoteIdentifiers(columns)}) FROM STDIN (FORMAT csv)`));
  if (source.bytes === undefined) {
    await pipeline(createReadStream(source.path, { highWaterMark: CHUNK_BYTES }), copy);
  } else {
    copy.end(source.bytes);
    await finished(copy);
  }
  return copy.rowCount;
}

/**
 * Writes the answer of a query to a file as CSV without header; NULL is empty and unquoted, an empty text is `""`.
 * @param query SQL text
 */
export async function copyOut(client: ClientBase, query: string, path: string): Promise<void> {
  const copy = client.query(copyTo(`COPY (${query}) TO STDOUT (FORMAT csv)`));
  await pipeline(copy, createWriteStream(path));
}
