import { availableParallelism, totalmem } from 'node:os';
import type { SettingValues } from '../jobs/configuration/settings.ts';

/** Ids remembered at most: a bound on memory. */
export const MAX_IDS = 32_000_000;

const MIB = 1024 * 1024;

/** More makes no load faster: twenty million events in one file find enough in it. */
const MOST_MIB = 768;

/** A quarter of the machine's memory at most, and no more than the engine makes use of. */
export function engineMemoryMiB({ 'memory-limit': limit }: SettingValues): number {
  return limit === 'auto'
    ? Math.max(256, Math.min(MOST_MIB, Math.floor(totalmem() / 4 / MIB)))
    : Math.floor(limit / MIB);
}

/** Threads of the engine. */
export function engineThreads({ threads }: SettingValues): number {
  return threads === 'auto' ? availableParallelism() : threads;
}
