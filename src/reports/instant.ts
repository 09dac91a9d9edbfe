import { parseEventTime } from '../event/time.ts';
import { GRAIN_MS, type Grain } from '../stream/rollup.ts';

/** The days that can be asked for; every bound of a range made of them is a year of four digits. */
export const FIRST_DAY = '1970-01-01';
export const LAST_DAY = '9998-12-31';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Date and time with `T` or a space between; without a zone it is UTC. */
const INSTANT =
  /^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]([01]\d|2[0-3]):?[0-5]\d)?$/i;

/** The start of a UTC day `YYYY-MM-DD` in epoch milliseconds; undefined when there is no such day. */
export function parseDay(text: string): number | undefined {
  const isOffered = DAY.test(text) && text >= FIRST_DAY && text <= LAST_DAY;
  return isOffered ? (parseEventTime(text) ?? undefined) : undefined;
}

/** An ISO 8601 instant in epoch milliseconds (digits behind the millisecond are cut); undefined when it is none. */
export function parseInstant(text: string): number | undefined {
  const day = INSTANT.exec(text)?.[1];
  if (day === undefined || parseDay(day) === undefined) return undefined;
  return parseEventTime(text.replace('t', 'T')) ?? undefined;
}

/** The start of the window that holds an instant. */
export function floorTo(grain: Grain, at: number): number {
  return Math.floor(at / GRAIN_MS[grain]) * GRAIN_MS[grain];
}

/** The first start of a window that is not before an instant. */
export function ceilTo(grain: Grain, at: number): number {
  return Math.ceil(at / GRAIN_MS[grain]) * GRAIN_MS[grain];
}

/** The coarser of two grains. */
export function coarser(a: Grain, b: Grain): Grain {
  return GRAIN_MS[a] >= GRAIN_MS[b] ? a : b;
}
