import type { Stream } from '../../stream/define.ts';
import { identifier } from './database.ts';
import { renderDerived } from './derivations.ts';
import { DUCKDB_TYPES, renderExpression } from './render.ts';

/** Name of the lake's column that holds undeclared fields as JSON. */
export const EXTRA_COLUMN = 'extra_fields';

/** Name of the lake's column that says when an event arrived. */
export const RECEIVED_COLUMN = 'received_at';

/**
 * The rows that go to the lake: input columns, extracted, derived and computed ones, the undeclared
 * fields, and the time of arrival.
 * @param from an SQL query that gives the parsed columns and `extra`
 */
export function renderStoredRows(stream: Stream, from: string, receivedAt: number): string {
  const derived = renderDerived(stream);
  const input = Object.keys(stream.columns);
  const inner = [
    ...input.map((name) => `x.${identifier(name)} AS ${identifier(name)}`),
    ...Object.keys(stream.extracted).map((name) => `x.${identifier(name)} AS ${identifier(name)}`),
    ...derived.columns,
    `x.extra AS ${EXTRA_COLUMN}`,
  ];
  const outer = [
    ...storedInput(stream).map(identifier),
    ...Object.keys(stream.extracted).map(identifier),
    ...Object.values(stream.derived).flatMap((derivation) => Object.keys(derivation.gives).map(identifier)),
    ...Object.entries(stream.computed).map(
      ([name, computed]) =>
        `CAST(${renderExpression(computed.is)} AS ${DUCKDB_TYPES[computed.type]}) AS ${identifier(name)}`,
    ),
    EXTRA_COLUMN,
    `make_timestamp_ms(${receivedAt}) AS ${RECEIVED_COLUMN}`,
  ];
  return `SELECT ${outer.join(', ')} FROM (SELECT ${inner.join(', ')} FROM (${from}) x ${derived.joins})`;
}

/** Input columns that the lake keeps (not the ones marked as personal). */
export function storedInput(stream: Stream): string[] {
  return Object.entries(stream.columns)
    .filter(([, column]) => column.stored)
    .map(([name]) => name);
}
