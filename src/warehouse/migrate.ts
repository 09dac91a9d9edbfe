import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ClientBase } from 'pg';
import { CrosscurrentError } from '../event/errors.ts';
import { SYSTEM_SCHEMA } from './sql-names.ts';

/** A numbered change of the system's own tables. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** Any number that no other program uses as an advisory lock of the same database. */
const LOCK = 728_301_144;

const FOLDER = path.join(import.meta.dirname, 'migrations');

const LEDGER = `
CREATE SCHEMA IF NOT EXISTS ${SYSTEM_SCHEMA};
CREATE TABLE IF NOT EXISTS ${SYSTEM_SCHEMA}.migration (
  number integer PRIMARY KEY,
  name text NOT NULL,
  checksum text NOT NULL,
  applied_at timestamptz NOT NULL
);`;

/** The statements that come before all migrations. */
export const LEDGER_SQL = LEDGER.trim();

/** All migrations in order. */
export function readMigrations(): Migration[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      // A checkout on Windows may have changed the line ends.
      const sql = readFileSync(path.join(FOLDER, file), 'utf8').replaceAll('\r\n', '\n');
      const checksum = createHash('sha256').update(sql).digest('hex');
      return { number: Number.parseInt(file, 10), name: file.slice(0, -'.sql'.length), sql, checksum };
    });
}

/** Waits until nobody else migrates this database; to be called in a transaction, whose end unlocks. */
export async function lockSchema(client: ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
}

/**
 * Applies what this database has not seen, in the transaction that is open.
 * @throws CrosscurrentError data_dir_newer for a database that a newer version has migrated
 */
export async function migrate(
  client: ClientBase,
  migrations: readonly Migration[],
  now: number,
): Promise<void> {
  const known = await appliedMigrations(client);
  for (const [number, applied] of known) {
    const ours = migrations.find((migration) => migration.number === number);
    if (ours === undefined) throw newer(applied.name);
    if (ours.checksum !== applied.checksum) throw changed(applied.name);
  }
  if (known.size === migrations.length) return;
  await client.query(LEDGER_SQL);
  for (const { number, name, sql, checksum } of migrations) {
    if (known.has(number)) continue;
    await client.query(sql);
    await client.query(`INSERT INTO ${SYSTEM_SCHEMA}.migration VALUES ($1, $2, $3, $4)`, [
      number,
      name,
      checksum,
      new Date(now),
    ]);
  }
}

async function appliedMigrations(
  client: ClientBase,
): Promise<Map<number, { name: string; checksum: string }>> {
  const found = await client.query<{ table: string | null }>('SELECT to_regclass($1)::text AS table', [
    `${SYSTEM_SCHEMA}.migration`,
  ]);
  if (found.rows[0]?.table == null) return new Map();
  const { rows } = await client.query<{ number: number; name: string; checksum: string }>(
    `SELECT number, name, checksum FROM ${SYSTEM_SCHEMA}.migration ORDER BY number`,
  );
  return new Map(rows.map((row) => [row.number, row]));
}

function newer(name: string): CrosscurrentError {
  return new CrosscurrentError(
    'data_dir_newer',
    `The warehouse was written by a newer version of Crosscurrent (its tables are at ${name}).`,
    'Run that version, or give this one another data folder or database.',
  );
}

function changed(name: string): CrosscurrentError {
  return new CrosscurrentError(
    'data_dir_newer',
    `The warehouse was written by another version of Crosscurrent (${name} is not ours).`,
    'Run that version, or give this one another data folder or database.',
  );
}
