import type { StreamPlan } from '../../../stream/plan.ts';
import type { LakeFile, Warehouse } from '../../../warehouse/contract.ts';
import type { DuckDBConnection } from '../database.ts';

export interface HolisticContext {
  readonly connection: DuckDBConnection;
  readonly plan: StreamPlan;
  readonly warehouse: Warehouse;
  readonly lakeDir: string;
  readonly scratchDir: string;
  /** Into the shadow tables of a rebuild. */
  readonly shadow: boolean;
  /**
   * Day -> when the last session that began on it, or before, ended (epoch ms): a later event cannot
   * join it, so that the day need not be looked at again. Filled here.
   */
  readonly carried: Map<number, number>;
  /** Events recomputed in one go, which bounds the memory; default `EVENTS_AT_ONCE`. */
  readonly eventsAtOnce?: number;
  /** The files that may hold events of a range, when not those of the warehouse. */
  readonly filesOf?: (range: { from: number; to: number }) => readonly LakeFile[];
}

/** Events whose distinct values are counted in one go: about a hundred bytes of memory each, on two connections at once. */
export const EVENTS_AT_ONCE = 500_000;

/** Gives a name to the CSV file of a table; it is removed when the windows are in place. */
export type CsvPath = (table: string) => string;

/** The files that may hold events in [from, to), epoch milliseconds. */
export async function filesWithin(
  context: HolisticContext,
  from: number,
  to: number,
): Promise<readonly LakeFile[]> {
  return (
    context.filesOf?.({ from, to }) ??
    (await context.warehouse.lakeFiles(context.plan.stream.name, { from, to }))
  );
}
