import { MAX_NESTING } from '../event/outcome.ts';

/**
 * The fields of one line of JSON as they stand there. `JSON.parse` alone is not enough for a reference: it makes
 * doubles of numbers, takes the last of two fields with one name, and what it makes of a deep value cannot be written
 * again (`JSON.stringify` recurses). Lines are read as DuckDB reads them, so that both come to the same values.
 */
export interface JsonFields {
  /** Field name -> JSON text; of several fields with one name the first counts. */
  readonly first: ReadonlyMap<string, string>;
  /** The last of those that have a name more than once. */
  readonly repeated: ReadonlyMap<string, string>;
}

const SPACE = /[ \t\n\r]*/y;
const SCALAR = /[^\s,:[\]{}"]+/y;
const BYTE_ORDER_MARK = 0xfeff;

/** The fields of a line, or why it has none. */
export function readFields(line: string): JsonFields | 'not_json' | 'not_an_object' {
  const json = strictJson(line.charCodeAt(0) === BYTE_ORDER_MARK ? line.slice(1) : line);
  if (json === null || isTooDeep(json)) return 'not_json';
  const start = match(SPACE, json, 0);
  return json.charAt(start) === '{' ? topLevelFields(json, start + 1) : 'not_an_object';
}

/** The text when it is JSON; without commas before a closing bracket, and with NaN and Infinity as texts, if that helps. */
function strictJson(text: string): string | null {
  if (isJson(text)) return text;
  const mended = mend(text);
  return mended !== text && isJson(mended) ? mended : null;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const NOT_FINITE = /^[-+]?(?:nan|inf(?:inity)?)$/i;

function mend(text: string): string {
  const mended: string[] = [];
  eachToken(text, (token) => {
    if ((token === '}' || token === ']') && mended.at(-1) === ',') mended.pop();
    mended.push(NOT_FINITE.test(token) ? JSON.stringify(token) : token);
  });
  return mended.join('');
}

/**
 * JSON text in its shortest form.
 * @param json valid JSON
 */
export function compactJson(json: string): string {
  const tokens: string[] = [];
  eachToken(json, (token) => {
    tokens.push(compactToken(token));
  });
  return tokens.join('');
}

function compactToken(token: string): string {
  if (token.startsWith('"')) return token.includes('\\') ? JSON.stringify(JSON.parse(token)) : token;
  return isNumber(token) ? innerNumber(token) : token;
}

/** Whether the JSON text of a scalar is that of a number. */
export function isNumber(json: string): boolean {
  return /^[-\d]/.test(json);
}

/**
 * A number as the text of a field: whole numbers as they stand, others as the shortest that give the same double, in
 * the way of DuckDB (and of C++'s `std::format`).
 */
export function numberText(source: string): string {
  return plainText(source, (value) => {
    const [digits = '', exponent = ''] = value.toExponential().split('e');
    const power = Number(exponent);
    if (power >= -4 && power < 16) return withPoint(String(value));
    return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  });
}

/** A number inside of JSON: the same in ECMAScript's way, with a point and without the plus of an exponent (yyjson). */
function innerNumber(source: string): string {
  return plainText(source, (value) => withPoint(String(value).replace('e+', 'e')));
}

function withPoint(text: string): string {
  return /[.e]/.test(text) ? text : `${text}.0`;
}

function plainText(source: string, ofDouble: (value: number) => string): string {
  if (!/[.eE]/.test(source)) return source === '-0' ? '0' : source;
  const value = Number(source);
  if (!Number.isFinite(value)) return source;
  return value === 0 ? `${Object.is(value, -0) ? '-' : ''}0.0` : ofDouble(value);
}

/** The text of a JSON string. */
export function decodeString(json: string): string {
  return json.includes('\\') ? String(JSON.parse(json)) : json.slice(1, -1);
}

function topLevelFields(json: string, start: number): JsonFields {
  const first = new Map<string, string>();
  const repeated = new Map<string, string>();
  let at = match(SPACE, json, start);
  while (json.charAt(at) === '"') {
    const keyEnd = stringEnd(json, at);
    const key = decodeString(json.slice(at, keyEnd));
    const from = match(SPACE, json, match(SPACE, json, keyEnd) + 1);
    const to = valueEnd(json, from);
    (first.has(key) ? repeated : first).set(key, json.slice(from, to));
    at = match(SPACE, json, match(SPACE, json, to) + 1);
  }
  return { first, repeated };
}

/** Whether JSON text is nested deeper than is read. */
export function isTooDeep(json: string): boolean {
  // So many levels take an opening and a closing bracket each.
  if (json.length < 2 * MAX_NESTING) return false;
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const one = json.charCodeAt(at);
    if (one === QUOTE) at = stringEnd(json, at) - 1;
    else if (one === BRACE || one === BRACKET) depth += 1;
    else if (one === BRACE_END || one === BRACKET_END) depth -= 1;
    if (depth > MAX_NESTING) return true;
  }
  return false;
}

/** Where a pattern that may match nothing ends. */
function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** Where the value that begins at a place ends. */
function valueEnd(json: string, start: number): number {
  const begin = json.charAt(start);
  if (begin === '"') return stringEnd(json, start);
  if (begin !== '{' && begin !== '[') return match(SCALAR, json, start);
  let depth = 0;
  for (let at = start; at < json.length; at += 1) {
    const one = json.charCodeAt(at);
    if (one === QUOTE) at = stringEnd(json, at) - 1;
    else if (one === BRACE || one === BRACKET) depth += 1;
    else if (one === BRACE_END || one === BRACKET_END) depth -= 1;
    if (depth === 0) return at + 1;
  }
  return json.length;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BRACE = 0x7b;
const BRACE_END = 0x7d;
const BRACKET = 0x5b;
const BRACKET_END = 0x5d;

/** Where the string that begins at a place ends: behind its quote, or where the text does. */
function stringEnd(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let escapes = 0;
    while (text.charCodeAt(quote - 1 - escapes) === BACKSLASH) escapes += 1;
    if (escapes % 2 === 0) return quote + 1;
  }
  return text.length;
}

/** Calls for each string, scalar and punctuation mark of a text in order; white space between them is left out. */
function eachToken(text: string, take: (token: string) => void): void {
  let at = 0;
  while (at < text.length) {
    at = match(SPACE, text, at);
    if (at >= text.length) return;
    const scalar = match(SCALAR, text, at);
    const end = text.charCodeAt(at) === QUOTE ? stringEnd(text, at) : Math.max(scalar, at + 1);
    take(text.slice(at, end));
    at = end;
  }
}
