import type { Clock } from '../../event/clock.ts';

/** Counts failed sign-ins by address, in memory that is bounded. */
export interface Attempts {
  /** Seconds to wait before the next try; 0 when it may be made. */
  wait(address: string): number;
  failed(address: string): void;
}

const WINDOW_MS = 60_000;
const MOST_FAILURES = 10;
const MOST_ADDRESSES = 10_000;

/** Ten failures a minute for each address. */
export function signInAttempts(clock: Clock): Attempts {
  const failures = new Map<string, { since: number; count: number }>();
  const current = (address: string) => {
    const found = failures.get(address);
    return found === undefined || clock.now() - found.since >= WINDOW_MS ? null : found;
  };
  return {
    wait: (address) => {
      const found = current(address);
      if (found === null || found.count < MOST_FAILURES) return 0;
      return Math.max(1, Math.ceil((found.since + WINDOW_MS - clock.now()) / 1000));
    },
    failed: (address) => {
      const found = current(address) ?? { since: clock.now(), count: 0 };
      failures.delete(address);
      failures.set(address, { since: found.since, count: found.count + 1 });
      for (const oldest of failures.keys()) {
        if (failures.size <= MOST_ADDRESSES) break;
        failures.delete(oldest);
      }
    },
  };
}
