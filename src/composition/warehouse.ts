import type { Hold } from '../jobs/host/acquire.ts';
import type { Warehouse } from '../warehouse/contract.ts';
import { startEmbeddedPostgres } from '../warehouse/embedded/start.ts';
import { openWarehouse } from '../warehouse/open.ts';
import { foldersOf } from './folders.ts';
import type { ConfiguredProgram } from './program.ts';

/** A warehouse and the server it lies in. */
export interface OpenWarehouse {
  readonly warehouse: Warehouse;
  /** For other programs on this machine; null when the warehouse is somebody else's server. */
  readonly postgres: { host: string; port: number; user: string; database: string } | null;
  /** In words, without a password. */
  readonly words: string;
  /** Calls the listener when the embedded server ends without having been told to. */
  onLost(listener: () => void): void;
  close(): Promise<void>;
}

/** Opens the warehouse that the configuration names: the embedded PostgreSQL, or one by its URL. */
export async function openConfiguredWarehouse(
  program: ConfiguredProgram,
  hold: Hold,
  rebuilding: readonly string[],
): Promise<OpenWarehouse> {
  const url = program.configuration.values['database-url'];
  return url === 'embedded' ? openEmbedded(program, hold, rebuilding) : openUrl(program, url, rebuilding);
}

async function openUrl(
  program: ConfiguredProgram,
  url: string,
  rebuilding: readonly string[],
): Promise<OpenWarehouse> {
  const warehouse = await openWarehouse({ ...program, connection: url, rebuilding });
  return {
    warehouse,
    postgres: null,
    words: `PostgreSQL at ${new URL(url).host}`,
    onLost: () => undefined,
    close: () => warehouse.close(),
  };
}

async function openEmbedded(
  program: ConfiguredProgram,
  hold: Hold,
  rebuilding: readonly string[],
): Promise<OpenWarehouse> {
  const folders = foldersOf(hold.dataDir);
  const server = await startEmbeddedPostgres({
    dataDir: folders.postgres,
    secretsDir: folders.secrets,
    onLog: () => undefined,
  });
  try {
    const warehouse = await openWarehouse({ ...program, connection: server.connection, rebuilding });
    const { host, port, user, database } = server.connection;
    return {
      warehouse,
      postgres: { host, port, user, database },
      words: `PostgreSQL on ${host}, port ${port}`,
      onLost: (listener) =>
        server.onExit(({ expected }) => {
          if (!expected) listener();
        }),
      close: async () => {
        await warehouse.close();
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
