import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { StaleWindow } from '../../../warehouse/contract.ts';
import type { DuckDBConnection } from '../database.ts';
import type { CsvPath, HolisticContext } from './context.ts';
import { distinctTables } from './distinct.ts';
import { refreshSessions } from './sessions.ts';
import { refreshStar } from './star.ts';

/**
 * Recomputes the holistic measures (distinct counts, sessions, the star schema) of stale windows
 * from the lake, and puts them in place.
 * @param beside a second connection, for sessions to be made on while the others are counted; without one it is done
 *   one after the other, which leaves more of the machine to everything else
 */
export async function refreshWindows(
  context: HolisticContext,
  windows: readonly StaleWindow[],
  beside?: DuckDBConnection,
): Promise<void> {
  const { plan, warehouse, shadow } = context;
  const stream = plan.stream.name;
  const label = `${stream}-${shadow ? 'shadow' : 'live'}-${process.pid}`;
  const written: string[] = [];
  const csv = (table: string): string => {
    const file = path.join(context.scratchDir, `${table}-${label}.csv`);
    written.push(file);
    return file;
  };
  try {
    const sessions = (connection: DuckDBConnection): Promise<void> =>
      refreshSessions({ ...context, connection }, windows, csv);
    if (beside === undefined) {
      await refreshCounts(context, windows, csv);
      await sessions(context.connection);
    } else {
      await bothOf(refreshCounts(context, windows, csv), sessions(beside));
    }
    if (!shadow) await warehouse.replaceWindows({ stream, windows, tables: [], settle: true });
  } finally {
    await Promise.all(written.map((file) => rm(file, { force: true })));
  }
}

async function refreshCounts(
  context: HolisticContext,
  windows: readonly StaleWindow[],
  csv: CsvPath,
): Promise<void> {
  const { plan, warehouse, shadow } = context;
  const stream = plan.stream.name;
  const distinct = await distinctTables(context, windows, csv);
  if (distinct.length > 0)
    await warehouse.replaceWindows({ stream, windows, tables: distinct, settle: false, shadow });
  await refreshStar(context, windows, csv);
}

/** Waits for both, also when one of them fails: nobody may close what the other still uses. */
async function bothOf(one: Promise<void>, other: Promise<void>): Promise<void> {
  const ended = await Promise.allSettled([one, other]);
  for (const result of ended) if (result.status === 'rejected') throw result.reason;
}
