import { MAX_AHEAD_MS, type RejectionReason } from '../event/outcome.ts';
import { parseEventTime } from '../event/time.ts';
import type { Column } from './column.ts';
import type { Stream } from './define.ts';

/**
 * What one line of input becomes. This is the reference for what is accepted: engines may take a
 * faster way for plain lines, but must agree with it, and ask it about every line they doubt.
 */
export type Examined =
  | {
      readonly accepted: true;
      /** Canonical text per column; NULL when missing or bad. */
      readonly values: Readonly<Record<string, string | null>>;
      readonly eventTime: number;
      /** Columns whose value could not be used. */
      readonly badFields: readonly string[];
      /** Fields that the stream does not declare, as they were sent. */
      readonly extra: Readonly<Record<string, unknown>>;
    }
  | { readonly accepted: false; readonly reason: RejectionReason };

const WHOLE = /^-?\d{1,19}(?:\.0+)?$/;
const DECIMAL = /^-?\d{1,18}(?:\.\d+)?$/;
const EXPONENT = /^-?\d+(?:\.\d+)?[eE][+-]?\d+$/;
const MAX_64 = 9_223_372_036_854_775_807n;
const LONG_NUMBER = /[:,[\s]-?\d[\d.]{15,}/;

/**
 * Examines one line of JSON for a stream.
 * @param now epoch milliseconds against which `in_the_future` is decided (the time of arrival)
 */
export function examineLine(stream: Stream, line: string, now: number): Examined {
  const parsed = parseExactly(line);
  if (parsed === undefined) return { accepted: false, reason: 'not_json' };
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return { accepted: false, reason: 'not_an_object' };
  }
  return examineFields(stream, new Map(Object.entries(parsed)), now);
}

/** JSON.parse, but numbers that a double cannot hold exactly come back as their text. */
function parseExactly(line: string): unknown {
  try {
    return LONG_NUMBER.test(line) ? JSON.parse(line, keepLongNumbers) : JSON.parse(line);
  } catch {
    return undefined;
  }
}

function keepLongNumbers(_key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source;
  return typeof value === 'number' && source !== undefined && source.length > 15 ? source : value;
}

function examineFields(stream: Stream, fields: Map<string, unknown>, now: number): Examined {
  const names = namesOf(stream);
  const values: Record<string, string | null> = {};
  const badFields: string[] = [];
  const taken = new Set<string>();
  for (const [name, column] of Object.entries(stream.columns)) {
    const found = findField(fields, names.get(name) ?? [name], taken);
    const value = canonical(column, found);
    if (column.required && (value === null || value === BAD)) {
      return { accepted: false, reason: value === BAD ? `bad:${name}` : `missing:${name}` };
    }
    if (value === BAD) badFields.push(name);
    values[name] = value === BAD ? null : value;
  }
  const eventTime = Number(values[stream.eventTime]);
  if (eventTime > now + MAX_AHEAD_MS) return { accepted: false, reason: 'in_the_future' };
  const extra = Object.fromEntries([...fields].filter(([name]) => !taken.has(name)));
  return { accepted: true, values, eventTime, badFields, extra };
}

const cachedNames = new WeakMap<Stream, Map<string, readonly string[]>>();

/** Field names per column, in order of preference. */
function namesOf(stream: Stream): Map<string, readonly string[]> {
  const known = cachedNames.get(stream);
  if (known !== undefined) return known;
  const names = new Map(Object.entries(stream.columns).map(([name, c]) => [name, [name, ...c.aliases]]));
  cachedNames.set(stream, names);
  return names;
}

/** The first usable field among the names: exact spelling first, then whatever the case. */
function findField(fields: Map<string, unknown>, names: readonly string[], taken: Set<string>): unknown {
  let found: unknown;
  for (const name of names) {
    if (!fields.has(name)) continue;
    taken.add(name);
    if (isMissing(found)) found = fields.get(name);
  }
  if (!isMissing(found)) return found;
  const folded = new Set(names.map((name) => name.toLowerCase()));
  for (const [name, value] of fields) {
    if (taken.has(name) || !folded.has(name.toLowerCase())) continue;
    taken.add(name);
    if (isMissing(found)) found = value;
  }
  return found;
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

const BAD = Symbol('bad');

/** The canonical text of a value, NULL when it is missing, BAD when it cannot be used. */
function canonical(column: Column, value: unknown): string | null | typeof BAD {
  if (isMissing(value)) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text === '' || column.missing.includes(text)) return null;
  const nested = typeof value === 'object';
  if (column.type === 'json') return text;
  if (nested) return column.type === 'text' && !column.required ? text : BAD;
  return scalar(column, text);
}

function scalar(column: Column, text: string): string | typeof BAD {
  switch (column.type) {
    case 'timestamp': {
      const ms = parseEventTime(text);
      return ms === null ? BAD : String(ms);
    }
    case 'integer':
      return whole(column, text.trim());
    case 'decimal':
      return decimalText(column, text.trim());
    case 'boolean': {
      const folded = text.trim().toLowerCase();
      if (folded === 'true' || folded === '1') return 'true';
      return folded === 'false' || folded === '0' ? 'false' : BAD;
    }
    default:
      return text.isWellFormed() ? text : text.toWellFormed();
  }
}

function whole(column: Column, text: string): string | typeof BAD {
  const plain = EXPONENT.test(text) ? plainNumber(text) : text;
  if (!WHOLE.test(plain)) return BAD;
  const value = BigInt(plain.replace(/\..*$/, ''));
  if (value > MAX_64 || value < -MAX_64) return BAD;
  return column.min !== undefined && value < BigInt(column.min) ? BAD : value.toString();
}

function decimalText(column: Column, text: string): string | typeof BAD {
  const plain = EXPONENT.test(text) ? plainNumber(text) : text;
  if (!DECIMAL.test(plain)) return BAD;
  const value = Number(plain);
  if (column.min !== undefined && value < column.min) return BAD;
  if (column.wholeOrShare && !Number.isInteger(value) && value > 1) return BAD;
  return plain;
}

/** `1.5e3` as `1500`, when that is exact and not too long; otherwise a text that no pattern takes. */
function plainNumber(text: string): string {
  const value = Number(text);
  return Number.isFinite(value) && Math.abs(value) < 1e18 ? value.toLocaleString('en', PLAIN) : '';
}

const PLAIN: Intl.NumberFormatOptions = { useGrouping: false, maximumFractionDigits: 9 };
