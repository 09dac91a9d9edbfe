import type { Consumer } from '@platformatic/kafka';
import { CrosscurrentError } from '../../event/errors.ts';
import { clientOptions, type KafkaConnection, RETRY_DELAY_MS } from './connection.ts';
import { isHopeless, isKafkaError, kafkaFailure } from './failure.ts';
import { kafkaLibrary } from './library.ts';
import { type KafkaRecords, type RecordRange, recordsOf } from './record-columns.ts';
import { type DecodedBatch, decodeBatches } from './records.ts';
import { endOffsets, startOffsets, unknownTopic } from './topics.ts';

export type { KafkaRecord } from './record-columns.ts';

export interface PartitionRead {
  readonly from: bigint;
  /** Where to go on: behind the last record, and behind gaps and control records that follow it. */
  readonly to: bigint;
  readonly records: KafkaRecords;
  /** Of keys and values, and one for each record. */
  readonly bytes: number;
  /** Offsets before `from` that should have been read, and were removed by retention before. `to` is exclusive. */
  readonly lost?: { readonly from: bigint; readonly to: bigint };
}

export interface PartitionReader {
  /** Whether there are records to read within so long. Fails as `read` does. */
  arrived(maxWaitMs: number): Promise<boolean>;
  /**
   * The next records: keys, values and one byte for each of `maxBytes` at most, but one record at least. Null when there is
   * nothing after `maxWaitMs`, or when Kafka could not be reached for so long.
   *
   * Fails with `bad_configuration` when Kafka refuses us, and with `log_unavailable` when the partition ends before
   * where it is to be read.
   */
  read(options: { maxBytes: number; maxWaitMs: number }): Promise<PartitionRead | null>;
  /** The next read begins here. */
  seek(offset: bigint): void;
  close(): Promise<void>;
}

export interface PartitionPlace {
  readonly topic: string;
  readonly partition: number;
  readonly from: bigint;
  /** Told when Kafka cannot be reached; the reader tries again by itself. */
  readonly onTrouble?: (error: CrosscurrentError) => void;
}

/** Bytes asked for at once: as they lie on the broker, so several times as much when they were compressed. */
const FETCH_BYTES = 1024 * 1024;

/** A broker that was started again has forgotten what was asked last; the next request says it all. */
const SESSION_OVER = ['FETCH_SESSION_ID_NOT_FOUND', 'INVALID_FETCH_SESSION_EPOCH'] as const;

/**
 * A broker holds a request back for so long when nothing comes, in milliseconds. Reads wait for it one after the other,
 * each for as long as it may, so that an idle partition costs a request each time this is over; what comes is answered
 * at once. Below the time that the client gives a request.
 */
const POLL_MS = 5_000;

/** A batch of which the records from `begin` on were not handed out yet; `bytes` are theirs. */
interface WaitingBatch extends DecodedBatch {
  readonly begin: number;
}

/** How a request ended that was held back. */
type Polled = { readonly error: unknown } | null;

/** Reads one partition over a connection of its own, in the order of offsets, committed transactions only. */
export async function openPartition(
  connection: KafkaConnection,
  place: PartitionPlace,
): Promise<PartitionReader> {
  const { topic, partition } = place;
  const connect = (): Consumer => {
    const made = new (kafkaLibrary().Consumer)({
      ...clientOptions(connection, 0),
      // A client needs the name of a group; this one never joins it.
      groupId: `${connection.clientId}-reader`,
    });
    made.topics.track(topic);
    return made;
  };
  let consumer = connect();
  /** The request that the broker holds back. */
  let polling: Promise<Polled> | null = null;
  let position = place.from;
  let waiting: WaitingBatch[] = [];
  /** Counts the seeks, so that an answer that was asked for before one is not taken. */
  let seeks = 0;
  let lost: { from: bigint; to: bigint } | null = null;
  let closed = false;
  /** Whether everything up to the end was removed. */
  let empty = false;

  /** Fetches once; false when nothing came. */
  const fetch = async (offset: bigint, maxWaitMs: number): Promise<boolean> => {
    const asked = seeks;
    const metadata = await consumer.metadata({ topics: [topic] });
    const info = metadata.topics.get(topic);
    const leader = info?.partitions[partition]?.leader;
    if (info === undefined || leader === undefined)
      throw unknownTopic(`${topic} with partition ${partition}`);
    const wanted = {
      partition,
      currentLeaderEpoch: -1,
      fetchOffset: offset,
      lastFetchedEpoch: -1,
      partitionMaxBytes: FETCH_BYTES,
    };
    const response = await consumer.fetch({
      node: leader,
      topics: [{ topicId: info.id, partitions: [wanted] }],
      minBytes: 1,
      maxBytes: FETCH_BYTES,
      maxWaitTime: maxWaitMs,
      isolationLevel: kafkaLibrary().FetchIsolationLevels.READ_COMMITTED,
    });
    if (asked !== seeks || closed) return false;
    const batches = batchesOf(response, offset);
    for (const batch of batches) waiting.push({ ...batch, begin: 0 });
    return batches.length > 0;
  };

  /** Where to go on when the offset is not there; false when nothing is left at all. */
  const findPlace = async (): Promise<boolean> => {
    const first = (await startOffsets(connection, topic)).get(partition) ?? 0n;
    const end = (await endOffsets(connection, topic)).get(partition) ?? 0n;
    if (position > end) throw endsBefore({ topic, partition, end, position });
    if (position < first) {
      lost = { from: lost?.from ?? position, to: first };
      position = first;
    }
    return position < end;
  };

  /** Waits for what comes behind `position`, but not beyond `until`: the request is waited for again by the next read. */
  const poll = async (until: number): Promise<void> => {
    if (polling === null) {
      const begun: Promise<Polled> = fetch(position, POLL_MS)
        .then(
          () => null,
          (error: unknown) => ({ error }),
        )
        .finally(() => {
          if (polling === begun) polling = null;
        });
      polling = begun;
    }
    const polled = await inTime(polling, until);
    if (polled !== null) await recover(polled.error, until);
  };

  /** What is there at once; false when that is nothing. */
  const fetchNow = async (offset: bigint): Promise<boolean> => {
    try {
      return await fetch(offset, 0);
    } catch (error) {
      await recover(error, performance.now());
      return false;
    }
  };

  /** What failed is tried again after a moment, unless that is of no use. */
  const recover = async (error: unknown, until: number): Promise<void> => {
    if (closed) return;
    if (isKafkaError(error, 'OFFSET_OUT_OF_RANGE')) {
      empty = !(await findPlace());
      return;
    }
    const failure = kafkaFailure(error, connection, `read ${topic}`);
    if (isHopeless(error)) throw failure;
    consumer.clearMetadata();
    if (!SESSION_OVER.some((name) => isKafkaError(error, name))) place.onTrouble?.(failure);
    await pause(Math.min(RETRY_DELAY_MS, Math.max(0, until - performance.now())));
  };

  const arrived = async (maxWaitMs: number): Promise<boolean> => {
    const until = performance.now() + maxWaitMs;
    empty = false;
    while (!closed && waiting.length === 0) {
      await poll(until);
      if (waiting.length === 0 && (empty || performance.now() >= until)) return false;
    }
    return !closed;
  };

  return {
    arrived,
    async read({ maxBytes, maxWaitMs }) {
      if (!(await arrived(maxWaitMs))) return null;
      // As much as is there at once.
      while (!closed && bytesOf(waiting) < maxBytes) {
        if (!(await fetchNow(waiting.at(-1)?.end ?? position))) break;
      }
      if (closed || waiting.length === 0) return null;
      const taken = takeRecords(waiting, position, maxBytes);
      const read = { from: position, ...taken, ...(lost === null ? {} : { lost }) };
      lost = null;
      position = read.to;
      return read;
    },
    seek(offset) {
      seeks += 1;
      position = offset;
      waiting = [];
      lost = null;
      if (polling === null) return;
      // A broker takes nothing else from a connection while it holds a request back.
      polling = null;
      void consumer.close(true).catch(() => undefined);
      consumer = connect();
    },
    async close() {
      closed = true;
      await consumer.close(true).catch(() => undefined);
    },
  };
}

function batchesOf(response: Awaited<ReturnType<Consumer['fetch']>>, offset: bigint): DecodedBatch[] {
  const [answer] = response.responses.flatMap(({ partitions }) => partitions);
  return answer === undefined ? [] : decodeBatches(answer, offset);
}

function bytesOf(batches: readonly DecodedBatch[]): number {
  return batches.reduce((sum, batch) => sum + batch.bytes, 0);
}

/** Takes records from the front of `batches`, which is left with what remains. */
function takeRecords(
  batches: WaitingBatch[],
  from: bigint,
  maxBytes: number,
): Pick<PartitionRead, 'to' | 'records' | 'bytes'> {
  const taken: RecordRange[] = [];
  let to = from;
  let bytes = 0;
  for (let batch = batches[0]; batch !== undefined; batch = batches[0]) {
    const { records, begin } = batch;
    let end = begin;
    let part = 0;
    for (; end < records.length; end += 1) {
      const size = records.size(end);
      const first = taken.length === 0 && end === begin;
      if (bytes + part + size > maxBytes && !first) break;
      part += size;
    }
    if (end > begin) taken.push({ columns: records, from: begin, to: end });
    bytes += part;
    if (end < records.length) {
      batches[0] = { ...batch, begin: end, bytes: batch.bytes - part };
      if (end > begin) to = records.offset(end - 1) + 1n;
      break;
    }
    batches.shift();
    to = batch.end;
  }
  return { to, records: recordsOf(taken), bytes };
}

function endsBefore(at: {
  topic: string;
  partition: number;
  end: bigint;
  position: bigint;
}): CrosscurrentError {
  return new CrosscurrentError(
    'log_unavailable',
    `Partition ${at.partition} of the topic ${at.topic} ends at ${at.end}, but was already read up to ${at.position}: it is another topic of the same name, or has lost messages.`,
    'Choose another kafka-topic-prefix, so that no new event gets an old offset, and rebuild if events were lost.',
  );
}

/** What a request came to, or null when it is not over by `until`. */
async function inTime(polling: Promise<Polled>, until: number): Promise<Polled> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), Math.max(0, until - performance.now()));
  });
  try {
    return await Promise.race([polling, late]);
  } finally {
    clearTimeout(timer);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
