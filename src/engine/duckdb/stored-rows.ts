import type { Stream } from '../../stream/define.ts';
import { identifier } from './database.ts';
import { renderDerived } from './derivations.ts';
import type { KnownTables } from './known-tables.ts';
import { DUCKDB_TYPES, renderExpression } from './render.ts';

/** Name of the lake's column that holds undeclared fields as JSON. */
export const EXTRA_COLUMN = 'extra_fields';

/** Name of the lake's column that says when an event arrived. */
export const RECEIVED_COLUMN = 'received_at';

/** Rows on their way in. */
export interface Arrived {
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** What is derived from their values. */
  readonly known: KnownTables;
}

/**
 * The rows that go to the lake: input columns, derived and computed ones, the undeclared fields, and
 * the time of arrival. What is extracted on the way is not kept: it can be read from its column again.
 * @param from an SQL query that gives the parsed columns and `extra`
 */
export function renderStoredRows(stream: Stream, from: string, arrived: Arrived): string {
  return renderRows(stream, from, { ...stamped(arrived), kept: new Set() });
}

/** The same with the number of each line, for showing what would be stored. */
export function renderTriedRows(stream: Stream, from: string, arrived: Arrived): string {
  return renderRows(stream, from, { ...stamped(arrived), kept: new Set(), line: true });
}

function stamped({ receivedAt, known }: Arrived): { receivedAt: string; known: KnownTables } {
  return { receivedAt: `make_timestamp_ms(${receivedAt})`, known };
}

/**
 * The same for events that come from the lake: what was derived from personal data, which the lake
 * does not hold, stays as it is.
 * @param from an SQL query over the rows that `restorable` gives
 * @param lake.present the columns that the lake file has
 */
export function renderRestoredRows(
  stream: Stream,
  from: string,
  { present, known }: { present: ReadonlySet<string>; known: KnownTables },
): string {
  const kept = Object.values(stream.derived)
    .filter((derivation) => stream.columns[derivation.from]?.stored === false)
    .flatMap((derivation) => Object.keys(derivation.gives))
    .filter((name) => present.has(name));
  return renderRows(stream, from, { receivedAt: `x.${RECEIVED_COLUMN}`, known, kept: new Set(kept) });
}

/** The input of a lake file as if it had just been parsed. */
export function restorable(stream: Stream, source: string, present: ReadonlySet<string>): string {
  const input = Object.entries(stream.columns).map(([name, column]) =>
    present.has(name)
      ? `CAST(${identifier(name)} AS ${DUCKDB_TYPES[column.type]}) AS ${identifier(name)}`
      : `CAST(NULL AS ${DUCKDB_TYPES[column.type]}) AS ${identifier(name)}`,
  );
  const others = [...present].filter((name) => !(name in stream.columns)).map(identifier);
  const extracted = Object.entries(stream.extracted)
    .filter(([name]) => !present.has(name))
    .map(([name, computed]) => `${renderExpression(computed.is)} AS ${identifier(name)}`);
  return `SELECT *${extracted.length === 0 ? '' : `, ${extracted.join(', ')}`} FROM (SELECT ${[
    ...input,
    ...others,
    `${EXTRA_COLUMN} AS extra`,
  ].join(', ')} FROM ${source})`;
}

function renderRows(
  stream: Stream,
  from: string,
  how: { receivedAt: string; known: KnownTables; kept: ReadonlySet<string>; line?: boolean },
): string {
  const derived = renderDerived(stream, how.known);
  const fresh = derived.columns.filter(({ name }) => !how.kept.has(name));
  const inner = [
    ...[...Object.keys(stream.columns), ...Object.keys(stream.extracted), ...how.kept].map(
      (name) => `x.${identifier(name)} AS ${identifier(name)}`,
    ),
    ...fresh.map(({ name, sql }) => `${sql} AS ${identifier(name)}`),
    `x.extra AS ${EXTRA_COLUMN}`,
    `${how.receivedAt} AS ${RECEIVED_COLUMN}`,
    ...(how.line === true ? ['x.line AS line'] : []),
  ];
  const outer = [
    ...storedInput(stream).map(identifier),
    ...storedDerived(stream).map(identifier),
    ...Object.entries(stream.computed).map(
      ([name, computed]) =>
        `TRY_CAST(${renderExpression(computed.is)} AS ${DUCKDB_TYPES[computed.type]}) AS ${identifier(name)}`,
    ),
    EXTRA_COLUMN,
    RECEIVED_COLUMN,
    ...(how.line === true ? ['line'] : []),
  ];
  return `SELECT ${outer.join(', ')} FROM (SELECT ${inner.join(', ')} FROM (${from}) x ${derived.joins})`;
}

/** Derived columns that the lake keeps. */
export function storedDerived(stream: Stream): string[] {
  return Object.values(stream.derived).flatMap((derivation) =>
    derivation.stored ? Object.keys(derivation.gives) : [],
  );
}

/** Input columns that the lake keeps (not the ones marked as personal). */
export function storedInput(stream: Stream): string[] {
  return Object.entries(stream.columns)
    .filter(([, column]) => column.stored)
    .map(([name]) => name);
}
