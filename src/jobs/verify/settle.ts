import { setTimeout as pause } from 'node:timers/promises';
import type { ComparedTable, ComparedWarehouse } from '../../warehouse/compare.ts';

const POLL_MS = 500;

export interface Settling {
  readonly one: ComparedWarehouse;
  readonly other: ComparedWarehouse;
  readonly tables: readonly ComparedTable[];
  readonly withinMs: number;
  /** Once there are rows: nothing more is awaited when nothing has changed for so long. */
  readonly quietMs: number;
  readonly signal: AbortSignal;
  /** Told how many tables are equal. */
  readonly onProgress: (equal: number) => void;
  /** Fails when it is of no use to wait. */
  readonly check: () => Promise<void>;
}

/**
 * Waits until all tables are equal, as far as hashes of their rows tell, until nothing has changed for long, or until
 * time is up. The first warehouse does not change.
 */
export async function settle(work: Settling): Promise<void> {
  const { one, other, tables, signal } = work;
  const wanted: string[] = [];
  for (const table of tables) wanted.push(await one.fingerprint(table));
  const began = performance.now();
  let before = '';
  let changed = began;
  for (;;) {
    signal.throwIfAborted();
    const found: string[] = [];
    for (const table of tables) found.push(await other.fingerprint(table));
    const equal = found.filter((print, at) => print === wanted[at]).length;
    work.onProgress(equal);
    if (equal === tables.length) return;
    const now = performance.now();
    if (found.join(' ') !== before) {
      before = found.join(' ');
      changed = now;
    }
    const isQuiet = found.some(hasRows) && now - changed > work.quietMs;
    if (now - began > work.withinMs || isQuiet) return;
    await work.check();
    await pause(POLL_MS, undefined, { signal });
  }
}

function hasRows(fingerprint: string): boolean {
  return !fingerprint.startsWith('0:');
}
