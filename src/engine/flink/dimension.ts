import type { ColumnType } from '../../stream/column.ts';
import { GRAIN_MS, type Grain } from '../../stream/rollup.ts';
import type { Rendering } from './refusal.ts';
import { identifier } from './sql-text.ts';

/** A text key longer than this many bytes is shortened, so that it fits an index of the warehouse. */
const LONG_KEY_BYTES = 600;

/** A character of UTF-8 has four bytes at most. */
const LONG_KEY_CHARACTERS = LONG_KEY_BYTES / 4;

/**
 * A dimension as the same key that DuckDB makes of it: the member `undefined` when missing (V1), NUL replaced, a very
 * long text cut with its hash behind it. Flink cannot count bytes: two hexadecimal digits stand for each, and only a text
 * that can have too many is written so.
 * @param value SQL of the value
 */
export function renderDimension(
  name: string,
  { type, value }: { type: ColumnType; value: string },
  { refuse }: Rendering,
): string {
  if (type === 'boolean') return `COALESCE(${value}, FALSE)`;
  if (type !== 'text') {
    refuse(
      `the dimension "${name}" is a ${type}, whose text differs between engines`,
      'Derive a text from it.',
    );
  }
  const long = `CHAR_LENGTH(${value}) > ${LONG_KEY_CHARACTERS} AND CHAR_LENGTH(HEX(${value})) > ${2 * LONG_KEY_BYTES}`;
  const cut = `LEFT(${value}, 140) || U&'\\2026' || MD5(${value})`;
  return `COALESCE(REPLACE(CASE WHEN ${long} THEN ${cut} ELSE ${value} END, U&'\\0000', U&'\\FFFD'), 'undefined')`;
}

/** The number of a window: its start in epoch milliseconds divided by its length. A row time would fail a job at its first NULL. */
export function renderWindow(timeColumn: string, grain: Grain): string {
  return `${identifier(timeColumn)} / ${GRAIN_MS[grain]}`;
}

/** The start of a window for PostgreSQL, see `renderInstant`. */
export function renderWindowStart(windowColumn: string, grain: Grain): string {
  return `DATE_FORMAT(TO_TIMESTAMP_LTZ(${windowColumn} * ${GRAIN_MS[grain]}, 3), 'yyyy-MM-dd HH:mm:ss') || '+00'`;
}

/**
 * Epoch milliseconds as a text that PostgreSQL reads as an instant. A TIMESTAMP would go through the time zone of the
 * TaskManager's JVM.
 */
export function renderInstant(milliseconds: string): string {
  return `DATE_FORMAT(TO_TIMESTAMP_LTZ(${milliseconds}, 3), 'yyyy-MM-dd HH:mm:ss.SSS') || '+00'`;
}

/** A part of a text, counted from 0; NULL when it is empty or not there. The whole text without one. */
export function renderPart(text: string, part: number | null): string {
  // U+001F stands between the parts.
  return part === null ? text : `NULLIF(SPLIT_INDEX(${text}, U&'\\001F', ${part}), '')`;
}
