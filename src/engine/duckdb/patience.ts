import { setTimeout as pause } from 'node:timers/promises';
import { CrosscurrentError, type ErrorCode } from '../../event/errors.ts';

/** Milliseconds before the second try; twice as many before each further one, up to the most. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2000;

export interface PatienceOptions {
  /** Whether there is still somebody to wait. */
  readonly isWanted: () => boolean;
  /** Told once when it goes away. */
  readonly onAway: (error: unknown) => void;
}

/** What comes back by itself. */
const AWAY: ReadonlySet<string> = new Set<ErrorCode>(['warehouse_unavailable', 'lake_unavailable']);

/**
 * Does work again and again while the warehouse is away, or the store of the lake; whatever else goes wrong is thrown at
 * once (D7).
 */
export function patienceWithWarehouse({ isWanted, onAway }: PatienceOptions) {
  return async <T>(work: () => Promise<T>): Promise<T> => {
    for (let ms = FIRST_PAUSE_MS; ; ms = Math.min(ms * 2, LONGEST_PAUSE_MS)) {
      try {
        return await work();
      } catch (error) {
        const isAway = error instanceof CrosscurrentError && AWAY.has(error.code);
        if (!isAway || !isWanted()) throw error;
        if (ms === FIRST_PAUSE_MS) onAway(error);
        await pause(ms);
      }
    }
  };
}
