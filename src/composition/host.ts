import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { createDuckdbEngine, type DuckdbEngine, type DuckdbEngineOptions } from '../engine/duckdb/engine.ts';
import type { Clock } from '../event/clock.ts';
import { CrosscurrentError, describeError } from '../event/errors.ts';
import { isoInstant } from '../event/time.ts';
import { auditAll } from '../jobs/audit.ts';
import { campaignDesk, campaignJobs } from '../jobs/campaigns.ts';
import type { SettingValues } from '../jobs/configuration/settings.ts';
import {
  type DeadLetterContext,
  listDeadLetters,
  replayDeadLetters,
  replayJob,
  showDeadLetter,
} from '../jobs/dead-letters.ts';
import { announceRows } from '../jobs/deployments/announce.ts';
import { statusJob } from '../jobs/deployments/jobs.ts';
import { FORGET_SOURCE, forgetJob } from '../jobs/forget.ts';
import type { Hold } from '../jobs/host/acquire.ts';
import type { Job, Jobs } from '../jobs/host/guests.ts';
import type { Hosted } from '../jobs/host/session.ts';
import { ingestJob } from '../jobs/ingest.ts';
import { type OneAtATime, oneAtATime } from '../jobs/one-at-a-time.ts';
import { rebuildJob, removeSimulatedJob } from '../jobs/rebuild.ts';
import { sendFilesJob } from '../jobs/send-files.ts';
import { SIMULATOR_SOURCE, simulateJob } from '../jobs/simulate.ts';
import type { Tail } from '../jobs/tail.ts';
import type { TakenInContext } from '../jobs/taken-in.ts';
import type { Log } from '../log/contract.ts';
import type { KafkaConnection } from '../log/kafka/connection.ts';
import type { KafkaLog } from '../log/kafka/open.ts';
import { scratchFiles } from '../log/scratch.ts';
import type { ReportRunner } from '../reports/answer.ts';
import { createReportRunner } from '../reports/run.ts';
import { type OneTimeCodes, oneTimeCodes } from '../server/access/one-time-codes.ts';
import { COLLECTOR_SOURCE } from '../server/collector/collect.ts';
import { createServer } from '../server/create-server.ts';
import type { ServerDependencies } from '../server/dependencies.ts';
import { loadSecrets, type Secrets } from '../server/secrets.ts';
import { examineLine } from '../stream/examine.ts';
import type { Warehouse } from '../warehouse/contract.ts';
import { statusContext } from './deployments.ts';
import { engineMemoryMiB, engineThreads, MAX_IDS } from './engine-size.ts';
import { foldersOf, prepareSliceDir } from './folders.ts';
import { openHostLog } from './host-log.ts';
import { followOthers, startTail } from './host-tail.ts';
import { openLake } from './lake.ts';
import type { ConfiguredProgram } from './program.ts';
import { openConfiguredWarehouse } from './warehouse.ts';

/** The parts that run while a process has the data folder. */
export interface HostParts extends Hosted {
  readonly log: Log;
  readonly warehouse: Warehouse;
  readonly engine: DuckdbEngine;
  readonly tail: Tail;
  readonly secrets: Secrets;
  readonly codes: OneTimeCodes;
  /** The warehouse in words. */
  readonly warehouseWords: string;
}

export interface HostOptions {
  readonly onStep: (words: string) => void;
  /** Pages and collector on the configured address; otherwise only guests are served, on a free port. */
  readonly serve: boolean;
  /** Streams that are going to be rebuilt. */
  readonly rebuilding: readonly string[];
}

/** Starts warehouse, log, engine and tail in a data folder that this process has. */
export async function startHost(
  program: ConfiguredProgram,
  hold: Hold,
  options: HostOptions,
): Promise<HostParts> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return await startParts(program, hold, { ...options, closers, close });
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
}

async function startParts(
  program: ConfiguredProgram,
  hold: Hold,
  options: HostOptions & { closers: (() => Promise<unknown>)[]; close: () => Promise<void> },
): Promise<HostParts> {
  const { catalogue, clock } = program;
  const { values } = program.configuration;
  const { closers, onStep } = options;
  const folders = foldersOf(hold.dataDir);
  const onError = tellSeldom(onStep, clock);

  const secrets = await loadSecrets(folders.secrets);
  onStep('Starting the warehouse ...');
  const opened = await openConfiguredWarehouse(program, hold, options);
  closers.push(opened.close);
  const { warehouse } = opened;

  const { log, kafka, topics } = await openHostLog(program, folders.log, { onStep, onTrouble: onError });
  closers.push(() => log.close());
  await alignLog(log, warehouse, kafka === null ? LOG_SOURCES : PARTITION_SOURCES);

  if (values.engine === 'flink') {
    const announcing = announceRows({ query: warehouse.query, catalogue, clock, onError });
    closers.push(() => announcing.close());
  }

  onStep('Starting the engine ...');
  const sliceDir = await prepareSliceDir(hold.dataDir);
  closers.push(() => rm(sliceDir, { recursive: true, force: true }));
  const scratch = scratchFiles(sliceDir);
  closers.push(() => scratch.close());
  await rm(folders.scratch, { recursive: true, force: true });
  const lake = await openLake(values, hold.dataDir);
  closers.push(lake.close);
  const engine = await createDuckdbEngine({
    ...program,
    warehouse,
    lake: lake.lake,
    scratchDir: folders.scratch,
    ...engineSharing(kafka, { values, warehouse }),
    deadLetterLimit: values['dead-letter-limit'],
    expiryDays: values['lake-expiry-days'] === 'never' ? null : values['lake-expiry-days'],
    memoryMiB: engineMemoryMiB(values),
    threads: engineThreads(values),
    onError,
  });
  const stays = options.serve;
  const feeding = { program, log, kafka, engine, warehouse, scratch, stays, onError };
  const tail = startTail(feeding);
  closers.push(async () => {
    // Together: what the tail has submitted ends because the engine does.
    const ended = Promise.all([tail.close(), engine.close()]);
    // A PostgreSQL that hangs would hold them for ever: closing the warehouse breaks its connections.
    await Promise.race([ended, pause(CLOSING_MS, undefined, { ref: false })]);
    await warehouse.close();
    await ended;
  });

  const stopFollowing = await followOthers(feeding);
  closers.push(() => Promise.race([stopFollowing(), pause(CLOSING_MS, undefined, { ref: false })]));

  const reports = createReportRunner({
    catalogue,
    query: (sql, bound) => warehouse.query(sql, bound),
    lakeQuery: engine.query,
    lakeEvents: engine.events,
    clock,
  });
  const running: Running = { program, warehouse, engine, log, topics, tail, sliceDir, replays: oneAtATime() };
  const jobs = hostJobs({ ...running, reports });
  const codes = oneTimeCodes(clock);
  const base = {
    ...program,
    reports,
    log,
    secrets,
    oneTimeCodes: codes,
    webRoot: options.serve ? program.webRoot : undefined,
  };
  const dependencies = { ...base, ...serverQueries(running) };
  return {
    jobs,
    postgres: opened.postgres,
    log,
    warehouse,
    engine,
    tail,
    secrets,
    codes,
    warehouseWords: opened.words,
    async listen(counted) {
      const server = await createServer(
        { ...dependencies, commands: counted },
        {
          host: options.serve ? values.host : '127.0.0.1',
          port: options.serve ? values.port : 0,
          allowedHosts: values['allow-hosts'],
          maxBodyBytes: values['collector-max-body'],
        },
      );
      closers.push(() => server.close());
      return server.url;
    },
    close: options.close,
  };
}

/**
 * Alone with its data folder, or beside workers that read other partitions of the same topics: each remembers the ids of
 * its own.
 */
function engineSharing(
  kafka: KafkaConnection | null,
  { values, warehouse }: { values: SettingValues; warehouse: Warehouse },
): Pick<DuckdbEngineOptions, 'horizon' | 'sharing' | 'rollups'> {
  const sources = kafka === null ? 1 : values['kafka-partitions'];
  const horizon = {
    minutes: values['dedup-minutes'],
    minIds: Math.ceil(values['dedup-ids'] / sources),
    maxIds: Math.ceil(MAX_IDS / sources),
  };
  if (kafka === null) return { horizon };
  const sharing = { writer: `h${randomBytes(5).toString('hex')}`, leadership: warehouse.stand() };
  return { horizon, sharing, rollups: values.engine === 'duckdb' };
}

/**
 * A log that was lost goes on where the warehouse stands: no new event may get an offset that was
 * committed before.
 */
async function alignLog(log: Log, warehouse: Warehouse, sources: RegExp): Promise<void> {
  for (const { stream, source, offset } of await warehouse.offsets()) {
    if (sources.test(source)) await log.truncateBefore(stream, source, offset);
  }
}

/** Sources that go through the log; files and replays are read where they lie. */
const LOG_SOURCES = new RegExp(`^(?:${[SIMULATOR_SOURCE, COLLECTOR_SOURCE, FORGET_SOURCE].join('|')})$`);

/** Sources of a log in Kafka. */
const PARTITION_SOURCES = /^kafka-\d+$/;

interface Running {
  readonly program: ConfiguredProgram;
  readonly warehouse: Warehouse;
  readonly engine: DuckdbEngine;
  readonly log: Log;
  /** The log, where it lies in Kafka. */
  readonly topics: KafkaLog | null;
  readonly tail: Tail;
  readonly sliceDir: string;
  readonly replays: OneAtATime;
}

/** Pages and commands replay dead letters in turns. */
function deadLettersOf(running: Running): DeadLetterContext {
  const { program, warehouse, engine, topics, sliceDir, replays } = running;
  const { catalogue, clock } = program;
  return { catalogue, warehouse, engine, clock, scratch: scratchFiles(sliceDir), replays, topics };
}

/** What waits for topics to be taken in. */
function takingIn({ program, tail, engine }: Running): TakenInContext {
  return { tail, engine, soleReader: program.configuration.values.engine === 'duckdb' };
}

/** Files go past a log in the data folder, and into one in Kafka: partitions are remembered each by itself. */
function ingestOf(running: Running): Job {
  const { program, engine, warehouse, topics, sliceDir } = running;
  const { catalogue, clock } = program;
  const common = { catalogue, warehouse, clock, sliceDir };
  if (topics === null) return ingestJob({ ...common, engine });
  return sendFilesJob({ ...common, ...takingIn(running), log: topics });
}

const NOT_APART = [
  'With a log in Kafka, simulated events lie between the others and cannot be taken away by their source.',
  'Simulate into topics of their own: set another kafka-topic-prefix, and another database.',
] as const;

/** A job that cannot be done in this configuration. */
function refuse([message, remedy]: readonly [string, string]): Job {
  return () => Promise.reject(new CrosscurrentError('unsupported', message, remedy));
}

function hostJobs(running: Running & { reports: ReportRunner }): Jobs {
  const { program, warehouse, engine, log, topics, tail, reports } = running;
  const { catalogue, clock } = program;
  const letters = deadLettersOf(running);
  const rebuilding = { catalogue, warehouse, rebuild: engine.rebuild };
  return {
    ingest: ingestOf(running),
    simulate: simulateJob({ catalogue, log, clock, drained: tail.drained }),
    'simulated.remove': topics === null ? removeSimulatedJob(rebuilding) : refuse(NOT_APART),
    report: (args) => {
      const { name, params } = args as { name: string; params?: Readonly<Record<string, unknown>> };
      return reports.run(name, params ?? {});
    },
    'report.describe': () => Promise.resolve(reports.describe()),
    audit: async () => {
      await Promise.race([tail.drained(), pause(AUDIT_PATIENCE_MS)]);
      return auditAll({ warehouse, log, tail, clock, derivationCosts: engine.derivationCosts });
    },
    'dead-letters.list': (args) => listDeadLetters(letters, args),
    'dead-letters.show': (args) => showDeadLetter(letters, args),
    'dead-letters.replay': replayJob(letters, topics === null ? null : takingIn(running)),
    rebuild: rebuildJob(rebuilding),
    forget: forgetJob({ catalogue, warehouse, engine, log, clock, drained: tail.drained }),
    status: statusJob(() => statusContext(program, warehouse)),
    ...campaignJobs(campaignDesk({ warehouse, engine })),
  };
}

/** What the pages and the API ask. */
function serverQueries(
  running: Running,
): Pick<
  ServerDependencies,
  | 'audit'
  | 'campaigns'
  | 'deadLetters'
  | 'examine'
  | 'isSimulated'
  | 'onCommit'
  | 'earliestEvents'
  | 'streamStates'
  | 'lag'
> {
  const { program, warehouse, engine, log, tail } = running;
  const { catalogue, clock } = program;
  const letters = deadLettersOf(running);
  const iso = (ms: number | null): string | null => (ms === null ? null : isoInstant(ms));
  return {
    audit: () => auditAll({ warehouse, log, tail, clock, derivationCosts: engine.derivationCosts }),
    deadLetters: {
      list: (filter) =>
        listDeadLetters(
          letters,
          Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)),
        ),
      replay: ({ stream, ids }) =>
        replayDeadLetters(
          letters,
          ids === undefined ? { stream } : { stream, ids },
          () => undefined,
          new AbortController().signal,
        ),
    },
    campaigns: campaignDesk({ warehouse, engine }),
    examine: (stream, line, now) => examineLine(stream, line, now),
    isSimulated: (source) => source === SIMULATOR_SOURCE,
    onCommit: (listener) => warehouse.onCommit(() => listener()),
    async earliestEvents() {
      const rows = await warehouse.query<{ stream: string; earliest: Date }>(
        'SELECT stream, min(min_time) AS earliest FROM crosscurrent.lake_file GROUP BY stream',
      );
      return Object.fromEntries(rows.map(({ stream, earliest }) => [stream, isoInstant(earliest.getTime())]));
    },
    async streamStates() {
      const states = await warehouse.streamStates();
      return Object.fromEntries(
        states.map((state) => [
          state.stream,
          {
            version: state.version,
            committedAt: iso(state.committedAt),
            latestEvent: iso(state.latestEvent),
          },
        ]),
      );
    },
    lag: () =>
      Object.fromEntries(
        catalogue.map(({ name }) => {
          const { seconds, bytes, events } = tail.lag(name);
          const waiting =
            events === undefined ? `${Math.ceil(bytes / 1024)} KiB of the log` : `${events} events`;
          const why = seconds < LAGGING_S ? null : `${waiting} wait for the warehouse`;
          return [name, { lagSeconds: seconds, why }];
        }),
      ),
  };
}

/** The same trouble is told again after so long, in milliseconds. */
const TOLD_AGAIN_MS = 60_000;

/** Tells of errors in words, the same kind of trouble seldom: what runs in the background is tried again and again. */
function tellSeldom(onStep: (words: string) => void, clock: Clock): (error: unknown) => void {
  const told = new Map<string, number>();
  return (error) => {
    const passes = error instanceof CrosscurrentError && error.code !== 'internal';
    const trouble = passes ? error.code : describeError(error);
    const now = clock.now();
    for (const [other, at] of told) if (Math.abs(now - at) >= TOLD_AGAIN_MS) told.delete(other);
    if (told.has(trouble)) return;
    told.set(trouble, now);
    onStep(describeError(error));
  };
}

/** How long what is under way may take when the program is to end, in milliseconds. */
const CLOSING_MS = 1500;

/** An audit waits so long for what is still in the log, in milliseconds; what remains is shown as lag. */
const AUDIT_PATIENCE_MS = 3000;

/** From this age on, in seconds, waiting events are worth telling about. */
const LAGGING_S = 10;
