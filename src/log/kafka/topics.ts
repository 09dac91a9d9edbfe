import type { Admin } from '@platformatic/kafka';
import { CrosscurrentError } from '../../event/errors.ts';
import { MAX_LINE_BYTES } from '../../event/outcome.ts';
import { clientOptions, type KafkaConnection, RETRY_DELAY_MS } from './connection.ts';
import { isKafkaError, isUnknownTopic, kafkaFailure } from './failure.ts';
import { kafkaLibrary } from './library.ts';

/** What comes in; what was accepted, with its derived columns; what was rejected. */
export type TopicKind = 'raw' | 'enriched' | 'rejected';

export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  readonly replication: number;
  readonly retentionMs: number;
  /** Whose clock stamps the messages: the sender's (the default), or the broker's when it appends them. */
  readonly timestamps?: 'sender' | 'broker';
}

/** The largest batch that our topics take, in bytes: the longest line, compressed or not, and what lies around it. */
const MAX_MESSAGE_BYTES = MAX_LINE_BYTES + 1024 * 1024;

/** Attempts, some hundred milliseconds apart, before a command that needs Kafka gives up. */
const ADMIN_RETRIES = 10;

/** `<prefix><stream>.<kind>`. */
export function topicName(connection: KafkaConnection, stream: string, kind: TopicKind): string {
  return `${connection.topicPrefix}${stream}.${kind}`;
}

/** The three topics of a stream. The raw one has the broker's time stamps: they are the times of arrival. */
export function topicsOf(
  connection: KafkaConnection,
  stream: string,
  size: Omit<TopicSpec, 'name' | 'timestamps'>,
): readonly TopicSpec[] {
  const kinds: readonly TopicKind[] = ['raw', 'enriched', 'rejected'];
  return kinds.map((kind) => ({
    ...size,
    name: topicName(connection, stream, kind),
    timestamps: kind === 'raw' ? 'broker' : 'sender',
  }));
}

/**
 * Makes the topics that are missing. One that exists keeps its settings; it must have the partitions that are asked for,
 * because keys would else lie elsewhere. Fails with `bad_configuration` or `log_unavailable`.
 */
export async function ensureTopics(connection: KafkaConnection, topics: readonly TopicSpec[]): Promise<void> {
  await withAdmin(connection, 'make topics', async (admin) => {
    const existing = new Set(await admin.listTopics());
    for (const topic of topics) {
      if (!existing.has(topic.name)) await createTopic(admin, topic);
    }
    for (const topic of topics) checkPartitions(topic, await countPartitions(admin, topic.name));
  });
}

/**
 * Which of these topics are not there yet, and how many brokers there are. Makes nothing. Fails as `ensureTopics` does.
 */
export function surveyTopics(
  connection: KafkaConnection,
  topics: readonly TopicSpec[],
): Promise<{ readonly missing: readonly string[]; readonly brokers: number }> {
  return withAdmin(connection, 'list topics', async (admin) => {
    const existing = new Set(await admin.listTopics());
    const there = topics.filter(({ name }) => existing.has(name));
    for (const topic of there) checkPartitions(topic, await countPartitions(admin, topic.name));
    const { brokers } = await admin.metadata({ topics: [] });
    const missing = topics.filter(({ name }) => !existing.has(name)).map(({ name }) => name);
    return { missing, brokers: brokers.size };
  });
}

async function createTopic(admin: Admin, topic: TopicSpec): Promise<void> {
  try {
    await admin.createTopics({
      topics: [topic.name],
      partitions: topic.partitions,
      replicas: topic.replication,
      configs: [
        { name: 'retention.ms', value: String(topic.retentionMs) },
        { name: 'max.message.bytes', value: String(MAX_MESSAGE_BYTES) },
        {
          name: 'message.timestamp.type',
          value: topic.timestamps === 'broker' ? 'LogAppendTime' : 'CreateTime',
        },
      ],
    });
  } catch (error) {
    if (!isKafkaError(error, 'TOPIC_ALREADY_EXISTS')) throw error;
  }
}

function checkPartitions(topic: TopicSpec, actual: number): void {
  if (actual === topic.partitions) return;
  throw new CrosscurrentError(
    'bad_configuration',
    `The topic ${topic.name} has ${actual} partitions, and ${topic.partitions} are configured.`,
    `Set kafka-partitions to ${actual}, or choose another kafka-topic-prefix: in a topic that grows, copies of an event no longer meet in one partition.`,
  );
}

/** How many partitions a topic has. Fails with `bad_configuration` when it does not exist. */
export function partitionsOf(connection: KafkaConnection, topic: string): Promise<number> {
  return withAdmin(connection, `tell of the topic ${topic}`, (admin) => countPartitions(admin, topic));
}

/** A topic that was just made is not known to every broker at once. */
const KNOWN_MS = 5000;

async function countPartitions(admin: Admin, topic: string): Promise<number> {
  for (const began = performance.now(); ; ) {
    try {
      const metadata = await admin.metadata({ topics: [topic], forceUpdate: true, retries: 0 });
      const count = metadata.topics.get(topic)?.partitionsCount ?? 0;
      if (count > 0) return count;
    } catch (error) {
      if (!isUnknownTopic(error)) throw error;
    }
    if (performance.now() - began > KNOWN_MS) throw unknownTopic(topic);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The error for a topic that Kafka does not have. */
export function unknownTopic(topic: string): CrosscurrentError {
  return new CrosscurrentError(
    'bad_configuration',
    `Kafka has no topic ${topic}.`,
    'Check its name and kafka-topic-prefix, or make it.',
  );
}

/** Deletes topics; those that do not exist are passed over. */
export async function deleteTopics(connection: KafkaConnection, names: readonly string[]): Promise<void> {
  await withAdmin(connection, 'delete topics', async (admin) => {
    const existing = new Set(await admin.listTopics());
    const topics = names.filter((name) => existing.has(name));
    if (topics.length > 0) await admin.deleteTopics({ topics });
  });
}

/** Of each partition, the offset behind its last message. */
export function endOffsets(connection: KafkaConnection, topic: string): Promise<ReadonlyMap<number, bigint>> {
  return withAdmin(connection, `tell the ends of ${topic}`, (admin) =>
    offsetsAt(admin, topic, kafkaLibrary().ListOffsetTimestamps.LATEST),
  );
}

/** Of each partition, the offset of the first message that is still kept. */
export function startOffsets(
  connection: KafkaConnection,
  topic: string,
): Promise<ReadonlyMap<number, bigint>> {
  return withAdmin(connection, `tell the beginnings of ${topic}`, (admin) =>
    offsetsAt(admin, topic, kafkaLibrary().ListOffsetTimestamps.EARLIEST),
  );
}

async function offsetsAt(
  admin: Admin,
  topic: string,
  timestamp: bigint,
): Promise<ReadonlyMap<number, bigint>> {
  const count = await countPartitions(admin, topic);
  const partitions = Array.from({ length: count }, (_, partitionIndex) => ({ partitionIndex, timestamp }));
  const [listed] = await admin.listOffsets({ topics: [{ name: topic, partitions }] });
  return new Map((listed?.partitions ?? []).map(({ partitionIndex, offset }) => [partitionIndex, offset]));
}

/** Deletes what lies before an offset, partition by partition. */
export async function deleteRecordsBefore(
  connection: KafkaConnection,
  topic: string,
  offsets: ReadonlyMap<number, bigint>,
): Promise<void> {
  await withAdmin(connection, `delete records of ${topic}`, async (admin) => {
    const partitions = [...offsets].map(([partition, offset]) => ({ partition, offset }));
    if (partitions.length > 0) await admin.deleteRecords({ topics: [{ name: topic, partitions }] });
  });
}

/**
 * Runs `work` with an admin client of its own; again, from its beginning, after what passes. What a user has to mend
 * (credentials, certificates, rights) is told at once.
 */
export async function withAdmin<T>(
  connection: KafkaConnection,
  doing: string,
  work: (admin: Admin) => Promise<T>,
): Promise<T> {
  const admin = new (kafkaLibrary().Admin)(clientOptions(connection, 0));
  try {
    for (let tries = 0; ; tries += 1) {
      try {
        return await work(admin);
      } catch (error) {
        const failure = kafkaFailure(error, connection, doing);
        if (failure.code !== 'log_unavailable' || tries >= ADMIN_RETRIES) throw failure;
        admin.clearMetadata();
        await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY_MS));
      }
    }
  } finally {
    await admin.close().catch(() => undefined);
  }
}
