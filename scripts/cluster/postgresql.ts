import { rm } from 'node:fs/promises';
import { totalmem } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import {
  ACCOUNT_FOLDER,
  accountPlace,
  isMoved,
  releaseAccountFolder,
} from '../../src/warehouse/embedded/account.ts';
import { locateBinaries, majorVersion } from '../../src/warehouse/embedded/binaries.ts';
import type { Cluster } from '../../src/warehouse/embedded/cluster.ts';
import {
  clusterVersion,
  createCluster,
  DATABASE,
  removeHalfMade,
  requireVersion,
  SUPERUSER,
} from '../../src/warehouse/embedded/cluster.ts';
import { findLeftovers, stopLeftovers } from '../../src/warehouse/embedded/leftover.ts';
import { createPassword, readPassword } from '../../src/warehouse/embedded/password.ts';
import { preparePlace } from '../../src/warehouse/embedded/place.ts';
import { programEnvironment } from '../../src/warehouse/embedded/program.ts';
import { makeRunner } from '../../src/warehouse/embedded/runner.ts';
import { serverSettings, settingArguments } from '../../src/warehouse/embedded/settings.ts';
import type { Command, Part, Surroundings } from './part.ts';
import type { Place } from './place.ts';
import type { ClusterState } from './state.ts';

/** Each parallel writer of each table that Flink fills has a connection of its own. */
const CONNECTIONS = 400;

/** The address of the warehouse, for the password that its superuser has or is about to get. */
export async function databaseUrl(place: Place, port: number): Promise<string> {
  const password = (await readPassword(place.secrets)) ?? (await createPassword(place.secrets));
  return `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${DATABASE}`;
}

/** Where the files really lie: a system account has them where root may not start PostgreSQL by itself. */
export async function postgresqlFolder(place: Place): Promise<string> {
  const elsewhere = accountPlace(place.postgresql, ACCOUNT_FOLDER).cluster;
  return (await isMoved(place.postgresql)) ? elsewhere : place.postgresql;
}

async function madeReady(place: Place): Promise<Cluster> {
  const binaries = locateBinaries();
  const programs = await majorVersion(binaries);
  const cluster = await preparePlace({
    dataDir: place.postgresql,
    binaries,
    asRoot: undefined,
    accountRoot: ACCOUNT_FOLDER,
  });
  await removeHalfMade(cluster.folder);
  const password = (await readPassword(place.secrets)) ?? (await createPassword(place.secrets));
  const found = await clusterVersion(cluster.folder);
  if (found === undefined) await createCluster(cluster, password);
  else requireVersion(found, programs, cluster.folder);
  return cluster;
}

async function prepare({ place, state }: Surroundings): Promise<Command> {
  const cluster = await madeReady(place);
  // It goes on when this program ends, other than the warehouse of one that runs.
  const runner = makeRunner(cluster.runner.way, false, cluster.runner.account);
  const settings = {
    ...serverSettings(totalmem(), process.platform),
    max_connections: String(CONNECTIONS),
  };
  const args = ['-D', cluster.folder, '-p', String(state.ports.postgresql), ...settingArguments(settings)];
  const program = runner.program(cluster.binaries.postgres, args, 'INT');
  return { ...program, environment: programEnvironment(), isHealthy: () => isHealthy(state) };
}

async function isHealthy({ endpoints }: Pick<ClusterState, 'endpoints'>): Promise<boolean> {
  const client = new Client({ connectionString: endpoints.databaseUrl, connectionTimeoutMillis: 3_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

export const postgresql: Part = { name: 'postgresql', patienceMs: 150_000, prepare, isHealthy };

/** The processes of the cluster's PostgreSQL. */
export async function findPostgresql(place: Place): Promise<readonly number[]> {
  return findLeftovers(await postgresqlFolder(place));
}

/** Ends the cluster's PostgreSQL, whatever is left of it. */
export async function stopPostgresql(place: Place): Promise<void> {
  await stopLeftovers(await postgresqlFolder(place));
}

/** Removes what lies outside of the cluster's folder. PostgreSQL does not run. */
export async function removeElsewhere(place: Place): Promise<void> {
  if (!(await isMoved(place.postgresql))) return;
  await releaseAccountFolder(place.postgresql, accountPlace(place.postgresql, ACCOUNT_FOLDER));
  await rm(path.join(place.folder, 'postgres'), { recursive: true, force: true });
}
