import type { Engine, Outcome } from '../../engine/contract.ts';
import { CrosscurrentError } from '../../event/errors.ts';
import type { KafkaConnection } from '../../log/kafka/connection.ts';
import { openPartition, type PartitionRead } from '../../log/kafka/partition-reader.ts';
import { sliceOfRecords } from '../../log/kafka/slice.ts';
import type { ScratchFiles } from '../../log/scratch.ts';
import type { Warehouse } from '../../warehouse/contract.ts';
import type { Slots } from '../enrichment/slots.ts';
import { type Following, followPartition, type PartitionWork } from '../follow-partition.ts';

/** A partition of a stream's raw topic, or of another topic with events of the stream. */
export interface RawPartition {
  readonly stream: string;
  readonly topic: string;
  readonly partition: number;
  /** What it is called in the warehouse's books, where the topic is not ours: its beginning may be gone already. */
  readonly source?: string;
}

export interface PartitionTailOptions {
  readonly connection: KafkaConnection;
  readonly raw: RawPartition;
  readonly engine: Pick<Engine, 'submit'>;
  readonly warehouse: Pick<Warehouse, 'offset'>;
  readonly scratch: ScratchFiles;
  /** Slices that may be under way at once, of all partitions. */
  readonly slots: Slots;
  /** Told where it begins, each time it does. */
  readonly onBegun?: (offset: bigint) => void;
  /** Told when everything before `offset` is in the warehouse. */
  readonly onCommitted: (progress: { offset: bigint; outcome: Outcome }) => void;
  /** Told when another process has moved the offset: what was under way is dropped, and it goes on from there. */
  readonly onOvertaken: () => void;
  readonly onError: (error: unknown) => void;
}

/** What a source is called in the warehouse's books. */
export function sourceOf(partition: number): string {
  return `kafka-${partition}`;
}

/** Bytes of messages that are taken at once, when there are so many: slices of a third cost half as much again an event. */
const SLICE_BYTES = 48 * 1024 * 1024;

const WAIT_MS = 250;

/** Slices of the partition under way at once, so that one is prepared while another is committed. */
const IN_FLIGHT = 3;

/** After a slice that was not full, events gather for so many times what it took, and at most so many milliseconds. */
const PAUSE_PER_WORK = 2;
const LONGEST_PAUSE_MS = 500;
const GATHER_MS = 40;

/**
 * Feeds the engine from a partition, until it is stopped. The offset in the warehouse says where to begin, and is asked
 * for before the engine reads back any id of the partition: if another process commits behind that, the first commit
 * from here fails, and it begins again.
 */
export function tailPartition(options: PartitionTailOptions): PartitionWork {
  return followPartition({
    follow: (following) => follow(options, following),
    onFailed(error) {
      if (error instanceof CrosscurrentError && error.code === 'overtaken') options.onOvertaken();
      else options.onError(error);
    },
  });
}

/** Reads and submits until something fails or the tail is stopped; resolves when nothing is under way. */
async function follow(options: PartitionTailOptions, loop: Following): Promise<void> {
  const { connection, raw, warehouse, slots } = options;
  let position = await warehouse.offset(raw.stream, raw.source ?? sourceOf(raw.partition));
  options.onBegun?.(position);
  const reader = await openPartition(connection, { ...raw, from: position, onTrouble: options.onError });
  const underWay = new Set<Promise<void>>();
  let failed: { error: unknown } | null = null;
  const isOver = (): boolean => loop.stopped() || failed !== null;
  try {
    while (!isOver()) {
      const read = await reader.read({ maxBytes: SLICE_BYTES, maxWaitMs: WAIT_MS });
      if (read === null) continue;
      tellLost(options, read);
      const release = await slots.take();
      const began = performance.now();
      // Without a gap, also where messages were removed before anybody read them.
      const work = bring(options, { ...read, from: position })
        .catch((error: unknown) => {
          failed ??= { error };
        })
        .finally(() => {
          release();
          underWay.delete(work);
        });
      underWay.add(work);
      position = read.to;
      while (!isOver() && underWay.size >= IN_FLIGHT) await Promise.race(underWay);
      if (read.bytes >= SLICE_BYTES / 2) continue;
      await Promise.all(underWay);
      const took = performance.now() - began;
      if (!isOver()) await loop.pause(Math.max(GATHER_MS, Math.min(LONGEST_PAUSE_MS, took * PAUSE_PER_WORK)));
    }
  } finally {
    await Promise.all(underWay);
    await reader.close();
  }
  if (failed !== null) throw (failed as { error: unknown }).error;
}

async function bring(options: PartitionTailOptions, read: PartitionRead): Promise<void> {
  const { stream, partition, source = sourceOf(partition) } = options.raw;
  const slice = await sliceOfRecords(read, { stream, source }, options.scratch);
  try {
    const outcome = await options.engine.submit(slice);
    options.onCommitted({ offset: slice.to, outcome });
  } finally {
    await slice.release();
  }
}

function tellLost({ onError, raw }: PartitionTailOptions, { lost }: PartitionRead): void {
  if (lost === undefined || (raw.source !== undefined && lost.from === 0n)) return;
  onError(
    new CrosscurrentError(
      'log_unavailable',
      `The messages ${lost.from} to ${lost.to - 1n} of partition ${raw.partition} of ${raw.topic} were removed before they were taken into the warehouse.`,
      'Raise kafka-retention-hours, and keep workers running.',
    ),
  );
}
