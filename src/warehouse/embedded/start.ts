import path from 'node:path';
import { Client, DatabaseError } from 'pg';
import { CrosscurrentError } from '../../event/errors.ts';
import { ACCOUNT_FOLDER } from './account.ts';
import { locateBinaries, majorVersion } from './binaries.ts';
import type { Cluster } from './cluster.ts';
import {
  changePassword,
  clusterVersion,
  createCluster,
  DATABASE,
  removeHalfMade,
  requireVersion,
  SUPERUSER,
} from './cluster.ts';
import { createPassword, readPassword } from './password.ts';
import { preparePlace } from './place.ts';
import type { RootWay } from './runner.ts';
import type { Server, ServerExit } from './server.ts';
import { startServer } from './server.ts';

/** What a client needs to connect. */
export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** A PostgreSQL of our own, started and accepting connections. */
export interface EmbeddedPostgres {
  readonly connection: Connection;
  /** The server's process. */
  readonly pid: number;
  /** Ends all sessions, writes everything to disk and waits for the server's end; may be called again. */
  stop(): Promise<void>;
  /** Calls the listener once, when the server ends; `expected` says whether by {@link stop}. */
  onExit(listener: (exit: ServerExit) => void): void;
}

export interface EmbeddedPostgresOptions {
  /** The folder for PostgreSQL's files alone, `postgres` in the data folder; made when missing. */
  readonly dataDir: string;
  /** The folder for secrets; the password lies there in `postgres-password`, mode 600. */
  readonly secretsDir: string;
  /** Is given each line that PostgreSQL logs. */
  readonly onLog: (line: string) => void;
  /** Where it listens: for one that is started again, so that its clients find it. A free port when not given. */
  readonly port?: number | undefined;
  /** For tests: how root is handled, instead of the first way that works. */
  readonly asRoot?: RootWay;
  /** For tests: where files lie that a system account has to reach. */
  readonly accountRoot?: string;
}

/** PostgreSQL's code for a wrong password (SQLSTATE class 28). */
const INVALID_PASSWORD = '28P01';

/** The password that is stored, or a new one that the cluster is told when there is a cluster. */
async function agreedPassword(cluster: Cluster, secretsDir: string, programs: number): Promise<string> {
  const found = await clusterVersion(cluster.folder);
  if (found !== undefined) requireVersion(found, programs, cluster.folder);
  const stored = await readPassword(secretsDir);
  const password = stored ?? (await createPassword(secretsDir));
  if (found === undefined) await createCluster(cluster, password);
  else if (stored === undefined) await changePassword(cluster, password);
  return password;
}

/** Whether the server lets us in. Anything but a wrong password is an error. */
async function isWelcome(connection: Connection): Promise<boolean> {
  const client = new Client({ ...connection, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {}); // a server that dies meanwhile is reported by the query
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch (error) {
    if (error instanceof DatabaseError && error.code === INVALID_PASSWORD) return false;
    throw new CrosscurrentError(
      'warehouse_unavailable',
      `PostgreSQL was started but does not answer: ${error instanceof Error ? error.message : String(error)}.`,
      'See `crosscurrent doctor`.',
      { cause: error },
    );
  } finally {
    await client.end().catch(() => {});
  }
}

/** Starts the server and proves that the password opens it; one that does not is set anew, once. */
async function startAndEnter(
  cluster: Cluster,
  password: string,
  { onLog, port: wantedPort }: Pick<EmbeddedPostgresOptions, 'onLog' | 'port'>,
): Promise<{ server: Server; connection: Connection }> {
  for (let tries = 1; ; tries++) {
    const server = await startServer(cluster, onLog, wantedPort);
    const { port } = server;
    const connection = { host: '127.0.0.1', port, user: SUPERUSER, password, database: DATABASE };
    const welcome = await isWelcome(connection).catch(async (error: unknown) => {
      await server.stop();
      throw error;
    });
    if (welcome) return { server, connection };
    await server.stop();
    if (tries > 1) {
      throw new CrosscurrentError(
        'warehouse_unavailable',
        'PostgreSQL does not accept its own password.',
        `Its file pg_hba.conf in ${cluster.folder} was probably changed; put back scram-sha-256 for 127.0.0.1.`,
      );
    }
    await changePassword(cluster, password);
  }
}

/**
 * Starts the PostgreSQL that comes with Crosscurrent, making its cluster at the first start. The caller must have the
 * data folder for itself: whatever still runs on the cluster is stopped, being left behind by a program that was killed.
 * To be called from the main thread: the server is told to end when the thread that started it does.
 * @throws CrosscurrentError warehouse_unavailable, with what to do
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const binaries = locateBinaries();
  const programs = await majorVersion(binaries);
  const cluster = await preparePlace({
    dataDir: path.resolve(options.dataDir),
    binaries,
    asRoot: options.asRoot,
    accountRoot: options.accountRoot ?? ACCOUNT_FOLDER,
  });
  await removeHalfMade(cluster.folder);
  const password = await agreedPassword(cluster, path.resolve(options.secretsDir), programs);
  const { server, connection } = await startAndEnter(cluster, password, options);
  return {
    connection,
    pid: server.pid,
    stop: () => server.stop(),
    onExit: (listener) => server.onExit(listener),
  };
}
