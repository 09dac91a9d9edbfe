import type { Admin } from '@platformatic/kafka';
import { clientOptions, type KafkaConnection } from './connection.ts';
import { kafkaFailure } from './failure.ts';
import { kafkaLibrary } from './library.ts';

/** A topic whose ends are watched. */
export interface WatchedTopic {
  readonly topic: string;
  readonly partitions: number;
}

/** Where a partition was found to end, and where it had ended before. */
export interface EndMoved {
  readonly topic: string;
  readonly partition: number;
  readonly from: bigint;
  readonly to: bigint;
}

export interface EndWatch {
  end(topic: string, partition: number): bigint;
  /** Notes an end that is known for another reason; ends never go back. */
  note(topic: string, partition: number, end: bigint): void;
  /** Bytes that the topics take on the brokers, copies included, as last asked. */
  readonly storedBytes: number;
  /** Asks now. Fails with `log_unavailable` or `bad_configuration`. */
  look(): Promise<void>;
  close(): Promise<void>;
}

export interface EndWatchOptions {
  readonly onMoved: (moved: EndMoved) => void;
  readonly onTrouble: (error: unknown) => void;
}

/**
 * How often ends are asked for, in milliseconds: so much later are events of other senders seen. Readers wait at the
 * broker and are not held up by it. When nothing has come for `QUIET_MS`, it is asked less often.
 */
const EVERY_MS = 250;
const SELDOM_MS = 1_000;
const QUIET_MS = 5_000;

/** How often sizes are asked for, in milliseconds. */
const SIZE_EVERY_MS = 10_000;

/** Keeps asking where partitions end, because others write them too. One request for all topics of a broker. */
export function watchEnds(
  connection: KafkaConnection,
  topics: readonly WatchedTopic[],
  { onMoved, onTrouble }: EndWatchOptions,
): EndWatch {
  const admin = new (kafkaLibrary().Admin)(clientOptions(connection, 1));
  const ends = new Map<string, bigint>();
  let storedBytes = 0;
  let sizedAt = Number.NEGATIVE_INFINITY;
  let movedAt = performance.now();
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();

  const note = (topic: string, partition: number, to: bigint): void => {
    const key = `${topic}:${partition}`;
    const from = ends.get(key) ?? 0n;
    if (to <= from) return;
    ends.set(key, to);
    movedAt = performance.now();
    onMoved({ topic, partition, from, to });
  };

  const look = async (): Promise<void> => {
    try {
      const asked = topics.map(({ topic, partitions }) => ({
        name: topic,
        partitions: Array.from({ length: partitions }, (_, partitionIndex) => ({
          partitionIndex,
          timestamp: kafkaLibrary().ListOffsetTimestamps.LATEST,
        })),
      }));
      for (const { name, partitions } of await admin.listOffsets({ topics: asked })) {
        for (const { partitionIndex, offset } of partitions) note(name, partitionIndex, offset);
      }
      if (performance.now() - sizedAt < SIZE_EVERY_MS) return;
      storedBytes = await sizeOf(admin, topics);
      sizedAt = performance.now();
    } catch (error) {
      throw kafkaFailure(error, connection, 'tell where topics end');
    }
  };

  const again = (): void => {
    if (closed) return;
    const quiet = performance.now() - movedAt > QUIET_MS;
    timer = setTimeout(
      () => {
        looking = look()
          .catch((error: unknown) => {
            if (!closed) onTrouble(error);
          })
          .finally(again);
      },
      quiet ? SELDOM_MS : EVERY_MS,
    );
  };
  again();

  return {
    end: (topic, partition) => ends.get(`${topic}:${partition}`) ?? 0n,
    note,
    get storedBytes() {
      return storedBytes;
    },
    look,
    async close() {
      closed = true;
      clearTimeout(timer);
      await looking;
      await admin.close().catch(() => undefined);
    },
  };
}

/** Bytes on all brokers. */
async function sizeOf(admin: Admin, topics: readonly WatchedTopic[]): Promise<number> {
  const described = await admin.describeLogDirs({
    topics: topics.map(({ topic, partitions }) => ({
      name: topic,
      partitions: Array.from({ length: partitions }, (_, partition) => partition),
    })),
  });
  let bytes = 0n;
  for (const { results } of described) {
    for (const result of results) {
      for (const topic of result.topics) {
        for (const { partitionSize } of topic.partitions) bytes += partitionSize;
      }
    }
  }
  return Number(bytes);
}
