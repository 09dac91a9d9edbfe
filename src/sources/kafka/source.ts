import type { KafkaConnection } from '../../log/kafka/connection.ts';
import { partitionsOf } from '../../log/kafka/topics.ts';

/** A topic of others whose messages are events of a stream, as JSON in one of the shapes that the stream accepts. */
export interface ForeignTopic {
  readonly stream: string;
  readonly topic: string;
}

/** A partition of such a topic, and what it is called in the warehouse's books. Its offsets are Kafka's. */
export interface ForeignPartition extends ForeignTopic {
  readonly partition: number;
  readonly source: string;
}

/** The partitions that a topic has now. Fails with `bad_configuration` when there is no such topic. */
export async function partitionsOfForeign(
  connection: KafkaConnection,
  { stream, topic }: ForeignTopic,
): Promise<readonly ForeignPartition[]> {
  const count = await partitionsOf(connection, topic);
  return Array.from({ length: count }, (_, partition) => ({
    stream,
    topic,
    partition,
    source: `kafka-${topic}-${partition}`,
  }));
}
