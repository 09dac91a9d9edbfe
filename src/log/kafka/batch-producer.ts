import type { Connection, ProducerInfo, Writer } from '@platformatic/kafka';
import { CrosscurrentError } from '../../event/errors.ts';
import { clientOptions, type KafkaConnection, RETRY_DELAY_MS } from './connection.ts';
import { isHopeless, isKafkaError, isUnknownTopic, kafkaFailure } from './failure.ts';
import { kafkaLibrary } from './library.ts';
import { markProducer, type RecordBatch } from './record-batch.ts';
import { unknownTopic } from './topics.ts';

export interface PartitionName {
  readonly topic: string;
  readonly partition: number;
}

export interface BatchProducer {
  /**
   * Resolves with the offset of the batch's first record when all replicas in sync have it. A batch of a partition is
   * sent when the one before it has resolved, or failed.
   *
   * Fails with `log_unavailable` when that takes longer than the delivery timeout: the batch may be in the log or not.
   * Fails with `bad_configuration` when Kafka refuses it.
   */
  send(to: PartitionName, batch: RecordBatch): Promise<bigint>;
  close(): Promise<void>;
}

const DELIVERY_MS = 30_000;

/** How long a broker waits for its replicas: less than a request may take. */
const REPLICAS_MS = 8_000;

/** A topic that was just made is unknown for a moment, and so it is after a broker's start. */
const UNKNOWN_MS = 5_000;

/** All replicas in sync. */
const ALL = -1;

const PRODUCE = 0;

/** Kafka counts the records of a producer in a partition in 31 bits, and begins anew behind them. */
const SEQUENCES = 2 ** 31;

/** Replies that mean that the broker has lost or replaced what it knew of the producer. */
const FORGOTTEN = [
  'UNKNOWN_PRODUCER_ID',
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'INVALID_PRODUCER_EPOCH',
  'DUPLICATE_SEQUENCE_NUMBER',
] as const;

/** Who produces, for Kafka, and how many records each partition has from it. */
interface Identity extends ProducerInfo {
  readonly sent: Map<string, number>;
}

/**
 * Sends batches that are made already, as they are; idempotent like `createKafkaProducer`: what is repeated after a
 * broken connection is in the log once, and only what is repeated after a timeout can be there twice.
 */
export function createBatchProducer(
  connection: KafkaConnection,
  { deliveryTimeoutMs = DELIVERY_MS }: { deliveryTimeoutMs?: number } = {},
): BatchProducer {
  // The client's own way of being idempotent counts the messages that it is handed.
  const client = new (kafkaLibrary().Producer)({
    ...clientOptions(connection, 0),
    idempotent: false,
    maxInflights: 5,
  });
  let identity: Promise<Identity> | null = null;
  let version: Promise<7 | 9> | null = null;
  let closed = false;

  const identify = (): Promise<Identity> => {
    identity ??= client
      .initIdempotentProducer({})
      .then((info) => ({ ...info, sent: new Map<string, number>() }))
      .catch((error: unknown) => {
        identity = null;
        throw error;
      });
    return identity;
  };

  /** The version of requests that the brokers know: the first of the compact format, or one before it. */
  const chooseVersion = (): Promise<7 | 9> => {
    version ??= client
      .listApis()
      .then((apis): 7 | 9 => ((apis.find(({ apiKey }) => apiKey === PRODUCE)?.maxVersion ?? 0) >= 9 ? 9 : 7))
      .catch((error: unknown) => {
        version = null;
        throw error;
      });
    return version;
  };

  const leaderOf = async ({ topic, partition }: PartitionName): Promise<Connection> => {
    const metadata = await client.metadata({ topics: [topic], retries: 0 });
    const broker = metadata.brokers.get(metadata.topics.get(topic)?.partitions[partition]?.leader ?? -1);
    if (broker === undefined) throw unknownTopic(`${topic} with partition ${partition}`);
    return client.connections.get(broker);
  };

  /** Forgets who we are, unless another batch has done so; the next try has a new id. */
  const forget = (mine: Promise<Identity>): void => {
    if (identity === mine) identity = null;
  };

  const sendOnce = async (to: PartitionName, batch: RecordBatch, me: Identity): Promise<bigint> => {
    const key = `${to.topic}:${to.partition}`;
    const sequence = me.sent.get(key) ?? 0;
    markProducer(batch, { id: me.producerId, epoch: me.producerEpoch, sequence });
    const offset = await produce(await leaderOf(to), await chooseVersion(), to, batch.bytes);
    me.sent.set(key, (sequence + batch.count) % SEQUENCES);
    return offset;
  };

  return {
    async send(to, batch) {
      const began = performance.now();
      for (;;) {
        if (closed)
          throw new CrosscurrentError('log_unavailable', 'The log is closed.', 'Start the program again.');
        const mine = identify();
        try {
          return await sendOnce(to, batch, await mine);
        } catch (error) {
          const took = performance.now() - began;
          const over =
            took > deliveryTimeoutMs || isHopeless(error) || (isUnknownTopic(error) && took > UNKNOWN_MS);
          // Whether it arrived is not known when it is given up, so its number cannot be used again.
          if (over || FORGOTTEN.some((name) => isKafkaError(error, name))) forget(mine);
          if (isUnknownTopic(error) && took > UNKNOWN_MS) throw unknownTopic(to.topic);
          if (over || closed) throw kafkaFailure(error, connection, 'take messages');
          client.clearMetadata();
          await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY_MS));
        }
      }
    },
    async close() {
      closed = true;
      await client.close();
    },
  };
}

/** One request; resolves with the offset of the first record. */
function produce(
  broker: Connection,
  version: 7 | 9,
  { topic, partition }: PartitionName,
  bytes: Buffer,
): Promise<bigint> {
  const compact = version >= 9;
  const request = (): Writer => {
    const writer = kafkaLibrary()
      .Writer.create()
      .appendString(null, compact)
      .appendInt16(ALL)
      .appendInt32(REPLICAS_MS)
      .appendArray(
        [topic],
        (of) => {
          of.appendString(topic, compact).appendArray(
            [partition],
            (one) => {
              one.appendInt32(partition);
              if (compact) one.appendUnsignedVarInt(bytes.length + 1);
              else one.appendInt32(bytes.length);
              one.append(bytes);
            },
            compact,
            compact,
          );
        },
        compact,
        compact,
      );
    return compact ? writer.appendTaggedFields() : writer;
  };
  const { produceV7, produceV9 } = kafkaLibrary();
  const parse = compact ? produceV9.parseResponse : produceV7.parseResponse;
  return new Promise((resolve, reject) => {
    broker.send(PRODUCE, version, request, parse, compact, compact, (error, response) => {
      const offset = response?.responses[0]?.partitionResponses[0]?.baseOffset;
      if (error !== null && error !== undefined) reject(error);
      else if (offset === undefined) reject(new Error('a broker answered for another partition'));
      else resolve(offset);
    });
  });
}
