import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { WarehouseReader } from './warehouse.ts';

/** What lies in the lake of a stream. */
export interface LakeContents {
  /** Files the warehouse knows and the disk does not have. */
  readonly missing: readonly string[];
  /** Files on the disk that the warehouse does not know. */
  readonly orphans: readonly string[];
  readonly ids: readonly string[];
}

/** Reads the lake of a stream: its files against those of the warehouse, and the id of every event. */
export async function readLake(
  data: string,
  stream: string,
  warehouse: WarehouseReader,
): Promise<LakeContents> {
  const lake = path.join(data, 'lake');
  const known = await warehouse.rows('SELECT path FROM crosscurrent.lake_file WHERE stream = $1', [stream]);
  const knownPaths = new Set(known.map((row) => String(row['path'])));
  const entries = await readdir(path.join(lake, stream), { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  const onDisk = new Set(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(lake, path.join(entry.parentPath, entry.name)).split(path.sep).join('/')),
  );
  const present = [...knownPaths].filter((file) => onDisk.has(file));
  return {
    missing: [...knownPaths].filter((file) => !onDisk.has(file)),
    orphans: [...onDisk].filter((file) => !knownPaths.has(file)),
    ids: await readIds(present.map((file) => path.join(lake, file))),
  };
}

/** The ids of all events in these files, paths below the lake folder; fails when one is not there. */
export function readLakeIds(lakeDir: string, files: readonly string[]): Promise<string[]> {
  return readIds(files.map((file) => path.join(lakeDir, file)));
}

async function readIds(files: readonly string[]): Promise<string[]> {
  if (files.length === 0) return [];
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    const list = files.map((file) => `'${file.replaceAll("'", "''")}'`).join(', ');
    const reader = await connection.runAndReadAll(
      `SELECT id FROM read_parquet([${list}], hive_partitioning = false, union_by_name = true) ORDER BY id`,
    );
    return reader.getRows().map(([id]) => String(id));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Rows of lake files that count, by id. */
export function readLakeRows(
  lakeDir: string,
  files: readonly { readonly path: string; readonly removed?: readonly number[] }[],
  columns: string,
): Promise<unknown[][]> {
  const parts = files.map(({ path: file, removed = [] }) => {
    const all = `read_parquet('${path.join(lakeDir, file)}', hive_partitioning = false)`;
    return `SELECT ${columns} FROM ${all} WHERE file_row_number NOT IN (${['-1', ...removed].join(', ')})`;
  });
  return readRows(`${parts.join(' UNION ALL ')} ORDER BY id`);
}

/** The events of dead letters that lie in the lake. */
export async function readLetterIds(lakeDir: string, stream: string): Promise<string[]> {
  const pattern = path.join(lakeDir, 'dead-letters', stream, '*.parquet');
  const rows = await readRows(`SELECT event_id FROM read_parquet('${pattern}') ORDER BY event_id`);
  return rows.map(([id]) => String(id));
}

async function readRows(sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRows();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
