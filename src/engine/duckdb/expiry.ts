import { GRAIN_MS } from '../../stream/rollup.ts';
import type { Warehouse } from '../../warehouse/contract.ts';
import { type Pause, whilePaused } from './turns.ts';

/** Start of the oldest day that stays, in epoch milliseconds; null when nothing expires. */
export function expiryCutoff(now: number, days: number | null): number | null {
  return days === null ? null : Math.floor(now / GRAIN_MS.day) * GRAIN_MS.day - days * GRAIN_MS.day;
}

/**
 * Takes the files of days before the cutoff out of the lake. The rollups stay; distinct counts over
 * such days cannot be made anew.
 * @returns how many files went
 */
export async function expireLake(work: {
  warehouse: Warehouse;
  stream: string;
  cutoff: number | null;
  /** Slices of the stream. */
  pause: Pause;
  retire: (files: readonly string[]) => void;
}): Promise<number> {
  const { cutoff } = work;
  if (cutoff === null) return 0;
  const files = await work.warehouse.lakeFiles(work.stream);
  const old = files.filter((file) => file.maxTime < cutoff).map((file) => file.path);
  if (old.length === 0) return 0;
  // A slice must not take back an event of a file that goes.
  await whilePaused(work.pause, () => work.warehouse.swapLakeFiles(work.stream, old, []));
  work.retire(old);
  return old.length;
}
