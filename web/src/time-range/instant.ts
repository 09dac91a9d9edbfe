export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const DAY_TEXT = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT_TEXT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z$/;

/** The largest multiple of `step` that is not after `instant` (both in ms). UTC days, hours and minutes are such multiples. */
export function floorTo(instant: number, step: number): number {
  return Math.floor(instant / step) * step;
}

/** The smallest multiple of `step` after `instant`: the end of the bucket that is filling. */
export function endOfBucket(instant: number, step: number): number {
  return floorTo(instant, step) + step;
}

/** Whether the text is a UTC day, as 2026-03-05. */
export function isDay(text: string): boolean {
  return DAY_TEXT.test(text) && dayText(Date.parse(text)) === text;
}

/** Epoch ms of a UTC day or an ISO instant that ends in Z; undefined for anything else. */
export function parseInstant(text: string): number | undefined {
  if (DAY_TEXT.test(text)) return isDay(text) ? Date.parse(text) : undefined;
  if (!INSTANT_TEXT.test(text)) return undefined;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : instant;
}

/** `2026-03-05`. */
export function dayText(instant: number): string {
  return Number.isFinite(instant) ? new Date(instant).toISOString().slice(0, 10) : '';
}

/** `2026-03-05T10:00:00Z`, with milliseconds only where there are some. */
export function instantText(instant: number): string {
  return new Date(instant).toISOString().replace('.000Z', 'Z');
}
