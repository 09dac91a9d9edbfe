import type { Grain } from '../stream/rollup.ts';
import { GRAIN_MS } from '../stream/rollup.ts';

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
/** Date and time with `T` or a space between; without a zone it is UTC. */
const INSTANT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/** The days that can be asked for; every bound of a range made of them is a year of four digits. */
export const FIRST_DAY = '1970-01-01';
export const LAST_DAY = '9998-12-31';

/** The start of a UTC day `YYYY-MM-DD` in epoch milliseconds; undefined when there is no such day. */
export function parseDay(text: string): number | undefined {
  const match = DAY.exec(text);
  if (match === null || text < FIRST_DAY || text > LAST_DAY) return undefined;
  const [year, month, day] = match.slice(1).map(Number);
  const start = Date.UTC(year ?? 0, (month ?? 0) - 1, day);
  return new Date(start).toISOString().startsWith(text) ? start : undefined;
}

/** An ISO 8601 instant in epoch milliseconds (digits behind the millisecond are cut); undefined when it is none. */
export function parseInstant(text: string): number | undefined {
  const match = INSTANT.exec(text);
  const day = parseDay(match?.[1] ?? '');
  if (match === null || day === undefined) return undefined;
  const [hour, minute, second] = [match[2], match[3], match[4] ?? '0'].map(Number);
  const offset = parseOffset(match[6]);
  if (hour === undefined || minute === undefined || second === undefined || offset === undefined)
    return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const millisecond = Number((match[5] ?? '').slice(0, 3).padEnd(3, '0'));
  const at = day + hour * 3_600_000 + minute * 60_000 + second * 1000 + millisecond - offset;
  return at < 0 ? undefined : at;
}

function parseOffset(zone: string | undefined): number | undefined {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 3_600_000 + minutes * 60_000);
}

/** An instant as `2026-01-01T00:00:00Z`; milliseconds only when there are some. */
export function isoInstant(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
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
