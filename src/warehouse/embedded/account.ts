import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CrosscurrentError } from '../../event/errors.ts';
import type { Binaries } from './binaries.ts';
import { binariesIn } from './binaries.ts';
import { diagnoseStart } from './diagnosis.ts';
import { runProgram } from './program.ts';
import type { Account } from './runner.ts';

/** The folder for everything that a system account has to reach. */
export const ACCOUNT_FOLDER = '/var/lib/crosscurrent';

const OURS = 'crosscurrent';

/** The file beside a moved cluster that says whose it is. */
const OWNER_NOTE = 'data-folder.txt';

async function run(what: string, command: string, ...args: string[]): Promise<void> {
  const result = await runProgram({ command, args });
  if (result.code !== 0) throw diagnoseStart(result.output, what);
}

async function findAccount(name: string): Promise<Account | undefined> {
  const numbers = await Promise.all(
    ['-u', '-g'].map((flag) => runProgram({ command: 'id', args: [flag, name] })),
  );
  const [uid, gid] = numbers.map((result) => (result.code === 0 ? Number(result.output.trim()) : Number.NaN));
  if (uid === undefined || gid === undefined || Number.isNaN(uid) || Number.isNaN(gid) || uid === 0)
    return undefined;
  return { name, uid, gid };
}

/**
 * The system account that runs PostgreSQL for root: ours, made when missing, else one called postgres.
 * @throws CrosscurrentError warehouse_unavailable when there is none and none can be made
 */
export async function systemAccount(): Promise<Account> {
  const there = await findAccount(OURS);
  if (there !== undefined) return there;
  const flags = ['--system', '--user-group', '--no-create-home', '--home-dir', ACCOUNT_FOLDER];
  const made = await runProgram({
    command: 'useradd',
    args: [...flags, '--shell', '/usr/sbin/nologin', OURS],
  });
  const account = (await findAccount(OURS)) ?? (await findAccount('postgres'));
  if (account !== undefined) return account;
  throw new CrosscurrentError(
    'warehouse_unavailable',
    `PostgreSQL refuses to run as root, and no other account could be made: ${made.output.trim()}.`,
    'Run Crosscurrent with an ordinary account, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

/** Where the cluster of a data folder lies when a system account runs it. */
export interface AccountPlace {
  readonly folder: string;
  readonly cluster: string;
}

/** @param dataDir the cluster's proper place, absolute @param root {@link ACCOUNT_FOLDER}, or another in a test */
export function accountPlace(dataDir: string, root: string): AccountPlace {
  const hash = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const folder = path.join(root, hash);
  return { folder, cluster: path.join(folder, 'postgres') };
}

export async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

/** Copies the programs to where every account can run them; done once for each version. */
export async function reachableBinaries(binaries: Binaries, root: string): Promise<Binaries> {
  const version = await runProgram({ command: binaries.postgres, args: ['--version'] });
  const number = /(\d[\w.]*)/.exec(version.output)?.[1] ?? 'unknown';
  const home = path.join(root, `postgresql-${number}`);
  if (await exists(path.join(home, 'bin'))) return binariesIn(home);
  await mkdir(root, { recursive: true, mode: 0o755 });
  const half = `${home}.new-${process.pid}`;
  await run('The programs of PostgreSQL cannot be copied', 'cp', '-a', binaries.home, half);
  await run('The programs of PostgreSQL cannot be opened to all', 'chmod', '-R', 'a+rX', half);
  await rename(half, home).catch(async (error: unknown) => {
    await rm(half, { recursive: true, force: true });
    if (!(await exists(path.join(home, 'bin')))) throw error; // somebody else was faster, otherwise
  });
  return binariesIn(home);
}

/**
 * Moves a cluster to another place and owner. Interrupted at any point, the old place or the new one has it whole, and
 * what is half done is called `.new-...` beside it.
 */
export async function moveCluster(
  from: string,
  to: string,
  owner: { uid: number; gid: number },
): Promise<void> {
  const half = `${to}.new-moved`;
  const done = `${from}.new-removed`;
  await rm(half, { recursive: true, force: true });
  await rm(done, { recursive: true, force: true });
  await run(`The files of PostgreSQL cannot be moved to ${to}`, 'cp', '-a', from, half);
  await run('The files of PostgreSQL cannot be given away', 'chown', '-R', `${owner.uid}:${owner.gid}`, half);
  await rm(to, { recursive: true, force: true });
  await rename(half, to);
  await rename(from, done);
  await rm(done, { recursive: true, force: true });
}

/** The file beside a cluster's proper place that says where the cluster is instead. */
function movedNote(dataDir: string): string {
  return `${dataDir}.moved-to.txt`;
}

/** Whether the cluster of this data folder was given to a system account. */
export function isMoved(dataDir: string): Promise<boolean> {
  return exists(movedNote(dataDir));
}

/**
 * Makes the account's folder for a data folder, and notes in both where the other is. A cluster that is there already,
 * but that the data folder knows nothing of, belonged to a data folder that was deleted: it is set aside.
 */
export async function claimAccountFolder(
  dataDir: string,
  place: AccountPlace,
  account: Account,
): Promise<void> {
  if ((await exists(place.cluster)) && !(await isMoved(dataDir))) {
    await rm(`${place.folder}.unclaimed`, { recursive: true, force: true });
    await rename(place.folder, `${place.folder}.unclaimed`);
  }
  await mkdir(path.dirname(place.folder), { recursive: true, mode: 0o755 });
  await mkdir(place.folder, { recursive: true, mode: 0o700 });
  await chmod(place.folder, 0o700);
  await writeFile(path.join(place.folder, OWNER_NOTE), `${dataDir}\n`);
  await run(
    'The folder of PostgreSQL cannot be given away',
    'chown',
    `${account.uid}:${account.gid}`,
    place.folder,
  );
  await writeFile(movedNote(dataDir), `${place.cluster}\n`);
}

/** Gives the account's folder up: the cluster is in its proper place. */
export async function releaseAccountFolder(dataDir: string, place: AccountPlace): Promise<void> {
  if (!(await isMoved(dataDir))) return;
  await rm(place.folder, { recursive: true, force: true });
  await rm(movedNote(dataDir), { force: true });
}

/** Folders of clusters whose data folder is gone, for `doctor`. */
export async function unclaimedFolders(root: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir(root).catch(() => [])) {
    const owner = await readFile(path.join(root, name, OWNER_NOTE), 'utf8').catch(() => undefined);
    if (owner === undefined) continue;
    if (name.endsWith('.unclaimed') || !(await isMoved(owner.trim()))) found.push(path.join(root, name));
  }
  return found;
}
