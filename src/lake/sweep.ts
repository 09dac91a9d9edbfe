import type { Lake } from './contract.ts';

/**
 * Removes files that no commit knows: what a crash left behind between writing a file and
 * committing it. The batch is replayed, so nothing is lost.
 * @param known as files are called in the lake
 * @returns how many files went
 */
export async function sweepLake(lake: Lake, stream: string, known: ReadonlySet<string>): Promise<number> {
  const unknown = (await lake.list(stream)).filter((file) => !known.has(file));
  await lake.remove(unknown);
  return unknown.length;
}
