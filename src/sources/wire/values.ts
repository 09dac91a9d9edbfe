import { LATEST_MS, parseEventTime } from '../../event/time.ts';

/** A JSON object that somebody else made: nothing is known about its fields. */
export type Fields = Readonly<Record<string, unknown>>;

/** The value when it is an object (no array, no null). */
export function objectOf(value: unknown): Fields | undefined {
  return isObject(value) ? value : undefined;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The elements of a list; of anything else none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text that is not empty; lone surrogates, which UTF-8 cannot hold, become U+FFFD. */
export function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  return value.isWellFormed() ? value : value.toWellFormed();
}

/** An id, which some sources send as a number; one beyond 2^53 has lost its last digits and is none. */
export function idOf(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
  return textOf(value);
}

/** A figure as it was sent: the stream judges whether it can be used. Objects and lists are none. */
export function figureOf(value: unknown): string | number | boolean | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return textOf(value);
}

/** A truth value, undefined when it is something else. */
export function flagOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** The texts of a list, each once. Undefined when there is none, so that the field is left out. */
export function distinctTexts(values: Iterable<string | undefined>): readonly string[] | undefined {
  const found = new Set<string>();
  for (const value of values) if (value !== undefined) found.add(value);
  return found.size === 0 ? undefined : [...found];
}

/** Epoch milliseconds; undefined when there is no time, null when it cannot be used (also: before 1970). */
export type Instant = number | null | undefined;

/** A time as ISO 8601 text. */
export function instantOfText(value: unknown): Instant {
  if (value === undefined || value === null || value === '') return undefined;
  return typeof value === 'string' && /^\d{4}-/.test(value.trim()) ? parseEventTime(value) : null;
}

/** A time as a number, `perSecond` of which make a second (1, or 1,000,000 for microseconds). */
export function instantOfNumber(value: unknown, perSecond: number): Instant {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isFinite(value)) return null;
  const ms = Math.floor((value / perSecond) * 1000);
  return ms >= 0 && ms <= LATEST_MS ? ms : null;
}
