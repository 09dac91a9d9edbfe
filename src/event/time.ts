/** Numbers from here on are epoch milliseconds, smaller ones epoch seconds. */
export const EPOCH_MS_FROM = 1e11;

/** Latest instant that is accepted as an event time: the end of the year 9999. */
export const LATEST_MS = 253_402_300_799_999;

const NUMBER = /^(\d{1,16})(?:\.(\d+))?$/;
const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(?:[Zz]|(?<sign>[+-])(?<hours>[01]\d|2[0-3])(?::?(?<minutes>[0-5]\d))?)?)?$/;

/**
 * An event time in epoch milliseconds: epoch seconds, epoch milliseconds, or ISO 8601 (without a
 * zone: UTC; a date alone: midnight). What is finer than a millisecond is cut. Null when it is none of these, a day
 * that does not exist, or before 1970.
 */
export function parseEventTime(text: string): number | null {
  const trimmed = text.trim();
  const number = NUMBER.exec(trimmed);
  const ms = number === null ? fromIso(trimmed) : fromNumber(number);
  return ms !== null && ms >= 0 && ms <= LATEST_MS ? ms : null;
}

/** Digit by digit: 34206165.557 * 1000 is 34206165556.999996. */
function fromNumber([, whole = '', fraction = '']: RegExpExecArray): number {
  const value = Number(whole);
  return value >= EPOCH_MS_FROM ? value : value * 1000 + milliseconds(fraction);
}

function milliseconds(fraction: string): number {
  return Number(fraction.slice(0, 3).padEnd(3, '0'));
}

function fromIso(text: string): number | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = ''] = match;
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = [year, month, day, hour, minute, second].map(Number);
  if (h > 23 || mi > 59 || s > 59) return null;
  const date = new Date(Date.UTC(y, mo - 1, d));
  // Date.UTC takes the years 0 to 99 for 1900 to 1999.
  if (date.getUTCFullYear() !== y || date.getUTCMonth() !== mo - 1 || date.getUTCDate() !== d) return null;
  return Date.UTC(y, mo - 1, d, h, mi, s) + milliseconds(fraction) - offsetMs(match);
}

/** How far the zone of an ISO time lies ahead of UTC. */
function offsetMs({ groups }: RegExpExecArray): number {
  const minutes = Number(groups?.['hours'] ?? 0) * 60 + Number(groups?.['minutes'] ?? 0);
  return (groups?.['sign'] === '-' ? -1 : 1) * minutes * 60_000;
}

/** An instant as `2026-01-01T00:00:00Z`, with milliseconds only when there are any. */
export function isoInstant(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
