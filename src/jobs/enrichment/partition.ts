import type { EnrichedSlice, Enrichment } from '../../engine/duckdb/enrichment/contract.ts';
import { CrosscurrentError } from '../../event/errors.ts';
import type { BatchProducer } from '../../log/kafka/batch-producer.ts';
import type { KafkaConnection } from '../../log/kafka/connection.ts';
import type { Assignment } from '../../log/kafka/group.ts';
import { openPartition, type PartitionRead, type PartitionReader } from '../../log/kafka/partition-reader.ts';
import type { Compression, KafkaProducer } from '../../log/kafka/producer.ts';
import { sliceOfRecords } from '../../log/kafka/slice.ts';
import type { ScratchFiles } from '../../log/scratch.ts';
import { type Following, followPartition, type PartitionWork } from '../follow-partition.ts';
import {
  enrichedBatches,
  type MadeFrom,
  type OutputTopics,
  rejectedMessages,
  type Written,
} from './messages.ts';
import { findResumption, type Resumption } from './resume.ts';
import type { Slots } from './slots.ts';

/**
 * Bytes of raw messages that are enriched at once, when there are so many: with a quarter of that an event costs a
 * third more, because each slice looks up its values in all that are known.
 */
const SLICE_BYTES = 32 * 1024 * 1024;

const WAIT_MS = 500;

/** After a slice that was not full, events gather for so many times what it took, and at most so many milliseconds. */
const PAUSE_PER_WORK = 2;
const LONGEST_PAUSE_MS = 300;

export interface PartitionOptions {
  readonly connection: KafkaConnection;
  readonly groupId: string;
  readonly stream: string;
  readonly raw: Assignment;
  readonly topics: OutputTopics;
  readonly enrichment: Enrichment;
  /** For what is rejected. */
  readonly producer: KafkaProducer;
  /** For what is enriched. */
  readonly batches: BatchProducer;
  readonly compression: Compression;
  readonly scratch: ScratchFiles;
  /** Slices that may be on their way at once, of all partitions. */
  readonly slots: Slots;
  /** Told when everything made from messages before `offset` is in Kafka. */
  readonly onWritten: (progress: { offset: bigint; enriched: number; rejected: number }) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Enriches one raw partition: slices are enriched side by side and written one after the other, each when the one
 * before it is in Kafka. So whatever a message in the output was made from, everything before that is there, too; copies
 * that a worker writes once more, or two that have the partition for a moment, never bring an event before an earlier
 * one of its id. When something fails, the work goes on behind what was written.
 */
export function enrichPartition(options: PartitionOptions): PartitionWork {
  const { connection, groupId, onError } = options;
  return followPartition({
    async follow(following) {
      await follow(options, await findResumption(connection, groupId, options), following);
    },
    onFailed: onError,
  });
}

/** Reads and writes until something fails or the work is stopped; resolves when nothing is under way. */
async function follow(
  options: PartitionOptions,
  { from, written }: Resumption,
  loop: Following,
): Promise<void> {
  const { connection, raw, slots } = options;
  const reader = await openPartition(connection, { ...raw, from, onTrouble: options.onError });
  let failed: { error: unknown } | null = null;
  let last: Promise<void> = Promise.resolve();
  try {
    while (!loop.stopped() && failed === null) {
      if (!(await reader.arrived(WAIT_MS))) continue;
      // Not before there is a place for it: each of many partitions would hold a slice.
      const release = await slots.take();
      const read = await readOrRelease(reader, release);
      if (read === null) continue;
      tellLost(options, read);
      const began = performance.now();
      const before = last;
      const mayWrite = async (): Promise<boolean> => {
        await before;
        return failed === null && !loop.stopped();
      };
      last = handle(options, { read, written, mayWrite })
        .catch((error: unknown) => {
          failed ??= { error };
        })
        .finally(release);
      if (read.bytes >= SLICE_BYTES / 2) continue;
      await last;
      await loop.pause(Math.min(LONGEST_PAUSE_MS, (performance.now() - began) * PAUSE_PER_WORK));
    }
  } finally {
    await last;
    await reader.close();
  }
  if (failed !== null) throw (failed as { error: unknown }).error;
}

async function readOrRelease(reader: PartitionReader, release: () => void): Promise<PartitionRead | null> {
  let read: PartitionRead | null = null;
  try {
    read = await reader.read({ maxBytes: SLICE_BYTES, maxWaitMs: 0 });
  } finally {
    if (read === null) release();
  }
  return read;
}

async function handle(
  options: PartitionOptions,
  { read, written, mayWrite }: { read: PartitionRead; written: Written; mayWrite: () => Promise<boolean> },
): Promise<void> {
  const { partition } = options.raw;
  const place = { stream: options.stream, source: `kafka-${partition}` };
  const slice = await sliceOfRecords(read, place, options.scratch);
  let enriched: EnrichedSlice;
  try {
    enriched = await options.enrichment.enrich(slice);
  } finally {
    await slice.release();
  }
  if (!(await mayWrite())) return;
  const counts = await write(options, enriched, { records: read.records, lines: slice, written });
  options.onWritten({ offset: read.to, ...counts });
}

/** Resolves when everything is in Kafka. A batch is made while the one before it is on its way. */
async function write(
  { raw: { partition }, topics, producer, batches, compression }: PartitionOptions,
  slice: EnrichedSlice,
  made: MadeFrom,
): Promise<{ enriched: number; rejected: number }> {
  let enriched = 0;
  let sending: Promise<unknown> = Promise.resolve();
  for await (const batch of enrichedBatches(slice, made, compression)) {
    await sending;
    sending = batches.send({ topic: topics.enriched, partition }, batch);
    // Should it fail while the next one is made: that is seen when it is waited for.
    sending.catch(() => undefined);
    enriched += batch.count;
  }
  await sending;
  const rejected = rejectedMessages(slice, made, { topic: topics.rejected, partition });
  await producer.send(rejected);
  return { enriched, rejected: rejected.length };
}

function tellLost({ onError, raw }: PartitionOptions, { lost }: PartitionRead): void {
  if (lost === undefined) return;
  onError(
    new CrosscurrentError(
      'log_unavailable',
      `The messages ${lost.from} to ${lost.to - 1n} of partition ${raw.partition} of ${raw.topic} were removed before they were enriched.`,
      'Raise kafka-retention-hours, and keep enrichment workers running.',
    ),
  );
}
