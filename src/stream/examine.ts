import { MAX_AHEAD_MS, type RejectionReason } from '../event/outcome.ts';
import { parseEventTime } from '../event/time.ts';
import type { Column } from './column.ts';
import type { Stream } from './define.ts';
import {
  compactJson,
  decodeString,
  isNumber,
  type JsonFields,
  numberText,
  readFields,
} from './json-fields.ts';

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
      /** The fields that the stream does not declare, as a JSON object; null when there are none. */
      readonly extra: string | null;
    }
  | { readonly accepted: false; readonly reason: RejectionReason };

const WHOLE = /^-?\d{1,19}(?:\.0+)?$/;
const DECIMAL = /^-?\d{1,18}(?:\.\d+)?$/;
const MAX_64 = 9_223_372_036_854_775_807n;
const MIN_64 = -9_223_372_036_854_775_808n;

/**
 * Examines one line of JSON for a stream.
 * @param now epoch milliseconds against which `in_the_future` is decided (the time of arrival)
 */
export function examineLine(stream: Stream, line: string, now: number): Examined {
  const fields = readFields(line);
  return typeof fields === 'string'
    ? { accepted: false, reason: fields }
    : examineFields(stream, fields, now);
}

function examineFields(stream: Stream, { first: fields, repeated }: JsonFields, now: number): Examined {
  const names = namesOf(stream);
  const values: Record<string, string | null> = {};
  const badFields: string[] = [];
  const taken = new Set<string>();
  for (const [name, column] of Object.entries(stream.columns)) {
    const found = findField(fields, { names: names.get(name) ?? [name], column, taken });
    const value = found === null ? null : canonical(column, found);
    if (column.required && (value === null || value === BAD)) {
      return { accepted: false, reason: value === BAD ? `bad:${name}` : `missing:${name}` };
    }
    if (value === BAD) badFields.push(name);
    values[name] = value === BAD ? null : value;
  }
  const eventTime = Number(values[stream.eventTime]);
  if (eventTime > now + MAX_AHEAD_MS) return { accepted: false, reason: 'in_the_future' };
  return {
    accepted: true,
    values,
    eventTime,
    badFields,
    extra: undeclared({ first: fields, repeated }, taken),
  };
}

/**
 * What a line says about one of the columns, whether it would be accepted or not; NULL when it says nothing that can be
 * used, or is no JSON at all.
 */
export function readColumn(stream: Stream, line: string, name: string): string | null {
  const fields = readFields(line);
  const column = stream.columns[name];
  if (typeof fields === 'string' || column === undefined) return null;
  const names = namesOf(stream).get(name) ?? [name];
  const found = findField(fields.first, { names, column, taken: new Set() });
  const value = found === null ? null : canonical(column, found);
  return value === BAD ? null : value;
}

/** Of several undeclared fields with one name the last is kept, as DuckDB does. */
function undeclared({ first, repeated }: JsonFields, taken: ReadonlySet<string>): string | null {
  const extra: string[] = [];
  for (const [name, json] of first) {
    if (!taken.has(name)) extra.push(`${JSON.stringify(name)}:${compactJson(repeated.get(name) ?? json)}`);
  }
  return extra.length === 0 ? null : `{${extra.join(',')}}`;
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

interface Search {
  readonly names: readonly string[];
  readonly column: Column;
  /** Gets the names of all fields that were looked at. */
  readonly taken: Set<string>;
}

/** The first field among the names that holds a value: exact spelling first, then whatever the case. */
function findField(fields: JsonFields['first'], { names, column, taken }: Search): string | null {
  let found: string | null = null;
  for (const name of names) {
    const json = fields.get(name);
    if (json === undefined) continue;
    taken.add(name);
    found ??= present(column, json);
  }
  if (found !== null) return found;
  const folded = new Set(names.map((name) => name.toLowerCase()));
  for (const [name, json] of fields) {
    if (taken.has(name) || !folded.has(name.toLowerCase())) continue;
    taken.add(name);
    found ??= present(column, json);
  }
  return found;
}

/** JSON text of a value, NULL when it stands for none. */
function present(column: Column, json: string): string | null {
  if (json === 'null' || json === '""') return null;
  return column.missing.length > 0 && column.missing.includes(textOf(json)) ? null : json;
}

/** A text's characters, any other value as its JSON text. */
function textOf(json: string): string {
  if (json.startsWith('"')) return decodeString(json);
  return isNumber(json) ? numberText(json) : compactJson(json);
}

const BAD = Symbol('bad');

/** The canonical text of a value, BAD when it cannot be used. */
function canonical(column: Column, json: string): string | typeof BAD {
  const isNested = json.startsWith('{') || json.startsWith('[');
  const isText = column.type === 'text' || column.type === 'json';
  if (isNested && (!isText || (column.required && column.type === 'text'))) return BAD;
  // Numbers are read from what was sent, digit by digit; as text they are what every engine makes of them.
  if (isText || !isNumber(json)) return scalar(column, textOf(json));
  return scalar(column, json);
}

function scalar(column: Column, text: string): string | typeof BAD {
  switch (column.type) {
    case 'timestamp': {
      const ms = parseEventTime(plainNumber(text.trim()));
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
  const plain = plainNumber(text);
  if (!WHOLE.test(plain)) return BAD;
  const value = BigInt(plain.replace(/\..*$/, ''));
  if (value > MAX_64 || value < MIN_64) return BAD;
  return column.min !== undefined && value < BigInt(column.min) ? BAD : value.toString();
}

function decimalText(column: Column, text: string): string | typeof BAD {
  const plain = plainNumber(text);
  if (!DECIMAL.test(plain)) return BAD;
  const value = Number(plain);
  if (column.min !== undefined && value < column.min) return BAD;
  if (column.wholeOrShare && HAS_FRACTION.test(plain) && value > 1) return BAD;
  return plain;
}

const HAS_FRACTION = /\.\d*[1-9]/;
const EXPONENT = /^(-?)(\d+)(?:\.(\d+))?[eE]([+-]?\d{1,3})$/;

/** `1.5e3` as `1500`, digit by digit; any other text as it is. */
function plainNumber(text: string): string {
  const match = EXPONENT.exec(text);
  if (match === null) return text;
  const [, sign = '', digits = '', fraction = '', exponent = ''] = match;
  const point = digits.length + Number(exponent);
  const all = `${'0'.repeat(Math.max(0, 1 - point))}${digits}${fraction}`;
  const cut = Math.max(1, point);
  const whole = all
    .slice(0, cut)
    .padEnd(cut, '0')
    .replace(/^0+(?=\d)/, '');
  const rest = all.slice(cut).replace(/0+$/, '');
  return `${sign}${whole}${rest === '' ? '' : `.${rest}`}`;
}
