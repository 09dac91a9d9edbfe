import type { Outcome } from '../../engine/contract.ts';
import type { RawPartition } from './partition-tail.ts';

/** What a worker has done with a partition that it has. */
export interface PartitionTally {
  readonly stream: string;
  readonly topic: string;
  readonly partition: number;
  /** Everything before it is in the warehouse; null as long as that was not asked. */
  readonly offset: bigint | null;
}

/** What a worker has done with a stream, also with partitions that it has no longer. */
export interface StreamTally {
  received: number;
  stored: number;
  duplicate: number;
  rejected: number;
  /** How many times another process had moved an offset. */
  overtaken: number;
}

/** What a worker has done so far. */
export interface Tally {
  begin(raw: RawPartition): void;
  /** Everything before the offset is in the warehouse. */
  at(raw: RawPartition, offset: bigint): void;
  add(raw: RawPartition, offset: bigint, outcome: Outcome): void;
  overtaken(raw: RawPartition): void;
  end(raw: RawPartition): void;
  /** Those that it has now. */
  partitions(): readonly PartitionTally[];
  streams(): ReadonlyMap<string, Readonly<StreamTally>>;
}

export function createTally(): Tally {
  const partitions = new Map<string, PartitionTally>();
  const streams = new Map<string, StreamTally>();
  const keyOf = ({ topic, partition }: RawPartition): string => `${topic}:${partition}`;
  const streamOf = (stream: string): StreamTally => {
    const found = streams.get(stream) ?? { received: 0, stored: 0, duplicate: 0, rejected: 0, overtaken: 0 };
    streams.set(stream, found);
    return found;
  };
  const at = (raw: RawPartition, offset: bigint): void => {
    if (partitions.has(keyOf(raw))) partitions.set(keyOf(raw), { ...raw, offset });
  };
  return {
    begin(raw) {
      partitions.set(keyOf(raw), { ...raw, offset: null });
    },
    at,
    add(raw, offset, { received, stored, duplicate, rejected }) {
      at(raw, offset);
      const own = streamOf(raw.stream);
      own.received += received;
      own.stored += stored;
      own.duplicate += duplicate;
      own.rejected += Object.values(rejected).reduce((sum, events) => sum + events, 0);
    },
    overtaken({ stream }) {
      streamOf(stream).overtaken += 1;
    },
    end(raw) {
      partitions.delete(keyOf(raw));
    },
    partitions: () => [...partitions.values()],
    streams: () => streams,
  };
}
