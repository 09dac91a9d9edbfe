import { CrosscurrentError } from '../../event/errors.ts';
import type { Appended, AppendListener, Batch, Log, LogRead, LogUsage, SourceName } from '../contract.ts';
import type { RejectedLine } from '../rejected-line.ts';
import type { KafkaConnection } from './connection.ts';
import { type EndWatch, watchEnds } from './ends.ts';
import { openPartition, type PartitionReader } from './partition-reader.ts';
import {
  type Compression,
  createKafkaProducer,
  type KafkaProducer,
  type OutgoingMessage,
} from './producer.ts';
import { refusedHeaders } from './refused.ts';
import { linesOfRecords } from './slice.ts';
import {
  deleteRecordsBefore,
  ensureTopics,
  startOffsets,
  type TopicSpec,
  topicName,
  topicsOf,
} from './topics.ts';

export interface KafkaLogOptions {
  readonly connection: KafkaConnection;
  /** Streams that have a topic in this log. */
  readonly streams: readonly string[];
  /** How topics are made that are missing. */
  readonly topics: Pick<TopicSpec, 'partitions' | 'replication' | 'retentionMs'>;
  readonly compression: Compression;
  /** The id of an event, which is its message's key: null when the line says none. */
  readonly idOf: (stream: string, line: string) => string | null;
  /** Told when Kafka cannot be reached; it is tried again. */
  readonly onTrouble?: (error: unknown) => void;
  /** An append waits so long for Kafka at most, in milliseconds. */
  readonly patienceMs?: number;
}

/** A log in Kafka: whoever reads a topic decides on its messages, so it takes what was refused before, too. */
export interface KafkaLog extends Log {
  /**
   * Appends lines that could not be read as events, each with its reason: they become dead letters where the topic is
   * read. Resolves, and fails, as `append` does.
   */
  appendRefused(
    stream: string,
    source: string,
    refused: readonly RejectedLine[],
  ): Promise<readonly Appended[]>;
}

/** Bytes of appends under way at which senders are asked to wait (D7). */
const MAX_PENDING_BYTES = 64 * 1024 * 1024;

const PATIENCE_MS = 10_000;

/** After so long without any append going through, further ones are refused at once while others wait. */
const STUCK_MS = 3_000;

/** How long a read waits for the broker, in milliseconds; what is asked for is known to be there. */
const READ_WAIT_MS = 2_000;

const LINE_FEED = 0x0a;

/** The name of a partition as a source. */
export function partitionSource(partition: number): string {
  return `kafka-${partition}`;
}

/**
 * Opens the log that lies in Kafka: a topic for each stream, whose partitions are the sources that are read
 * (`kafka-<partition>`) and whose offsets are Kafka's. Each event is a message, keyed by its id so that its copies share
 * a partition, with the name of its sender in the header `source`. Topics that are missing are made.
 *
 * What is removed is up to the topics' retention, except for `forgetCommitted`.
 *
 * Fails with `log_unavailable` and `bad_configuration`.
 */
export async function openKafkaLog(options: KafkaLogOptions): Promise<KafkaLog> {
  const { connection, streams } = options;
  const specs = streams.map((stream) => rawTopic(options, stream));
  await ensureTopics(connection, specs);
  const producer = await createKafkaProducer(connection, { compression: options.compression });
  const log = new TopicLog(options, producer);
  try {
    await log.look();
    return log;
  } catch (error) {
    await log.close();
    throw error;
  }
}

function rawTopic({ connection, topics }: KafkaLogOptions, stream: string): TopicSpec {
  const [raw] = topicsOf(connection, stream, topics);
  if (raw === undefined) throw new Error('a stream has no raw topic');
  return raw;
}

interface OpenReader {
  readonly reader: PartitionReader;
  position: bigint;
}

class TopicLog implements KafkaLog {
  readonly unit = 'events';
  readonly #options: KafkaLogOptions;
  readonly #producer: KafkaProducer;
  readonly #ends: EndWatch;
  readonly #streamOf: ReadonlyMap<string, string>;
  readonly #listeners = new Set<AppendListener>();
  readonly #readers = new Map<string, Promise<OpenReader>>();
  readonly #committed = new Map<string, bigint>();
  /** By partition, why its stream takes nothing: it ends before what was committed. */
  readonly #broken = new Map<string, CrosscurrentError>();
  readonly #headers = new Map<string, Readonly<Record<string, string>>>();
  /** Bytes appended since the brokers were last asked for the sizes of topics. */
  #appendedBytes = 0;
  #storedBytes = 0;
  /** When an append began to wait while none went through; null when none waits. */
  #stuckSince: number | null = null;
  #waiting = 0;
  #closed = false;

  constructor(options: KafkaLogOptions, producer: KafkaProducer) {
    const { connection, streams, topics } = options;
    this.#options = options;
    this.#producer = producer;
    this.#streamOf = new Map(streams.map((stream) => [topicName(connection, stream, 'raw'), stream]));
    const watched = [...this.#streamOf.keys()].map((topic) => ({ topic, partitions: topics.partitions }));
    this.#ends = watchEnds(connection, watched, {
      onMoved: ({ topic, partition, from, to }) => {
        const stream = this.#streamOf.get(topic) ?? '';
        for (const listener of this.#listeners)
          listener({ stream, source: partitionSource(partition), from, to });
      },
      onTrouble: options.onTrouble ?? (() => undefined),
    });
  }

  look(): Promise<void> {
    return this.#ends.look();
  }

  async append(stream: string, source: string, batch: Batch): Promise<readonly Appended[]> {
    if (batch.data.length === 0) return [];
    if (batch.data[batch.data.length - 1] !== LINE_FEED) {
      throw new CrosscurrentError('internal', 'A batch for the log does not end with a line end.', '');
    }
    return this.#send(stream, this.#messagesOf(stream, source, batch.data));
  }

  async appendRefused(
    stream: string,
    source: string,
    refused: readonly RejectedLine[],
  ): Promise<readonly Appended[]> {
    const topic = topicName(this.#options.connection, stream, 'raw');
    const messages = refused.map((line) => ({
      topic,
      value: line.raw,
      headers: { source, ...refusedHeaders(line) },
    }));
    return this.#send(stream, messages);
  }

  async #send(stream: string, messages: readonly OutgoingMessage[]): Promise<readonly Appended[]> {
    if (this.#closed) throw new CrosscurrentError('internal', 'The log is closed.', '');
    this.#refuseWhenBroken(stream);
    this.#refuseWhenSlow();
    this.#waiting += 1;
    this.#stuckSince ??= performance.now();
    try {
      const places = await this.#inTime(this.#producer.send(messages));
      this.#stuckSince = performance.now();
      for (const { value } of messages) this.#appendedBytes += value.length + 1;
      return this.#note(stream, places);
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#stuckSince = null;
    }
  }

  #refuseWhenBroken(stream: string): void {
    for (const [key, error] of this.#broken) if (key.startsWith(`${stream}/`)) throw error;
  }

  /** So that senders are asked to wait rather than kept waiting (D7). */
  #refuseWhenSlow(): void {
    const stuck = this.#stuckSince !== null && performance.now() - this.#stuckSince > STUCK_MS;
    if (stuck || this.#producer.pendingBytes > MAX_PENDING_BYTES) throw this.#slow();
  }

  #slow(): CrosscurrentError {
    return new CrosscurrentError(
      'log_unavailable',
      `Kafka at ${this.#options.connection.brokers.join(', ')} does not take events in time.`,
      'Send them again later; copies of what was taken after all are recognised by their ids.',
    );
  }

  async #inTime<T>(sending: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(this.#slow()), this.#options.patienceMs ?? PATIENCE_MS);
    });
    try {
      return await Promise.race([sending, late]);
    } finally {
      clearTimeout(timer);
      // It may still fail, or succeed, when nobody waits any more.
      sending.catch(() => undefined);
    }
  }

  #messagesOf(stream: string, source: string, data: Buffer): OutgoingMessage[] {
    const topic = topicName(this.#options.connection, stream, 'raw');
    const headers = this.#headersOf(source);
    const messages: OutgoingMessage[] = [];
    for (let from = 0; from < data.length; ) {
      const end = data.indexOf(LINE_FEED, from);
      const value = data.subarray(from, end);
      const id = this.#options.idOf(stream, value.toString());
      messages.push({ topic, value, headers, ...(id === null ? {} : { key: Buffer.from(id) }) });
      from = end + 1;
    }
    return messages;
  }

  #headersOf(source: string): Readonly<Record<string, string>> {
    const known = this.#headers.get(source);
    if (known !== undefined) return known;
    const made = { source };
    this.#headers.set(source, made);
    return made;
  }

  /** Notes the ends, and gathers the places of a batch by partition. */
  #note(
    stream: string,
    places: readonly { topic: string; partition: number; offset: bigint }[],
  ): readonly Appended[] {
    const pieces = new Map<number, Appended>();
    for (const { topic, partition, offset } of places) {
      const piece = pieces.get(partition);
      if (piece === undefined) {
        pieces.set(partition, { stream, source: partitionSource(partition), from: offset, to: offset + 1n });
      } else {
        piece.to = offset + 1n;
      }
      this.#ends.note(topic, partition, offset + 1n);
    }
    return [...pieces].sort(([a], [b]) => a - b).map(([, piece]) => piece);
  }

  end(stream: string, source: string): bigint {
    const partition = partitionOf(source);
    const topic = topicName(this.#options.connection, stream, 'raw');
    return partition === null ? 0n : this.#ends.end(topic, partition);
  }

  sources(): SourceName[] {
    const partitions = Array.from({ length: this.#options.topics.partitions }, (_, i) => partitionSource(i));
    const streams = [...this.#streamOf.values()].sort();
    return streams.flatMap((stream) =>
      partitions
        .toSorted()
        .map((source) => ({ stream, source }))
        .filter(({ source }) => this.end(stream, source) > 0n),
    );
  }

  async read(stream: string, source: string, from: bigint, maxBytes: number): Promise<LogRead | null> {
    if (partitionOf(source) === null || from >= this.end(stream, source)) return null;
    const open = await this.#reader(stream, source, from);
    if (open.position !== from) open.reader.seek(from);
    // Whatever happens next, the place has to be found anew.
    open.position = -1n;
    const read = await open.reader.read({ maxBytes, maxWaitMs: READ_WAIT_MS });
    if (read === null) return null;
    open.position = read.to;
    const { parts, offsetOf: _, timestampOf: __, ...content } = linesOfRecords(read);
    return {
      stream,
      source,
      from: read.from,
      to: read.to,
      ...content,
      file: null,
      data: () => Promise.resolve(Buffer.concat(parts)),
      release: () => Promise.resolve(),
    };
  }

  #reader(stream: string, source: string, from: bigint): Promise<OpenReader> {
    const key = `${stream}/${source}`;
    const known = this.#readers.get(key);
    if (known !== undefined) return known;
    const { connection, onTrouble } = this.#options;
    const place = { topic: topicName(connection, stream, 'raw'), partition: partitionOf(source) ?? 0, from };
    const opening = openPartition(connection, {
      ...place,
      ...(onTrouble === undefined ? {} : { onTrouble }),
    }).then((reader) => ({ reader, position: from }));
    this.#readers.set(key, opening);
    return opening;
  }

  onAppend(listener: AppendListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async truncateBefore(stream: string, source: string, offset: bigint): Promise<void> {
    const partition = partitionOf(source);
    if (partition === null) return;
    const key = `${stream}/${source}`;
    if (offset > this.end(stream, source)) await this.#ends.look();
    const end = this.end(stream, source);
    if (offset > end) {
      const error = endsBefore(topicName(this.#options.connection, stream, 'raw'), {
        partition,
        offset,
        end,
      });
      this.#broken.set(key, error);
      throw error;
    }
    this.#broken.delete(key);
    if (offset > (this.#committed.get(key) ?? 0n)) this.#committed.set(key, offset);
  }

  async forgetCommitted(stream: string): Promise<void> {
    const { connection, topics } = this.#options;
    const topic = topicName(connection, stream, 'raw');
    const kept = await startOffsets(connection, topic);
    const before = new Map<number, bigint>();
    for (let partition = 0; partition < topics.partitions; partition += 1) {
      const offset = this.#committed.get(`${stream}/${partitionSource(partition)}`) ?? 0n;
      if (offset > (kept.get(partition) ?? 0n)) before.set(partition, offset);
    }
    await deleteRecordsBefore(connection, topic, before);
  }

  usage(): LogUsage {
    const { storedBytes } = this.#ends;
    if (storedBytes !== this.#storedBytes) {
      this.#storedBytes = storedBytes;
      this.#appendedBytes = 0;
    }
    return { bytes: storedBytes + this.#appendedBytes, limitBytes: 0 };
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#producer.close();
    await this.#ends.close();
    for (const opening of this.#readers.values()) await (await opening).reader.close();
  }
}

function partitionOf(source: string): number | null {
  const digits = /^kafka-(\d{1,9})$/.exec(source)?.[1];
  return digits === undefined ? null : Number(digits);
}

function endsBefore(
  topic: string,
  { partition, offset, end }: { partition: number; offset: bigint; end: bigint },
): CrosscurrentError {
  return new CrosscurrentError(
    'log_unavailable',
    `Partition ${partition} of the topic ${topic} ends at ${end}, and the warehouse has taken it in up to ${offset}: it is another topic of the same name, or has lost events.`,
    'Choose another kafka-topic-prefix, or begin with an empty warehouse: new events would get old offsets, and be passed over.',
  );
}
