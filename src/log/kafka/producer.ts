import type { MessageToProduce, ProduceResult, Producer } from '@platformatic/kafka';
import { CrosscurrentError } from '../../event/errors.ts';
import { clientOptions, type KafkaConnection, RETRY_DELAY_MS } from './connection.ts';
import { isHopeless, isUnknownTopic, kafkaFailure } from './failure.ts';
import { kafkaLibrary } from './library.ts';
import { partitionOfKey } from './partitioner.ts';
import { unknownTopic } from './topics.ts';

export interface OutgoingMessage {
  readonly topic: string;
  /** Without one the key decides (`partitionOfKey`), and without a key the value. */
  readonly partition?: number;
  readonly key?: Buffer;
  readonly value: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** Epoch milliseconds; the time of sending when there is none. */
  readonly timestamp?: number;
}

export interface KafkaProducer {
  /**
   * Resolves with the places of the messages, in their order, when all replicas in sync have them. Calls that wait at
   * the same moment share requests; the messages of one partition keep the order of the calls.
   *
   * Fails with `log_unavailable` when that takes longer than the delivery timeout: the messages may be in the log or
   * not. Fails with `bad_configuration` when Kafka refuses them.
   */
  send(
    messages: readonly OutgoingMessage[],
  ): Promise<readonly { topic: string; partition: number; offset: bigint }[]>;
  /** Bytes of what waits or is on the way. */
  readonly pendingBytes: number;
  /** Waits for what is on the way. */
  close(): Promise<void>;
}

export type Compression = 'none' | 'lz4' | 'zstd' | 'gzip' | 'snappy';

export interface ProducerOptions {
  readonly compression: Compression;
  /** How long messages may take from the beginning of their delivery, in milliseconds. */
  readonly deliveryTimeoutMs?: number;
}

interface Place {
  topic: string;
  partition: number;
  offset: bigint;
}

interface Job {
  readonly messages: readonly OutgoingMessage[];
  readonly bytes: number;
  readonly places: Place[];
  resolve(places: readonly Place[]): void;
  reject(error: unknown): void;
}

/** A message on its way to a partition, and where its place is to be noted. */
interface Routed {
  readonly message: MessageToProduce;
  readonly bytes: number;
  readonly place: Place;
}

const DELIVERY_MS = 30_000;

/** Bytes of messages that are gathered for one round of requests. */
const ROUND_BYTES = 8 * 1024 * 1024;

/** A batch of a partition stays below a broker's default limit of 1 MiB, unless one message alone is larger. */
const BATCH_BYTES = 900_000;

/** What a message takes beside key and value, roughly. */
const OVERHEAD_BYTES = 32;

/**
 * The client counts the messages of a partition in a number that Kafka keeps in 31 bits; before it is used up a new
 * producer is taken.
 */
const PRODUCER_LIFE = 1_000_000_000;

/** How long the number of a topic's partitions is remembered, in milliseconds. */
const PARTITIONS_MS = 60_000;

/**
 * A producer with `acks=all` that is idempotent: what is repeated after a broken connection is in the log once. Only
 * what is repeated after a timeout can be there twice; the engines then see two events of one id.
 */
export async function createKafkaProducer(
  connection: KafkaConnection,
  options: ProducerOptions,
): Promise<KafkaProducer> {
  const deliveryMs = options.deliveryTimeoutMs ?? DELIVERY_MS;
  const open = (): Producer =>
    new (kafkaLibrary().Producer)({
      ...clientOptions(connection, Math.ceil(deliveryMs / RETRY_DELAY_MS)),
      idempotent: true,
      compression: options.compression,
    });
  const queue: Job[] = [];
  const partitions = partitionCounts();
  let producer = open();
  let produced = 0;
  let pendingBytes = 0;
  let closed = false;
  let running: Promise<void> | null = null;

  /** Jobs that go out together: as many as fit a round, one at least. */
  const takeJobs = (): Job[] => {
    let bytes = 0;
    let count = 0;
    for (const job of queue) {
      if (count > 0 && bytes + job.bytes > ROUND_BYTES) break;
      bytes += job.bytes;
      count += 1;
    }
    return queue.splice(0, count);
  };

  const sendOnce = async (messages: MessageToProduce[]): Promise<ProduceResult> => {
    if (produced > PRODUCER_LIFE) {
      await producer.close();
      producer = open();
      produced = 0;
    }
    produced += messages.length;
    return producer.send({ messages });
  };

  /** Tries again, under a new producer id, what failed for a reason that passes. */
  const deliver = async <T>(work: () => Promise<T>, began: number, topics: string): Promise<T> => {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        const late = performance.now() - began > deliveryMs;
        if (isUnknownTopic(error) && performance.now() - began > UNKNOWN_MS) throw unknownTopic(topics);
        if (late || closed || isHopeless(error)) throw kafkaFailure(error, connection, 'take messages');
        producer.clearMetadata();
        await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY_MS));
      }
    }
  };

  const run = async (): Promise<void> => {
    while (queue.length > 0) {
      const jobs = takeJobs();
      const began = performance.now();
      try {
        const names = new Set(jobs.flatMap((job) => job.messages.map(({ topic }) => topic)));
        const counts = await deliver(() => partitions(producer, names), began, [...names].join(', '));
        for (const round of rounds(jobs, counts)) {
          // The client gives the messages it was handed a time stamp, so each try gets its own.
          const messages = (): MessageToProduce[] => round.map(({ message }) => ({ ...message }));
          const topics = [...new Set(round.map(({ place }) => place.topic))].join(', ');
          notePlaces(round, await deliver(() => sendOnce(messages()), began, topics));
        }
        for (const job of jobs) job.resolve(job.places);
      } catch (error) {
        for (const job of jobs) job.reject(error);
      } finally {
        for (const job of jobs) pendingBytes -= job.bytes;
      }
    }
    running = null;
  };

  return {
    get pendingBytes() {
      return pendingBytes;
    },
    send(messages) {
      if (closed) return Promise.reject(closedProducer());
      if (messages.length === 0) return Promise.resolve([]);
      return new Promise((resolve, reject) => {
        const bytes = messages.reduce((sum, message) => sum + sizeOf(message), 0);
        queue.push({ messages, bytes, places: [], resolve, reject });
        pendingBytes += bytes;
        // After this turn of the event loop, so that calls of one moment go out together.
        running ??= Promise.resolve().then(run);
      });
    },
    async close() {
      closed = true;
      await running;
      await producer.close();
    },
  };
}

/** A topic that was just made is unknown for a moment, and so it is after a broker's start. */
const UNKNOWN_MS = 5000;

function sizeOf({ key, value }: OutgoingMessage): number {
  return value.length + (key?.length ?? 0) + OVERHEAD_BYTES;
}

function closedProducer(): CrosscurrentError {
  return new CrosscurrentError('log_unavailable', 'The log is closed.', 'Start the program again.');
}

/** Asks for the numbers of partitions of topics, and remembers them for a while. */
function partitionCounts(): (
  producer: Producer,
  topics: ReadonlySet<string>,
) => Promise<ReadonlyMap<string, number>> {
  let known = new Map<string, number>();
  let asked = 0;
  return async (producer, topics) => {
    const now = performance.now();
    const fresh = now - asked < PARTITIONS_MS;
    if (fresh && [...topics].every((topic) => known.has(topic))) return known;
    const metadata = await producer.metadata({ topics: [...topics], forceUpdate: true, retries: 0 });
    const counts = [...topics].map(
      (topic) => [topic, metadata.topics.get(topic)?.partitionsCount ?? 1] as const,
    );
    known = fresh ? new Map([...known, ...counts]) : new Map(counts);
    asked = now;
    return known;
  };
}

/** Spreads the messages over requests, so that no batch of a partition becomes too large. */
function* rounds(jobs: readonly Job[], counts: ReadonlyMap<string, number>): Generator<Routed[]> {
  let waiting = jobs.flatMap((job) => job.messages.map((message) => route(message, job, counts)));
  while (waiting.length > 0) {
    const filled = new Map<string, number>();
    const full = new Set<string>();
    const round: Routed[] = [];
    const later: Routed[] = [];
    for (const routed of waiting) {
      const partition = `${routed.place.topic}:${routed.place.partition}`;
      const bytes = filled.get(partition) ?? 0;
      if (full.has(partition) || (bytes > 0 && bytes + routed.bytes > BATCH_BYTES)) {
        full.add(partition);
        later.push(routed);
      } else {
        filled.set(partition, bytes + routed.bytes);
        round.push(routed);
      }
    }
    yield round;
    waiting = later;
  }
}

function route(message: OutgoingMessage, job: Job, counts: ReadonlyMap<string, number>): Routed {
  const { topic, key, value } = message;
  const partition = message.partition ?? partitionOfKey(key ?? value, counts.get(topic) ?? 1);
  const place = { topic, partition, offset: -1n };
  job.places.push(place);
  return {
    message: {
      topic,
      partition,
      value,
      ...(key === undefined ? {} : { key }),
      ...(message.headers === undefined ? {} : { headers: headerMap(message.headers) }),
      ...(message.timestamp === undefined ? {} : { timestamp: BigInt(message.timestamp) }),
    },
    bytes: sizeOf(message),
    place,
  };
}

const headerMaps = new WeakMap<object, Map<Buffer, Buffer>>();

/** Headers as bytes; senders hand in the same object for many messages. */
function headerMap(headers: Readonly<Record<string, string>>): Map<Buffer, Buffer> {
  let map = headerMaps.get(headers);
  if (map === undefined) {
    map = new Map(Object.entries(headers).map(([name, text]) => [Buffer.from(name), Buffer.from(text)]));
    headerMaps.set(headers, map);
  }
  return map;
}

/** Messages of a partition lie one behind the other from the offset that the broker answered. */
function notePlaces(round: readonly Routed[], { offsets }: ProduceResult): void {
  const next = new Map((offsets ?? []).map((at) => [`${at.topic}:${at.partition}`, at.offset]));
  for (const { place } of round) {
    const partition = `${place.topic}:${place.partition}`;
    const offset = next.get(partition);
    if (offset === undefined) continue;
    place.offset = offset;
    next.set(partition, offset + 1n);
  }
}
