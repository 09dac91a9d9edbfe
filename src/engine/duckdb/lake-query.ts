import { eventColumns } from '../../stream/define.ts';
import { listsOf } from '../../stream/elements.ts';
import { GRAIN_MS } from '../../stream/rollup.ts';
import { standing } from '../../stream/standing.ts';
import type { Warehouse } from '../../warehouse/contract.ts';
import type { DistinctQuery, DistinctRow, LakeQuery } from '../contract.ts';
import type { BoundStatement } from './bound-statement.ts';
import { type DuckDBConnection, type DuckDBResult, forEachChunk, identifier } from './database.ts';
import { type LakeRows, lakeRows, renderLakeFiles } from './lake-source.ts';
import { renderDimension, renderExpression, renderWindow } from './render.ts';
import { listColumns, renderElement, renderUnnested } from './unnest.ts';

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
      const { text, values } = renderDistinct(query, lakeRows(work.lakeDir, files));
      const connection = await work.connect();
      try {
        const rows = await readDistinct(query, await connection.stream(text, [...values]));
        return { rows, sql: renderDistinct(query, [{ path: '…' }]).text };
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
export function renderDistinct(query: DistinctQuery, files: readonly LakeRows[]): BoundStatement {
  const { stream } = query;
  const types = eventColumns(stream);
  const values: (string | boolean)[] = [];
  const bind = (value: string | boolean): string => `$${values.push(value)}`;
  const time = identifier(stream.eventTime);
  const keyed = query.keys === undefined ? [] : Object.keys(query.keys[0] ?? {});
  const named = [...new Set([...query.by, ...Object.keys(query.equals), ...keyed, ...(query.known ?? [])])];
  const isElement = (name: string): boolean => stream.elements[name] !== undefined;
  const lists = [...new Set([...listsOf(stream.elements, named), ...(query.lists ?? [])])].sort();
  const member = (name: string): string => {
    const found = stream.elements[name];
    return found === undefined ? identifier(`d_${name}`) : renderElement(found.list, found.part ?? null);
  };
  const where = standing(stream, query.where);
  const events = [
    `${time} >= make_timestamp_ms(${query.from})`,
    `${time} < make_timestamp_ms(${query.to})`,
    ...(where === undefined ? [] : [renderExpression(where)]),
  ];
  const inner = [
    ...named
      .filter((name) => !isElement(name))
      .map((name) => `${renderDimension(name, types[name]?.type ?? 'text')} AS ${member(name)}`),
    `${query.bucket === undefined ? 'NULL' : renderWindow(stream.eventTime, query.bucket)} AS bucket`,
    `${identifier(query.column)} AS ${COUNTED}`,
    ...listColumns(lists),
  ];
  const rows = `SELECT ${inner.join(', ')} FROM ${renderLakeFiles(files)} WHERE ${events.join(' AND ')}`;
  const members = [
    ...Object.entries(query.equals).map(([name, value]) => `${member(name)} = ${bind(value)}`),
    ...(query.known ?? []).map((name) => `${member(name)} <> 'undefined'`),
    query.keys === undefined ? '' : renderKeys(query.keys, member, bind),
  ].filter((condition) => condition !== '');
  const columns = [
    ...query.by.map((name) => `${member(name)} AS ${identifier(name)}`),
    'bucket',
    `count(DISTINCT ${COUNTED}) AS value`,
  ];
  const groups = [...query.by, 'bucket'].map((_, index) => String(index + 1));
  const text = `SELECT ${columns.join(', ')} FROM (${renderUnnested(rows, lists)})${
    members.length === 0 ? '' : ` WHERE ${members.join(' AND ')}`
  } GROUP BY ${groups.join(', ')}`;
  return { text, values };
}

/** The column whose values are counted; no column of a stream has a name with a blank. */
const COUNTED = identifier('counted value');

function renderKeys(
  keys: readonly Readonly<Record<string, string | boolean>>[],
  member: (name: string) => string,
  bind: (value: string | boolean) => string,
): string {
  const names = Object.keys(keys[0] ?? {});
  if (keys.length === 0) return 'false';
  if (names.length === 0) return '';
  const rows = keys.map((key) => `(${names.map((name) => bind(key[name] ?? '')).join(', ')})`);
  return `(${names.map(member).join(', ')}) IN (${rows.join(', ')})`;
}
