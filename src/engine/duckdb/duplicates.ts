import type { DuckDBConnection } from './database.ts';
import { forEachChunk } from './database.ts';
import type { RecentIds } from './recent-ids.ts';

/**
 * The id of each row as 96 bits of hash: 64 of the id and 32 of the id behind a sign; `line` comes first.
 */
export function renderIdHashes(idColumn: string, from: string, order: string): string {
  const hashed = `hash(${idColumn}) AS plain, hash(${renderShifted(idColumn)}) AS shifted`;
  return `SELECT line, ${renderHashParts('plain', 'shifted')} FROM (SELECT line, ${hashed} FROM ${from}) ${order}`;
}

/**
 * A text whose hash is no function of the hash of `text`: DuckDB hashes words of eight bytes, and each holds others of the
 * text when it begins one byte later. (Its letters backwards cost twice as much, MD5 ten times.)
 */
export function renderShifted(text: string): string {
  return `('#' || ${text})`;
}

/** Two hashes of 64 bits as three numbers of 32 bits. */
export function renderHashParts(plain: string, shifted: string): string {
  return `CAST(${plain} & 4294967295 AS UINTEGER), CAST(${plain} >> 32 AS UINTEGER), CAST(${shifted} & 4294967295 AS UINTEGER)`;
}

/**
 * Remembers the ids of the rows and finds those that were there before: the first in line order
 * wins (D5).
 * @param sql a query made by `renderIdHashes`
 * @returns how many rows there are, and the line numbers of duplicates among them
 */
export async function findDuplicates(
  connection: DuckDBConnection,
  sql: string,
  ids: RecentIds,
  generation: number,
): Promise<{ readonly rows: number; readonly duplicates: readonly number[] }> {
  const duplicates: number[] = [];
  let rows = 0;
  const result = await connection.stream(sql);
  await forEachChunk(result, (chunk) => {
    const line = chunk.getColumnVector(0);
    const a = chunk.getColumnVector(1);
    const b = chunk.getColumnVector(2);
    const c = chunk.getColumnVector(3);
    rows += chunk.rowCount;
    for (let row = 0; row < chunk.rowCount; row += 1) {
      if (!ids.add(Number(a.getItem(row)), Number(b.getItem(row)), Number(c.getItem(row)), generation)) {
        duplicates.push(Number(line.getItem(row)));
      }
    }
  });
  return { rows, duplicates };
}
