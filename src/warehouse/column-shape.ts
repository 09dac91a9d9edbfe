import type { ColumnType } from '../stream/column.ts';

/** A column of a table, with the way in which two values of it become one. */
export interface ColumnShape {
  readonly name: string;
  /** As SQL text. */
  readonly type: string;
  readonly notNull: boolean;
  readonly merge: 'key' | 'add' | 'least' | 'greatest' | 'replace';
  readonly about: string;
}

/** Text compares by code point on every server (V5). */
export const TEXT = 'text COLLATE "C"';

/** The member of a dimension for events without a value (V1). */
export const MISSING_MEMBER = 'undefined';

/** What holds the values of a column. */
export const VALUE_TYPES: Readonly<Record<ColumnType, string>> = {
  text: TEXT,
  json: TEXT,
  integer: 'bigint',
  decimal: 'numeric',
  boolean: 'boolean',
  timestamp: 'timestamptz',
  list: 'text[]',
};
