import { GRAIN_MS, type Grain } from '../../../stream/rollup.ts';
import type { LakeFile } from '../../../warehouse/contract.ts';
import { identifier } from '../database.ts';

/** Windows that are worked on together. */
export interface Lot {
  /** Epoch milliseconds, ascending. */
  readonly starts: readonly number[];
  /** How many parts the events have to be taken in, so that one fits the memory. */
  readonly parts: number;
}

/** How many events of these files lie in [from, to), if each file's are spread evenly over its time. */
export function rowsWithin(files: readonly LakeFile[], from: number, to: number): number {
  return files.reduce((sum, { rows, minTime, maxTime }) => {
    const shared = Math.min(to, maxTime + 1) - Math.max(from, minTime);
    return sum + Math.ceil(rows * Math.max(0, shared / (maxTime + 1 - minTime)));
  }, 0);
}

/**
 * Windows in lots of so many events that the memory suffices, however many events there are; a window
 * that has more by itself is alone in its lot, in parts.
 * @param most events in one go
 */
export function lotsOf(
  files: readonly LakeFile[],
  windows: { starts: readonly number[]; grain: Grain },
  most: number,
): Lot[] {
  const lots: Lot[] = [];
  let starts: number[] = [];
  let filled = 0;
  const close = (): void => {
    if (starts.length > 0) lots.push({ starts, parts: 1 });
    starts = [];
    filled = 0;
  };
  for (const start of [...windows.starts].sort((a, b) => a - b)) {
    const rows = rowsWithin(files, start, start + GRAIN_MS[windows.grain]);
    if (filled + rows > most) close();
    if (rows > most) lots.push({ starts: [start], parts: Math.ceil(rows / most) });
    else {
      starts.push(start);
      filled += rows;
    }
  }
  close();
  return lots;
}

/** The beginning of the first and the end of the last of these windows, epoch milliseconds. */
export function span(starts: readonly number[], grain: Grain): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const start of starts) {
    low = Math.min(low, start);
    high = Math.max(high, start + GRAIN_MS[grain]);
  }
  return [low, high];
}

/** A condition that keeps the events of these windows alone. */
export function renderWindows(timeColumn: string, grain: Grain, starts: readonly number[]): string {
  const time = identifier(timeColumn);
  const ranges = runsOf(starts, GRAIN_MS[grain]).map(
    ([from, to]) => `(${time} >= make_timestamp_ms(${from}) AND ${time} < make_timestamp_ms(${to}))`,
  );
  return `(${ranges.join(' OR ')})`;
}

/** Neighbouring windows as one range: [from, to) in epoch milliseconds. */
export function runsOf(starts: readonly number[], length: number): [number, number][] {
  const runs: [number, number][] = [];
  for (const start of [...starts].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], start + length);
    else runs.push([start, start + length]);
  }
  return runs;
}
