import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { CrosscurrentError } from '../event/errors.ts';

export interface Secrets {
  /** Serves the whole API. */
  readonly apiToken: string;
  /** Serves the collector alone. */
  readonly collectorKey: string;
  /** Signs sessions, so that they outlive a restart. */
  readonly sessionSecret: string;
}

/** A secret for one purpose: 256 random bits, in letters that need no escaping in an address or a shell. */
export function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}

const SECRET = /^[A-Za-z0-9_-]{32,}$/;

/**
 * Reads the secrets of a data folder and makes those that are missing. Each is a file that its owner alone can read;
 * none has a default. Fails with `data_dir_unusable` when one cannot be read or made, or is not a secret.
 * @param dir the folder `secrets` of the data folder
 */
export async function loadSecrets(dir: string, random: () => string = randomSecret): Promise<Secrets> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await chmod(dir, 0o700);
    return {
      apiToken: await secret(dir, 'api-token', random),
      collectorKey: await secret(dir, 'collector-key', random),
      sessionSecret: await secret(dir, 'session-secret', random),
    };
  } catch (error) {
    if (error instanceof CrosscurrentError) throw error;
    throw new CrosscurrentError(
      'data_dir_unusable',
      `The secrets in ${dir} cannot be read or made.`,
      'Check who owns the folder and what rights it has.',
      { cause: error },
    );
  }
}

async function secret(dir: string, name: string, random: () => string): Promise<string> {
  const path = join(dir, name);
  const value = ((await readIfThere(path)) ?? (await create(path, random()))).trim();
  if (!SECRET.test(value)) {
    throw new CrosscurrentError(
      'data_dir_unusable',
      `${path} does not hold a secret of at least 32 letters, digits, - or _.`,
      'Delete the file: a new one is made at the next start.',
    );
  }
  await chmod(path, 0o600);
  return value;
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Written aside, flushed and renamed: after a crash the file is whole or not there. */
async function create(path: string, value: string): Promise<string> {
  const aside = `${path}.new`;
  const file = await open(aside, 'w', 0o600);
  try {
    await file.writeFile(`${value}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(aside, path);
  return value;
}
