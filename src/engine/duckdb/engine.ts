import { mkdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { Clock } from '../../event/clock.ts';
import { sweepLake } from '../../lake/sweep.ts';
import type { Stream } from '../../stream/define.ts';
import { planStream, type StreamPlan } from '../../stream/plan.ts';
import type { Warehouse } from '../../warehouse/contract.ts';
import type { Engine, InputSlice, RebuildOutcome, RebuildRequest } from '../contract.ts';
import type { CatalogueModule } from './catalogue-module.ts';
import { compactLake } from './compaction.ts';
import { type DuckDBConnection, openDatabase } from './database.ts';
import { sweepOverflow } from './dead-letter-overflow.ts';
import { createKnownValues, type KnownValues } from './derivations.ts';
import { createDerivePool } from './derive-pool.ts';
import { toEngineError } from './engine-error.ts';
import { expireLake, expiryCutoff } from './expiry.ts';
import { createHolisticSchedule, type HolisticSchedule } from './holistic/schedule.ts';
import type { DeduplicationHorizon } from './id-memory.ts';
import { createLakeEvents } from './lake-events.ts';
import { createLakeQuery } from './lake-query.ts';
import { createPipeline, type Pipeline } from './pipeline.ts';
import { rebuildStream } from './rebuild.ts';

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
export interface DuckdbEngine extends Engine {
  readonly events: ReturnType<typeof createLakeEvents>;
  /** Replays the lake of a stream through its declaration of today. */
  rebuild(stream: string, request: RebuildRequest): Promise<RebuildOutcome>;
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
  const connect = (): Promise<DuckDBConnection> => database.connect();
  const pool = createDerivePool(options.catalogueModule, Math.max(1, threads - 1));
  const parts = new Map<
    string,
    { pipeline: Pipeline; holistic: HolisticSchedule; plan: StreamPlan; known: KnownValues }
  >();
  const retired = new Set<ReturnType<typeof setTimeout>>();

  for (const stream of options.catalogue) {
    await sweepStream(options, stream);
    const plan = planStream(stream);
    const known = createKnownValues(stream, pool);
    const holistic = createHolisticSchedule({ ...options, plan, connect });
    const pipeline = await createPipeline({ ...options, plan, connect, known, onCommitted: holistic.wake });
    parts.set(stream.name, { pipeline, holistic, plan, known });
    holistic.wake();
  }

  const part = (
    stream: string,
  ): { pipeline: Pipeline; holistic: HolisticSchedule; plan: StreamPlan; known: KnownValues } => {
    const found = parts.get(stream);
    if (found === undefined) throw new Error(`the engine knows no stream ${stream}`);
    return found;
  };

  const retire = (paths: readonly string[]): void => {
    const timer = setTimeout(() => {
      retired.delete(timer);
      for (const file of paths) rm(file, { force: true }).catch(options.onError);
    }, RETIRE_AFTER_MS);
    timer.unref();
    retired.add(timer);
  };

  const compact = async (): Promise<void> => {
    const connection = await connect();
    try {
      const cutoff = expiryCutoff(options.clock.now(), options.expiryDays);
      for (const stream of options.catalogue) {
        await expireLake({ ...options, stream: stream.name, cutoff, retire });
        await compactLake({ ...options, connection, stream, retire });
      }
    } finally {
      connection.closeSync();
    }
  };

  /** Nothing else may change the lake of the stream meanwhile. */
  const rebuildPart = async (name: string, request: RebuildRequest): Promise<RebuildOutcome> => {
    const { pipeline, holistic, plan, known } = part(name);
    await compacting;
    const resume = await pipeline.pause();
    const wakeUp = await holistic.pause();
    try {
      return await rebuildStream({ ...options, plan, connect, known, retire, request });
    } finally {
      if (request.removeSources.length > 0) pipeline.forgetRemoved();
      wakeUp();
      resume();
    }
  };

  let compacting: Promise<void> | null = null;
  const compactor = setInterval(() => {
    compacting ??= compact()
      .catch(options.onError)
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
    compact: () => clearly(compact()),
    rebuild: (stream, request) => clearly(rebuildPart(stream, request)),
    query: createLakeQuery({ ...options, connect }),
    events: createLakeEvents({ ...options, connect }),
    async close() {
      clearInterval(compactor);
      await compacting;
      for (const { pipeline, holistic } of parts.values()) {
        await holistic.close();
        await pipeline.close();
      }
      await pool.close();
      for (const timer of retired) clearTimeout(timer);
      database.closeSync();
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
