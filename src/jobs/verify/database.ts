import { Client } from 'pg';
import { CrosscurrentError } from '../../event/errors.ts';
import { findServer } from '../../warehouse/connect.ts';
import { quoteIdentifier } from '../../warehouse/sql-names.ts';

export interface OwnDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/**
 * Makes an empty database on the server of another one.
 * @param name not that of one that exists
 * @throws CrosscurrentError warehouse_unavailable, bad_configuration when the account may not make one
 */
export async function makeDatabase(databaseUrl: string, name: string): Promise<OwnDatabase> {
  await administer(
    databaseUrl,
    `CREATE DATABASE ${quoteIdentifier(name)} ENCODING 'UTF8' TEMPLATE template0`,
  ).catch((error: unknown) => {
    if (error instanceof CrosscurrentError) throw error;
    throw new CrosscurrentError(
      'bad_configuration',
      `No database for the verification can be made: ${error instanceof Error ? error.message : String(error)}.`,
      'Give the account of DATABASE_URL the right: ALTER ROLE ... CREATEDB.',
    );
  });
  return {
    url: otherDatabase(databaseUrl, name),
    drop: () => administer(databaseUrl, `DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`),
  };
}

/** The same address with another database; also one for JDBC. */
export function otherDatabase(address: string, name: string): string {
  const [, jdbc = '', rest = ''] = /^(jdbc:)?(.*)$/s.exec(address) ?? [];
  const url = new URL(rest);
  url.pathname = `/${name}`;
  return `${jdbc}${url.href}`;
}

async function administer(databaseUrl: string, statement: string): Promise<void> {
  const client = new Client(await findServer(databaseUrl));
  client.on('error', () => {}); // the statement fails with it
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end().catch(() => undefined);
  }
}
