import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Place } from './place.ts';
import { isAlive } from './processes.ts';

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

/** Does the work while no other program starts or stops something in this folder. */
export async function inTurn<T>(
  place: Place,
  say: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  const file = path.join(path.dirname(place.folder), `${path.basename(place.folder)}.turn`);
  await mkdir(path.dirname(place.folder), { recursive: true });
  for (let said = false; ; ) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
    const owner = Number(await readFile(file, 'utf8').catch(() => ''));
    // An empty file is being written right now, or its writer was killed just then; the latter is seen after the pause.
    if (owner === 0) await sleep(500);
    if (owner === 0 && (await readFile(file, 'utf8').catch(() => '?')) === '')
      await rm(file, { force: true });
    if (owner > 0 && !isAlive(owner)) await rm(file, { force: true });
    if (owner > 0 && !said) say(`Waiting for process ${owner}, which starts or stops this cluster ...`);
    said ||= owner > 0;
    await sleep(200);
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}
