import path from 'node:path';
import { eventColumns, type Stream } from '../../stream/define.ts';
import type { Expression } from '../../stream/expression.ts';
import type { Warehouse } from '../../warehouse/contract.ts';
import type { BoundStatement } from './bound-statement.ts';
import { type DuckDBConnection, identifier } from './database.ts';
import { renderLakeFiles } from './partial-sums.ts';
import { renderDimension, renderExpression } from './render.ts';

/** Which events of the lake; see `createLakeEvents`. */
export interface NewestQuery {
  readonly stream: Stream;
  readonly where: Expression | undefined;
  /** Epoch milliseconds; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  readonly equals: Readonly<Record<string, string | boolean>>;
  readonly limit: number;
}

export interface NewestEvents {
  readonly events: readonly Readonly<Record<string, unknown>>[];
  readonly sql: string;
}

/** The newest events that fulfil a query, newest first, ties by id: only committed lake files are read. */
export function createLakeEvents(work: {
  connect: () => Promise<DuckDBConnection>;
  warehouse: Pick<Warehouse, 'lakeFiles'>;
  lakeDir: string;
}): { newest(query: NewestQuery): Promise<NewestEvents> } {
  return {
    async newest(query) {
      const files = await work.warehouse.lakeFiles(query.stream.name, { from: query.from, to: query.to });
      const { text } = renderNewest(query, ['…']);
      if (files.length === 0) return { events: [], sql: text };
      const statement = renderNewest(
        query,
        files.map((file) => path.join(work.lakeDir, file.path)),
      );
      const connection = await work.connect();
      try {
        const reader = await connection.runAndReadAll(statement.text, [...statement.values]);
        return { events: reader.getRowObjectsJson().map(withoutMissing), sql: text };
      } finally {
        connection.closeSync();
      }
    },
  };
}

function renderNewest(query: NewestQuery, files: readonly string[]): BoundStatement {
  const { stream } = query;
  const types = eventColumns(stream);
  const values: (string | boolean | number)[] = [];
  const bind = (value: string | boolean | number): string => `$${values.push(value)}`;
  const time = identifier(stream.eventTime);
  const conditions = [
    `${time} >= make_timestamp_ms(${query.from})`,
    `${time} < make_timestamp_ms(${query.to})`,
    ...(query.where === undefined ? [] : [renderExpression(query.where)]),
    ...Object.entries(query.equals).map(
      ([name, value]) => `${renderDimension(name, types[name]?.type ?? 'text')} = ${bind(value)}`,
    ),
  ];
  const limit = bind(query.limit);
  const text = `SELECT * FROM ${renderLakeFiles(files)} WHERE ${conditions.join(
    ' AND ',
  )} ORDER BY ${time} DESC, ${identifier(stream.id)} LIMIT CAST(${limit} AS BIGINT)`;
  return { text, values };
}

function withoutMissing(row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}
