import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';

/** One row of a table as text, NULL as null. */
export type Row = Readonly<Record<string, string | null>>;

/** Reads from the PostgreSQL of a data folder that somebody has open. */
export interface WarehouseReader {
  rows(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  close(): Promise<void>;
}

const asText = { getTypeParser: () => (value: string) => value };

/** Connects as `host.json` and the secrets say. */
export async function readWarehouse(data: string): Promise<WarehouseReader> {
  const record = JSON.parse(await readFile(path.join(data, 'host.json'), 'utf8'));
  const password = (await readFile(path.join(data, 'secrets', 'postgres-password'), 'utf8')).trim();
  return connectReader({ ...record.postgres, password });
}

/** Connects to any PostgreSQL. */
export async function connectReader(connection: object): Promise<WarehouseReader> {
  const client = new Client({ ...connection, types: asText });
  client.on('error', () => undefined);
  await client.connect();
  await client.query("SET timezone = 'UTC'");
  return {
    async rows(sql, values = []) {
      return (await client.query(sql, [...values])).rows;
    },
    close: () => client.end(),
  };
}
