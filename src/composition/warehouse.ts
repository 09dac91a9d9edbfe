import type { Hold } from '../jobs/host/acquire.ts';
import type { Warehouse } from '../warehouse/contract.ts';
import { openWarehouse } from '../warehouse/open.ts';
import { countHere } from './counting.ts';
import { foldersOf } from './folders.ts';
import { startLastingPostgres } from './lasting-postgres.ts';
import type { ConfiguredProgram } from './program.ts';

/** A warehouse and the server it lies in. */
export interface OpenWarehouse {
  readonly warehouse: Warehouse;
  /** For other programs on this machine; null when the warehouse is somebody else's server. */
  readonly postgres: { host: string; port: number; user: string; database: string } | null;
  /** In words, without a password. */
  readonly words: string;
  close(): Promise<void>;
}

export interface WarehouseNeeds {
  /** Streams that are going to be rebuilt. */
  readonly rebuilding: readonly string[];
  /** Told, in words, when the embedded server ends unexpectedly and when it is back. */
  readonly onStep: (words: string) => void;
}

/** Opens the warehouse that the configuration names: the embedded PostgreSQL, or one by its URL. */
export async function openConfiguredWarehouse(
  program: ConfiguredProgram,
  hold: Hold,
  needs: WarehouseNeeds,
): Promise<OpenWarehouse> {
  const url = program.configuration.values['database-url'];
  return url === 'embedded' ? openEmbedded(program, hold, needs) : openUrl(program, url, needs);
}

async function openUrl(
  program: ConfiguredProgram,
  url: string,
  { rebuilding, onStep }: WarehouseNeeds,
): Promise<OpenWarehouse> {
  const warehouse = await openWarehouse({ ...program, connection: url, rebuilding });
  const words = `PostgreSQL at ${new URL(url).host}`;
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= warehouse.close();
    return closed;
  };
  const { values } = program.configuration;
  if (values.engine === 'flink' && values.log === 'kafka') {
    return { warehouse, postgres: null, words, close };
  }
  try {
    const letGo = await countHere({
      url,
      streams: program.catalogue.map(({ name }) => name),
      what: 'start',
      onLost(error) {
        onStep(`${error.message} ${error.remedy}`);
        // Whatever wants to commit fails from here on.
        close().catch(() => undefined);
      },
    });
    return { warehouse, postgres: null, words, close: () => close().then(letGo) };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openEmbedded(
  program: ConfiguredProgram,
  hold: Hold,
  { rebuilding, onStep }: WarehouseNeeds,
): Promise<OpenWarehouse> {
  const folders = foldersOf(hold.dataDir);
  const server = await startLastingPostgres(
    { dataDir: folders.postgres, secretsDir: folders.secrets, onLog: () => undefined },
    onStep,
  );
  try {
    const warehouse = await openWarehouse({ ...program, connection: server.connection, rebuilding });
    const { host, port, user, database } = server.connection;
    return {
      warehouse,
      postgres: { host, port, user, database },
      words: `PostgreSQL on ${host}, port ${port}`,
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
