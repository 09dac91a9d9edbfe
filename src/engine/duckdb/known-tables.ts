import { DuckDBDataChunk, VARCHAR } from '@duckdb/node-api';
import type { DerivedType } from '../../stream/derived.ts';
import { type DuckDBConnection, forEachChunk, identifier } from './database.ts';
import { type DerivedColumns, type DerivedFrom, type PlainValue, TEXT_SEPARATOR } from './derive-values.ts';
import { DUCKDB_TYPES, EMPTY_LIST } from './render.ts';

const CHUNK_ROWS = 2048;

/** `TEXT_SEPARATOR` as SQL. */
const SEPARATOR = `chr(${TEXT_SEPARATOR.charCodeAt(0)})`;

/**
 * The tables that hold what is derived from a column's values, by the column, as SQL: a value, and all that is derived
 * from it.
 */
export type KnownTables = ReadonlyMap<string, string>;

/** @param name as SQL */
export async function createKnownTable(
  connection: DuckDBConnection,
  name: string,
  { gives }: DerivedFrom,
): Promise<void> {
  const columns = Object.entries(gives).map(
    ([column, type]) => `${identifier(column)} ${DUCKDB_TYPES[type]}`,
  );
  await connection.run(`CREATE OR REPLACE TABLE ${name} (value VARCHAR, ${columns.join(', ')})`);
}

/** Longer values are handed over one by one: joined they would be a text that is held twice. */
const LONG_BYTES = 512;

/**
 * The values in the table `slice` that are not known yet, by their column; found in one statement. They come as one text for each
 * column, which costs a fifth of fetching them one by one.
 */
export async function newValues(
  connection: DuckDBConnection,
  groups: readonly DerivedFrom[],
  { slice, tables }: { slice: string; tables: KnownTables },
): Promise<Map<DerivedFrom, string[]>> {
  const fresh = new Map<DerivedFrom, string[]>();
  if (groups.length === 0) return fresh;
  const parts = groups.map(({ from }, index) => {
    const column = identifier(from);
    return `SELECT ${index} AS source, value FROM (SELECT DISTINCT ${column} AS value FROM ${slice} WHERE ${column} IS NOT NULL) WHERE value NOT IN (SELECT value FROM ${tables.get(from)})`;
  });
  const alone = `CASE WHEN strlen(value) > ${LONG_BYTES} OR contains(value, ${SEPARATOR}) THEN value END`;
  const result = await connection.stream(
    `SELECT source, alone IS NOT NULL, string_agg(value, ${SEPARATOR}) FROM (SELECT *, ${alone} AS alone FROM (${parts.join(
      ' UNION ALL ',
    )})) GROUP BY source, alone`,
  );
  await forEachChunk(result, (chunk) => {
    for (const [index, isAlone, text] of chunk.getRows()) {
      const group = groups[Number(index)];
      if (group === undefined) continue;
      const values = isAlone === true ? [String(text)] : String(text).split(TEXT_SEPARATOR);
      const before = fresh.get(group);
      fresh.set(group, before === undefined ? values : before.concat(values));
    }
  });
  return fresh;
}

/** Adds values to a table; they go in as text and are cast once, here, and not for each event; no decimal passes through a double. */
export async function appendKnown(
  connection: DuckDBConnection,
  known: string,
  derived: { group: DerivedFrom; values: readonly string[]; columns: DerivedColumns },
): Promise<void> {
  const { values, columns } = derived;
  const { gives } = derived.group;
  const names = Object.keys(gives);
  const staged = `${known.slice(0, -1)}_staged"`;
  const fields = ['value', ...names].map((name) => `${identifier(name)} VARCHAR`);
  await connection.run(`CREATE OR REPLACE TABLE ${staged} (${fields.join(', ')})`);
  const types = fields.map(() => VARCHAR);
  const appender = await connection.createAppender(staged.slice(1, -1));
  for (let at = 0; at < values.length; at += CHUNK_ROWS) {
    const rows = Math.min(CHUNK_ROWS, values.length - at);
    const chunk = DuckDBDataChunk.create(types, rows);
    chunk.setColumnValues(0, values.slice(at, at + rows));
    names.forEach((name, index) => {
      const part = (columns[name] ?? []).slice(at, at + rows);
      chunk.setColumnValues(index + 1, part.map(textOf));
    });
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
  const cast = names.map((name) => castSql(identifier(name), gives[name] ?? 'text'));
  await connection.run(`INSERT INTO ${known} SELECT ${['value', ...cast].join(', ')} FROM ${staged}`);
  await connection.run(`DROP TABLE ${staged}`);
}

function textOf(value: PlainValue): string | null {
  return value === null || typeof value === 'string' ? value : String(value);
}

function castSql(staged: string, type: DerivedType): string {
  if (type !== 'list') return `CAST(${staged} AS ${DUCKDB_TYPES[type]})`;
  return `CASE WHEN ${staged} = '' THEN ${EMPTY_LIST} ELSE string_split(${staged}, ${SEPARATOR}) END`;
}
