import type { ClientBase } from 'pg';

/** A table as it is in the database. */
export interface FoundTable {
  /** Columns of the primary key, in its order. */
  readonly key: readonly string[];
  /** Name -> type without its collation, in the order of the table. */
  readonly columns: ReadonlyMap<string, { readonly type: string; readonly notNull: boolean }>;
}

interface Row {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly not_null: boolean;
  /** Position in the primary key; null outside of it. */
  readonly key: number | null;
}

const COLUMNS = `
SELECT c.relname AS table, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type,
  a.attnotnull AS not_null, array_position(i.indkey::smallint[], a.attnum) AS key
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
WHERE n.nspname = $1 AND c.relkind = 'r'
ORDER BY c.relname, a.attnum`;

/** PostgreSQL's own names of the types that declarations use under another one. */
const SHORT_TYPES: Readonly<Record<string, string>> = { 'timestamp with time zone': 'timestamptz' };

/** The tables of a schema by name. */
export async function findTables(client: ClientBase, schema: string): Promise<Map<string, FoundTable>> {
  const { rows } = await client.query<Row>(COLUMNS, [schema]);
  const tables = Map.groupBy(rows, (row) => row.table);
  return new Map(
    [...tables].map(([name, columns]) => [
      name,
      {
        key: columns
          .filter((column) => column.key !== null)
          .sort((a, b) => Number(a.key) - Number(b.key))
          .map((column) => column.column),
        columns: new Map(
          columns.map(({ column, type, not_null: notNull }) => [
            column,
            { type: SHORT_TYPES[type] ?? type, notNull },
          ]),
        ),
      },
    ]),
  );
}
