import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../event/clock.ts';
import { CrosscurrentError } from '../../event/errors.ts';
import type { StreamPlan } from '../../stream/plan.ts';
import type {
  CommitBatch,
  DeadLetter,
  LakeFile,
  SourceAdvance,
  Warehouse,
} from '../../warehouse/contract.ts';
import type { InputSlice, Outcome } from '../contract.ts';
import { type DuckDBConnection, endQuickly } from './database.ts';
import { createDeadLetterOverflow } from './dead-letter-overflow.ts';
import { createKnownTables, type KnownValues } from './derivations.ts';
import { type DeduplicationHorizon, IdMemory, recallIds, recallSource } from './id-memory.ts';
import { createPendingSums } from './partial-sums.ts';
import { type Prepared, prepareSlice } from './prepare.ts';
import { createLine, type Place } from './turns.ts';

/** Slices that are prepared side by side: a slice alone does not keep two cores busy. */
const LANES = 2;

/** Slices that may be prepared and not yet committed: bounds memory and what a crash replays. */
const MAX_WAITING = 12;

export interface PipelineOptions {
  readonly plan: StreamPlan;
  readonly warehouse: Warehouse;
  readonly connect: () => Promise<DuckDBConnection>;
  readonly known: KnownValues;
  readonly lakeDir: string;
  readonly scratchDir: string;
  readonly horizon: DeduplicationHorizon;
  readonly clock: Clock;
  /** Dead letters that the warehouse keeps; further ones go to the lake. */
  readonly deadLetterLimit: number;
  readonly onCommitted: () => void;
  /** Told once when the warehouse goes away; it is waited for. */
  readonly onError: (error: unknown) => void;
}

interface Entry {
  readonly slice: InputSlice;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

interface Group {
  readonly entries: { readonly entry: Entry; readonly prepared: Prepared }[];
  readonly sums: ReturnType<typeof createPendingSums>;
  /** Sums are being added: the group must not be committed before its last entry is in. */
  filling: boolean;
}

/** One stream's way from slices to the warehouse. */
export interface Pipeline {
  /** Resolves when the slice is committed; slices of a stream are taken in the order of the calls. */
  submit(slice: InputSlice): Promise<Outcome>;
  /** Keeps ids of everything a source brought, and all that come until the answer is called. */
  rememberSource(source: string): Promise<() => void>;
  /** Resolves when nothing is under way, and takes nothing up until the answer is called. */
  pause(): Promise<() => void>;
  /** Only the ids that are in the lake now are duplicates from here on; to be called while paused. */
  forgetRemoved(): void;
  close(): Promise<void>;
}

/**
 * Two slices are prepared side by side; while a commit is under way the next ones are prepared, and
 * what has gathered goes into the next commit together, in the order of the slices:
 *
 *   prepare 1 | prepare 3 | prepare 5 ...
 *     prepare 2 | prepare 4 | prepare 6 ...
 *             | commit 1+2            | commit 3+4
 *
 * A slice that cannot be prepared or committed fails all that wait behind it, because offsets must
 * not jump; whoever submitted them reads the offset from the warehouse and starts again there.
 */
export async function createPipeline(options: PipelineOptions): Promise<Pipeline> {
  const { plan, warehouse } = options;
  const committing = await options.connect();
  const lanes: DuckDBConnection[] = [];
  for (let lane = 0; lane < LANES; lane += 1) lanes.push(await options.connect());
  const free = [...lanes];
  await createKnownTables(committing, plan.stream);
  const overflow = createDeadLetterOverflow({
    ...options,
    connection: committing,
    stream: plan.stream.name,
    limit: options.deadLetterLimit,
  });
  const memory = new IdMemory(options.horizon, options.clock);
  let closed = false;

  /** The warehouse may be away for a while: the batch waits for it, and the sources are held back. */
  const patiently = async <T>(work: () => Promise<T>): Promise<T> => {
    for (let pause = 100; ; pause = Math.min(pause * 2, 2000)) {
      try {
        return await work();
      } catch (error) {
        const away = error instanceof CrosscurrentError && error.code === 'warehouse_unavailable';
        if (!away || closed) throw error;
        if (pause === 100) options.onError(error);
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  };

  const withConnection = async <T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> => {
    const connection = await options.connect();
    return work(connection).finally(() => connection.closeSync());
  };
  /** Sources whose ids are kept, however old they are. */
  const kept: string[] = [];
  const recall = (): Promise<void> =>
    patiently(() =>
      withConnection(async (connection) => {
        const work = { ...options, connection, stream: plan.stream, memory };
        await recallIds({ ...work, now: options.clock.now() });
        for (const source of kept) await recallSource({ ...work, source });
      }),
    );
  let recalled: Promise<void> | null = recall();
  recalled.catch(() => undefined);

  const queue: Entry[] = [];
  let groupNumber = 0;
  const newGroup = (): Group => {
    groupNumber += 1;
    return { entries: [], sums: createPendingSums(plan, String(groupNumber)), filling: false };
  };
  let gathering = newGroup();
  const deduplicating = createLine();
  const finishing = createLine();
  let busyCommitting = false;
  let idleWaiters: (() => void)[] = [];

  let pauses = 0;
  const checkIdle = (): void => {
    if (gathering.entries.length > 0 || free.length < lanes.length || busyCommitting) return;
    for (const resolve of idleWaiters) resolve();
    idleWaiters = [];
  };

  /** Counts failures: what was being prepared when one happened has failed with it. */
  let failures = 0;
  let lastFailure: unknown;

  const failAll = (error: unknown, groups: readonly Group[]): void => {
    failures += 1;
    lastFailure = error;
    // What was remembered of slices that failed must be forgotten: the lake knows what was stored.
    memory.clear();
    recalled = null;
    const failed = groups.flatMap((group) => group.entries.map(({ entry }) => entry));
    for (const entry of [...failed, ...queue.splice(0)]) entry.reject(error);
    if (closed) return;
    for (const group of groups) {
      group.sums
        .with(committing)
        .drop()
        .catch(() => undefined);
    }
  };

  const takeGathering = (): Group => {
    const group = gathering;
    gathering = newGroup();
    return group;
  };

  const pump = (): void => {
    while (!closed && pauses === 0 && gathering.entries.length < MAX_WAITING) {
      const lane = free.at(-1);
      const entry = lane === undefined ? undefined : queue.shift();
      if (lane === undefined || entry === undefined) return;
      free.pop();
      const places = { deduplicate: deduplicating.take(), finish: finishing.take() };
      void prepareEntry(entry, lane, places).finally(() => {
        free.push(lane);
        void commitNext();
        pump();
        checkIdle();
      });
    }
  };

  const prepareEntry = async (
    entry: Entry,
    lane: DuckDBConnection,
    places: { deduplicate: Place; finish: Place },
  ): Promise<void> => {
    const before = failures;
    try {
      recalled ??= recall();
      await recalled;
      const prepared = await prepare(entry.slice, lane, places.deduplicate);
      await places.finish.turn;
      if (failures === before) await gather(entry, prepared, lane);
      else entry.reject(lastFailure);
    } catch (error) {
      entry.reject(error);
      await places.finish.turn;
      if (failures === before) failAll(error, [takeGathering()]);
    } finally {
      places.deduplicate.done();
      places.finish.done();
    }
  };

  const gather = async (entry: Entry, prepared: Prepared, lane: DuckDBConnection): Promise<void> => {
    const group = gathering;
    group.filling = true;
    try {
      const files = prepared.lakeFiles.map((file) => path.join(options.lakeDir, file.path));
      if (files.length > 0) await group.sums.with(lane).add(files);
      group.entries.push({ entry, prepared });
    } finally {
      group.filling = false;
    }
    // A commit failed meanwhile and took the group with it.
    if (group !== gathering) entry.reject(lastFailure);
  };

  const prepare = (slice: InputSlice, connection: DuckDBConnection, order: Place): Promise<Prepared> =>
    prepareSlice(
      {
        connection,
        plan,
        lakeDir: options.lakeDir,
        scratchDir: options.scratchDir,
        known: options.known,
        ids: memory.ids,
        generation: memory.generation(),
        order,
      },
      slice,
    );

  const commitNext = async (): Promise<void> => {
    if (busyCommitting || gathering.filling || gathering.entries.length === 0 || closed) return;
    busyCommitting = true;
    const group = takeGathering();
    try {
      await commitGroup(group);
      for (const { entry, prepared } of group.entries) entry.resolve(outcomeOf(prepared.advance));
      options.onCommitted();
    } catch (error) {
      failAll(error, [group, takeGathering()]);
    } finally {
      busyCommitting = false;
      void commitNext();
      pump();
      checkIdle();
    }
  };

  const commitGroup = async (group: Group): Promise<void> => {
    const sums = group.sums.with(committing);
    const partials = await sums.export(options.scratchDir);
    const deadLetters = await patiently(() => divertLetters(group));
    const batch: CommitBatch = { ...mergePrepared(plan.stream.name, group), partials, deadLetters };
    try {
      await patiently(() => warehouse.commit(batch));
    } finally {
      await Promise.all(partials.map(({ csvPath }) => rm(csvPath, { force: true })));
    }
    await sums.drop();
  };

  const divertLetters = async (group: Group): Promise<DeadLetter[]> => {
    const kept: DeadLetter[] = [];
    for (const { prepared } of group.entries) {
      kept.push(...(await overflow.divert(prepared.deadLetters, prepared.advance)));
    }
    return kept;
  };

  const ended = async (): Promise<void> => {
    while (free.length < lanes.length || busyCommitting) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };

  return {
    submit: (slice) =>
      new Promise<Outcome>((resolve, reject) => {
        if (closed) {
          reject(new CrosscurrentError('internal', 'The engine is closed.', 'Start it again.'));
          return;
        }
        queue.push({ slice, resolve, reject });
        pump();
      }),
    async rememberSource(source) {
      recalled ??= recall();
      await recalled;
      const unpin = memory.pin();
      kept.push(source);
      await withConnection((connection) =>
        recallSource({ ...options, connection, stream: plan.stream, source, memory }),
      );
      return () => {
        kept.splice(kept.indexOf(source), 1);
        unpin();
      };
    },
    async pause() {
      pauses += 1;
      await new Promise<void>((resolve) => {
        idleWaiters.push(resolve);
        checkIdle();
      });
      return () => {
        pauses -= 1;
        pump();
      };
    },
    forgetRemoved() {
      memory.clear();
      recalled = null;
    },
    async close() {
      closed = true;
      const error = new CrosscurrentError('internal', 'The engine was stopped.', 'Start it again.');
      for (const entry of queue.splice(0)) entry.reject(error);
      // What is under way is replayed after the next start, from the offset that was committed.
      await endQuickly(ended(), () => {
        for (const lane of lanes) lane.interrupt();
      });
      failAll(error, [takeGathering()]);
      for (const lane of lanes) lane.closeSync();
      committing.closeSync();
    },
  };
}

function outcomeOf(advance: SourceAdvance): Outcome {
  const { received, stored, duplicate, rejected } = advance;
  return { received, stored, duplicate, rejected };
}

/** What several slices change, as one batch; slices of one source follow each other without a gap. */
function mergePrepared(stream: string, group: Group): Omit<CommitBatch, 'partials' | 'deadLetters'> {
  const all = group.entries.map(({ prepared }) => prepared);
  const bySource = new Map<string, SourceAdvance>();
  for (const { advance } of all) {
    const before = bySource.get(advance.source);
    bySource.set(advance.source, before === undefined ? advance : joinAdvances(before, advance));
  }
  const latest = all.flatMap(({ latestEvent }) => (latestEvent === null ? [] : [latestEvent]));
  return {
    stream,
    advances: [...bySource.values()],
    lakeFiles: all.flatMap<LakeFile>(({ lakeFiles }) => lakeFiles),
    stale: {
      minute: unique(all.flatMap(({ stale }) => stale.minute)),
      hour: unique(all.flatMap(({ stale }) => stale.hour)),
      day: unique(all.flatMap(({ stale }) => stale.day)),
    },
    latestEvent: latest.length === 0 ? null : Math.max(...latest),
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

function unique(values: readonly number[]): number[] {
  return [...new Set(values)];
}
