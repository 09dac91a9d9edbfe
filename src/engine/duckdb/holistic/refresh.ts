import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { StaleWindow } from '../../../warehouse/contract.ts';
import type { HolisticContext } from './context.ts';
import { distinctTables } from './distinct.ts';
import { refreshSessions } from './sessions.ts';
import { refreshStar } from './star.ts';

/**
 * Recomputes the holistic measures (distinct counts, sessions, the star schema) of stale windows
 * from the lake, and puts them in place.
 */
export async function refreshWindows(
  context: HolisticContext,
  windows: readonly StaleWindow[],
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
    const distinct = await distinctTables(context, windows, csv);
    if (distinct.length > 0)
      await warehouse.replaceWindows({ stream, windows, tables: distinct, settle: false, shadow });
    await refreshSessions(context, windows, csv);
    await refreshStar(context, windows, csv);
    if (!shadow) await warehouse.replaceWindows({ stream, windows, tables: [], settle: true });
  } finally {
    await Promise.all(written.map((file) => rm(file, { force: true })));
  }
}
