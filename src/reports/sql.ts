import { isoInstant } from '../event/time.ts';

/** A PostgreSQL identifier. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The schema of a stream's tables. */
export function schemaOf(stream: { readonly name: string }): string {
  return stream.name.replaceAll('-', '_');
}

/** A table of a stream. */
export function tableOf(stream: { readonly name: string }, table: string): string {
  return `${quoted(schemaOf(stream))}.${quoted(table)}`;
}

/** A column to order by: texts by code point whatever the database's collation is (V5). */
export function collated(column: string, isText: boolean): string {
  return isText ? `${column} COLLATE "C"` : column;
}

export type BoundValue = string | number | boolean;

/** Collects the values of a statement; the same value is bound once. */
export class Bound {
  readonly values: BoundValue[] = [];
  readonly #places = new Map<string, string>();

  /** Binds a value and answers its place in the statement. */
  place(value: BoundValue, type: 'timestamptz' | 'text' | 'boolean' | 'bigint'): string {
    const identity = `${type} ${value}`;
    const place = this.#places.get(identity) ?? `$${this.values.push(value)}::${type}`;
    this.#places.set(identity, place);
    return place;
  }

  /** An instant in epoch milliseconds. */
  instant(at: number): string {
    return this.place(isoInstant(at), 'timestamptz');
  }

  /** A member of a dimension. */
  member(value: string | boolean): string {
    return this.place(value, typeof value === 'boolean' ? 'boolean' : 'text');
  }
}
