/** Numbers from here on are epoch milliseconds, smaller ones epoch seconds. */
export const EPOCH_MS_FROM = 1e11;

/** Latest instant that is accepted as an event time: the end of the year 9999. */
export const LATEST_MS = 253_402_300_799_999;

const NUMBER = /^\d{1,16}(?:\.\d{1,9})?$/;
const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * An event time in epoch milliseconds: epoch seconds, epoch milliseconds, or ISO 8601 (without a
 * zone: UTC; a date alone: midnight). Null when it is none of these, or a day that does not exist.
 */
export function parseEventTime(text: string): number | null {
  const trimmed = text.trim();
  const ms = NUMBER.test(trimmed) ? fromNumber(Number(trimmed)) : fromIso(trimmed);
  return ms !== null && ms >= 0 && ms <= LATEST_MS ? ms : null;
}

function fromNumber(value: number): number {
  return Math.floor(value >= EPOCH_MS_FROM ? value : value * 1000);
}

function fromIso(text: string): number | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const parts = [year, month, day, hour ?? '0', minute ?? '0', second ?? '0'].map(Number);
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = parts;
  if (h > 23 || mi > 59 || s > 59) return null;
  const date = new Date(Date.UTC(y, mo - 1, d));
  if (date.getUTCMonth() !== mo - 1 || date.getUTCDate() !== d) return null;
  const ms = Number((fraction ?? '').slice(0, 3).padEnd(3, '0'));
  return Date.UTC(y, mo - 1, d, h, mi, s) + ms - offsetMs(zone);
}

function offsetMs(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z' || zone === 'z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  const digits = zone.slice(1).replace(':', '');
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000;
}

/** An instant as `2026-01-01T00:00:00Z`, with milliseconds only when there are any. */
export function isoInstant(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
