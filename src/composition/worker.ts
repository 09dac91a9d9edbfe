import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkerStarted, WorkRequest } from '../cli/dependencies.ts';
import { createDuckdbEngine } from '../engine/duckdb/engine.ts';
import { CrosscurrentError } from '../event/errors.ts';
import { kafkaConnection, topicSize } from '../jobs/configuration/kafka.ts';
import { runEnrichment } from '../jobs/enrichment/run.ts';
import { findStream } from '../jobs/find-stream.ts';
import { serveHealth, type WorkerHealth } from '../jobs/worker/health.ts';
import { watchLag } from '../jobs/worker/lag.ts';
import { runWorker, type Worker } from '../jobs/worker/run.ts';
import { createTally, type Tally } from '../jobs/worker/tally.ts';
import type { KafkaConnection } from '../log/kafka/connection.ts';
import { ensureTopics, topicName, topicsOf } from '../log/kafka/topics.ts';
import { scratchFiles } from '../log/scratch.ts';
import type { Stream } from '../stream/define.ts';
import { openWarehouse } from '../warehouse/open.ts';
import { countHere } from './counting.ts';
import { engineMemoryMiB, engineThreads, MAX_IDS } from './engine-size.ts';
import { openLake } from './lake.ts';
import { type ConfiguredProgram, configureProgram, type Program } from './program.ts';
import { ownScratch } from './worker-scratch.ts';

/** How long what is under way may take when the worker is to end, in milliseconds. */
const CLOSING_MS = 10_000;

/** Trouble is over when nothing more is told of it for so long, in milliseconds. */
const TROUBLE_MS = 10_000;

type Closers = (() => Promise<unknown>)[];

/** Runs a worker until it is stopped. Fails with `bad_configuration` without Kafka or a warehouse that others reach. */
export async function startWorker(program: Program, request: WorkRequest): Promise<WorkerStarted> {
  const closers: Closers = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const started = await startParts(configureProgram(program, request.configuration), request, closers);
    return { ...started, stop: close };
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
}

interface Parts {
  readonly program: ConfiguredProgram;
  readonly request: WorkRequest;
  readonly connection: KafkaConnection;
  readonly streams: readonly Stream[];
  readonly scratchDir: string;
  readonly closers: Closers;
  readonly onError: (error: unknown) => void;
}

async function startParts(
  program: ConfiguredProgram,
  request: WorkRequest,
  closers: Closers,
): Promise<Omit<WorkerStarted, 'stop'>> {
  const { values } = program.configuration;
  const streams =
    request.streams === null
      ? program.catalogue
      : request.streams.map((name) => findStream(program.catalogue, name));
  const connection = kafkaConnection(values, `crosscurrent-worker-${process.pid}`);
  if (request.role !== 'enrich' && values['database-url'] === 'embedded') throw needsDatabase();
  const topics = streams.flatMap(({ name }) => topicsOf(connection, name, topicSize(values)));
  await ensureTopics(connection, topics);
  const scratchDir = await ownScratch();
  closers.push(() => rm(scratchDir, { recursive: true, force: true }));
  const trouble = watchTrouble(program.clock.now, request.onTrouble);
  const parts = { program, request, connection, streams, scratchDir, closers, onError: trouble.tell };
  const { tally, leading } = await (request.role === 'enrich' ? startEnrichment(parts) : startRollups(parts));
  const raw = new Map(streams.map(({ name }) => [name, topicName(connection, name, 'raw')]));
  const lag = watchLag(connection, { topics: raw, partitions: tally.partitions });
  closers.push(async () => lag.close());
  const health = (): WorkerHealth => ({
    role: request.role,
    leading: leading(),
    trouble: trouble.now(),
    partitions: tally.partitions().map((one) => ({ ...one, lag: lag.behind(one) })),
    streams: Object.fromEntries(tally.streams()),
  });
  const server = await serveHealth(health, { host: values.host, port: request.healthPort });
  closers.push(() => server.close());
  return { url: server.url, streams: streams.map(({ name }) => name), health };
}

interface Running {
  readonly tally: Tally;
  readonly leading: () => boolean;
}

async function startRollups({ program, request, ...parts }: Parts): Promise<Running> {
  const { values } = program.configuration;
  const { streams, scratchDir, closers, onError } = parts;
  const url = values['database-url'];
  const partitions = values['kafka-partitions'];
  const warehouse = await openWarehouse({ ...program, connection: url });
  closers.push(() => warehouse.close());
  const lost = Promise.withResolvers<CrosscurrentError>();
  if (request.role === 'rollup') {
    const names = streams.map(({ name }) => name);
    closers.push(await countHere({ url, streams: names, what: 'worker', onLost: lost.resolve }));
  }
  const lake = await openLake(values, values['data-dir']);
  closers.push(lake.close);
  const leadership = warehouse.stand();
  const engine = await createDuckdbEngine({
    ...program,
    warehouse,
    lake: lake.lake,
    scratchDir: path.join(scratchDir, 'engine'),
    horizon: {
      minutes: values['dedup-minutes'],
      // Each partition is remembered by itself.
      minIds: Math.ceil(values['dedup-ids'] / partitions),
      maxIds: Math.ceil(MAX_IDS / partitions),
    },
    deadLetterLimit: values['dead-letter-limit'],
    expiryDays: values['lake-expiry-days'] === 'never' ? null : values['lake-expiry-days'],
    memoryMiB: engineMemoryMiB(values),
    threads: engineThreads(values),
    sharing: { writer: `w${randomBytes(5).toString('hex')}`, leadership },
    rollups: request.role === 'rollup',
    onError,
  });
  lost.promise
    .then((error) => {
      onError(error);
      return engine.close();
    })
    .catch(onError);
  const scratch = scratchFiles(path.join(scratchDir, 'slices'));
  closers.push(() => scratch.close());
  let worker: Worker | null = null;
  closers.push(async () => {
    // In this order, so that what is under way is committed; a warehouse that is away is not waited for.
    const ended = worker?.close();
    await Promise.race([ended, sleep(CLOSING_MS, undefined, { ref: false })]);
    await engine.close();
    await ended;
  });
  const tally = createTally();
  const names = streams.map(({ name }) => name);
  worker = await runWorker({
    ...parts,
    engine,
    warehouse,
    scratch,
    tally,
    streams: names,
    onEvent: request.onEvent,
  });
  return { tally, leading: leadership.isLeading };
}

async function startEnrichment({ program, request, ...parts }: Parts): Promise<Running> {
  const { values } = program.configuration;
  const tally = createTally();
  const worker = await runEnrichment({
    ...parts,
    catalogue: parts.streams,
    catalogueModule: program.catalogueModule,
    threads: engineThreads(values),
    memoryMiB: engineMemoryMiB(values),
    compression: values['kafka-compression'],
    onWritten({ stream, partition, offset, enriched, rejected }) {
      const topic = topicName(parts.connection, stream, 'raw');
      const received = enriched + rejected;
      const outcome = { received, stored: enriched, duplicate: 0, rejected: { any: rejected } };
      const raw = { stream, topic, partition };
      tally.begin(raw);
      tally.add(raw, offset, outcome);
    },
  });
  parts.closers.push(() => worker.close());
  return { tally, leading: () => false };
}

function needsDatabase(): CrosscurrentError {
  return new CrosscurrentError(
    'bad_configuration',
    'A worker needs a warehouse that other processes reach, too.',
    'Name a PostgreSQL in DATABASE_URL, or with --database-url.',
  );
}

/** What went wrong lately; each is told on. */
function watchTrouble(
  now: () => number,
  onTrouble: (error: unknown) => void,
): { tell: (error: unknown) => void; now: () => string | null } {
  let last: { words: string; at: number } | null = null;
  return {
    tell(error) {
      last = { words: error instanceof Error ? error.message : String(error), at: now() };
      onTrouble(error);
    },
    now: () => (last === null || Math.abs(now() - last.at) > TROUBLE_MS ? null : last.words),
  };
}
