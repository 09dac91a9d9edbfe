import { createHolisticSchedule } from '../../src/engine/duckdb/holistic/schedule.ts';
import { lakeRows } from '../../src/engine/duckdb/lake-source.ts';
import { createPendingSums } from '../../src/engine/duckdb/partial-sums.ts';
import { type Prepared, prepareSlice } from '../../src/engine/duckdb/prepare.ts';
import { RecentIds } from '../../src/engine/duckdb/recent-ids.ts';
import { createLine } from '../../src/engine/duckdb/turns.ts';
import { systemClock } from '../../src/event/clock.ts';
import type { Partial } from '../../src/warehouse/contract.ts';
import { webStream } from '../events/web-stream.ts';
import { cost, sliceOf, type Work } from './cost.ts';
import type { EngineParts } from './parts.ts';

/** A whole slice, as the engine does it, then its sums and its commit. */
export async function measureWhole(work: Work): Promise<void> {
  const { parts, file } = work;
  const seen = { ids: new RecentIds(), revised: new RecentIds(), isComplete: true };
  const context = { ...parts, seen, generation: 1, order: createLine().take() };
  const slice = sliceOf(file, 'whole');
  const prepared = await cost(work, 'a whole slice up to the lake', () => prepareSlice(context, slice));
  const sums = createPendingSums(parts.plan, 'stages').with(parts.connection);
  const files = lakeRows(parts.lakeDir, prepared.lakeFiles);
  await cost(work, 'sums: grouping sets', () => sums.add(files));
  const partials = await cost(work, 'sums: merge and export', () => sums.export(parts.scratchDir));
  await cost(work, 'commit', () => commit(parts, prepared, partials));
  await sums.drop();
}

async function commit(
  { warehouse }: EngineParts,
  prepared: Prepared,
  partials: readonly Partial[],
): Promise<void> {
  const { advance, lakeFiles, deadLetters, stale, latestEvent } = prepared;
  const { name: stream } = webStream;
  await warehouse.commit({
    stream,
    advances: [advance],
    partials,
    lakeFiles,
    deadLetters,
    stale,
    latestEvent,
  });
}

/** Distinct counts, sessions and star schema of everything that was committed. */
export async function measureHolistic(work: Work): Promise<void> {
  const { parts } = work;
  const failures: unknown[] = [];
  const schedule = createHolisticSchedule({
    ...parts,
    expiryDays: null,
    clock: systemClock,
    onError: (error) => failures.push(error),
  });
  await cost(work, 'distinct counts, sessions, star schema', () => schedule.settle());
  await schedule.close();
  if (failures.length > 0) throw failures[0];
}
