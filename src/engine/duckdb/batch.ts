import type { StreamPlan } from '../../stream/plan.ts';
import type { Grain } from '../../stream/rollup.ts';
import type { BatchRevisions, CommitBatch, SourceAdvance } from '../../warehouse/contract.ts';
import type { Prepared } from './prepare.ts';
import type { SettledSlice } from './revisions/settle.ts';

/** A slice that waits for the next commit. */
export interface GatheredSlice {
  /** Its lake files without the rows that do not count from the beginning. */
  readonly prepared: Prepared;
  /** What it takes back of slices before it; null for most. */
  readonly settled: SettledSlice | null;
}

/** What several slices change, as one batch; slices of one source follow each other without a gap. */
export function mergeSlices(
  { stream }: StreamPlan,
  slices: readonly GatheredSlice[],
): Omit<CommitBatch, 'partials' | 'deadLetters'> {
  const all = slices.map(({ prepared }) => prepared);
  const bySource = new Map<string, SourceAdvance>();
  for (const { advance } of all) {
    const before = bySource.get(advance.source);
    bySource.set(advance.source, before === undefined ? advance : joinAdvances(before, advance));
  }
  const latest = all.flatMap(({ latestEvent }) => (latestEvent === null ? [] : [latestEvent]));
  const stale = (grain: Grain): number[] =>
    unique(
      slices.flatMap(({ prepared, settled }) => [...prepared.stale[grain], ...(settled?.stale[grain] ?? [])]),
    );
  const revisions = mergeRevisions(slices);
  // The same for all: what is looked for changes only while nothing is under way.
  const matched = all[0]?.matched;
  return {
    stream: stream.name,
    advances: [...bySource.values()],
    lakeFiles: all.flatMap(({ lakeFiles }) => lakeFiles),
    stale: { minute: stale('minute'), hour: stale('hour'), day: stale('day') },
    latestEvent: latest.length === 0 ? null : Math.max(...latest),
    ...(stream.revisions === undefined ? {} : { revisions }),
    ...(stream.mentions === undefined ? {} : { mentions: all.flatMap(({ mentions = [] }) => mentions) }),
    ...(matched === undefined ? {} : { matched }),
  };
}

function mergeRevisions(slices: readonly GatheredSlice[]): BatchRevisions {
  return {
    removed: slices.flatMap(({ settled }) => settled?.removed ?? []),
    removedIds: unique(slices.flatMap(({ settled }) => settled?.removedIds ?? [])),
    deletedIds: unique(slices.flatMap(({ prepared }) => prepared.revisions.deletedIds)),
  };
}

function joinAdvances(a: SourceAdvance, b: SourceAdvance): SourceAdvance {
  return {
    source: a.source,
    from: a.from,
    to: b.to,
    received: a.received + b.received,
    stored: a.stored + b.stored,
    duplicate: a.duplicate + b.duplicate,
    rejected: addCounts(a.rejected, b.rejected),
    badFields: addCounts(a.badFields, b.badFields),
  };
}

function addCounts(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Record<string, number> {
  const sum: Record<string, number> = { ...a };
  for (const [key, value] of Object.entries(b)) sum[key] = (sum[key] ?? 0) + value;
  return sum;
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
