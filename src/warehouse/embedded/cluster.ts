import { chown, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CrosscurrentError } from '../../event/errors.ts';
import { exists } from './account.ts';
import type { Binaries } from './binaries.ts';
import { diagnoseStart } from './diagnosis.ts';
import { stopLeftovers } from './leftover.ts';
import { runProgram } from './program.ts';
import type { Runner } from './runner.ts';

export const SUPERUSER = 'crosscurrent';
export const DATABASE = 'crosscurrent';

/** A cluster (PostgreSQL's word for a folder of databases), the programs for it, and how to run them. */
export interface Cluster {
  /** Absolute path. */
  readonly folder: string;
  readonly binaries: Binaries;
  readonly runner: Runner;
}

/** The major version that wrote a cluster, or undefined when there is none. */
export async function clusterVersion(folder: string): Promise<number | undefined> {
  const text = await readFile(path.join(folder, 'PG_VERSION'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : Number.parseInt(text, 10);
}

/**
 * Refuses a cluster that these programs cannot open.
 * @throws CrosscurrentError warehouse_unavailable
 */
export function requireVersion(found: number, programs: number, folder: string): void {
  if (found === programs) return;
  throw new CrosscurrentError(
    'warehouse_unavailable',
    `${folder} was written by PostgreSQL ${found}, and this version of Crosscurrent runs PostgreSQL ${programs}.`,
    'Start the version of Crosscurrent that wrote it, or name another folder with --data-dir.',
  );
}

/** Removes what an interrupted {@link createCluster} left beside the cluster's place. */
export async function removeHalfMade(folder: string): Promise<void> {
  const parent = path.dirname(folder);
  for (const entry of await readdir(parent, { withFileTypes: true }).catch(() => [])) {
    if (!entry.name.startsWith(`${path.basename(folder)}.new-`)) continue;
    const half = path.join(parent, entry.name);
    if (entry.isDirectory()) await stopLeftovers(half); // a killed initdb may have left a server that is still writing
    await rm(half, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}

/** Refuses to put a cluster where something else lies. */
async function requireFree(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  if (names.length === 0) return;
  throw new CrosscurrentError(
    'warehouse_unavailable',
    `${folder} holds files, but no PostgreSQL.`,
    'Move them away, or name another folder with --data-dir.',
  );
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // Windows cannot open a folder; NTFS logs the rename itself
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

/**
 * Runs one statement while no server does. The single-user server reports a failed statement in words alone.
 * @throws CrosscurrentError warehouse_unavailable
 */
async function runAlone(cluster: Cluster, folder: string, statement: string): Promise<void> {
  const settings = ['-c', 'log_checkpoints=off', '-c', 'dynamic_shared_memory_type=mmap'];
  const args = ['--single', '-D', folder, ...settings, 'postgres'];
  const result = await runProgram(
    cluster.runner.program(cluster.binaries.postgres, args, 'KILL'),
    `${statement}\n`,
  );
  const failed = result.code !== 0 || /^(ERROR|FATAL|PANIC):|: (ERROR|FATAL|PANIC): /m.test(result.output);
  if (failed) throw diagnoseStart(result.output, 'The warehouse cannot be set up');
}

/**
 * Makes the cluster with its superuser and database, in a folder beside its place that is renamed when it is whole, so
 * that an interruption leaves nothing half made.
 * @throws CrosscurrentError warehouse_unavailable
 */
export async function createCluster(cluster: Cluster, password: string): Promise<void> {
  await requireFree(cluster.folder);
  const half = `${cluster.folder}.new-${process.pid}`;
  const passwordFile = `${half}.password`;
  const { account } = cluster.runner;
  try {
    await mkdir(path.dirname(half), { recursive: true, mode: 0o700 });
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (account !== undefined) await chown(passwordFile, account.uid, account.gid);
    // The C locale sorts by code point on every system and costs nothing; text is UTF-8 all the same.
    const shape = ['--locale=C', '--encoding=UTF8', '--auth=scram-sha-256', `--username=${SUPERUSER}`];
    const args = ['-D', half, ...shape, `--pwfile=${passwordFile}`];
    const result = await runProgram(cluster.runner.program(cluster.binaries.initdb, args, 'KILL'));
    if (result.code !== 0) throw diagnoseStart(result.output, 'The warehouse cannot be set up');
    await runAlone(cluster, half, `CREATE DATABASE ${DATABASE}`);
    await rm(cluster.folder, { recursive: true, force: true }); // an empty folder, see requireFree
    await rename(half, cluster.folder);
    await syncFolder(path.dirname(cluster.folder));
  } finally {
    await rm(passwordFile, { force: true });
    if (await exists(half)) await rm(half, { recursive: true, force: true });
  }
}

/** Gives the superuser of a stopped cluster a new password. @param password hexadecimal digits */
export async function changePassword(cluster: Cluster, password: string): Promise<void> {
  await runAlone(cluster, cluster.folder, `ALTER ROLE ${SUPERUSER} PASSWORD '${password}'`);
}
