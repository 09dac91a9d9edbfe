import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import path from 'node:path';
import { CrosscurrentError, describeError } from '../../event/errors.ts';
import { ACCOUNT_FOLDER, accountPlace, exists, isMoved, unclaimedFolders } from './account.ts';
import { locateBinaries, majorVersion } from './binaries.ts';
import { clusterVersion, requireVersion } from './cluster.ts';
import { findLeftovers } from './leftover.ts';
import { chooseRootWay } from './place.ts';
import { canEndWithUs, isRoot } from './runner.ts';

/** One thing that was looked at; `remedy` says what to do where it is not as it should be. */
export interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly remedy?: string;
}

export interface CheckQuestion {
  /** As for `startEmbeddedPostgres`. Nothing is written there. */
  readonly dataDir: string;
  /** Whether a program has the data folder open, so that a running PostgreSQL is as it should be. */
  readonly isInUse: boolean;
  /** For tests: where files lie that a system account has to reach. */
  readonly accountRoot?: string;
}

/** PostgreSQL keeps some 512 MB of log and needs room to work; below this it may stop at any time. */
const LEAST_FREE_BYTES = 1024 ** 3;

/** The nearest folder that exists on the way up. */
async function nearestFolder(folder: string): Promise<string> {
  return (await exists(folder)) ? folder : nearestFolder(path.dirname(folder));
}

/** A check that says what it found, or throws an error that becomes the finding. */
async function look(name: string, check: () => Promise<string>): Promise<Finding> {
  try {
    return { name, ok: true, detail: await check() };
  } catch (error) {
    if (!(error instanceof CrosscurrentError)) return { name, ok: false, detail: describeError(error) };
    return { name, ok: false, detail: error.message, remedy: error.remedy };
  }
}

function problem(what: string, remedy: string): CrosscurrentError {
  return new CrosscurrentError('warehouse_unavailable', what, remedy);
}

async function checkPrograms(): Promise<string> {
  const binaries = locateBinaries();
  return `PostgreSQL ${await majorVersion(binaries)} in ${binaries.home}`;
}

async function checkAccount(dataDir: string, accountRoot: string): Promise<string> {
  const ending = (await canEndWithUs())
    ? 'It ends when Crosscurrent is killed.'
    : 'When Crosscurrent is killed it runs on, until the next start stops it.';
  if (!isRoot()) return `PostgreSQL runs with this account. ${ending}`;
  const binaries = locateBinaries();
  const folder = path.join(await nearestFolder(path.dirname(dataDir)), 'postgres');
  const { why } = await chooseRootWay({ dataDir: folder, binaries, asRoot: undefined, accountRoot });
  return `This is root, which PostgreSQL refuses: it is run ${why}. ${ending}`;
}

async function checkFolder(dataDir: string): Promise<string> {
  const folder = await nearestFolder(path.dirname(dataDir));
  await access(folder, constants.W_OK | constants.X_OK).catch(() => {
    throw problem(
      `${folder} cannot be written.`,
      'Make it writable, or name another folder with --data-dir.',
    );
  });
  return `${folder} can be written`;
}

async function checkCluster(cluster: string): Promise<string> {
  const version = await clusterVersion(cluster);
  if (version === undefined) return 'none yet; the first start makes it';
  requireVersion(version, await majorVersion(locateBinaries()), cluster);
  return `PostgreSQL ${version} in ${cluster}`;
}

async function checkProcesses(cluster: string, isInUse: boolean): Promise<string> {
  const found = await findLeftovers(cluster);
  if (found.length === 0) return 'none';
  const numbers = `process ${found.join(', ')}`;
  if (isInUse) return `running (${numbers})`;
  throw problem(`Left behind by a program that was killed: ${numbers}.`, 'The next start stops them.');
}

async function checkSpace(cluster: string): Promise<string> {
  const { bavail, bsize } = await statfs(await nearestFolder(cluster));
  const free = bavail * bsize;
  const amount = `${(free / 1024 ** 3).toFixed(1)} GB free`;
  if (free >= LEAST_FREE_BYTES) return amount;
  throw problem(`Only ${amount}.`, 'Free some space, or name another folder with --data-dir.');
}

async function checkUnclaimed(accountRoot: string): Promise<string> {
  const folders = await unclaimedFolders(accountRoot);
  if (folders.length === 0) return 'none';
  throw problem(
    `The data folder of these is gone: ${folders.join(', ')}.`,
    'Delete them when nobody misses the data.',
  );
}

/**
 * Looks at everything that PostgreSQL needs on this machine, and changes nothing.
 * @returns the findings, in an order to read them in
 */
export async function checkEmbeddedPostgres(question: CheckQuestion): Promise<Finding[]> {
  const accountRoot = question.accountRoot ?? ACCOUNT_FOLDER;
  const dataDir = path.resolve(question.dataDir);
  const cluster = (await isMoved(dataDir)) ? accountPlace(dataDir, accountRoot).cluster : dataDir;
  return [
    await look('PostgreSQL programs', checkPrograms),
    await look('PostgreSQL account', () => checkAccount(dataDir, accountRoot)),
    await look('PostgreSQL folder', () => checkFolder(dataDir)),
    await look('PostgreSQL files', () => checkCluster(cluster)),
    await look('PostgreSQL processes', () => checkProcesses(cluster, question.isInUse)),
    await look('PostgreSQL disk space', () => checkSpace(cluster)),
    ...(isRoot()
      ? [await look('PostgreSQL files of deleted data folders', () => checkUnclaimed(accountRoot))]
      : []),
  ];
}
