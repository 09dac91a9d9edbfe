import { Client, type ClientBase, type ClientConfig, type CustomTypesConfig, types } from 'pg';
import { CrosscurrentError } from '../event/errors.ts';
import { isAway, toWarehouseError } from './failure.ts';

/** What a client needs to connect: of the embedded PostgreSQL, or a URL as in DATABASE_URL. */
export type Connection =
  | string
  | {
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly password: string;
      readonly database: string;
    };

/** PostgreSQL 14, the oldest that its makers still mended when this was written. */
const OLDEST_VERSION = 140_000;

const CONNECT_MS = 10_000;

/**
 * What every session runs with, whatever the server's or the account's defaults: windows are UTC, and texts of
 * timestamps, bytes and numbers are those that we parse.
 */
const SESSION = [
  "SET timezone = 'UTC'",
  "SET datestyle = 'ISO, YMD'",
  "SET bytea_output = 'hex'",
  'SET extra_float_digits = 1',
  'SET standard_conforming_strings = on',
  // A transaction that we lost must not keep its locks.
  "SET idle_in_transaction_session_timeout = '10min'",
].join('; ');

const DATE = 1082;

/** A date is a day, not an instant in this computer's time zone; the rest as pg does it: int8 and numeric are text. */
const TYPES: CustomTypesConfig = {
  getTypeParser(oid, format) {
    if (oid === DATE && format !== 'binary') return (text: string) => text;
    return format === 'binary' ? types.getTypeParser(oid, 'binary') : types.getTypeParser(oid, 'text');
  },
};

/** Brings a new session to the settings that every one has. */
export async function prepareSession(client: ClientBase): Promise<void> {
  await client.query(SESSION);
}

/**
 * Finds out how to connect, and that the server will do.
 * @throws CrosscurrentError warehouse_unavailable, bad_configuration
 */
export async function findServer(connection: Connection): Promise<ClientConfig> {
  const ways = clientConfigs(connection);
  for (const [index, config] of ways.entries()) {
    try {
      await checkServer(config);
      return config;
    } catch (error) {
      if (index < ways.length - 1 && !(error instanceof CrosscurrentError)) continue;
      throw toConnectError(error, config);
    }
  }
  throw new CrosscurrentError('bad_configuration', 'There is no way to connect.', 'Set DATABASE_URL.');
}

/**
 * The ways to connect, in the order in which to try them. `sslmode` in a URL means what it means to libpq, psql and
 * every hosted PostgreSQL; without it, servers elsewhere are asked for TLS first, as `prefer` does.
 */
function clientConfigs(connection: Connection): ClientConfig[] {
  const common = {
    application_name: 'crosscurrent',
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    types: TYPES,
  };
  if (typeof connection !== 'string') return [{ ...connection, ...common }];
  return connectionUrls(connection).map((connectionString) => ({ connectionString, ...common }));
}

function connectionUrls(text: string): string[] {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^postgres(ql)?:$/.test(url.protocol)) {
    throw new CrosscurrentError(
      'bad_configuration',
      'DATABASE_URL is not the address of a PostgreSQL database.',
      'It reads postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with ?sslmode=require behind it where TLS is needed.',
    );
  }
  const mode = url.searchParams.get('sslmode') ?? (isLocal(url) ? 'disable' : 'prefer');
  const withMode = (sslmode: string): string => {
    const changed = new URL(url);
    changed.searchParams.set('sslmode', sslmode);
    if (!changed.searchParams.has('uselibpqcompat')) changed.searchParams.set('uselibpqcompat', 'true');
    return changed.href;
  };
  if (mode === 'prefer') return [withMode('require'), withMode('disable')];
  if (mode === 'allow') return [withMode('disable'), withMode('require')];
  return [withMode(mode)];
}

function isLocal(url: URL): boolean {
  const socket = url.searchParams.get('host')?.startsWith('/') ?? false;
  return socket || ['', 'localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
}

async function checkServer(config: ClientConfig): Promise<void> {
  const client = new Client(config);
  client.on('error', () => {}); // the query that is under way fails with it
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number; encoding: string; standby: boolean }>(
      `SELECT current_setting('server_version_num')::integer AS version,
        current_setting('server_encoding') AS encoding, pg_is_in_recovery() AS standby`,
    );
    for (const row of rows) checkAnswer(row);
  } finally {
    await client.end().catch(() => {});
  }
}

function checkAnswer({
  version,
  encoding,
  standby,
}: {
  version: number;
  encoding: string;
  standby: boolean;
}): void {
  if (version < OLDEST_VERSION) {
    const found = Math.floor(version / 10_000);
    throw new CrosscurrentError(
      'warehouse_unavailable',
      `The server runs PostgreSQL ${found}; Crosscurrent needs 14 or newer.`,
      'Upgrade it, or unset DATABASE_URL to use the PostgreSQL that comes with Crosscurrent.',
    );
  }
  if (encoding !== 'UTF8') {
    throw new CrosscurrentError(
      'warehouse_unavailable',
      `The database is encoded in ${encoding}, which cannot hold every text.`,
      "Make one with CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0 and name it in DATABASE_URL.",
    );
  }
  if (standby) {
    throw new CrosscurrentError(
      'warehouse_unavailable',
      'The server is a standby that cannot be written.',
      'Name the primary in DATABASE_URL.',
    );
  }
}

function toConnectError(error: unknown, config: ClientConfig): CrosscurrentError {
  if (error instanceof CrosscurrentError) return error;
  const words = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
  const embedded = config.connectionString === undefined;
  return new CrosscurrentError(
    'warehouse_unavailable',
    `PostgreSQL cannot be reached: ${words === '' ? toWarehouseError(error).message : words}.`,
    embedded
      ? 'See `crosscurrent doctor`.'
      : isAway(error)
        ? 'Check the host and port in DATABASE_URL, and that the server runs and lets this computer in.'
        : 'Check account, password, database and sslmode in DATABASE_URL.',
    { cause: error },
  );
}
