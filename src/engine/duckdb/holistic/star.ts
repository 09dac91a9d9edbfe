import type { Star } from '../../../stream/define.ts';
import type { StaleWindow } from '../../../warehouse/contract.ts';
import { identifier, textLiteral } from '../database.ts';
import { lakeRows, renderLakeFiles } from '../lake-source.ts';
import { renderKeyedRows, renderMembers, renderStarRows } from '../star-rows.ts';
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
    const rows = identifier(`star_${stream.name}`);
    const made = renderStarRows(stream, star, {
      from: renderLakeFiles(lakeRows(context.lakeDir, files)),
      restrict: renderWindows(stream.eventTime, 'hour', hours),
    });
    await connection.run(`CREATE OR REPLACE TEMP TABLE ${rows} AS ${made}`);
    csvPath = csv(star.fact);
    await writeKeyed(context, { star, rows, csvPath, csv });
    await connection.run(`DROP TABLE ${rows}`);
  }
  await warehouse.refreshStar({ stream: stream.name, hours, csvPath, shadow });
}

/** Writes rows with the keys that the warehouse has for their members. */
async function writeKeyed(
  { plan, connection, warehouse, shadow }: HolisticContext,
  work: { star: Star; rows: string; csvPath: string; csv: CsvPath },
): Promise<void> {
  const members = work.csv(`${work.star.fact}-members`);
  const keysPath = work.csv(`${work.star.fact}-keys`);
  const keys = identifier(`star_keys_${plan.stream.name}`);
  await connection.run(
    `COPY (${renderMembers(work.star, work.rows)}) TO ${textLiteral(members)} (FORMAT csv, HEADER false)`,
  );
  await warehouse.starKeys({ stream: plan.stream.name, csvPath: members, keysPath, shadow });
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${keys} AS SELECT * FROM ${renderKeys(keysPath)}`);
  const keyed = renderKeyedRows(work.star, { rows: work.rows, keys });
  await connection.run(`COPY (${keyed}) TO ${textLiteral(work.csvPath)} (FORMAT csv, HEADER false)`);
  await connection.run(`DROP TABLE ${keys}`);
}

/** PostgreSQL quotes whatever could be mistaken, an empty text too, so that nothing has to be found out. */
function renderKeys(path: string): string {
  return `read_csv(${textLiteral(path)}, auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', new_line = '\\n', parallel = false, allow_quoted_nulls = false, columns = {place: 'UTINYINT', member: 'VARCHAR', key: 'BIGINT'})`;
}
