import { MAX_AHEAD_MS, MAX_NESTING } from '../../event/outcome.ts';
import { EPOCH_MS_FROM, LATEST_MS } from '../../event/time.ts';
import type { Column } from '../../stream/column.ts';
import type { Stream } from '../../stream/define.ts';
import { identifier, textLiteral } from './database.ts';
import { DUCKDB_TYPES, renderExpression } from './render.ts';

/**
 * The fast way through validation, as one SQL statement over the whole slice. It takes a line only
 * when `examineLine` would take it with the same values; every other line is marked `doubt` and is
 * looked at again by `examineLine` itself, which alone decides what is rejected and why.
 *
 * DuckDB gives exactly one row per line, in order (all NULL for a line it cannot parse), so a row's
 * `rowid` is its line number in the slice.
 */
export function renderParse(stream: Stream, path: string, receivedAt: number): string {
  const fields = fieldNames(stream);
  const reader = renderReader(path, fields, LINE_BYTES);
  const raw = Object.entries(stream.columns).map(
    ([name, column]) => `${renderRaw(name, column, fields)} AS ${rawName(name)}`,
  );
  const rows = `SELECT ${raw.join(', ')} FROM ${reader}`;
  return renderTyped(stream, rows, { receivedAt, renderInstant: renderTimestamp });
}

/**
 * Longest line that the fast way takes, in bytes. DuckDB sets aside twice as much for each of its buffers, which was
 * a quarter of all its memory with the longest line there may be. A slice with a longer one takes the slow way.
 */
export const LINE_BYTES = 1024 * 1024;

/** The same for lines that `examineLine` has made canonical; `line` is their number in the slice. */
export function renderParseCanonical(stream: Stream, path: string, longest: number): string {
  const names = Object.keys(stream.columns);
  const reader = renderReader(path, [...names, '__line', '__extra'], Math.max(LINE_BYTES, longest + 1));
  const raw = names.map((name) => `${identifier(name)} AS ${rawName(name)}`);
  const inner = `SELECT ${raw.join(', ')}, CAST(__line AS BIGINT) AS line, __extra AS extra FROM ${reader}`;
  // Canonical instants are milliseconds, also those before 1973 that would be taken for seconds.
  const renderInstant = (raw: string): string => `make_timestamp_ms(TRY_CAST(${raw} AS BIGINT))`;
  return renderTyped(stream, inner, { receivedAt: LATEST_MS, renderInstant, keep: ['line', 'extra'] });
}

/** Every field name that the fast way reads. Names that differ only in case are left to the slow way. */
export function fieldNames(stream: Stream): string[] {
  const folded = new Set<string>();
  const names = [...Object.keys(stream.columns), ...Object.values(stream.columns).flatMap((c) => c.aliases)];
  return names.filter((name) => {
    const key = name.toLowerCase();
    return folded.has(key) ? false : folded.add(key) !== undefined;
  });
}

function rawName(name: string): string {
  return identifier(`r_${name}`);
}

function renderReader(path: string, fields: readonly string[], lineBytes: number): string {
  const columns = fields.map((name) => `${textLiteral(name)}: 'VARCHAR'`).join(', ');
  return `read_json(${textLiteral(path)}, format = 'newline_delimited', ignore_errors = true, maximum_object_size = ${lineBytes}, columns = {${columns}})`;
}

function renderRaw(name: string, column: Column, fields: readonly string[]): string {
  const sources = [name, ...column.aliases].filter((field) => fields.includes(field)).map(identifier);
  const missing = ['', ...column.missing];
  const present = sources.map((source) =>
    missing.length === 1
      ? `nullif(${source}, '')`
      : `CASE WHEN ${source} IN (${missing.map(textLiteral).join(', ')}) THEN NULL ELSE ${source} END`,
  );
  return present.length === 1 ? (present[0] ?? 'NULL') : `coalesce(${present.join(', ')})`;
}

interface Typing {
  readonly receivedAt: number;
  /** An event time out of its raw text. */
  readonly renderInstant: (raw: string) => string;
  /** Columns that are there already. */
  readonly keep?: readonly string[];
}

function renderTyped(
  stream: Stream,
  inner: string,
  { receivedAt, renderInstant, keep = [] }: Typing,
): string {
  const columns = Object.entries(stream.columns);
  const typed = columns.map(
    ([name, column]) =>
      `${column.type === 'timestamp' ? renderInstant(rawName(name)) : renderValue(rawName(name), column)} AS ${identifier(name)}`,
  );
  const kept = columns.filter(([, column]) => needsRaw(column)).map(([name]) => rawName(name));
  const middle = `SELECT ${[...typed, ...kept, ...keep].join(', ')} FROM (${inner})`;
  const doubts = columns.flatMap(([name, column]) => renderDoubts(name, column));
  const future = `epoch_ms(${identifier(stream.eventTime)}) > ${receivedAt + MAX_AHEAD_MS}`;
  const extracted = Object.entries(stream.extracted).map(
    ([name, computed]) => `${renderExpression(computed.is)} AS ${identifier(name)}`,
  );
  const names = columns.map(([name]) => identifier(name));
  return `SELECT ${[...names, ...extracted, ...keep].join(', ')}, coalesce(${[...doubts, future].join(
    ' OR ',
  )}, true) AS doubt FROM (${middle})`;
}

/** Text needs no second form; for the others the raw text tells whether a value was there at all. */
function needsRaw(column: Column): boolean {
  return column.type !== 'text' && column.type !== 'json';
}

function renderValue(raw: string, column: Column): string {
  const type = DUCKDB_TYPES[column.type];
  const atLeast = column.min === undefined ? '' : ` AND TRY_CAST(${raw} AS ${type}) >= ${column.min}`;
  switch (column.type) {
    case 'integer':
      return `CASE WHEN CAST(TRY_CAST(${raw} AS BIGINT) AS VARCHAR) = ${raw}${atLeast} THEN TRY_CAST(${raw} AS BIGINT) END`;
    case 'decimal': {
      const share = column.wholeOrShare
        ? ` AND (TRY_CAST(${raw} AS ${type}) < 1 OR floor(TRY_CAST(${raw} AS ${type})) = TRY_CAST(${raw} AS ${type}))`
        : '';
      return `CASE WHEN regexp_full_match(${raw}, '-?[0-9]{1,18}([.][0-9]+)?')${atLeast}${share} THEN TRY_CAST(${raw} AS ${type}) END`;
    }
    case 'boolean':
      return `CASE ${raw} WHEN 'true' THEN true WHEN 'false' THEN false END`;
    default:
      return raw;
  }
}

function renderTimestamp(raw: string): string {
  const number = `TRY_CAST(${raw} AS BIGINT)`;
  const isNumber = `CAST(${number} AS VARCHAR) = ${raw}`;
  const ms = `CASE WHEN ${number} >= ${EPOCH_MS_FROM} THEN ${number} ELSE ${number} * 1000 END`;
  // From 1970 on, and without the hour 24 that DuckDB would take.
  const day = '(19[7-9][0-9]|[2-9][0-9]{3})-[0-9]{2}-[0-9]{2}';
  const time = '([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?Z?';
  const iso = `regexp_full_match(${raw}, '${day}[T ]${time}')`;
  const isoValue = `date_trunc('milliseconds', TRY_CAST(rtrim(${raw}, 'Z') AS TIMESTAMP))`;
  return `CASE WHEN ${isNumber} AND ${number} BETWEEN 0 AND ${LATEST_MS} THEN make_timestamp_ms(${ms}) WHEN ${iso} THEN ${isoValue} END`;
}

/** DuckDB reads a JSON number with a point as a double: a longer text than this may have lost digits (V2). */
const EXACT_DIGITS = 16;

function renderDoubts(name: string, column: Column): string[] {
  const value = identifier(name);
  const raw = rawName(name);
  const inexact = column.type === 'decimal' ? [`coalesce(strlen(${raw}), 0) > ${EXACT_DIGITS}`] : [];
  if (column.required) {
    const nested = column.type === 'text' ? [`starts_with(${value}, '{')`, `starts_with(${value}, '[')`] : [];
    return [`${value} IS NULL`, ...nested, ...inexact];
  }
  if (needsRaw(column)) return [`(${value} IS NULL AND ${raw} IS NOT NULL)`, ...inexact];
  const noJson = `coalesce(${renderMayHoldNoNumber(value)}, false)`;
  return [renderIsDeep(value), ...(column.type === 'json' ? [noJson] : [])];
}

/** Whether JSON text may hold NaN or Infinity, which DuckDB reads and writes though they are no JSON. */
export function renderMayHoldNoNumber(json: string): string {
  return `regexp_matches(${json}, '(?i)[:,\\[][-+]?(?:nan|inf)')`;
}

/** Whether JSON text may be nested too deep; never NULL. Only a long text can be, so that nearly none is counted. */
export function renderIsDeep(json: string): string {
  const brackets = `strlen(${json}) - strlen(translate(${json}, '[{', ''))`;
  return `CASE WHEN strlen(${json}) >= ${2 * MAX_NESTING - 2} THEN ${brackets} >= ${MAX_NESTING} ELSE false END`;
}
