import type { WarehouseReader } from '../kit/warehouse.ts';
import { type Rows, rowText } from './rows.ts';

/** Which part of the tables: windows that start in [from, to), epoch milliseconds. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The columns of a table of rollups that the warehouse shows as numbers or booleans. */
function plain(row: Readonly<Record<string, string | null>>): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value === 't' ? 'true' : value === 'f' ? 'false' : value,
    ]),
  );
}

/** The rows of a rollup's table. */
export async function rollupRows(reader: WarehouseReader, table: string, range: Range): Promise<Rows> {
  const rows = await reader.rows(`SELECT * FROM ${table} WHERE window_start >= $1 AND window_start < $2`, [
    new Date(range.from).toISOString(),
    new Date(range.to).toISOString(),
  ]);
  return rows.map((row) => rowText(plain(row))).sort();
}

const FACT = `SELECT to_timestamp(f.date_key::text, 'YYYYMMDDHH24') AS window_start, p.product_id, c.country, r.referrer_url,
  s.store_id, b.browser, o.os, f.views, f.visitors
FROM web_behaviour.fact_views f JOIN web_behaviour.dim_product p USING (product_key)
  JOIN web_behaviour.dim_country c USING (country_key) JOIN web_behaviour.dim_referrer r USING (referrer_key)
  JOIN web_behaviour.dim_store s USING (store_key) JOIN web_behaviour.dim_browser b USING (browser_key)
  JOIN web_behaviour.dim_os o USING (os_key)
WHERE f.date_key >= to_char($1::timestamptz, 'YYYYMMDDHH24')::integer
  AND f.date_key < to_char($2::timestamptz, 'YYYYMMDDHH24')::integer`;

/** The fact of the star schema with the natural keys of its dimensions. */
export async function factRows(reader: WarehouseReader, range: Range): Promise<Rows> {
  const rows = await reader.rows(FACT, [
    new Date(range.from).toISOString(),
    new Date(range.to).toISOString(),
  ]);
  return rows.map((row) => rowText(row)).sort();
}

/** The names of the rollup tables of a stream's schema: every one that has windows. */
export async function rollupTables(reader: WarehouseReader, schema: string): Promise<readonly string[]> {
  const rows = await reader.rows(
    `SELECT t.table_name FROM information_schema.tables t JOIN information_schema.columns c USING (table_schema, table_name)
     WHERE t.table_schema = $1 AND t.table_type = 'BASE TABLE' AND c.column_name = 'window_start' ORDER BY 1`,
    [schema],
  );
  return rows.map((row) => String(row['table_name']));
}

/** These tables of a stream's schema, as rows to compare with those of a fold. */
export async function readTables(
  reader: WarehouseReader,
  schema: string,
  names: readonly string[],
  range: Range,
): Promise<Record<string, Rows>> {
  const tables: Record<string, Rows> = {};
  for (const name of names) {
    tables[name] =
      name === 'fact_views'
        ? await factRows(reader, range)
        : await rollupRows(reader, `${schema}.${name}`, range);
  }
  return tables;
}
