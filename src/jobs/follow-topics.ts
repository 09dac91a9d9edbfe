import type { KafkaConnection } from '../log/kafka/connection.ts';
import { type ForeignPartition, type ForeignTopic, partitionsOfForeign } from '../sources/kafka/source.ts';
import type { PartitionWork } from './follow-partition.ts';
import { type PartitionTailOptions, tailPartition } from './worker/partition-tail.ts';

export interface FollowOptions
  extends Pick<PartitionTailOptions, 'engine' | 'warehouse' | 'scratch' | 'slots' | 'onError'> {
  readonly connection: KafkaConnection;
  readonly topics: readonly ForeignTopic[];
}

/** How often topics are asked whether they have got more partitions, in milliseconds. */
const ASK_EVERY_MS = 30_000;

/**
 * Takes topics of others into the warehouse, from their beginning, and on from the offsets in the warehouse, which makes
 * it exactly once (D2). A topic that is not there yet, or a Kafka that is away, is told and asked for again.
 *
 * @returns how to stop; resolves when what was under way has been committed or has failed
 */
export async function followTopics(options: FollowOptions): Promise<() => Promise<void>> {
  const tails = new Map<string, PartitionWork>();
  let closed = false;
  let asking: Promise<unknown> = Promise.resolve();

  const begin = (raw: ForeignPartition): void => {
    const key = `${raw.stream} ${raw.source}`;
    if (closed || tails.has(key)) return;
    const nothing = (): void => undefined;
    tails.set(key, tailPartition({ ...options, raw, onCommitted: nothing, onOvertaken: nothing }));
  };

  const ask = async (): Promise<void> => {
    for (const topic of options.topics) {
      try {
        for (const partition of await partitionsOfForeign(options.connection, topic)) begin(partition);
      } catch (error) {
        if (!closed) options.onError(error);
      }
    }
  };

  asking = ask();
  const timer = setInterval(() => {
    asking = asking.then(ask);
  }, ASK_EVERY_MS);
  return async () => {
    closed = true;
    clearInterval(timer);
    await Promise.all([...tails.values()].map((tail) => tail.stop()));
    await asking;
  };
}
