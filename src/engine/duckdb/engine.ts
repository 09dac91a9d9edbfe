import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { Clock } from '../../event/clock.ts';
import { CrosscurrentError } from '../../event/errors.ts';
import type { Lake } from '../../lake/contract.ts';
import { sweepLake } from '../../lake/sweep.ts';
import type { Stream } from '../../stream/define.ts';
import { planStream, type StreamPlan } from '../../stream/plan.ts';
import type { Warehouse } from '../../warehouse/contract.ts';
import type { Leadership } from '../../warehouse/leader.ts';
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
import { type DuckDBConnection, openDatabase } from './database.ts';
import { sweepOverflow } from './dead-letter-overflow.ts';
import { createDerivePool } from './derive-pool.ts';
import { toEngineError } from './engine-error.ts';
import { bringFarFiles, type Patience } from './far-files.ts';
import { createHolisticSchedule, type HolisticSchedule } from './holistic/schedule.ts';
import type { DeduplicationHorizon } from './id-memory.ts';
import { createKnownValues, type KnownValues } from './known-values.ts';
import { createLakeEvents } from './lake-events.ts';
import { createLakeQuery } from './lake-query.ts';
import { createLakeUpkeep, type KeptStream } from './lake-upkeep.ts';
import { createMemoryGate } from './memory-gate.ts';
import { createBackMatch } from './mentions/back-match.ts';
import { type CampaignWork, createCampaignWork } from './mentions/campaign-work.ts';
import { editionsOf } from './mentions/editions.ts';
import { createLiveMatching, type LiveMatching } from './mentions/live-matching.ts';
import { createPipeline, LANES, type Pipeline } from './pipeline.ts';
import { rebuildStream } from './rebuild.ts';
import { eventsOfPerson, forgetLettersOfPerson } from './revisions/person.ts';
import { createLock } from './turns.ts';

export interface DuckdbEngineOptions {
  readonly catalogue: readonly Stream[];
  /** The same declarations, for worker threads. */
  readonly catalogueModule: CatalogueModule;
  readonly warehouse: Warehouse;
  readonly lake: Lake;
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
  /** Between recomputations while files come in, in milliseconds. */
  readonly heldMs?: number;
  /** Where other processes write the same warehouse and lake; left out where this one is alone. */
  readonly sharing?: Sharing;
  /** False where another engine keeps rollups and distinct counts; everything else is kept all the same. */
  readonly rollups?: boolean;
  /** Told of what goes wrong in the background. */
  readonly onError: (error: unknown) => void;
}

/** How several processes share a warehouse and a lake. Each source is brought by one of them at a time. */
export interface Sharing {
  /** Part of the names of the files that this process writes; no other has it. */
  readonly writer: string;
  /** Work that must not be done twice is done by the one that leads. */
  readonly leadership: Leadership;
}

/** The embedded engine, and what only it can be asked. */
export interface DuckdbEngine extends Engine, Forgetting {
  readonly events: ReturnType<typeof createLakeEvents>;
  /** Replays the lake of a stream through its declaration of today. */
  rebuild(stream: string, request: RebuildRequest): Promise<RebuildOutcome>;
  readonly campaigns: CampaignEngine;
  /** Another process has the source from now on: what is remembered of it is forgotten. */
  letGo(stream: string, source: string): void;
  /** What each derivation of a stream has cost since the start. */
  derivationCosts(stream: string): Readonly<Record<string, DerivationCost>>;
}

interface Part extends KeptStream {
  readonly pipeline: Pipeline;
  readonly holistic: HolisticSchedule;
  readonly known: KnownValues;
  readonly live: LiveMatching;
}

/** Campaigns are changed in other processes, too: the leader looks whether there is something to match, in milliseconds. */
const BACK_MATCH_EVERY_MS = 2_000;

/** How long another process may take to hand the lead over, in milliseconds; work that needs it fails then. */
const TAKE_LEAD_MS = 120_000;

/** The embedded engine: DuckDB in the process, micro-batches, PostgreSQL as the warehouse. */
export async function createDuckdbEngine(given: DuckdbEngineOptions): Promise<DuckdbEngine> {
  const lakeDir = given.lake.folder;
  const options = { ...given, lakeDir, onError: (error: unknown) => given.onError(toEngineError(error)) };
  await mkdir(options.scratchDir, { recursive: true });
  await mkdir(lakeDir, { recursive: true });
  const threads = options.threads ?? availableParallelism();
  const database = await openDatabase({ ...options, threads: Math.max(1, Math.ceil(threads / LANES)) });
  const gate = createMemoryGate();
  const { far } = options.lake;
  const connect = async (patiently?: Patience): Promise<DuckDBConnection> => {
    const connection = gate.guard(await database.connect());
    return far === undefined ? connection : bringFarFiles(connection, { folder: lakeDir, far }, patiently);
  };
  const pool = createDerivePool(options.catalogueModule, Math.max(1, threads - 1));
  const parts = new Map<string, Part>();

  const { sharing } = options;
  const leads = (): boolean => sharing === undefined || sharing.leadership.isLeading();

  for (const stream of options.catalogue) {
    // What others are about to commit is unknown, too: with several writers the leader looks for what is left over.
    if (sharing === undefined) await sweepStream(options, stream);
    const plan = planOf(stream, options);
    const known = createKnownValues(stream, pool);
    const holistic = createHolisticSchedule({ ...options, plan, connect, leads });
    const live = createLiveMatching(stream, options);
    const pipeline = await createPipeline({
      ...options,
      plan,
      connect,
      known,
      live,
      onCommitted: holistic.wake,
      sharing:
        sharing === undefined
          ? undefined
          : { writer: sharing.writer, refresh: () => lookAgainFor(options.warehouse, { stream, live }) },
    });
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
    leads,
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

  const withConnection = async <T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> => {
    const connection = await connect();
    return work(connection).finally(() => connection.closeSync());
  };

  const upkeep = createLakeUpkeep({
    ...options,
    connect,
    streams: () => parts.values(),
    leads,
    isShared: sharing !== undefined,
  });

  /** For work that this process was asked for, and that only the leader may do. */
  const takeLead = async (signal?: AbortSignal): Promise<void> => {
    const patience = AbortSignal.timeout(TAKE_LEAD_MS);
    await sharing?.leadership.take(signal === undefined ? patience : AbortSignal.any([signal, patience]));
    if (!leads()) throw notLeading();
  };

  const compactNow = async (stream: string | undefined): Promise<void> => {
    await takeLead();
    for (const one of stream === undefined ? parts.values() : [part(stream)]) {
      await upkeep.compact(one);
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
      return await rebuildStream({ ...options, plan, connect, known, retire: upkeep.retire, request });
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
    if (!request.dryRun) {
      if (options.rollups === false) throw noRollups(stream);
      await takeLead(request.signal);
    }
    const outcome = await one.lake.hold(() => rebuildPart(one, request));
    if (one.plan.stream.mentions !== undefined && !request.dryRun) {
      await campaignWork.rematch();
      await backMatch.settle(request.signal);
    }
    return outcome;
  };

  /** What is under way ends before anybody else can lead, or this process again. */
  const handOver = async (): Promise<void> => {
    upkeep.interrupt();
    await Promise.all(
      [...parts.values()].flatMap(({ holistic, lake }) => [
        holistic.handOver(),
        lake.hold(() => Promise.resolve()),
      ]),
    );
  };
  const following =
    sharing === undefined ? [] : follow(options, { leadership: sharing.leadership, parts, handOver });
  const backMatcher = setInterval(() => {
    if (sharing !== undefined && leads()) backMatch.wake();
  }, BACK_MATCH_EVERY_MS);
  backMatcher.unref();

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
    letGo: (stream, source) => part(stream).pipeline.letGo(source),
    derivationCosts: (stream) => pool.costs(stream),
    async close() {
      clearInterval(backMatcher);
      for (const stop of following) stop();
      upkeep.stop();
      campaignWork.close();
      await backMatch.close();
      // First the pipelines: a compaction may wait for one that waits for the warehouse.
      for (const { pipeline, holistic } of parts.values()) {
        await holistic.close();
        await pipeline.close();
      }
      await upkeep.ended();
      await pool.close();
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

/** What the engine keeps of a stream. */
function planOf(stream: Stream, { rollups = true }: Pick<DuckdbEngineOptions, 'rollups'>): StreamPlan {
  const plan = planStream(stream);
  return rollups ? plan : { ...plan, additive: [], distinct: [] };
}

function notLeading(): CrosscurrentError {
  return new CrosscurrentError(
    'overtaken',
    'Another process does the work on this warehouse that only one may do, and does not hand it over.',
    'Look at the workers; then try again.',
  );
}

function noRollups(stream: string): CrosscurrentError {
  return new CrosscurrentError(
    'unsupported',
    `The rollups of ${stream} are kept by another engine here.`,
    'A rebuild is for warehouses whose rollups DuckDB keeps.',
  );
}

/** What campaigns look for may have changed in another process. */
async function lookAgainFor(
  warehouse: Pick<Warehouse, 'campaigns'>,
  { stream, live }: { stream: Stream; live: LiveMatching },
): Promise<void> {
  if (stream.mentions !== undefined) live.lookFor((await warehouse.campaigns.list()).flatMap(editionsOf));
}

/** Holistic measures follow the commits of all processes while this one leads. @returns how to stop that */
function follow(
  { warehouse }: Pick<DuckdbEngineOptions, 'warehouse'>,
  work: { leadership: Leadership; parts: ReadonlyMap<string, Part>; handOver: () => Promise<void> },
): (() => void)[] {
  const takeOver = (): void => {
    for (const { holistic } of work.parts.values()) holistic.takeOver();
  };
  if (work.leadership.isLeading()) takeOver();
  return [
    work.leadership.onChange((leads) => (leads ? takeOver() : work.handOver())),
    warehouse.onCommit((stream) => work.parts.get(stream)?.holistic.wake()),
  ];
}

async function sweepStream(options: DuckdbEngineOptions, stream: Stream): Promise<void> {
  const known = await options.warehouse.lakeFiles(stream.name);
  await sweepLake(options.lake, stream.name, new Set(known.map((file) => file.path)));
  await sweepOverflow(options.lake, stream.name, await options.warehouse.offsets());
}
