import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Stream } from '../../src/stream/define.ts';

/** How long DuckDB alone took for a file. */
export interface BareParse {
  readonly seconds: number;
  /** Seconds on a processor, all threads. */
  readonly cpu: number;
}

export interface BareParseWork {
  readonly stream: Stream;
  /** An NDJSON file. */
  readonly file: string;
  readonly threads: number;
  /** Every column is aggregated, so that none is skipped; or all are kept in a table. */
  readonly into: 'aggregates' | 'table';
  /** Where a table goes that memory does not hold. */
  readonly folder: string;
}

/**
 * The least that reading the events can cost here: DuckDB's `read_json` with every declared column, as text, and
 * nothing else done with it.
 */
export async function parseBare(work: BareParseWork): Promise<BareParse> {
  const spill = path.join(work.folder, 'duckdb');
  await mkdir(spill, { recursive: true });
  const database = await DuckDBInstance.create(':memory:', {
    threads: String(work.threads),
    temp_directory: spill,
  });
  try {
    const connection = await database.connect();
    try {
      return await timed(connection, renderBareParse(work));
    } finally {
      connection.closeSync();
    }
  } finally {
    database.closeSync();
  }
}

async function timed(connection: DuckDBConnection, sql: string): Promise<BareParse> {
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  await connection.runAndReadAll(sql);
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { seconds, cpu: (user + system) / 1e6 };
}

/** The statement of a bare parse. */
export function renderBareParse({
  stream,
  file,
  into,
}: Pick<BareParseWork, 'stream' | 'file' | 'into'>): string {
  const names = Object.keys(stream.columns);
  const columns = names.map((name) => `"${name}": 'VARCHAR'`).join(', ');
  const source = `read_json('${file.replaceAll("'", "''")}', format = 'newline_delimited', ignore_errors = true, columns = {${columns}})`;
  if (into === 'table') return `CREATE TABLE bare AS SELECT * FROM ${source}`;
  return `SELECT ${names.map((name) => `max(length("${name}"))`).join(', ')} FROM ${source}`;
}
