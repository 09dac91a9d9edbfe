import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { CrosscurrentError } from '../../event/errors.ts';

/** Raised when a data folder of today cannot be read by the program of yesterday. */
export const FORMAT_VERSION = 1;

/** What may lie in a data folder before it says its format. */
const OWN_NAMES = [
  'log',
  'lake',
  'lake-cache',
  'postgres',
  'scratch',
  'secrets',
  'host.json',
  'host.lock',
  'format.json',
  'format.json.new',
];

/** Beginnings of the names of files that are there for a moment, or were left by a process that was killed then. */
const PASSING_NAMES = ['.probe-', 'host.json.'];

const isOwn = (name: string): boolean =>
  OWN_NAMES.includes(name) || PASSING_NAMES.some((beginning) => name.startsWith(beginning));

const Format = z.object({ version: z.int().positive() });

function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

/** An error of the file system in the data folder, as one that a user can act on. */
export function folderError(error: unknown, dataDir: string): CrosscurrentError {
  if (error instanceof CrosscurrentError) return error;
  const code = systemCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new CrosscurrentError(
      'disk_full',
      `There is no space left for the data folder ${dataDir}.`,
      'Free some space, or choose another folder with --data-dir.',
      { cause: error },
    );
  }
  const why = code === 'ENOTDIR' || code === 'EEXIST' ? 'a file is in its place' : code;
  return new CrosscurrentError(
    'data_dir_unusable',
    `The data folder ${dataDir} cannot be written (${why}).`,
    'Make it writable for you, or choose another folder with --data-dir.',
    { cause: error },
  );
}

/**
 * Makes a folder and those above it. (`mkdir` with `recursive` never comes back where a parent cannot be made and the
 * system says ENOENT to that, as below /proc: seen with Node 24.)
 */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const parent = path.dirname(folder);
    if (systemCode(error) === 'EEXIST' && (await stat(folder)).isDirectory()) return;
    if (systemCode(error) !== 'ENOENT' || parent === folder) throw error;
    await makeFolder(parent);
    await mkdir(folder).catch((again: unknown) => {
      if (systemCode(again) !== 'EEXIST') throw again;
    });
  }
}

async function probe(dataDir: string): Promise<void> {
  const file = path.join(dataDir, `.probe-${randomUUID()}`);
  await writeFile(file, 'probe');
  await rm(file, { force: true });
}

/**
 * Fails with `data_dir_newer` when a newer version of the program wrote the folder, with `data_dir_unusable` when it
 * holds other things. Answers whether the folder says its format.
 */
export async function checkFormat(dataDir: string): Promise<boolean> {
  const text = await readFile(path.join(dataDir, 'format.json'), 'utf8').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return null;
    throw folderError(error, dataDir);
  });
  if (text === null) return false;
  const version = formatVersion(text);
  if (version === undefined) {
    throw new CrosscurrentError(
      'data_dir_unusable',
      `${path.join(dataDir, 'format.json')} is damaged.`,
      `Restore the file (it holds {"version": ${FORMAT_VERSION}}), or choose another folder with --data-dir.`,
    );
  }
  if (version > FORMAT_VERSION) {
    throw new CrosscurrentError(
      'data_dir_newer',
      `The data folder ${dataDir} has format ${version}; this program knows formats up to ${FORMAT_VERSION}.`,
      'Use the newer version of Crosscurrent that wrote it, or another folder with --data-dir.',
    );
  }
  return true;
}

function formatVersion(text: string): number | undefined {
  try {
    return Format.safeParse(JSON.parse(text)).data?.version;
  } catch {
    return undefined;
  }
}

async function refuseForeign(dataDir: string): Promise<void> {
  const names = await readdir(dataDir).catch((error: unknown) => {
    throw folderError(error, dataDir);
  });
  const foreign = names.find((name) => !isOwn(name));
  // Another process may have become the host since the format was looked for.
  if (foreign === undefined || (await checkFormat(dataDir))) return;
  throw new CrosscurrentError(
    'data_dir_unusable',
    `${dataDir} is not a data folder: it holds ${foreign}.`,
    'Choose a new or an empty folder with --data-dir.',
  );
}

/**
 * Makes the data folder when it is missing and checks that it can be used: that it can be written, that it is one (or
 * empty), and that no newer version wrote it. Fails with `data_dir_unusable`, `data_dir_newer` or `disk_full`.
 */
export async function prepareFolder(dataDir: string): Promise<void> {
  try {
    await makeFolder(dataDir);
    if (!(await checkFormat(dataDir))) await refuseForeign(dataDir);
    await probe(dataDir);
  } catch (error) {
    throw folderError(error, dataDir);
  }
}

/** Says in the folder which format it has; called by its host. */
export async function writeFormat(dataDir: string): Promise<void> {
  if (await checkFormat(dataDir)) return;
  const file = path.join(dataDir, 'format.json');
  await writeFile(`${file}.new`, `${JSON.stringify({ version: FORMAT_VERSION })}\n`);
  await rename(`${file}.new`, file);
}
