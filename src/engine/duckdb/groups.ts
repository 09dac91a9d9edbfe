import { rm } from 'node:fs/promises';
import type { StreamPlan } from '../../stream/plan.ts';
import type { CommitBatch, DeadLetter, LakeFile, RemovedRow, Warehouse } from '../../warehouse/contract.ts';
import { type GatheredSlice, mergeSlices } from './batch.ts';
import type { DuckDBConnection } from './database.ts';
import type { DeadLetterOverflow } from './dead-letter-overflow.ts';
import { lakeRows } from './lake-source.ts';
import { removeMentionRows } from './mentions/live-matching.ts';
import { createPendingSums } from './partial-sums.ts';

/** Slices that share a commit, each with whoever waits for it. */
export interface Group<Entry> {
  readonly entries: (GatheredSlice & { readonly entry: Entry })[];
  readonly sums: ReturnType<typeof createPendingSums>;
  /** Sums are being added: the group must not be committed before its last entry is in. */
  filling: boolean;
  /** It will not be committed: what it holds goes. */
  discarded: boolean;
}

export interface GroupContext {
  readonly plan: StreamPlan;
  readonly warehouse: Warehouse;
  /** The connection of commits, which come one after the other. */
  readonly connection: DuckDBConnection;
  readonly overflow: DeadLetterOverflow;
  readonly lakeDir: string;
  readonly scratchDir: string;
  /** Waits for a warehouse that is away. */
  readonly patiently: <T>(work: () => Promise<T>) => Promise<T>;
}

export interface Groups<Entry> {
  begin(): Group<Entry>;
  /**
   * Adds what a slice counts, with the connection of whoever has prepared it. A group that was discarded meanwhile takes
   * nothing.
   */
  add(group: Group<Entry>, slice: GatheredSlice & { entry: Entry }, lane: DuckDBConnection): Promise<void>;
  /** Into the warehouse, in one transaction. */
  commit(group: Group<Entry>): Promise<void>;
  /** Throws away what the group holds; whoever still adds to it does so when that has ended. */
  discard(group: Group<Entry>): void;
}

export function createGroups<Entry>(context: GroupContext): Groups<Entry> {
  const { plan, warehouse, connection, overflow, lakeDir, scratchDir, patiently } = context;
  let number = 0;

  const add = async (
    group: Group<Entry>,
    slice: GatheredSlice & { entry: Entry },
    lane: DuckDBConnection,
  ): Promise<void> => {
    group.filling = true;
    const sums = group.sums.with(lane);
    try {
      const files = lakeRows(lakeDir, slice.prepared.lakeFiles);
      if (files.length > 0) await sums.add(files);
      if (slice.settled !== null) {
        const { removedIds, subtract } = slice.settled;
        if (removedIds.length > 0) await sums.subtract(subtract);
        await lane.run(`DROP TABLE temp.${subtract}`);
      }
    } finally {
      group.filling = false;
      if (group.discarded) await sums.drop();
    }
    if (!group.discarded) group.entries.push(slice);
  };

  const divertLetters = async (group: Group<Entry>): Promise<DeadLetter[]> => {
    const kept: DeadLetter[] = [];
    for (const { prepared } of group.entries) {
      kept.push(...(await overflow.divert(prepared.deadLetters, prepared.advance)));
    }
    return kept;
  };

  return {
    begin() {
      number += 1;
      const sums = createPendingSums(plan, String(number));
      return { entries: [], sums, filling: false, discarded: false };
    },
    add,
    async commit(group) {
      const sums = group.sums.with(connection);
      const partials = await sums.export(scratchDir);
      const deadLetters = await patiently(() => divertLetters(group));
      const batch: CommitBatch = { ...mergeSlices(plan, group.entries), partials, deadLetters };
      try {
        await patiently(() => warehouse.commit(batch));
      } finally {
        await Promise.all(partials.map(({ csvPath }) => rm(csvPath, { force: true })));
        await removeMentionRows(batch.mentions ?? []);
      }
      await sums.drop();
    },
    discard(group) {
      group.discarded = true;
      const mentions = group.entries.flatMap(({ prepared }) => prepared.mentions ?? []);
      removeMentionRows(mentions).catch(() => undefined);
      if (group.filling) return;
      group.sums
        .with(connection)
        .drop()
        .catch(() => undefined);
    },
  };
}

/** The rows of slices that are not committed yet, and what they take back. */
export function waitingRows<Entry>(groups: readonly Group<Entry>[]): {
  files: LakeFile[];
  removed: RemovedRow[];
} {
  const slices = groups.flatMap((group) => group.entries);
  return {
    files: slices.flatMap(({ prepared }) => prepared.lakeFiles),
    removed: slices.flatMap(({ settled }) => settled?.removed ?? []),
  };
}
