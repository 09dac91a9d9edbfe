import path from 'node:path';
import type { LakeFile } from '../../warehouse/contract.ts';
import { identifier, textLiteral } from './database.ts';

/** A lake file as it is read. */
export interface LakeRows {
  /** Where it lies. */
  readonly path: string;
  /** Numbers of its rows that no longer count (R1), from 0. */
  readonly removed?: readonly number[];
}

/** Which of the files a row of `renderNumberedLakeFiles` is from, and its number there, both from 0. */
export const LAKE_FILE = identifier('lake file');
export const LAKE_ROW = identifier('lake row');

/** Lake files where they lie in this lake. */
export function lakeRows(lakeDir: string, files: readonly Pick<LakeFile, 'path' | 'removed'>[]): LakeRows[] {
  return files.map((file) => ({
    path: path.join(lakeDir, file.path),
    ...(file.removed === undefined ? {} : { removed: file.removed }),
  }));
}

/**
 * Lake files as something to select from, without the rows that no longer count (R1): the one way in which the lake is
 * read. Files that have no such row are read as if there were none anywhere.
 */
export function renderLakeFiles(files: readonly LakeRows[]): string {
  const [whole, torn] = [files.filter((file) => !isTorn(file)), files.filter(isTorn)];
  if (torn.length === 0) return renderFiles(whole);
  const rest = `SELECT f.* FROM ${renderFiles(torn)} f ${renderWithoutRemoved(torn)}`;
  return whole.length === 0 ? `(${rest})` : `(SELECT * FROM ${renderFiles(whole)} UNION ALL BY NAME ${rest})`;
}

/** The same, with the columns `LAKE_FILE` and `LAKE_ROW`. */
export function renderNumberedLakeFiles(files: readonly LakeRows[]): string {
  return `(SELECT f.*, CAST(f.file_index AS BIGINT) AS ${LAKE_FILE}, f.file_row_number AS ${LAKE_ROW} FROM ${renderFiles(
    files,
  )} f ${renderWithoutRemoved(files)})`;
}

/**
 * Some rows of one file, whether they still count or not, as a query with the columns of `renderNumberedLakeFiles`.
 * DuckDB leaves out what lies between them where it can, which it does not for several files at once.
 * @param rows.number what the file is called in `LAKE_FILE`
 * @param rows.places an SQL query in parentheses that gives `row`
 * @param rows.columns SQL text of the other columns
 */
export function renderFileRows(
  file: LakeRows,
  rows: { number: number; places: string; columns: string },
): string {
  return `SELECT CAST(${rows.number} AS BIGINT) AS ${LAKE_FILE}, f.file_row_number AS ${LAKE_ROW}, ${rows.columns} FROM ${renderFiles(
    [file],
  )} f SEMI JOIN ${rows.places} p ON f.file_row_number = p.row`;
}

function isTorn(file: LakeRows): boolean {
  return file.removed !== undefined && file.removed.length > 0;
}

/** What the names of files follow in a statement that reads them. */
const READING = 'read_parquet([';

/**
 * The lake files that a statement reads, as they are called in the lake.
 * @param sql text of which the reading parts are made here
 * @param lakeDir where lake files lie
 */
export function filesRead(sql: string, lakeDir: string): string[] {
  const files: string[] = [];
  for (let at = sql.indexOf(READING); at >= 0; at = sql.indexOf(READING, at)) {
    at += READING.length;
    while (sql[at] === "'") {
      const { value, end } = readLiteral(sql, at);
      if (value.startsWith(`${lakeDir}${path.sep}`)) {
        files.push(path.relative(lakeDir, value).split(path.sep).join('/'));
      }
      at = sql.startsWith(', ', end) ? end + 2 : end;
    }
  }
  return files;
}

/** Reads what `textLiteral` has written. */
function readLiteral(sql: string, from: number): { value: string; end: number } {
  let end = sql.indexOf("'", from + 1);
  while (end >= 0 && sql[end + 1] === "'") end = sql.indexOf("'", end + 2);
  if (end < 0) return { value: '', end: sql.length };
  return { value: sql.slice(from + 1, end).replaceAll("''", "'"), end: end + 1 };
}

function renderFiles(files: readonly LakeRows[]): string {
  return `${READING}${files.map((file) => textLiteral(file.path)).join(', ')}], hive_partitioning = false, union_by_name = true)`;
}

/** More than the rows of any file: file and row become one number, which is cheaper to look up than two. */
const FILE_STEP = 2 ** 32;

/** As one text: a hundred thousand numbers one by one would take longer to parse than the files to read. */
function renderWithoutRemoved(files: readonly LakeRows[]): string {
  const removed = files.flatMap((file, index) => (file.removed ?? []).map((row) => index * FILE_STEP + row));
  if (removed.length === 0) return '';
  const numbers = `SELECT unnest(CAST(string_split('${removed.join(',')}', ',') AS BIGINT[])) AS number`;
  return `ANTI JOIN (${numbers}) gone ON CAST(f.file_index AS BIGINT) * ${FILE_STEP} + f.file_row_number = gone.number`;
}
