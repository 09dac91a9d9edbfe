import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { type DuckDBConnection, identifier, textLiteral } from '../database.ts';

/** Each row once, in parts by the hash of a column, so that all rows with one value are in one part. */
export interface Scattered {
  /** SQL queries, one for each part that has rows. */
  readonly parts: readonly string[];
  remove(): Promise<void>;
}

/** A name with a blank, which no column of a stream can have. */
const PART = 'in part';

/**
 * Writes rows to scratch files by the hash of a column. Looking for the rows of each part in the lake would read it as
 * often as there are parts.
 * @param work.rows an SQL query; only what the parts need should be in it
 */
export async function scatter(
  connection: DuckDBConnection,
  work: { rows: string; column: string; parts: number; scratchDir: string },
): Promise<Scattered> {
  if (work.parts === 1) return { parts: [work.rows], remove: () => Promise.resolve() };
  const folder = path.join(work.scratchDir, `parts-${randomUUID()}`);
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const hashed = `SELECT *, hash(${identifier(work.column)}) % ${work.parts} AS ${identifier(PART)} FROM (${work.rows})`;
  try {
    await connection.run(
      `COPY (${hashed}) TO ${textLiteral(folder)} (FORMAT parquet, COMPRESSION lz4_raw, ROW_GROUP_SIZE 40960, PARTITION_BY (${identifier(PART)}))`,
    );
    const names = await readdir(folder);
    return {
      parts: names.map(
        (name) =>
          `SELECT * FROM read_parquet(${textLiteral(path.join(folder, name, '*.parquet'))}, hive_partitioning = false)`,
      ),
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
