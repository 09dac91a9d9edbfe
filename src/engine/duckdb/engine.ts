import { mkdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { Clock } from '../../event/clock.ts';
import { sweepLake } from '../../lake/sweep.ts';
import type { Stream } from '../../stream/define.ts';
import { planStream, type StreamPlan } from '../../stream/plan.ts';
import type { Warehouse } from '../../warehouse/contract.ts';
import type {
  CampaignEngine,
  DerivationCost,
  Engine,
  Forgetting,
  InputSlice,
  RebuildOutcome,
  RebuildRequest,
} from '../contract.ts';
import type { CatalogueModule } from './catalogue-module.ts';
import { compactLake } from './compaction.ts';
import { type DuckDBConnection, endQuickly, openDatabase } from './database.ts';
import { sweepOverflow } from './dead-letter-overflow.ts';
import { createKnownValues, type KnownValues } from './derivations.ts';
import { createDerivePool } from './derive-pool.ts';
import { toEngineError } from './engine-error.ts';
import { expireLake, expiryCutoff } from './expiry.ts';
import { createHolisticSchedule, type HolisticSchedule } from './holistic/schedule.ts';
import type { DeduplicationHorizon } from './id-memory.ts';
import { createLakeEvents } from './lake-events.ts';
import { createLakeQuery } from './lake-query.ts';
import { createMemoryGate } from './memory-gate.ts';
import { createBackMatch } from './mentions/back-match.ts';
import { type CampaignWork, createCampaignWork } from './mentions/campaign-work.ts';
import { createLiveMatching, type LiveMatching } from './mentions/live-matching.ts';
import { createPipeline, type Pipeline } from './pipeline.ts';
import { rebuildStream } from './rebuild.ts';
import { eventsOfPerson, forgetLettersOfDeleted, forgetLettersOfPerson } from './revisions/person.ts';
import { createLock, type Lock } from './turns.ts';

export interface DuckdbEngineOptions {
  readonly catalogue: readonly Stream[];
  /** The same declarations, for worker threads. */
  readonly catalogueModule: CatalogueModule;
  readonly warehouse: Warehouse;
  readonly lakeDir: string;
  readonly scratchDir: string;
  readonly clock: Clock;
  readonly horizon: DeduplicationHorizon;
  readonly memoryMiB: number;
  /** Dead letters that the warehouse keeps for each stream; further ones go to the lake. */
  readonly deadLetterLimit: number;
  /** Age at which events leave the lake, in days; null: never. */
  readonly expiryDays: number | null;
  readonly threads?: number;
  /** Events of which distinct counts and sessions are made in one go, which bounds the memory. */
  readonly eventsAtOnce?: number;
  /** Told of what goes wrong in the background. */
  readonly onError: (error: unknown) => void;
}

/** The embedded engine, and what only it can be asked. */
export interface DuckdbEngine extends Engine, Forgetting {
  readonly events: ReturnType<typeof createLakeEvents>;
  /** Replays the lake of a stream through its declaration of today. */
  rebuild(stream: string, request: RebuildRequest): Promise<RebuildOutcome>;
  readonly campaigns: CampaignEngine;
  /** What each derivation of a stream has cost since the start. */
  derivationCosts(stream: string): Readonly<Record<string, DerivationCost>>;
}

interface Part {
  readonly pipeline: Pipeline;
  readonly holistic: HolisticSchedule;
  readonly plan: StreamPlan;
  readonly known: KnownValues;
  /** Held by whoever puts other files in the place of those of the lake. */
  readonly lake: Lock;
  readonly live: LiveMatching;
}

/** Time that readers of a replaced lake file have to end, in milliseconds. */
const RETIRE_AFTER_MS = 30_000;

const COMPACT_EVERY_MS = 60_000;

/** The embedded engine: DuckDB in the process, micro-batches, PostgreSQL as the warehouse. */
export async function createDuckdbEngine(given: DuckdbEngineOptions): Promise<DuckdbEngine> {
  const options = { ...given, onError: (error: unknown) => given.onError(toEngineError(error)) };
  await mkdir(options.scratchDir, { recursive: true });
  await mkdir(options.lakeDir, { recursive: true });
  const threads = options.threads ?? availableParallelism();
  const database = await openDatabase({ ...options, threads });
  const gate = createMemoryGate();
  const connect = async (): Promise<DuckDBConnection> => gate.guard(await database.connect());
  const pool = createDerivePool(options.catalogueModule, Math.max(1, threads - 1));
  const parts = new Map<string, Part>();
  const retired = new Map<ReturnType<typeof setTimeout>, readonly string[]>();

  for (const stream of options.catalogue) {
    await sweepStream(options, stream);
    const plan = planStream(stream);
    const known = createKnownValues(stream, pool);
    const holistic = createHolisticSchedule({ ...options, plan, connect });
    const live = createLiveMatching(stream, options);
    const onCommitted = holistic.wake;
    const pipeline = await createPipeline({ ...options, plan, connect, known, live, onCommitted });
    parts.set(stream.name, { pipeline, holistic, plan, known, lake: createLock(), live });
    holistic.wake();
  }

  const part = (stream: string): Part => {
    const found = parts.get(stream);
    if (found === undefined) throw new Error(`the engine knows no stream ${stream}`);
    return found;
  };

  const mentioning = options.catalogue.filter((stream) => stream.mentions !== undefined);
  const backMatch = createBackMatch({
    ...options,
    streams: mentioning,
    connect,
    onStep: (campaigns) => campaignWork.tell(campaigns),
  });
  const campaignWork: CampaignWork = createCampaignWork({
    ...options,
    backMatch,
    streams: mentioning.map(({ name }) => {
      const { live, pipeline } = part(name);
      return { live, pause: () => pipeline.pause() };
    }),
  });
  await campaignWork.start();

  const retire = (paths: readonly string[]): void => {
    const timer = setTimeout(() => {
      retired.delete(timer);
      for (const file of paths) rm(file, { force: true }).catch(options.onError);
    }, RETIRE_AFTER_MS);
    timer.unref();
    retired.set(timer, paths);
  };

  const withConnection = async <T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> => {
    const connection = await connect();
    return work(connection).finally(() => connection.closeSync());
  };

  let closing = false;
  const compactors = new Set<DuckDBConnection>();
  const compactPart = async ({ plan, pipeline }: Part, thorough: boolean): Promise<void> => {
    const { stream } = plan;
    const connection = await connect();
    compactors.add(connection);
    try {
      const cutoff = expiryCutoff(options.clock.now(), options.expiryDays);
      const work = { ...options, connection, retire, thorough, pause: pipeline.pause };
      if (!closing) await expireLake({ ...work, stream: stream.name, cutoff });
      if (!closing) await compactLake({ ...work, stream });
      if (!closing && stream.revisions !== undefined) {
        await forgetLettersOfDeleted({ ...work, stream });
      }
    } finally {
      compactors.delete(connection);
      connection.closeSync();
    }
  };

  /** Streams that are being rebuilt are left for another time. */
  const compactIdle = async (): Promise<void> => {
    for (const one of parts.values()) {
      if (!one.lake.isHeld()) await one.lake.hold(() => compactPart(one, false));
    }
  };

  const compactNow = async (stream: string | undefined): Promise<void> => {
    for (const one of stream === undefined ? parts.values() : [part(stream)]) {
      await one.lake.hold(() => compactPart(one, true));
    }
  };

  const forgetLettersOf = ({ plan, pipeline }: Part, person: string): Promise<number> =>
    withConnection((connection) =>
      forgetLettersOfPerson({ ...options, ...pipeline, connection, stream: plan.stream }, person),
    );

  /** Nothing else may change the lake of the stream meanwhile. */
  const rebuildPart = async (
    { pipeline, holistic, plan, known }: Part,
    request: RebuildRequest,
  ): Promise<RebuildOutcome> => {
    const goOn = await backMatch.pause();
    const resume = await pipeline.pause();
    const wakeUp = await holistic.pause();
    try {
      return await rebuildStream({ ...options, plan, connect, known, retire, request });
    } finally {
      if (request.removeSources.length > 0) pipeline.forgetRemoved();
      wakeUp();
      resume();
      goOn();
    }
  };

  /** Mentions are of the events as they were derived before, until they have been matched again. */
  const rebuildAll = async (stream: string, request: RebuildRequest): Promise<RebuildOutcome> => {
    const one = part(stream);
    const outcome = await one.lake.hold(() => rebuildPart(one, request));
    if (one.plan.stream.mentions !== undefined && !request.dryRun) {
      await campaignWork.rematch();
      await backMatch.settle(request.signal);
    }
    return outcome;
  };

  let compacting: Promise<void> | null = null;
  const compactor = setInterval(() => {
    compacting ??= compactIdle()
      .catch((error: unknown) => {
        if (!closing) options.onError(error);
      })
      .finally(() => {
        compacting = null;
      });
  }, COMPACT_EVERY_MS);
  compactor.unref();

  return {
    submit: (slice: InputSlice) => clearly(part(slice.stream).pipeline.submit(slice)),
    async beginFile(stream, source) {
      const { pipeline, holistic } = part(stream);
      const forget = await pipeline.rememberSource(source);
      const release = holistic.hold();
      return () => {
        release();
        forget();
      };
    },
    settle: (stream) => clearly(part(stream).holistic.settle()),
    compact: (stream) => clearly(compactNow(stream)),
    rebuild: (stream, request) => clearly(rebuildAll(stream, request)),
    eventsOf: (name, person, onIds) => {
      const { stream } = part(name).plan;
      return clearly(
        withConnection((connection) => eventsOfPerson({ ...options, connection, stream }, person, onIds)),
      );
    },
    forgetLetters: (name, person) => clearly(forgetLettersOf(part(name), person)),
    query: createLakeQuery({ ...options, connect }),
    events: createLakeEvents({ ...options, connect }),
    campaigns: campaignWork,
    derivationCosts: (stream) => pool.costs(stream),
    async close() {
      clearInterval(compactor);
      closing = true;
      campaignWork.close();
      await backMatch.close();
      // First the pipelines: a compaction may wait for one that waits for the warehouse.
      for (const { pipeline, holistic } of parts.values()) {
        await holistic.close();
        await pipeline.close();
      }
      await endQuickly(compacting, () => {
        for (const connection of compactors) connection.interrupt();
      });
      await pool.close();
      database.closeSync();
      // Nobody reads these any more; what is left of them would only go at the next start.
      for (const timer of retired.keys()) clearTimeout(timer);
      await Promise.all([...retired.values()].flat().map((file) => rm(file, { force: true })));
    },
  };
}

/** The same, failing in words of the catalogue. */
async function clearly<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw toEngineError(error);
  });
}

async function sweepStream(options: DuckdbEngineOptions, stream: Stream): Promise<void> {
  const known = await options.warehouse.lakeFiles(stream.name);
  await sweepLake(options.lakeDir, stream.name, new Set(known.map((file) => file.path)));
  await sweepOverflow(options.lakeDir, stream.name, await options.warehouse.offsets());
}
