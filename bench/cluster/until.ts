import { setTimeout as pause } from 'node:timers/promises';
import type { Surroundings } from '../contract.ts';

const POLL_MS = 100;

/** When a count was first above nothing, and when it was reached. */
export interface Reached {
  /** The count when it was first seen above nothing. */
  readonly begun: number;
  /** Seconds from then until it was reached. */
  readonly seconds: number;
}

/** Waits until a count is reached. @throws Error when that takes longer than `withinMs` */
export async function until(
  { signal }: Pick<Surroundings, 'signal'>,
  wanted: { count: () => Promise<number>; reach: number; withinMs: number; what: string },
): Promise<Reached> {
  const give = performance.now() + wanted.withinMs;
  let begun: { count: number; at: number } | null = null;
  for (;;) {
    signal.throwIfAborted();
    const count = await wanted.count();
    const now = performance.now();
    if (count > 0) begun ??= { count, at: now };
    if (begun !== null && count >= wanted.reach)
      return { begun: begun.count, seconds: (now - begun.at) / 1000 };
    if (now > give)
      throw new Error(`${wanted.what}: ${count} of ${wanted.reach} after ${wanted.withinMs / 1000} s.`);
    await pause(POLL_MS);
  }
}
