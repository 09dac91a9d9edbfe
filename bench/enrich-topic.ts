import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runEnrichment } from '../src/jobs/enrichment/run.ts';
import type { KafkaConnection } from '../src/log/kafka/connection.ts';
import { openPartition } from '../src/log/kafka/partition-reader.ts';
import { deleteTopics, ensureTopics, topicName, topicsOf } from '../src/log/kafka/topics.ts';
import type { Benchmark, Figure, Section, Size, Surroundings } from './contract.ts';
import { parseBare } from './events/bare-parse.ts';
import { BROKERS, benchBroker } from './events/broker.ts';
import { produceFile } from './events/raw-topic.ts';
import { webStream } from './events/web-stream.ts';
import { number } from './show.ts';

/** Brokers to measure with; nothing is started here. */

const PARTITIONS = 2;

const HOUR_MS = 60 * 60 * 1000;

/** What some work took: on processors of this process, and by the clock. */
interface Took {
  readonly cpu: number;
  readonly seconds: number;
}

async function measured(work: () => Promise<unknown>): Promise<Took> {
  const before = process.cpuUsage();
  const began = performance.now();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / 1e6, seconds: (performance.now() - began) / 1000 };
}

async function readAll(connection: KafkaConnection, topic: string, events: number): Promise<void> {
  let left = events;
  for (let partition = 0; partition < PARTITIONS; partition += 1) {
    const reader = await openPartition(connection, { topic, partition, from: 0n });
    for (;;) {
      const read = await reader.read({ maxBytes: 8 * 1024 * 1024, maxWaitMs: 200 });
      if (read === null) break;
      left -= read.records.length;
    }
    await reader.close();
  }
  if (left !== 0) throw new Error(`${left} of ${events} messages were not read.`);
}

/** The worker's first messages are not measured: it starts threads, and no value is known to it yet. */
const WARM_UP = 0.3;

interface Enriched {
  readonly took: Took;
  /** How many messages were measured. */
  readonly events: number;
}

/** Runs one worker over the raw topic until everything is written. */
async function enrichAll(
  around: Surroundings,
  connection: KafkaConnection,
  events: number,
): Promise<Enriched> {
  let written = 0;
  let failure: unknown;
  const until = async (count: number): Promise<void> => {
    while (written < count) {
      around.signal.throwIfAborted();
      if (failure !== undefined) throw failure;
      await pause(5);
    }
  };
  const worker = await runEnrichment({
    connection,
    catalogue: [webStream],
    catalogueModule: { url: new URL('../src/streams/catalogue.ts', import.meta.url).href, settings: {} },
    scratchDir: path.join(around.folder, 'enrich-topic'),
    threads: around.threads,
    memoryMiB: 1024,
    compression: 'lz4',
    onWritten: (progress) => {
      written += progress.enriched + progress.rejected;
    },
    onError: (error) => {
      failure = error;
    },
  });
  try {
    await until(events * WARM_UP);
    const before = written;
    return { took: await measured(() => until(events)), events: events - before };
  } finally {
    await worker.close();
  }
}

async function run(around: Surroundings, size: Size): Promise<readonly Section[]> {
  const connection = benchBroker();
  const file = await around.files.get({ stream: webStream.name, events: size.events, rate: size.rate });
  const topics = topicsOf(connection, webStream.name, {
    ...{ partitions: PARTITIONS, replication: 1, retentionMs: HOUR_MS },
  });
  await ensureTopics(connection, topics);
  try {
    const raw = topicName(connection, webStream.name, 'raw');
    around.say('producing raw messages');
    let events = 0;
    const produced = await measured(async () => {
      events = await produceFile(connection, file);
    });
    around.say('reading them');
    const read = await measured(() => readAll(connection, raw, events));
    around.say('enriching them');
    const enriched = await enrichAll(around, connection, events);
    around.say('parsing the same events with DuckDB alone');
    const bare = await parseBare({ ...around, stream: webStream, file: file.path, into: 'aggregates' });
    return [section(events, { produced, read, enriched, bare: bare.seconds, threads: around.threads })];
  } finally {
    await deleteTopics(
      connection,
      topics.map(({ name }) => name),
    );
  }
}

function section(
  events: number,
  took: { produced: Took; read: Took; enriched: Enriched; bare: number; threads: number },
): Section {
  const { produced, read, enriched } = took;
  const worker = enriched.took.cpu / enriched.events;
  const each = (what: string, seconds: number): Figure => ({
    what,
    value: seconds * 1e6,
    unit: 'µs/event',
    ratio: seconds / worker,
  });
  return {
    title: `enrich-topic: ${number(events)} web events, ${PARTITIONS} partitions, one worker`,
    ratioTo: 'the work of the worker',
    figures: [
      each('a worker: raw topic -> enriched and rejected', worker),
      each('reading the raw topic alone', read.cpu / events),
      each('reading lines and producing the raw messages alone', produced.cpu / events),
      { what: 'the worker, for each core that it keeps busy', value: 1 / worker, unit: 'events/s' },
      {
        what: 'the worker, by the clock',
        value: enriched.events / enriched.took.seconds,
        unit: 'events/s',
      },
      {
        what: `a bare parse with ${took.threads} threads, by the clock`,
        value: events / took.bare,
        unit: 'events/s',
      },
    ],
    notes: [
      `Processor time of this process; the broker has its own. The first ${WARM_UP * 100} % of the messages are not measured.`,
    ],
  };
}

/** What it costs to enrich events for other engines. */
export const enrichTopic: Benchmark = {
  name: 'enrich-topic',
  about: `An enrichment worker from the raw topic to the enriched one; needs a broker in ${BROKERS}`,
  size: { events: 400_000, rate: 100, seconds: 0 },
  run,
};
