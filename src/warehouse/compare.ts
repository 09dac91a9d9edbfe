import { Client, type ClientBase } from 'pg';
import type { ColumnShape } from './column-shape.ts';
import { type Connection, findServer, prepareSession } from './connect.ts';
import { toWarehouseError } from './failure.ts';
import type { TableShape } from './shape.ts';
import { quoteIdentifier, quoteIdentifiers, tableOf } from './sql-names.ts';

/** A row as text: column -> value; whole numbers and decimals without zeros behind, windows in epoch milliseconds. */
export type ComparedRow = Readonly<Record<string, string | null>>;

/** A row that is not the same on both sides; a side is null where there is no such row. */
export interface RowDifference {
  readonly one: ComparedRow | null;
  readonly other: ComparedRow | null;
}

/** How the rows of a table differ between two warehouses. */
export interface TableComparison {
  readonly table: string;
  readonly rows: number;
  readonly otherRows: number;
  /** Rows that only the first has. */
  readonly missing: number;
  /** Rows that only the other has. */
  readonly unexpected: number;
  /** Rows of one key with other measures. */
  readonly different: number;
  /** The first of all these, in the order of the key. */
  readonly examples: readonly RowDifference[];
}

export interface ComparedTable {
  readonly stream: string;
  readonly table: TableShape;
}

/** A warehouse that is compared, over a session of its own. */
export interface ComparedWarehouse {
  /** A table's number of rows and a hash of all of them, whatever their order. */
  fingerprint(compared: ComparedTable): Promise<string>;
  /** The rows in the order of their key, a few at a time; those of one moment. */
  rows(compared: ComparedTable): AsyncGenerator<ComparedRow>;
  close(): Promise<void>;
}

/** Rows that are fetched at once. */
const FETCH = 2000;

/** Opens a warehouse for a comparison. Fails with `warehouse_unavailable`. */
export async function openForComparison(connection: Connection): Promise<ComparedWarehouse> {
  const client = new Client(await findServer(connection));
  client.on('error', () => {}); // the query that is under way fails with it
  await client.connect();
  await prepareSession(client);
  return {
    async fingerprint({ stream, table }) {
      const values = table.columns.map(renderText).join(', ');
      const { rows } = await ask<{ print: string }>(
        client,
        `SELECT count(*) || ':' || coalesce(sum(hashtextextended(ROW(${values})::text, 0)::numeric), 0) AS print FROM ${tableOf(stream, table.name)}`,
      );
      return rows[0]?.print ?? '';
    },
    rows: (compared) => readRows(client, compared),
    async close() {
      await client.end().catch(() => undefined);
    },
  };
}

async function* readRows(
  client: ClientBase,
  { stream, table }: ComparedTable,
): AsyncGenerator<ComparedRow, void, void> {
  const columns = table.columns.map((column) => `${renderText(column)} AS ${quoteIdentifier(column.name)}`);
  const order = quoteIdentifiers(keyOf(table).map(({ name }) => name));
  await ask(client, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    // In an inner query, so that the order is that of the columns and not of the texts made of them.
    await ask(
      client,
      `DECLARE compared NO SCROLL CURSOR FOR SELECT ${columns.join(', ')} FROM (SELECT * FROM ${tableOf(stream, table.name)} ORDER BY ${order}) ordered`,
    );
    for (;;) {
      const { rows } = await ask<ComparedRow>(client, `FETCH ${FETCH} FROM compared`);
      yield* rows;
      if (rows.length < FETCH) return;
    }
  } finally {
    await client.query('ROLLBACK').catch(() => undefined);
  }
}

async function ask<R extends object>(client: ClientBase, sql: string): Promise<{ rows: R[] }> {
  try {
    return await client.query<R>(sql);
  } catch (error) {
    throw toWarehouseError(error);
  }
}

const keyOf = (table: TableShape): ColumnShape[] => table.columns.filter(({ merge }) => merge === 'key');

function renderText({ name, type, merge }: ColumnShape): string {
  const column = quoteIdentifier(name);
  if (merge === 'key' && type === 'timestamptz') {
    return `CAST(CAST(extract(epoch FROM ${column}) * 1000 AS bigint) AS text)`;
  }
  // Engines keep as many zeros behind the point as their types say.
  if (type === 'numeric') return `CAST(trim_scale(${column}) AS text)`;
  return `CAST(${column} AS text)`;
}

/**
 * Compares every row of a table in two warehouses, side by side in the order of the key, so that its size does not
 * matter.
 * @param examples how many differences are kept
 */
export async function compareTable(
  { one, other }: { readonly one: ComparedWarehouse; readonly other: ComparedWarehouse },
  compared: ComparedTable,
  examples: number,
): Promise<TableComparison> {
  const counts = { rows: 0, otherRows: 0, missing: 0, unexpected: 0, different: 0 };
  const found: RowDifference[] = [];
  for await (const pair of pairs(one.rows(compared), other.rows(compared), keyOf(compared.table))) {
    if (pair.one !== null) counts.rows += 1;
    if (pair.other !== null) counts.otherRows += 1;
    if (pair.one !== null && pair.other !== null && isSame(pair.one, pair.other)) continue;
    if (pair.other === null) counts.missing += 1;
    else if (pair.one === null) counts.unexpected += 1;
    else counts.different += 1;
    if (found.length < examples) found.push(pair);
  }
  return { table: compared.table.name, ...counts, examples: found };
}

/** Rows of one key together, in its order. */
async function* pairs(
  one: AsyncGenerator<ComparedRow>,
  other: AsyncGenerator<ComparedRow>,
  key: readonly ColumnShape[],
): AsyncGenerator<RowDifference> {
  try {
    let left = await one.next();
    let right = await other.next();
    while (left.done !== true || right.done !== true) {
      const order =
        left.done === true ? 1 : right.done === true ? -1 : compareKeys(left.value, right.value, key);
      yield {
        one: left.done === true || order > 0 ? null : left.value,
        other: right.done === true || order < 0 ? null : right.value,
      };
      if (order <= 0) left = await one.next();
      if (order >= 0) right = await other.next();
    }
  } finally {
    await one.return(undefined);
    await other.return(undefined);
  }
}

/** As PostgreSQL orders them: texts by their bytes, see `TEXT`. */
function compareKeys(one: ComparedRow, other: ComparedRow, key: readonly ColumnShape[]): number {
  for (const { name, type } of key) {
    const [a, b] = [one[name] ?? '', other[name] ?? ''];
    if (a === b) continue;
    if (type === 'timestamptz') return Number(a) - Number(b);
    return Buffer.compare(Buffer.from(a), Buffer.from(b));
  }
  return 0;
}

function isSame(one: ComparedRow, other: ComparedRow): boolean {
  return Object.keys(one).every((name) => one[name] === other[name]);
}
