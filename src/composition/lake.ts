import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CrosscurrentError } from '../event/errors.ts';
import type { SettingValues } from '../jobs/configuration/settings.ts';
import type { Finding } from '../jobs/host/findings.ts';
import type { Lake } from '../lake/contract.ts';
import { folderLake } from '../lake/folder.ts';
import type { Objects } from '../lake/store/objects.ts';
import { parseStoreUrl, type StorePlace } from '../lake/store/place.ts';
import { s3Objects } from '../lake/store/s3.ts';
import { storeLake } from '../lake/store/store-lake.ts';
import { foldersOf } from './folders.ts';
import { ownScratch } from './worker-scratch.ts';

/** A lake, and how what it has made on this machine is removed again. */
export interface OpenedLake {
  readonly lake: Lake;
  close(): Promise<void>;
}

/**
 * The lake that the configuration names. Copies of files of a store are kept in a folder of this process alone.
 * @throws CrosscurrentError `lake_unavailable` when a store cannot be listed
 */
export async function openLake(values: SettingValues, dataDir: string): Promise<OpenedLake> {
  const where = values['lake-dir'];
  const place = parseStoreUrl(where);
  if (place === null) {
    const lake = folderLake(where === 'data-dir' ? foldersOf(dataDir).lake : where);
    return { lake, close: () => Promise.resolve() };
  }
  const objects = objectsAt(values, place);
  await objects.list(probeKey(place));
  const folder = await ownScratch(foldersOf(dataDir).lakeCache);
  const lake = storeLake({ objects, prefix: place.prefix, folder, maxBytes: values['lake-cache'] });
  return { lake, close: () => rm(folder, { recursive: true, force: true }) };
}

/** Whether a lake in a store can be listed, written and read, and files be removed from it. Leaves nothing there. */
export async function checkLake(values: SettingValues): Promise<Finding[]> {
  const place = parseStoreUrl(values['lake-dir']);
  if (place === null) return [];
  const name = 'lake';
  const folder = await mkdtemp(path.join(tmpdir(), 'crosscurrent-doctor-'));
  try {
    await probe(objectsAt(values, place), probeKey(place), folder);
    const found = `${values['lake-dir']} can be listed, written and read.`;
    return [{ name, state: 'good', found }];
  } catch (error) {
    if (!(error instanceof CrosscurrentError)) throw error;
    return [{ name, state: 'wrong', found: error.message, remedy: error.remedy }];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function probe(objects: Objects, key: string, folder: string): Promise<void> {
  const [sent, come] = [path.join(folder, 'sent'), path.join(folder, 'come')];
  await writeFile(sent, key);
  await objects.put(key, sent);
  try {
    const isListed = (await objects.list(key)).includes(key);
    await objects.get(key, come);
    if (isListed && (await readFile(come, 'utf8')) === key) return;
  } finally {
    await objects.remove(key);
  }
  throw new CrosscurrentError(
    'lake_unavailable',
    'The object store does not show at once what was written to it.',
    'Use one that does (read-after-write, also for lists), as S3 itself.',
  );
}

function objectsAt(values: SettingValues, place: StorePlace): Objects {
  return s3Objects({
    place,
    endpoint: values['s3-endpoint'],
    region: values['s3-region'],
    pathStyle: values['s3-path-style'],
  });
}

function probeKey({ prefix }: StorePlace): string {
  return `${prefix === '' ? '' : `${prefix}/`}.probe-${randomUUID()}`;
}
