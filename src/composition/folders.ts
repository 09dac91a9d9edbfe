import { createHash } from 'node:crypto';
import { mkdir, rm, statfs } from 'node:fs/promises';
import path from 'node:path';

/** Where the parts of a data folder lie. */
export function foldersOf(dataDir: string) {
  return {
    log: path.join(dataDir, 'log'),
    lake: path.join(dataDir, 'lake'),
    lakeCache: path.join(dataDir, 'lake-cache'),
    postgres: path.join(dataDir, 'postgres'),
    scratch: path.join(dataDir, 'scratch'),
    secrets: path.join(dataDir, 'secrets'),
  };
}

/** A place for slices needs so much room. */
const ROOM_BYTES = 1024 ** 3;

const MEMORY_DIR = '/dev/shm';

/**
 * An empty folder for slices: in memory where the system has such a place with room, which costs
 * least, else in the data folder. Whoever calls has the data folder, so what lies there is old.
 */
export async function prepareSliceDir(dataDir: string): Promise<string> {
  const name = `crosscurrent-${createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 16)}`;
  const folder = (await hasRoom(MEMORY_DIR))
    ? path.join(MEMORY_DIR, name)
    : path.join(foldersOf(dataDir).scratch, 'slices');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

async function hasRoom(folder: string): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize >= ROOM_BYTES;
  } catch {
    return false;
  }
}
