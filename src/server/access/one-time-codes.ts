import type { Clock } from '../../event/clock.ts';
import { randomSecret } from '../secrets.ts';
import { sameSecret } from './same-secret.ts';

/** Codes that sign somebody in once. They live in memory: a restart makes all of them useless. */
export interface OneTimeCodes {
  /** Makes a code that works once within ten minutes. */
  issue(): string;
  /** Whether the code is good; it is not any more after that. */
  redeem(code: string): boolean;
}

const LIFE_MS = 10 * 60 * 1000;
/** More than anybody has links open; the oldest is forgotten first. */
const MOST = 100;

export function oneTimeCodes(clock: Clock, random: () => string = randomSecret): OneTimeCodes {
  const codes = new Map<string, number>();
  return {
    issue: () => {
      const code = random();
      codes.set(code, clock.now() + LIFE_MS);
      for (const oldest of codes.keys()) {
        if (codes.size <= MOST) break;
        codes.delete(oldest);
      }
      return code;
    },
    redeem: (given) => {
      for (const [code, expires] of codes) {
        if (!sameSecret(given, code)) continue;
        codes.delete(code);
        return clock.now() < expires;
      }
      return false;
    },
  };
}
