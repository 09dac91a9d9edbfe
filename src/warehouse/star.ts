import type { ClientBase } from 'pg';
import { CrosscurrentError } from '../event/errors.ts';
import { instant } from './bookkeeping.ts';
import { TEXT } from './column-shape.ts';
import type { StarMembers, StarWork } from './contract.ts';
import { copyCsv, copyOut, prepareCsv } from './copy.ts';
import { DATE_COLUMNS } from './ddl.ts';
import type { LaneSession } from './lane.ts';
import { insertMembers } from './seed-star.ts';
import type { DimensionShape, StarShape, StreamShape } from './shape.ts';
import { quoteIdentifier, quoteIdentifiers, tableOf } from './sql-names.ts';

/** New members whose attributes are computed here are fetched in pieces, to bound the memory. */
const MEMBERS_AT_ONCE = 5_000;

/**
 * Lets the rows of the fact in without looking each foreign key up once more: all of them come from `keysOfMembers`, and
 * members are never deleted. Only a superuser may, as we are on our own server: 10 microseconds a row instead of 38.
 */
const TRUST_THE_KEYS = `SELECT set_config('session_replication_role', 'replica', true)
  FROM pg_roles WHERE rolname = current_user AND rolsuper`;

const STAGED = 'star_member';

/**
 * Answers the keys of members, in the transaction that is open: they are copied into a temporary table, and those that
 * a dimension does not have yet are added.
 *
 * The rows of the fact get their keys before they come here. Joining them with the dimensions in PostgreSQL took four
 * times as long as copying them in, because a fact has nearly as many rows as there are events.
 */
export async function keysOfMembers(
  session: LaneSession,
  shape: StreamShape,
  members: StarMembers,
): Promise<void> {
  const { client, made } = session;
  const { dimensions } = starOf(shape);
  if (!made.has(STAGED)) {
    await client.query(
      `CREATE TEMPORARY TABLE IF NOT EXISTS ${STAGED} (dimension smallint, number integer, member ${TEXT}) ON COMMIT DELETE ROWS`,
    );
    made.add(STAGED);
  }
  const columns = ['dimension', 'number', 'member'];
  for (const source of await prepareCsv([members.csvPath])) {
    await copyCsv(client, { table: `pg_temp.${STAGED}`, columns, source });
  }
  // Temporary tables are never analysed by themselves, and joins over a wrong guess are nested loops. How many rows a
  // dimension has is enough to know: to look at the texts, too, would take as long as to copy them in.
  await client.query(`ANALYZE pg_temp.${STAGED} (dimension)`);
  const answers: string[] = [];
  for (const [place, dimension] of dimensions.entries()) {
    const table = tableOf(shape.stream, dimension.table, members.shadow);
    await addMembers(client, { table, dimension, place });
    const natural = quoteIdentifier(dimension.natural);
    answers.push(
      `SELECT s.number, d.${quoteIdentifier(dimension.surrogate)} FROM pg_temp.${STAGED} s
       JOIN ${table} d ON d.${natural} = s.member WHERE s.dimension = ${place}`,
    );
  }
  await copyOut(client, answers.join(' UNION ALL '), members.keysPath);
}

/** Brings the fact up to date for whole hours, in the transaction that is open. */
export async function refreshFact(session: LaneSession, shape: StreamShape, work: StarWork): Promise<void> {
  const { client } = session;
  const star = starOf(shape);
  const fact = tableOf(shape.stream, star.fact, work.shadow);
  await addHours(client, tableOf(shape.stream, 'dim_date', work.shadow), work.hours);
  await client.query(`DELETE FROM ${fact} WHERE date_key = ANY($1::integer[])`, [work.hours.map(dateKey)]);
  if (work.csvPath === null) return;
  await client.query(TRUST_THE_KEYS);
  const columns = [
    'date_key',
    ...star.dimensions.map((dimension) => dimension.surrogate),
    ...star.measures.map((measure) => measure.name),
  ];
  for (const source of await prepareCsv([work.csvPath])) {
    await copyCsv(client, { table: fact, columns, source });
  }
}

function starOf({ star, stream }: StreamShape): StarShape {
  if (star === undefined) throw new CrosscurrentError('internal', `${stream} has no star schema.`, '');
  return star;
}

async function addHours(client: ClientBase, table: string, hours: readonly number[]): Promise<void> {
  const expressions = Object.values(DATE_COLUMNS).map((column) => column.of);
  await client.query(
    `INSERT INTO ${table} (date_key, ${quoteIdentifiers(Object.keys(DATE_COLUMNS))})
     SELECT to_char(h, 'YYYYMMDDHH24')::integer, ${expressions.join(', ')}
     FROM unnest($1::timestamptz[]) AS t(at), LATERAL (SELECT at AT TIME ZONE 'UTC' AS h) AS hour
     ON CONFLICT (date_key) DO NOTHING`,
    [hours.map(instant)],
  );
}

async function addMembers(
  client: ClientBase,
  { table, dimension, place }: { table: string; dimension: DimensionShape; place: number },
): Promise<void> {
  const natural = quoteIdentifier(dimension.natural);
  const missing = `SELECT DISTINCT s.member FROM pg_temp.${STAGED} s WHERE s.dimension = ${place}
    AND NOT EXISTS (SELECT FROM ${table} d WHERE d.${natural} = s.member)`;
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

/** The key of an hour in `dim_date`: yyyymmddhh. @param hour epoch milliseconds */
export function dateKey(hour: number): number {
  return Number(instant(hour).slice(0, 13).replaceAll(/[-T]/g, ''));
}
