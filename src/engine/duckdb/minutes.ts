import { GRAIN_MS, type Grain } from '../../stream/rollup.ts';
import { type DuckDBConnection, forEachChunk } from './database.ts';
import type { Day } from './lake-writer.ts';

/** The rows of a minute: its start, how many, and their first and last instant, in epoch milliseconds. */
export interface Minute {
  readonly start: number;
  readonly rows: number;
  readonly minTime: number;
  readonly maxTime: number;
}

/** Which minutes rows belong to, in one pass; days and windows follow from it. */
export async function minutesOf(connection: DuckDBConnection, from: string, time: string): Promise<Minute[]> {
  const minutes: Minute[] = [];
  const result = await connection.stream(
    `SELECT CAST(epoch_ms(${time}) // ${GRAIN_MS.minute} AS INTEGER), CAST(count(*) AS INTEGER), CAST(epoch_ms(min(${time})) AS DOUBLE), CAST(epoch_ms(max(${time})) AS DOUBLE) FROM ${from} GROUP BY 1`,
  );
  await forEachChunk(result, (chunk) => {
    for (const [minute, rows, minTime, maxTime] of chunk.getRows()) {
      minutes.push({
        start: Number(minute) * GRAIN_MS.minute,
        rows: Number(rows),
        minTime: Number(minTime),
        maxTime: Number(maxTime),
      });
    }
  });
  return minutes;
}

/** The days of these minutes, in order. */
export function daysOf(minutes: readonly Minute[]): Day[] {
  const days = new Map<number, Day>();
  for (const minute of minutes) {
    const start = windowStart(minute.start, 'day');
    const before = days.get(start);
    days.set(start, {
      day: new Date(start).toISOString().slice(0, 10),
      rows: (before?.rows ?? 0) + minute.rows,
      minTime: Math.min(before?.minTime ?? minute.minTime, minute.minTime),
      maxTime: Math.max(before?.maxTime ?? minute.maxTime, minute.maxTime),
    });
  }
  return [...days].sort(([a], [b]) => a - b).map(([, day]) => day);
}

/** The windows of each grain that these minutes lie in, by their start. */
export function windowsOf(minutes: readonly Minute[]): Record<Grain, readonly number[]> {
  return startsOf(minutes.map(({ start }) => start));
}

/** The windows of each grain that these instants lie in, by their start; epoch milliseconds. */
export function startsOf(times: readonly number[]): Record<Grain, readonly number[]> {
  const starts = (grain: Grain): number[] => [...new Set(times.map((time) => windowStart(time, grain)))];
  return { minute: starts('minute'), hour: starts('hour'), day: starts('day') };
}

function windowStart(time: number, grain: Grain): number {
  return Math.floor(time / GRAIN_MS[grain]) * GRAIN_MS[grain];
}
