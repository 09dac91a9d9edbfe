import { DuckDBDataChunk, VARCHAR } from '@duckdb/node-api';
import type { Stream } from '../../stream/define.ts';
import type { DerivedType } from '../../stream/derived.ts';
import { type DuckDBConnection, forEachChunk, identifier, textLiteral } from './database.ts';
import type { DerivePool } from './derive-pool.ts';
import {
  type DerivedColumns,
  type DerivedFrom,
  derivationsOf,
  deriveValues,
  type PlainValue,
  TEXT_SEPARATOR,
} from './derive-values.ts';
import { DUCKDB_TYPES, EMPTY_LIST } from './render.ts';
import { createLine } from './turns.ts';

/** A cache table is emptied when it holds more values than this, so that memory stays bounded. */
const CACHE_VALUES = 100_000;

const CHUNK_ROWS = 2048;

/** `TEXT_SEPARATOR` as SQL. */
const SEPARATOR = `chr(${TEXT_SEPARATOR.charCodeAt(0)})`;

/** The table that holds what is known of the values of a column: value -> all that is derived from it. */
export function knownTable(stream: Stream, from: string): string {
  return identifier(`known_${stream.name}_${from}`);
}

export async function createKnownTables(connection: DuckDBConnection, stream: Stream): Promise<void> {
  for (const { from, gives } of derivationsOf(stream)) {
    const columns = Object.entries(gives).map(
      ([column, type]) => `${identifier(column)} ${DUCKDB_TYPES[type]}`,
    );
    await connection.run(`CREATE TABLE ${knownTable(stream, from)} (value VARCHAR, ${columns.join(', ')})`);
  }
}

/**
 * What is known of a stream's derivations, shared by slices that are prepared side by side: they
 * add to it one after the other, and it is emptied only while none reads it.
 */
export interface KnownValues {
  /**
   * Makes every distinct value in `table` known, by asking the derivations' functions for the new ones.
   * It stays known until the function that this answers is called.
   */
  derive(connection: DuckDBConnection, table: string): Promise<() => void>;
  /** Forgets everything: the functions may have changed since. Nobody may be reading. */
  forget(connection: DuckDBConnection): Promise<void>;
}

export function createKnownValues(stream: Stream, pool: DerivePool): KnownValues {
  const line = createLine();
  let readers = 0;
  let whenUnread: (() => void) | null = null;
  const unread = (): Promise<void> =>
    readers === 0
      ? Promise.resolve()
      : new Promise((resolve) => {
          whenUnread = resolve;
        });
  /** How many values are known of each column. */
  const sizes = new Map<string, number>();

  const addValues = async (
    connection: DuckDBConnection,
    group: DerivedFrom,
    fresh: readonly string[],
    table: string,
  ): Promise<void> => {
    const { from } = group;
    const known = knownTable(stream, from);
    let values = fresh;
    if ((sizes.get(from) ?? 0) + fresh.length > CACHE_VALUES) {
      await unread();
      await connection.run(`DELETE FROM ${known}`);
      sizes.set(from, 0);
      values = (await newValues(connection, stream, table)).get(group) ?? [];
    }
    await appendKnown(connection, known, group, values, await pool.run(stream, group, values));
    sizes.set(from, (sizes.get(from) ?? 0) + values.length);
  };

  return {
    async forget(connection) {
      sizes.clear();
      for (const { from } of derivationsOf(stream)) {
        await connection.run(`DELETE FROM ${knownTable(stream, from)}`);
      }
    },
    async derive(connection, table) {
      const place = line.take();
      await place.turn;
      try {
        for (const [group, fresh] of await newValues(connection, stream, table)) {
          await addValues(connection, group, fresh, table);
        }
        readers += 1;
      } finally {
        place.done();
      }
      return () => {
        readers -= 1;
        if (readers === 0) whenUnread?.();
      };
    },
  };
}

/** Longer values are handed over one by one: joined they would be a text that is held twice. */
const LONG_BYTES = 512;

/**
 * The values in `table` that are not known yet, by their column; found in one statement. They come as one text for each
 * column, which costs a fifth of fetching them one by one.
 */
async function newValues(
  connection: DuckDBConnection,
  stream: Stream,
  table: string,
): Promise<Map<DerivedFrom, string[]>> {
  const groups = derivationsOf(stream);
  const fresh = new Map<DerivedFrom, string[]>();
  if (groups.length === 0) return fresh;
  const parts = groups.map(({ from }, index) => {
    const column = identifier(from);
    return `SELECT ${index} AS source, value FROM (SELECT DISTINCT ${column} AS value FROM ${table} WHERE ${column} IS NOT NULL) WHERE value NOT IN (SELECT value FROM ${knownTable(stream, from)})`;
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

/** Values go in as text and are cast once, here, and not for each event; no decimal passes through a double. */
async function appendKnown(
  connection: DuckDBConnection,
  known: string,
  { gives }: DerivedFrom,
  values: readonly string[],
  columns: DerivedColumns,
): Promise<void> {
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

/** The joins and columns that add a stream's derived columns to rows called `x`. */
export function renderDerived(stream: Stream): {
  readonly joins: string;
  readonly columns: readonly { name: string; sql: string }[];
} {
  const joins: string[] = [];
  const columns: { name: string; sql: string }[] = [];
  derivationsOf(stream).forEach(({ from, derivations, gives }, index) => {
    const value = `x.${identifier(from)}`;
    joins.push(`LEFT JOIN ${knownTable(stream, from)} k${index} ON ${value} = k${index}.value`);
    const missing = deriveValues(derivations, [null]).columns;
    for (const [column, type] of Object.entries(gives)) {
      const fallback = renderFallback(type, missing[column]?.[0] ?? null);
      const known = `k${index}.${identifier(column)}`;
      const typed = `CAST(${fallback} AS ${DUCKDB_TYPES[type]})`;
      const sql = fallback === 'NULL' ? known : `CASE WHEN ${value} IS NULL THEN ${typed} ELSE ${known} END`;
      columns.push({ name: column, sql });
    }
  });
  return { joins: joins.join(' '), columns };
}

/** A list is never NULL. */
function renderFallback(type: DerivedType, value: PlainValue): string {
  if (type === 'list') {
    const texts = value === null || value === '' ? [] : String(value).split(TEXT_SEPARATOR);
    return texts.length === 0 ? EMPTY_LIST : `[${texts.map(textLiteral).join(', ')}]`;
  }
  if (value === null) return 'NULL';
  return typeof value === 'string' ? textLiteral(value) : String(value);
}
