import type { ClientBase } from 'pg';
import { CrosscurrentError } from '../event/errors.ts';
import { instant } from './bookkeeping.ts';
import { TEXT } from './column-shape.ts';
import type { StarWork } from './contract.ts';
import { copyCsv, prepareCsv } from './copy.ts';
import { DATE_COLUMNS } from './ddl.ts';
import type { LaneSession } from './lane.ts';
import { insertMembers } from './seed-star.ts';
import type { DimensionShape, StarShape, StreamShape } from './shape.ts';
import { quoteIdentifier, quoteIdentifiers, tableOf } from './sql-names.ts';

/** New members whose attributes are computed here are fetched in pieces, to bound the memory. */
const MEMBERS_AT_ONCE = 5_000;

/**
 * Lets the rows of the fact in without looking each foreign key up once more: the join has just found all of them, and
 * members are never deleted. Only a superuser may, as we are on our own server: 10 microseconds a row instead of 38.
 */
const TRUST_THE_JOIN = `SELECT set_config('session_replication_role', 'replica', true)
  FROM pg_roles WHERE rolname = current_user AND rolsuper`;

/** A star's tables as SQL text, in use or in the shadow. */
interface Target {
  readonly star: StarShape;
  readonly staging: string;
  table(name: string): string;
}

/**
 * Brings the fact up to date for whole hours, in the transaction that is open: the rows with natural keys are copied
 * into a temporary table, members that a dimension does not have yet are added, and the rows of these hours replaced.
 */
export async function refreshFact(session: LaneSession, shape: StreamShape, work: StarWork): Promise<void> {
  const { star } = shape;
  if (star === undefined) throw new CrosscurrentError('internal', `${shape.stream} has no star schema.`, '');
  const { client } = session;
  const target: Target = {
    star,
    staging: `pg_temp.${quoteIdentifier(star.fact)}`,
    table: (name) => tableOf(shape.stream, name, work.shadow),
  };
  await stage(session, target, work.csvPath);
  await addHours(client, target, work.hours);
  for (const dimension of star.dimensions) await addMembers(client, target, dimension);
  await replaceFacts(client, target, work.hours);
}

/** Natural keys are named after the dimension's table, measures as they are. */
async function stage(session: LaneSession, { star, staging }: Target, csvPath: string | null): Promise<void> {
  const { client, made } = session;
  const columns = [
    { name: 'window_start', type: 'timestamptz' },
    ...star.dimensions.map((dimension) => ({ name: dimension.table, type: TEXT })),
    ...star.measures,
  ];
  if (!made.has(star.fact)) {
    const lines = columns.map((column) => `${quoteIdentifier(column.name)} ${column.type}`);
    const name = quoteIdentifier(star.fact);
    await client.query(
      `CREATE TEMPORARY TABLE IF NOT EXISTS ${name} (${lines.join(', ')}) ON COMMIT DELETE ROWS`,
    );
    made.add(star.fact);
  }
  if (csvPath === null) return;
  for (const source of await prepareCsv([csvPath])) {
    await copyCsv(client, { table: staging, columns: columns.map((column) => column.name), source });
  }
  // Temporary tables are never analysed by themselves, and seven joins over a wrong guess are nested loops.
  await client.query(`ANALYZE ${staging}`);
}

async function addHours(client: ClientBase, { table }: Target, hours: readonly number[]): Promise<void> {
  const expressions = Object.values(DATE_COLUMNS).map((column) => column.of);
  await client.query(
    `INSERT INTO ${table('dim_date')} (date_key, ${quoteIdentifiers(Object.keys(DATE_COLUMNS))})
     SELECT to_char(h, 'YYYYMMDDHH24')::integer, ${expressions.join(', ')}
     FROM unnest($1::timestamptz[]) AS t(at), LATERAL (SELECT at AT TIME ZONE 'UTC' AS h) AS hour
     ON CONFLICT (date_key) DO NOTHING`,
    [hours.map(instant)],
  );
}

async function addMembers(client: ClientBase, target: Target, dimension: DimensionShape): Promise<void> {
  const table = target.table(dimension.table);
  const staged = quoteIdentifier(dimension.table);
  const natural = quoteIdentifier(dimension.natural);
  const missing = `SELECT DISTINCT ${staged} AS member FROM ${target.staging} s
    WHERE NOT EXISTS (SELECT FROM ${table} d WHERE d.${natural} = s.${staged})`;
  if (Object.keys(dimension.attributes).length === 0) {
    await client.query(`INSERT INTO ${table} (${natural}) ${missing} ORDER BY 1`);
    return;
  }
  for (;;) {
    const { rows } = await client.query<{ member: string }>(`${missing} ORDER BY 1 LIMIT ${MEMBERS_AT_ONCE}`);
    if (rows.length === 0) return;
    await insertMembers(
      client,
      { table, dimension },
      rows.map((row) => row.member),
    );
  }
}

async function replaceFacts(
  client: ClientBase,
  { star, staging, table }: Target,
  hours: readonly number[],
): Promise<void> {
  const fact = table(star.fact);
  await client.query(`DELETE FROM ${fact} WHERE date_key = ANY($1::integer[])`, [hours.map(dateKey)]);
  await client.query(TRUST_THE_JOIN);
  const joins = star.dimensions.map(
    (dimension, index) =>
      `JOIN ${table(dimension.table)} d${index} ON d${index}.${quoteIdentifier(dimension.natural)} = s.${quoteIdentifier(dimension.table)}`,
  );
  const keys = star.dimensions.map((dimension, index) => `d${index}.${quoteIdentifier(dimension.surrogate)}`);
  const measures = star.measures.map((measure) => measure.name);
  const columns = ['date_key', ...star.dimensions.map((dimension) => dimension.surrogate), ...measures];
  await client.query(
    `INSERT INTO ${fact} (${quoteIdentifiers(columns)})
     SELECT ${[
       "to_char(s.window_start AT TIME ZONE 'UTC', 'YYYYMMDDHH24')::integer",
       ...keys,
       ...measures.map((name) => `s.${quoteIdentifier(name)}`),
     ].join(', ')}
     FROM ${staging} s ${joins.join(' ')} ORDER BY ${[1, ...keys].join(', ')}`,
  );
}

/** The key of an hour in `dim_date`: yyyymmddhh. @param hour epoch milliseconds */
export function dateKey(hour: number): number {
  return Number(instant(hour).slice(0, 13).replaceAll(/[-T]/g, ''));
}
