import type { Enrichment } from '../../engine/duckdb/enrichment/contract.ts';
import { CrosscurrentError } from '../../event/errors.ts';
import type { KafkaConnection } from '../../log/kafka/connection.ts';
import type { Assignment } from '../../log/kafka/group.ts';
import { openPartition, type PartitionRead } from '../../log/kafka/partition-reader.ts';
import type { KafkaProducer, OutgoingMessage } from '../../log/kafka/producer.ts';
import { sliceOfRecords } from '../../log/kafka/slice.ts';
import type { ScratchFiles } from '../../log/scratch.ts';
import { type OutputTopics, outgoingMessages, type Written } from './messages.ts';
import { findResumption, type Resumption } from './resume.ts';
import type { Slots } from './slots.ts';

/** Bytes of raw messages that are enriched at once. */
const SLICE_BYTES = 8 * 1024 * 1024;

const WAIT_MS = 500;

const RETRY_MS = 500;

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
  readonly producer: KafkaProducer;
  readonly scratch: ScratchFiles;
  /** Slices that may be on their way at once, of all partitions. */
  readonly slots: Slots;
  /** Told when everything made from messages before `offset` is in Kafka. */
  readonly onWritten: (progress: { offset: bigint; enriched: number; rejected: number }) => void;
  readonly onError: (error: unknown) => void;
}

export interface PartitionWork {
  /** Resolves when nothing is under way any more; what was read and not written is dropped. */
  stop(): Promise<void>;
}

/**
 * Enriches one raw partition: slices are enriched side by side and written one after the other, each when the one
 * before it is in Kafka. So whatever a message in the output was made from, everything before that is there, too; copies
 * that a worker writes once more, or two that have the partition for a moment, never bring an event before an earlier
 * one of its id. When something fails, the work goes on behind what was written.
 */
export function enrichPartition(options: PartitionOptions): PartitionWork {
  let stopped = false;
  let wake = (): void => undefined;
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      if (stopped) resolve();
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const loop = (async () => {
    while (!stopped) {
      try {
        const { connection, groupId } = options;
        await follow(options, await findResumption(connection, groupId, options), {
          pause,
          stopped: () => stopped,
        });
      } catch (error) {
        if (stopped) return;
        options.onError(error);
        await pause(RETRY_MS);
      }
    }
  })();
  return {
    async stop() {
      stopped = true;
      wake();
      await loop;
    },
  };
}

interface Loop {
  readonly pause: (ms: number) => Promise<void>;
  readonly stopped: () => boolean;
}

/** Reads and writes until something fails or the work is stopped; resolves when nothing is under way. */
async function follow(options: PartitionOptions, { from, written }: Resumption, loop: Loop): Promise<void> {
  const { connection, raw, slots } = options;
  const reader = await openPartition(connection, { ...raw, from, onTrouble: options.onError });
  let failed: { error: unknown } | null = null;
  let last: Promise<void> = Promise.resolve();
  try {
    while (!loop.stopped() && failed === null) {
      const read = await reader.read({ maxBytes: SLICE_BYTES, maxWaitMs: WAIT_MS });
      if (read === null) continue;
      tellLost(options, read);
      const release = await slots.take();
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
      if (bytesOf(read) >= SLICE_BYTES / 2) continue;
      await last;
      await loop.pause(Math.min(LONGEST_PAUSE_MS, (performance.now() - began) * PAUSE_PER_WORK));
    }
  } finally {
    await last;
    await reader.close();
  }
  if (failed !== null) throw (failed as { error: unknown }).error;
}

async function handle(
  options: PartitionOptions,
  { read, written, mayWrite }: { read: PartitionRead; written: Written; mayWrite: () => Promise<boolean> },
): Promise<void> {
  const { partition } = options.raw;
  const place = { stream: options.stream, source: `kafka-${partition}` };
  const slice = await sliceOfRecords(read, place, options.scratch);
  let messages: readonly OutgoingMessage[];
  try {
    const made = { records: read.records, early: slice.rejected, partition, topics: options.topics, written };
    messages = outgoingMessages(await options.enrichment.enrich(slice), made);
  } finally {
    await slice.release();
  }
  if (!(await mayWrite())) return;
  for (const piece of piecesOf(messages)) await options.producer.send(piece);
  const enriched = messages.filter(({ topic }) => topic === options.topics.enriched).length;
  options.onWritten({ offset: read.to, enriched, rejected: messages.length - enriched });
}

/** A request holds no more of one partition; what is sent together beyond that the producer would have to sort out. */
const PIECE_BYTES = 800_000;

function* piecesOf(messages: readonly OutgoingMessage[]): Generator<readonly OutgoingMessage[]> {
  let from = 0;
  let bytes = 0;
  for (const [at, { value }] of messages.entries()) {
    if (bytes > 0 && bytes + value.length > PIECE_BYTES) {
      yield messages.slice(from, at);
      from = at;
      bytes = 0;
    }
    bytes += value.length;
  }
  if (from < messages.length) yield messages.slice(from);
}

function bytesOf({ records }: PartitionRead): number {
  return records.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
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
