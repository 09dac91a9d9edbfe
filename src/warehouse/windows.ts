import { CrosscurrentError } from '../event/errors.ts';
import type { Grain } from '../stream/rollup.ts';
import { instant } from './bookkeeping.ts';
import type { StaleWindow, WindowTable, WindowWork } from './contract.ts';
import { copyCsv, prepareCsv } from './copy.ts';
import type { LaneSession } from './lane.ts';
import type { StreamShape } from './shape.ts';
import { tableOf } from './sql-names.ts';
import { advanceVersion } from './stream-state.ts';

/** More than this are handed out with the next call. */
const MAX_STALE = 10_000;

/** The windows whose holistic measures wait, newest first. */
export const STALE_WINDOWS = `
SELECT grain, start, version FROM crosscurrent.stale_window WHERE stream = $1
ORDER BY start DESC, grain LIMIT ${MAX_STALE}`;

/** A row of {@link STALE_WINDOWS}. */
export interface StaleRow {
  readonly grain: Grain;
  readonly start: Date;
  readonly version: string;
}

export function toStaleWindow({ grain, start, version }: StaleRow): StaleWindow {
  return { grain, start: start.getTime(), version: BigInt(version) };
}

/** A window that a commit made stale again since has a higher version, and stays. */
const SETTLE = `
DELETE FROM crosscurrent.stale_window s
USING unnest($2::text[], $3::timestamptz[], $4::bigint[]) AS w(grain, start, version)
WHERE s.stream = $1 AND s.grain = w.grain AND s.start = w.start AND s.version <= w.version`;

/**
 * Replaces the rows of whole windows, in the transaction that is open: deleted and copied in anew, which for the few
 * windows that a batch touches is cheaper than comparing rows.
 */
export async function replaceRows(
  session: LaneSession,
  shape: StreamShape,
  { work, now }: { work: WindowWork; now: number },
): Promise<void> {
  const shadow = work.shadow ?? false;
  for (const table of work.tables) {
    requireHolistic(shape, table);
    const starts = work.windows
      .filter((window) => window.grain === table.grain)
      .map((window) => instant(window.start));
    const name = tableOf(shape.stream, table.table, shadow);
    if (starts.length > 0) {
      await session.client.query(`DELETE FROM ${name} WHERE window_start = ANY($1::timestamptz[])`, [starts]);
    }
    if (table.csvPath === null) continue;
    for (const source of await prepareCsv([table.csvPath])) {
      await copyCsv(session.client, { table: name, columns: table.columns, source });
    }
  }
  if (shadow) return;
  // In the order in which a commit locks them: first the stream's state, then its stale windows.
  await advanceVersion(session.client, work.stream, now);
  if (work.settle) await settle(session, work);
}

async function settle(session: LaneSession, { stream, windows }: WindowWork): Promise<void> {
  await session.client.query(SETTLE, [
    stream,
    windows.map((window) => window.grain),
    windows.map((window) => instant(window.start)),
    windows.map((window) => window.version),
  ]);
}

/** Only these tables get whole windows: a rollup of partial sums would lose what another batch merged meanwhile. */
function requireHolistic(shape: StreamShape, { table, grain }: WindowTable): void {
  const known = shape.tables.find((one) => one.name === table && one.kind === 'holistic');
  if (known?.grain === grain) return;
  const words =
    known === undefined
      ? `${shape.stream} has no table ${table} of which windows are replaced.`
      : `The windows of ${table} are of the grain ${known.grain}, not ${grain}.`;
  throw new CrosscurrentError('internal', words, '');
}
