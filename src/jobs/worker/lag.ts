import type { KafkaConnection } from '../../log/kafka/connection.ts';
import { endOffsets } from '../../log/kafka/topics.ts';
import type { PartitionTally } from './tally.ts';

/** How far partitions are behind their topics. */
export interface LagWatch {
  /** Messages that are not in the warehouse yet; null when that is not known. */
  behind(partition: PartitionTally): bigint | null;
  close(): void;
}

/** The ends of topics are asked for so often, in milliseconds. */
const EVERY_MS = 5_000;

/** Asks for the ends of the topics of which there are partitions, until it is closed. */
export function watchLag(
  connection: KafkaConnection,
  work: {
    /** Stream -> topic. */
    readonly topics: ReadonlyMap<string, string>;
    readonly partitions: () => readonly PartitionTally[];
  },
): LagWatch {
  let ends: ReadonlyMap<string, ReadonlyMap<number, bigint>> = new Map();
  let asking = false;
  const ask = async (): Promise<void> => {
    if (asking) return;
    asking = true;
    const found = new Map<string, ReadonlyMap<number, bigint>>();
    for (const stream of new Set(work.partitions().map((one) => one.stream))) {
      const topic = work.topics.get(stream);
      // What cannot be asked is not known; that Kafka is away is told by who reads from it.
      const end = topic === undefined ? null : await endOffsets(connection, topic).catch(() => null);
      if (end !== null) found.set(stream, end);
    }
    ends = found;
    asking = false;
  };
  const timer = setInterval(() => void ask(), EVERY_MS);
  return {
    behind({ stream, partition, offset }) {
      const end = ends.get(stream)?.get(partition);
      if (end === undefined || offset === null) return null;
      return end > offset ? end - offset : 0n;
    },
    close: () => clearInterval(timer),
  };
}
