import type { Star } from '../../../stream/define.ts';
import type { StaleWindow } from '../../../warehouse/contract.ts';
import { identifier, textLiteral } from '../database.ts';
import { lakeRows, renderLakeFiles } from '../lake-source.ts';
import { renderDimensionKeys, renderMembers, renderStarRows, type StarEvents } from '../star-rows.ts';
import { type CsvPath, EVENTS_AT_ONCE, filesWithin, type HolisticContext } from './context.ts';
import { lotsOf, renderWindows, span } from './lots.ts';

/** The fact of the star schema, for the stale hours. */
export async function refreshStar(
  context: HolisticContext,
  windows: readonly StaleWindow[],
  csv: CsvPath,
): Promise<void> {
  const starts = windows.filter((window) => window.grain === 'hour').map((window) => window.start);
  if (context.plan.stream.star === undefined || starts.length === 0) return;
  const files = await filesWithin(context, ...span(starts, 'hour'));
  if (files.length === 0) return await replaceHours(context, starts, csv);
  const most = context.eventsAtOnce ?? EVENTS_AT_ONCE;
  for (const lot of lotsOf(files, { starts, grain: 'hour' }, most)) {
    await replaceHours(context, lot.starts, csv);
  }
}

async function replaceHours(context: HolisticContext, hours: readonly number[], csv: CsvPath): Promise<void> {
  const { plan, connection, warehouse, shadow } = context;
  const { stream } = plan;
  const { star } = stream;
  if (star === undefined) return;
  const files = await filesWithin(context, ...span(hours, 'hour'));
  let csvPath: string | null = null;
  if (files.length > 0) {
    const events = {
      from: renderLakeFiles(lakeRows(context.lakeDir, files)),
      restrict: renderWindows(stream.eventTime, 'hour', hours),
    };
    csvPath = csv(star.fact);
    const keys = await keysOf(context, { star, events, csv });
    const rows = renderStarRows(stream, star, { events, keys });
    await connection.run(`COPY (${rows}) TO ${textLiteral(csvPath)} (FORMAT csv, HEADER false)`);
    for (const table of keys) await connection.run(`DROP TABLE ${table}`);
  }
  await warehouse.refreshStar({ stream: stream.name, hours, csvPath, shadow });
}

/**
 * The keys that the warehouse has for the members of these events: a table for each dimension. The members are sent in
 * the order of their texts, because an index takes them in faster so, and come back as numbers.
 */
async function keysOf(
  { plan, connection, warehouse, shadow }: HolisticContext,
  { star, events, csv }: { star: Star; events: StarEvents; csv: CsvPath },
): Promise<string[]> {
  const { stream } = plan;
  const csvPath = csv(`${star.fact}-members`);
  const keysPath = csv(`${star.fact}-keys`);
  const members = identifier(`star_members_${stream.name}`);
  const keyed = identifier(`star_keyed_${stream.name}`);
  const ordered = `${renderMembers(stream, star, events)} ORDER BY place, member`;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${members} AS SELECT *, row_number() OVER () AS number FROM (${ordered})`,
  );
  await connection.run(
    `COPY (SELECT place, number, member FROM ${members}) TO ${textLiteral(csvPath)} (FORMAT csv, HEADER false)`,
  );
  await warehouse.starKeys({ stream: stream.name, csvPath, keysPath, shadow });
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${keyed} AS SELECT place, value, key FROM ${members} JOIN ${renderKeys(keysPath)} USING (number)`,
  );
  const tables: string[] = [];
  for (const place of Object.keys(star.dimensions).keys()) {
    const table = identifier(`star_keys_${stream.name}_${place}`);
    await connection.run(`CREATE OR REPLACE TEMP TABLE ${table} AS ${renderDimensionKeys(keyed, place)}`);
    tables.push(table);
  }
  for (const table of [members, keyed]) await connection.run(`DROP TABLE ${table}`);
  return tables;
}

function renderKeys(path: string): string {
  return `read_csv(${textLiteral(path)}, auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', new_line = '\\n', parallel = false, columns = {number: 'BIGINT', key: 'INTEGER'})`;
}
