import type { DuckdbEngine } from '../engine/duckdb/engine.ts';
import { CrosscurrentError } from '../event/errors.ts';
import { kafkaConnection } from '../jobs/configuration/kafka.ts';
import { createSlots } from '../jobs/enrichment/slots.ts';
import { findStream } from '../jobs/find-stream.ts';
import { followTopics } from '../jobs/follow-topics.ts';
import { type Tail, tailLog } from '../jobs/tail.ts';
import { tailTopics } from '../jobs/topic-tail.ts';
import { runWorker } from '../jobs/worker/run.ts';
import { createTally } from '../jobs/worker/tally.ts';
import type { ScratchFiles } from '../log/scratch.ts';
import type { Warehouse } from '../warehouse/contract.ts';
import type { HostLog } from './host-log.ts';
import type { ConfiguredProgram } from './program.ts';

/** Slices of topics of others that are under way at once: each takes some tens of megabytes. */
const SLOTS = 3;

export interface HostTailParts extends Pick<HostLog, 'log' | 'kafka'> {
  readonly program: ConfiguredProgram;
  readonly engine: DuckdbEngine;
  readonly warehouse: Warehouse;
  readonly scratch: ScratchFiles;
  /** Whether the host stays: one that works for a single command takes up topics only when it has to wait for them. */
  readonly stays: boolean;
  readonly onError: (error: unknown) => void;
}

/**
 * Takes the log into the warehouse. Partitions of Kafka are shared with all workers of the same topics; with Flink as
 * the engine, or where the configuration leaves them to workers, they are only watched.
 */
export function startTail(parts: HostTailParts): Tail {
  const { program, log, kafka, engine, warehouse, scratch, onError } = parts;
  const { values } = program.configuration;
  const names = program.catalogue.map(({ name }) => name);
  const streams = new Set(names);
  const common = { log, warehouse, streams, clock: program.clock, onError };
  if (kafka === null) return tailLog({ ...common, engine, scratch });
  const soleReader = values.engine === 'duckdb';
  const worker = { connection: kafka, streams: names, engine, warehouse, scratch, onError };
  return tailTopics({
    ...common,
    soleReader,
    eager: parts.stays,
    bring: soleReader && values.worker ? () => runWorker({ ...worker, tally: createTally() }) : null,
  });
}

/**
 * Follows the topics of others that are configured.
 * @returns how to stop that
 */
export async function followOthers(parts: HostTailParts): Promise<() => Promise<void>> {
  const { program, kafka, engine, warehouse, scratch, onError } = parts;
  const { values } = program.configuration;
  const topics = values['kafka-sources'];
  if (topics.length === 0 || !parts.stays) return () => Promise.resolve();
  if (kafka !== null) {
    throw new CrosscurrentError(
      'bad_configuration',
      'kafka-sources follows topics of others into a warehouse that nobody else writes; with log: kafka several do.',
      `Let their senders write to the topics ${values['kafka-topic-prefix']}<stream>.raw, one event a message with its id as the key.`,
    );
  }
  return followTopics({
    connection: kafkaConnection(values, `crosscurrent-${process.pid}`),
    topics: topics.map(({ stream, topic }) => ({
      stream: findStream(program.catalogue, stream).name,
      topic,
    })),
    slots: createSlots(SLOTS),
    engine,
    warehouse,
    scratch,
    onError,
  });
}
