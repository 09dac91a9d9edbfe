import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';

/**
 * Removes files that no commit knows: what a crash left behind between writing a file and
 * committing it. The batch is replayed, so nothing is lost.
 * @param known paths relative to the lake folder, with `/`
 * @returns how many files went
 */
export async function sweepLake(
  lakeDir: string,
  stream: string,
  known: ReadonlySet<string>,
): Promise<number> {
  const folder = path.join(lakeDir, stream);
  const days = await readdir(folder).catch(() => []);
  let gone = 0;
  for (const day of days) {
    for (const name of await readdir(path.join(folder, day)).catch(() => [])) {
      if (known.has(path.posix.join(stream, day, name))) continue;
      await rm(path.join(folder, day, name), { force: true });
      gone += 1;
    }
  }
  return gone;
}
