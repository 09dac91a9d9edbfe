import type { Clock } from '../../event/clock.ts';
import type { Lake } from '../../lake/contract.ts';
import { createLeftovers, type Leftovers } from '../../lake/leftovers.ts';
import type { StreamPlan } from '../../stream/plan.ts';
import type { Warehouse } from '../../warehouse/contract.ts';
import { compactLake } from './compaction.ts';
import { type DuckDBConnection, endQuickly } from './database.ts';
import { expireLake, expiryCutoff } from './expiry.ts';
import type { HolisticSchedule } from './holistic/schedule.ts';
import type { Pipeline } from './pipeline.ts';
import { forgetLettersOfDeleted } from './revisions/person.ts';
import type { Lock } from './turns.ts';

/** Time that readers of a replaced lake file have to end, in milliseconds. */
const RETIRE_AFTER_MS = 30_000;

const COMPACT_EVERY_MS = 60_000;

/** What has to be known of a stream to look after its lake. */
export interface KeptStream {
  readonly plan: StreamPlan;
  readonly pipeline: Pick<Pipeline, 'pause'>;
  readonly holistic: Pick<HolisticSchedule, 'isHeld'>;
  /** Held by whoever puts other files in the place of those of the lake. */
  readonly lake: Lock;
}

/** Keeps the lake in order: small files are joined, old and deleted events leave it, files of no use any more go. */
export interface LakeUpkeep {
  /** Joins files of a stream and leaves out all events that no longer count (R1), now. */
  compact(one: KeptStream): Promise<void>;
  /** These files go when whoever reads them had time to end. */
  retire(files: readonly string[]): void;
  /** Breaks off what is under way; it is done again another time. */
  interrupt(): void;
  /** Begins nothing any more. */
  stop(): void;
  /** Resolves when nothing is under way. To be called after `stop`. */
  ended(): Promise<void>;
}

export function createLakeUpkeep(options: {
  warehouse: Warehouse;
  lake: Lake;
  lakeDir: string;
  clock: Clock;
  connect: () => Promise<DuckDBConnection>;
  /** Age at which events leave the lake, in days; null: never. */
  expiryDays: number | null;
  streams: () => Iterable<KeptStream>;
  /** Whether this process does the work, where others may do it. */
  leads: () => boolean;
  /** Whether other processes read and write the lake, too. */
  isShared: boolean;
  onError: (error: unknown) => void;
}): LakeUpkeep {
  const { lake, leads } = options;
  const retired = new Map<ReturnType<typeof setTimeout>, readonly string[]>();
  const active = new Set<DuckDBConnection>();
  const leftovers = createLeftovers(lake);
  let stopped = false;
  let running: Promise<void> | null = null;

  const retire = (files: readonly string[]): void => {
    const timer = setTimeout(() => {
      retired.delete(timer);
      lake.remove(files).catch(options.onError);
    }, RETIRE_AFTER_MS);
    timer.unref();
    retired.set(timer, files);
  };

  const compact = async ({ plan, pipeline }: KeptStream, thorough: boolean): Promise<void> => {
    const { stream } = plan;
    const connection = await options.connect();
    active.add(connection);
    try {
      const cutoff = expiryCutoff(options.clock.now(), options.expiryDays);
      const work = { ...options, connection, retire, thorough, pause: pipeline.pause };
      if (!stopped) await expireLake({ ...work, stream: stream.name, cutoff });
      if (!stopped) await compactLake({ ...work, stream });
      if (!stopped && stream.revisions !== undefined) await forgetLettersOfDeleted({ ...work, stream });
    } finally {
      active.delete(connection);
      connection.closeSync();
    }
  };

  const inTurn = async (one: KeptStream): Promise<void> => {
    await compact(one, false);
    if (options.isShared && leads()) await lookForLeftovers(options.warehouse, one, leftovers);
  };

  /** Copies of what has left the lake, by whoever's hand, must not stay here (R1). */
  const dropCopies = async (): Promise<void> => {
    if (lake.far === undefined) return;
    const known = new Set<string>();
    for (const { plan } of options.streams()) {
      for (const file of await options.warehouse.lakeFiles(plan.stream.name)) known.add(file.path);
    }
    lake.far.keepOnly(known);
  };

  /** Streams that are being rebuilt, or into which files come, are left for another time. */
  const allInTurn = async (): Promise<void> => {
    for (const one of options.streams()) {
      if (leads() && !one.lake.isHeld() && !one.holistic.isHeld()) await one.lake.hold(() => inTurn(one));
    }
  };

  const timer = setInterval(() => {
    running ??= dropCopies()
      .then(allInTurn)
      .catch((error: unknown) => {
        if (!stopped && leads()) options.onError(error);
      })
      .finally(() => {
        running = null;
      });
  }, COMPACT_EVERY_MS);
  timer.unref();

  const interrupt = (): void => {
    for (const connection of active) connection.interrupt();
  };

  return {
    compact: (one) => one.lake.hold(() => compact(one, true)),
    retire,
    interrupt,
    stop() {
      clearInterval(timer);
      stopped = true;
    },
    async ended() {
      await endQuickly(running, () => {
        interrupt();
        lake.far?.interrupt();
      });
      for (const waiting of retired.keys()) clearTimeout(waiting);
      // Other processes may read these; the leader finds them.
      if (options.isShared) return;
      // Nobody reads these any more; what is left of them would only go at the next start.
      await lake.remove([...retired.values()].flat()).catch(options.onError);
    },
  };
}

/** Removes what a crash of any process has left in the lake. */
async function lookForLeftovers(
  warehouse: Warehouse,
  { plan }: Pick<KeptStream, 'plan'>,
  leftovers: Leftovers,
): Promise<void> {
  const { name } = plan.stream;
  // In this order: what was committed in between is known.
  const offsets = (await warehouse.offsets()).filter(({ stream }) => stream === name);
  const known = new Set((await warehouse.lakeFiles(name)).map((file) => file.path));
  await leftovers.look(name, { offsets, known }, performance.now());
}
