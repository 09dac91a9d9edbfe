import { access, constants, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { CrosscurrentError } from '../../event/errors.ts';
import {
  accountPlace,
  claimAccountFolder,
  isMoved,
  moveCluster,
  reachableBinaries,
  releaseAccountFolder,
  systemAccount,
} from './account.ts';
import type { Binaries } from './binaries.ts';
import type { Cluster } from './cluster.ts';
import { clusterVersion } from './cluster.ts';
import { diagnoseStart } from './diagnosis.ts';
import { stopLeftovers } from './leftover.ts';
import type { RootWay } from './runner.ts';
import { canEndWithUs, isNameless, isRoot, makeRunner, whyNoNamespace } from './runner.ts';

/** What decides where a cluster lies and who runs it. */
export interface PlaceQuestion {
  /** The cluster's proper place, absolute: `postgres` in the data folder. */
  readonly dataDir: string;
  readonly binaries: Binaries;
  /** Forces one way of handling root, for tests; otherwise the first that works is taken. */
  readonly asRoot: RootWay | undefined;
  /** The folder for what a system account has to reach. */
  readonly accountRoot: string;
}

/**
 * Makes the parent folder of the cluster and refuses one that cannot be written.
 * @throws CrosscurrentError warehouse_unavailable
 */
async function requireWritable(dataDir: string): Promise<void> {
  const parent = path.dirname(dataDir);
  try {
    await mkdir(parent, { recursive: true, mode: 0o700 });
    await access(parent, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw diagnoseStart(String(error), `PostgreSQL cannot keep its files in ${parent}`);
  }
}

/** The way to handle root here, and why not the other. */
export async function chooseRootWay(question: PlaceQuestion): Promise<{ way: RootWay; why: string }> {
  if (question.asRoot !== undefined) return { way: question.asRoot, why: 'as it was told' };
  const reason = await whyNoNamespace(question.binaries.postgres, path.dirname(question.dataDir));
  return reason === undefined
    ? { way: 'namespace', why: 'in a user namespace' }
    : { way: 'account', why: `by a system account, because ${reason}` };
}

/** An account without a name takes one in a user namespace, where it can. */
async function ordinaryWay({ binaries, dataDir }: PlaceQuestion): Promise<'self' | 'namespace'> {
  if (!isNameless()) return 'self';
  const shut = await whyNoNamespace(binaries.postgres, path.dirname(dataDir));
  return shut === undefined ? 'namespace' : 'self';
}

/** The cluster in its proper place; one that an account had is brought back. */
async function ownPlace(
  question: PlaceQuestion,
  way: 'self' | 'namespace',
  endsWithUs: boolean,
): Promise<Cluster> {
  const { dataDir, binaries } = question;
  const away = accountPlace(dataDir, question.accountRoot);
  await stopLeftovers(dataDir);
  if (isRoot() && (await isMoved(dataDir))) {
    await stopLeftovers(away.cluster);
    if ((await clusterVersion(away.cluster)) !== undefined)
      await moveCluster(away.cluster, dataDir, { uid: 0, gid: 0 });
    await releaseAccountFolder(dataDir, away);
  }
  return { folder: dataDir, binaries, runner: makeRunner(way, endsWithUs) };
}

/** The cluster where a system account can reach it; one in its proper place is taken there. */
async function placeForAccount(question: PlaceQuestion, endsWithUs: boolean): Promise<Cluster> {
  const { dataDir, accountRoot } = question;
  const account = await systemAccount();
  const place = accountPlace(dataDir, accountRoot);
  await claimAccountFolder(dataDir, place, account);
  await stopLeftovers(dataDir);
  await stopLeftovers(place.cluster);
  if ((await clusterVersion(dataDir)) !== undefined) await moveCluster(dataDir, place.cluster, account);
  const binaries = await reachableBinaries(question.binaries, accountRoot);
  return { folder: place.cluster, binaries, runner: makeRunner('account', endsWithUs, account) };
}

/**
 * Finds or makes the place for a cluster, with nothing running on it.
 * @throws CrosscurrentError warehouse_unavailable
 */
export async function preparePlace(question: PlaceQuestion): Promise<Cluster> {
  await requireWritable(question.dataDir);
  const endsWithUs = await canEndWithUs();
  if (!isRoot()) return ownPlace(question, await ordinaryWay(question), endsWithUs);
  if (process.platform !== 'linux') {
    throw new CrosscurrentError(
      'warehouse_unavailable',
      'PostgreSQL refuses to run as root.',
      'Run Crosscurrent with an ordinary account, or set DATABASE_URL to a PostgreSQL of your own.',
    );
  }
  const { way } = await chooseRootWay(question);
  return way === 'namespace' ? ownPlace(question, way, endsWithUs) : placeForAccount(question, endsWithUs);
}
