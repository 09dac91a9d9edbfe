// A PostgreSQL for the tests of this folder, with tables as the warehouse makes them.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Pool } from 'pg';
import type { Stream } from '../../stream/define.ts';
import { startEmbeddedPostgres } from '../../warehouse/embedded/start.ts';
import type { RawRow } from '../distinct.ts';
import { type NamedRollup, rollupsOf } from '../rollups.ts';
import { quoted, schemaOf, tableOf } from '../sql.ts';
import { columnType } from '../standard.ts';

export interface TestDatabase {
  query(sql: string, values?: readonly unknown[]): Promise<readonly RawRow[]>;
  close(): Promise<void>;
}

/** Starts an empty PostgreSQL; `close` ends it and removes its files. */
export async function startDatabase(): Promise<TestDatabase> {
  const folder = await mkdtemp(path.join(tmpdir(), 'crosscurrent-reports-'));
  const server = await startEmbeddedPostgres({
    dataDir: path.join(folder, 'postgres'),
    secretsDir: path.join(folder, 'secrets'),
    onLog: () => {},
  });
  const pool = new Pool({ ...server.connection, max: 4 });
  // The server may end a connection that the pool is just closing: its client tells so, and the pool of an idle one.
  pool.on('connect', (client) => client.on('error', () => {}));
  pool.on('error', () => {});
  return {
    query: async (sql, values = []) => (await pool.query<Record<string, unknown>>(sql, [...values])).rows,
    close: async () => {
      await pool.end();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The system tables that reports read. */
export async function createSystemTables({ query }: TestDatabase): Promise<void> {
  await query('CREATE SCHEMA crosscurrent');
  await query(
    'CREATE TABLE crosscurrent.stream_state (stream text PRIMARY KEY, version bigint, committed_at timestamptz, latest_event timestamptz, lake_from timestamptz)',
  );
  await query('CREATE TABLE crosscurrent.lake_file (stream text, max_time timestamptz)');
  await query('CREATE TABLE crosscurrent.deployment (stream text)');
}

/** Empty tables for every rollup of a stream, `<rollup>` and `<rollup>_distinct`. */
export async function createStreamTables({ query }: TestDatabase, stream: Stream): Promise<void> {
  await query(`CREATE SCHEMA ${quoted(schemaOf(stream))}`);
  for (const { name, rollup } of rollupsOf(stream)) {
    const dimensions = rollup.by.map((one) => `${quoted(one)} ${columnType(stream, one)} NOT NULL`);
    const key = ['window_start', ...rollup.by].map(quoted).join(', ');
    const columns = { additive: [] as string[], distinct: [] as string[] };
    for (const [measure, { kind, ...rest }] of Object.entries(rollup.measures)) {
      if (kind === 'distinct') columns.distinct.push(`${quoted(measure)} bigint NOT NULL`);
      else {
        const type = 'column' in rest && columnType(stream, rest.column) === 'decimal' ? 'numeric' : 'bigint';
        const nullable = kind === 'min' || kind === 'max' ? '' : ' NOT NULL';
        columns.additive.push(`${quoted(measure)} ${type}${nullable}`);
      }
    }
    for (const [suffix, own] of [
      ['', columns.additive],
      ['_distinct', columns.distinct],
    ] as const) {
      const all = ['"window_start" timestamptz NOT NULL', ...dimensions, ...own, `PRIMARY KEY (${key})`];
      await query(`CREATE TABLE ${tableOf(stream, name + suffix)} (${all.join(', ')})`);
    }
  }
}

/** Puts rows into one of these tables. */
export async function insertRows(
  { query }: TestDatabase,
  table: { stream: Stream; name: string },
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  if (rows.length === 0) return;
  const target = tableOf(table.stream, table.name);
  await query(`INSERT INTO ${target} SELECT * FROM json_populate_recordset(NULL::${target}, $1::json)`, [
    JSON.stringify(rows),
  ]);
}

/** Empties all tables of a stream. */
export async function clearStream({ query }: TestDatabase, stream: Stream): Promise<void> {
  const tables = rollupsOf(stream).flatMap(({ name }: NamedRollup) => [name, `${name}_distinct`]);
  await query(`TRUNCATE ${tables.map((name) => tableOf(stream, name)).join(', ')}`);
}
