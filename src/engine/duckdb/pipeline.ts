import type { Clock } from '../../event/clock.ts';
import { CrosscurrentError } from '../../event/errors.ts';
import type { Lake } from '../../lake/contract.ts';
import type { StreamPlan } from '../../stream/plan.ts';
import type { LakeFile, SourceAdvance, Warehouse } from '../../warehouse/contract.ts';
import type { InputSlice, Outcome } from '../contract.ts';
import type { GatheredSlice } from './batch.ts';
import { type DuckDBConnection, endQuickly } from './database.ts';
import { createDeadLetterOverflow } from './dead-letter-overflow.ts';
import type { Patience } from './far-files.ts';
import { createGroups, type Group, waitingRows } from './groups.ts';
import { createIdMemories } from './id-memories.ts';
import { type DeduplicationHorizon, IdMemory, recallIds, recallSource } from './id-memory.ts';
import type { KnownValues } from './known-values.ts';
import { type LiveMatching, removeMentionRows } from './mentions/live-matching.ts';
import { patienceWithWarehouse } from './patience.ts';
import { type Prepared, prepareSlice } from './prepare.ts';
import { settleSlice } from './revisions/settle.ts';
import { createLine, type Place } from './turns.ts';

/** Slices that are prepared side by side: a slice alone does not keep two cores busy. */
export const LANES = 2;

/**
 * Slices of a file that share a commit: its cost is that of the rows of the rollups, most of which each slice touches
 * again.
 */
const FILE_SLICES_PER_COMMIT = 4;

/** Between two looks whether a commit has ended, in milliseconds. */
const COMMITTING_MS = 5;

/** Slices that may be prepared and not yet committed: bounds memory and what a crash replays. */
const MAX_WAITING = 12;

export interface PipelineOptions {
  readonly plan: StreamPlan;
  readonly warehouse: Warehouse;
  /** @param patiently how lake files are waited for, where they have to be brought; at once when left out */
  readonly connect: (patiently?: Patience) => Promise<DuckDBConnection>;
  readonly known: KnownValues;
  /** Finds what campaigns speak of. */
  readonly live: LiveMatching;
  readonly lake: Lake;
  readonly lakeDir: string;
  readonly scratchDir: string;
  readonly horizon: DeduplicationHorizon;
  readonly clock: Clock;
  /** Dead letters that the warehouse keeps; further ones go to the lake. */
  readonly deadLetterLimit: number;
  /** Where other processes bring other sources of the stream. */
  readonly sharing?: PipelineSharing | undefined;
  readonly onCommitted: () => void;
  /** Told once when the warehouse goes away; it is waited for. */
  readonly onError: (error: unknown) => void;
}

/** What differs where several processes share the sources of a stream. */
export interface PipelineSharing {
  /** Part of the names of lake files: no two processes write the same file. */
  readonly writer: string;
  /** Asks again what campaigns look for; called while nothing is under way. */
  readonly refresh: () => Promise<void>;
}

interface Entry {
  readonly slice: InputSlice;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

/** One stream's way from slices to the warehouse. */
export interface Pipeline {
  /** Resolves when the slice is committed; slices of a stream are taken in the order of the calls. */
  submit(slice: InputSlice): Promise<Outcome>;
  /** Keeps ids of everything a source brought, and all that come until the answer is called. */
  rememberSource(source: string): Promise<() => void>;
  /** Another process has the source from now on; of use only where sources are shared. */
  letGo(source: string): void;
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
  let closed = false;

  /** The warehouse may be away for a while: the batch waits for it, and the sources are held back. */
  const patiently = patienceWithWarehouse({ isWanted: () => !closed, onAway: options.onError });
  const lake: Lake = { ...options.lake, publish: (file) => patiently(() => options.lake.publish(file)) };

  const committing = await options.connect(patiently);
  const lanes: DuckDBConnection[] = [];
  for (let lane = 0; lane < LANES; lane += 1) lanes.push(await options.connect(patiently));
  const free = [...lanes];
  const overflow = createDeadLetterOverflow({
    ...options,
    connection: committing,
    stream: plan.stream.name,
    limit: options.deadLetterLimit,
    writer: options.sharing?.writer,
  });
  const { sharing } = options;

  const withConnection = async <T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> => {
    const connection = await options.connect();
    return work(connection).finally(() => connection.closeSync());
  };
  /** Sources whose ids are kept, however old they are. */
  const kept: string[] = [];
  const recall = async (memory: IdMemory, source: string | null): Promise<void> => {
    // What is being committed would be neither in the lake nor remembered.
    const ending = committingGroup;
    while (ending !== null && committingGroup === ending) await pauseFor(COMMITTING_MS);
    await patiently(() =>
      withConnection(async (connection) => {
        const work = { ...options, connection, stream: plan.stream, memory };
        await recallIds({ ...work, source, now: options.clock.now() });
        if (source === null) for (const one of kept) await recallSource({ ...work, source: one });
      }),
    );
  };
  /** The one of all sources, where they are not shared. */
  const whole = new IdMemory(options.horizon, options.clock);
  const memories = createIdMemories({
    bySource: sharing !== undefined,
    create: () => (sharing === undefined ? whole : new IdMemory(options.horizon, options.clock)),
    recall,
  });
  let refreshed: Promise<void> | null = Promise.resolve();

  const queue: Entry[] = [];
  const groups = createGroups<Entry>({ ...options, connection: committing, overflow, patiently });
  let gathering = groups.begin();
  let committingGroup: Group<Entry> | null = null;
  if (sharing === undefined) memories.of({ source: '', from: 0n, to: 0n }).catch(() => undefined);
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

  const failAll = (error: unknown, failing: readonly Group<Entry>[]): void => {
    failures += 1;
    lastFailure = error;
    // What was remembered of slices that failed must be forgotten: the lake knows what was stored.
    memories.clear();
    refreshed = null;
    const failed = failing.flatMap((group) => group.entries.map(({ entry }) => entry));
    for (const entry of [...failed, ...queue.splice(0)]) entry.reject(error);
    if (closed) return;
    for (const group of failing) groups.discard(group);
  };

  const takeGathering = (): Group<Entry> => {
    const group = gathering;
    gathering = groups.begin();
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
    let ungathered: Prepared | null = null;
    try {
      const memory = await memories.of(entry.slice);
      refreshed ??= patiently(async () => sharing?.refresh());
      await refreshed;
      // Another slice failed meanwhile: what this one would remember now, nobody would forget again.
      if (failures !== before) throw lastFailure;
      const prepared = await prepare(entry.slice, { lane, memory, order: places.deduplicate });
      ungathered = prepared;
      await places.finish.turn;
      if (failures !== before) throw lastFailure;
      const settled = await settle(prepared, lane, memory.isComplete);
      if (failures !== before) throw lastFailure;
      await groups.add(gathering, { ...settled, entry }, lane);
      // A commit failed meanwhile and took the group with it.
      if (failures !== before) throw lastFailure;
      ungathered = null;
    } catch (error) {
      // Whatever went wrong here after another failure is a consequence of that.
      entry.reject(failures === before ? error : lastFailure);
      await places.finish.turn;
      if (failures === before) failAll(error, [takeGathering()]);
    } finally {
      places.deduplicate.done();
      places.finish.done();
      await removeMentionRows(ungathered?.mentions ?? []);
    }
  };

  /** What the slice takes back; all slices before it are gathered. */
  const settle = async (
    prepared: Prepared,
    lane: DuckDBConnection,
    isComplete: boolean,
  ): Promise<GatheredSlice> => {
    if (prepared.revisions.revised === 0) return { prepared, settled: null };
    const settled = await settleSlice(
      {
        ...options,
        connection: lane,
        isComplete,
        waiting: waitingRows([...(committingGroup === null ? [] : [committingGroup]), gathering]),
        committed: () => patiently(() => earlierFiles(prepared.advance.source)),
      },
      prepared.lakeFiles,
    );
    return settled === null
      ? { prepared, settled }
      : { prepared: { ...prepared, lakeFiles: settled.own }, settled };
  };

  /** Where sources are shared, all events of an id come from one. */
  const earlierFiles = async (source: string): Promise<LakeFile[]> => {
    const files = await warehouse.lakeFiles(plan.stream.name);
    return sharing === undefined ? files : files.filter((file) => file.source === source);
  };

  const prepare = async (
    slice: InputSlice,
    { lane: connection, memory, order }: { lane: DuckDBConnection; memory: IdMemory; order: Place },
  ): Promise<Prepared> => {
    const matched = options.live.editions();
    const prepared = await prepareSlice(
      {
        connection,
        plan,
        lake,
        scratchDir: options.scratchDir,
        known: options.known,
        seen: memory.seen(),
        generation: memory.generation(),
        order,
        ...(sharing === undefined ? {} : { writer: sharing.writer }),
      },
      slice,
    );
    const mentions = await options.live.find(connection, prepared.lakeFiles);
    if (sharing === undefined || plan.stream.mentions === undefined) return { ...prepared, mentions };
    return { ...prepared, mentions, matched };
  };

  /** Whether further slices of a file are going to join the group soon. */
  const isWorthWaiting = (): boolean =>
    kept.length > 0 &&
    gathering.entries.length < FILE_SLICES_PER_COMMIT &&
    (free.length < lanes.length || (queue.length > 0 && pauses === 0));

  const commitNext = async (): Promise<void> => {
    if (busyCommitting || gathering.filling || gathering.entries.length === 0 || closed) return;
    if (isWorthWaiting()) return;
    busyCommitting = true;
    const group = takeGathering();
    committingGroup = group;
    try {
      await groups.commit(group);
      for (const { entry, prepared } of group.entries) entry.resolve(outcomeOf(prepared.advance));
      options.onCommitted();
    } catch (error) {
      failAll(error, [group, takeGathering()]);
    } finally {
      busyCommitting = false;
      committingGroup = null;
      void commitNext();
      pump();
      checkIdle();
    }
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
      if (sharing !== undefined) throw new Error('where sources are shared each is remembered by itself');
      const memory = await memories.of({ source, from: 0n, to: 0n });
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
    letGo: (source) => memories.drop(source),
    async pause() {
      pauses += 1;
      void commitNext();
      await new Promise<void>((resolve) => {
        idleWaiters.push(resolve);
        checkIdle();
      });
      return () => {
        pauses -= 1;
        pump();
      };
    },
    forgetRemoved: () => memories.clear(),
    async close() {
      closed = true;
      const error = new CrosscurrentError('internal', 'The engine was stopped.', 'Start it again.');
      for (const entry of queue.splice(0)) entry.reject(error);
      // What is under way is replayed after the next start, from the offset that was committed.
      await endQuickly(ended(), () => {
        lake.far?.interrupt();
        for (const lane of lanes) lane.interrupt();
      });
      failAll(error, [takeGathering()]);
      for (const lane of lanes) lane.closeSync();
      committing.closeSync();
      checkIdle();
    },
  };
}

function pauseFor(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function outcomeOf(advance: SourceAdvance): Outcome {
  const { received, stored, duplicate, rejected } = advance;
  return { received, stored, duplicate, rejected };
}
