import type { KafkaConnection } from '../../log/kafka/connection.ts';
import type { Assignment } from '../../log/kafka/group.ts';
import { groupOffsets } from '../../log/kafka/group-offsets.ts';
import { openPartition } from '../../log/kafka/partition-reader.ts';
import { endOffsets, startOffsets } from '../../log/kafka/topics.ts';
import { type OutputTopics, RAW_OFFSET, type Written } from './messages.ts';

/** Where a worker goes on in a raw partition. */
export interface Resumption {
  /** The first message to read. */
  readonly from: bigint;
  readonly written: Written;
}

/** How long the last message of a partition may keep us waiting, in milliseconds. */
const PATIENCE_MS = 10_000;

/**
 * Where the work on a raw partition goes on: at the group's offset, or where there is none, behind what is in the output
 * topics, or at the beginning. Offsets are stored in the group after the messages are in Kafka, so a worker that died
 * between the two has written more than the group knows; what the last message of each output partition was made from
 * tells how much, and those messages are not written once more.
 */
export async function findResumption(
  connection: KafkaConnection,
  groupId: string,
  { raw, topics }: { raw: Assignment; topics: OutputTopics },
): Promise<Resumption> {
  const [stored] = await groupOffsets(connection, groupId, [raw]);
  const [enriched, rejected] = await Promise.all([
    behindLast(connection, topics.enriched, raw.partition),
    behindLast(connection, topics.rejected, raw.partition),
  ]);
  const begin = stored?.offset ?? earlier(enriched, rejected);
  // Of what was read before and was removed since, the reader tells; what was removed before the first start is no loss.
  const from = begin > 0n ? begin : ((await startOffsets(connection, raw.topic)).get(raw.partition) ?? 0n);
  return { from, written: { enriched, rejected } };
}

/** The raw offset behind the one that the last message of a partition was made from; 0 when there is none. */
async function behindLast(connection: KafkaConnection, topic: string, partition: number): Promise<bigint> {
  const [starts, ends] = await Promise.all([startOffsets(connection, topic), endOffsets(connection, topic)]);
  const end = ends.get(partition) ?? 0n;
  if (end <= (starts.get(partition) ?? 0n)) return 0n;
  const reader = await openPartition(connection, { topic, partition, from: end - 1n });
  try {
    const read = await reader.read({ maxBytes: 1, maxWaitMs: PATIENCE_MS });
    const offset = read?.records.at(-1)?.headers.get(RAW_OFFSET);
    return offset === undefined ? 0n : BigInt(offset) + 1n;
  } finally {
    await reader.close();
  }
}

function earlier(one: bigint, other: bigint): bigint {
  if (one < other) return one;
  return other;
}
