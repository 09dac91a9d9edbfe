/**
 * Input columns of a stream: what a field is called, what it holds, and what a bad value does.
 * A declaration says what, never how: no engine is known here.
 */

/** What an input column holds. `decimal` is exact with 9 digits after the point; `json` is kept as JSON text. */
export type InputType = 'text' | 'integer' | 'decimal' | 'boolean' | 'timestamp' | 'json';

/** What a column holds. A `list` is of texts, each there once; only columns made from others are lists. */
export type ColumnType = InputType | 'list';

export interface Column {
  readonly type: InputType;
  /** An event without a usable value is rejected; otherwise a bad value becomes NULL and is counted. */
  readonly required: boolean;
  /** Other field names it is read from, in order of preference, behind its own name. */
  readonly aliases: readonly string[];
  /** Values that mean "missing", besides NULL and the empty text. */
  readonly missing: readonly string[];
  /** Smallest number that is accepted. */
  readonly min: number | undefined;
  /** Only whole numbers, or fractions strictly between 0 and 1 (for a count that may be given as a share). */
  readonly wholeOrShare: boolean;
  /** False: read for what is derived from it, but not written to the lake (personal data). */
  readonly stored: boolean;
  /** For a reader of the reference. */
  readonly about: string;
}

export interface ColumnOptions {
  readonly required?: boolean;
  readonly aliases?: readonly string[];
  readonly missing?: readonly string[];
  readonly min?: number;
  readonly wholeOrShare?: boolean;
  readonly stored?: boolean;
}

function column(type: InputType, about: string, options: ColumnOptions): Column {
  return {
    type,
    about,
    required: options.required ?? false,
    aliases: options.aliases ?? [],
    missing: options.missing ?? [],
    min: options.min,
    wholeOrShare: options.wholeOrShare ?? false,
    stored: options.stored ?? true,
  };
}

/** Text; a number or a boolean is taken as its text, the empty text is missing. */
export function text(about: string, options: ColumnOptions = {}): Column {
  return column('text', about, options);
}

/** A whole number of 64 bits. */
export function integer(about: string, options: ColumnOptions = {}): Column {
  return column('integer', about, options);
}

/** An exact decimal: up to 18 digits before the point, 9 behind it. */
export function decimal(about: string, options: ColumnOptions = {}): Column {
  return column('decimal', about, options);
}

/** True or false (also as text). */
export function boolean(about: string, options: ColumnOptions = {}): Column {
  return column('boolean', about, options);
}

/** An instant: epoch seconds, epoch milliseconds (from 10^11 on) or ISO 8601; kept as epoch milliseconds. */
export function timestamp(about: string, options: ColumnOptions = {}): Column {
  return column('timestamp', about, options);
}

/** Any JSON value, kept as its text. */
export function json(about: string, options: ColumnOptions = {}): Column {
  return column('json', about, options);
}
