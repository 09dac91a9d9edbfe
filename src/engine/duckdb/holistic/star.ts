import type { StaleWindow } from '../../../warehouse/contract.ts';
import { textLiteral } from '../database.ts';
import { lakeRows, renderLakeFiles } from '../lake-source.ts';
import { renderStarRows } from '../star-rows.ts';
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
  if (stream.star === undefined) return;
  const files = await filesWithin(context, ...span(hours, 'hour'));
  const csvPath = files.length === 0 ? null : csv(stream.star.fact);
  if (csvPath !== null) {
    const rows = renderStarRows(stream, stream.star, {
      from: renderLakeFiles(lakeRows(context.lakeDir, files)),
      restrict: renderWindows(stream.eventTime, 'hour', hours),
    });
    await connection.run(`COPY (${rows}) TO ${textLiteral(csvPath)} (FORMAT csv, HEADER false)`);
  }
  await warehouse.refreshStar({ stream: stream.name, hours, csvPath, shadow });
}
