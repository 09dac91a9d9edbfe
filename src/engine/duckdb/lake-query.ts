import path from 'node:path';
import { eventColumns } from '../../stream/define.ts';
import { GRAIN_MS } from '../../stream/rollup.ts';
import type { Warehouse } from '../../warehouse/contract.ts';
import type { DistinctQuery, DistinctRow, LakeQuery } from '../contract.ts';
import type { BoundStatement } from './bound-statement.ts';
import { type DuckDBConnection, type DuckDBResult, forEachChunk, identifier } from './database.ts';
import { renderLakeFiles } from './partial-sums.ts';
import { renderDimension, renderExpression, renderWindow } from './render.ts';

/** Answers from the lake: only files that the warehouse has committed are read. */
export function createLakeQuery(work: {
  connect: () => Promise<DuckDBConnection>;
  warehouse: Pick<Warehouse, 'lakeFiles'>;
  lakeDir: string;
}): LakeQuery {
  return {
    async distinct(query) {
      const files = await work.warehouse.lakeFiles(query.stream.name, { from: query.from, to: query.to });
      if (files.length === 0) return { rows: [], sql: '-- no events are stored in this range' };
      const { text, values } = renderDistinct(
        query,
        files.map((file) => path.join(work.lakeDir, file.path)),
      );
      const connection = await work.connect();
      try {
        const rows = await readDistinct(query, await connection.stream(text, [...values]));
        return { rows, sql: renderDistinct(query, ['…']).text };
      } finally {
        connection.closeSync();
      }
    },
  };
}

async function readDistinct(query: DistinctQuery, result: DuckDBResult): Promise<DistinctRow[]> {
  const rows: DistinctRow[] = [];
  await forEachChunk(result, (chunk) => {
    for (const row of chunk.getRows()) {
      const key = Object.fromEntries(
        query.by.map((name, index) => [
          name,
          typeof row[index] === 'boolean' ? row[index] : String(row[index]),
        ]),
      );
      const bucket = row[query.by.length];
      rows.push({
        key,
        bucket:
          bucket === null || query.bucket === undefined ? null : Number(bucket) * GRAIN_MS[query.bucket],
        value: BigInt(String(row[query.by.length + 1])),
      });
    }
  });
  return rows;
}

/** `count(DISTINCT column)` per member (and bucket) over a range, in DuckDB's SQL. */
export function renderDistinct(query: DistinctQuery, files: readonly string[]): BoundStatement {
  const { stream } = query;
  const types = eventColumns(stream);
  const values: (string | boolean)[] = [];
  const bind = (value: string | boolean): string => `$${values.push(value)}`;
  const dimension = (name: string): string => renderDimension(name, types[name]?.type ?? 'text');
  const time = identifier(stream.eventTime);
  const conditions = [
    `${time} >= make_timestamp_ms(${query.from})`,
    `${time} < make_timestamp_ms(${query.to})`,
    query.where === undefined ? '' : renderExpression(query.where),
    ...Object.entries(query.equals).map(([name, value]) => `${dimension(name)} = ${bind(value)}`),
    query.keys === undefined ? '' : renderKeys(query.keys, dimension, bind),
  ].filter((condition) => condition !== '');
  const columns = [
    ...query.by.map((name) => `${dimension(name)} AS ${identifier(name)}`),
    `${query.bucket === undefined ? 'NULL' : renderWindow(stream.eventTime, query.bucket)} AS bucket`,
    `count(DISTINCT ${identifier(query.column)}) AS value`,
  ];
  const groups = [...query.by, 'bucket'].map((_, index) => String(index + 1));
  const text = `SELECT ${columns.join(', ')} FROM ${renderLakeFiles(files)} WHERE ${conditions.join(
    ' AND ',
  )} GROUP BY ${groups.join(', ')}`;
  return { text, values };
}

function renderKeys(
  keys: readonly Readonly<Record<string, string | boolean>>[],
  dimension: (name: string) => string,
  bind: (value: string | boolean) => string,
): string {
  const names = Object.keys(keys[0] ?? {});
  if (keys.length === 0) return 'false';
  if (names.length === 0) return '';
  const rows = keys.map((key) => `(${names.map((name) => bind(key[name] ?? '')).join(', ')})`);
  return `(${names.map(dimension).join(', ')}) IN (${rows.join(', ')})`;
}
