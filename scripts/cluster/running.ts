import type { PartName, Place } from './place.ts';
import { PARTS } from './place.ts';
import { findPostgresql } from './postgresql.ts';
import { findJavaParts } from './processes.ts';

/** The processes of each part that live. PostgreSQL's children are among its own. */
export async function findRunning(place: Place): Promise<ReadonlyMap<PartName, readonly number[]>> {
  const found = await findJavaParts(place);
  const running = new Map<PartName, readonly number[]>();
  for (const part of PARTS) {
    const pids =
      part === 'postgresql'
        ? await findPostgresql(place)
        : found.filter((one) => one.part === part).map(({ pid }) => pid);
    if (pids.length > 0) running.set(part, pids);
  }
  return running;
}
