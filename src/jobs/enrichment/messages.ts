import type { RejectedLine } from '../../engine/contract.ts';
import type { EnrichedSlice } from '../../engine/duckdb/enrichment/contract.ts';
import type { KafkaRecord } from '../../log/kafka/partition-reader.ts';
import type { Compression, OutgoingMessage } from '../../log/kafka/producer.ts';
import { createBatchBuilder, type RecordBatch } from '../../log/kafka/record-batch.ts';
import type { RecordLines } from '../../log/kafka/slice.ts';

/** Header of every message that we write: the offset of the raw message it was made from, as decimal digits. */
export const RAW_OFFSET = 'raw-offset';

/** Headers of a rejected message: why, and how long it was. */
export const REASON = 'reason';
export const RAW_BYTES = 'raw-bytes';

/** Header of raw messages: who sent them. It is passed on with those that are rejected. */
const SOURCE = 'source';

export interface OutputTopics {
  readonly enriched: string;
  readonly rejected: string;
}

/** Raw offsets from which on the output topics of a partition do not have their messages yet. */
export interface Written {
  readonly enriched: bigint;
  readonly rejected: bigint;
}

export interface MadeFrom {
  /** What was read; those that were no lines of the slice, too. */
  readonly records: Iterable<KafkaRecord>;
  /** Which of them the lines of the slice are. */
  readonly lines: Pick<RecordLines, 'offsetOf' | 'timestampOf'>;
  /** Messages made from earlier ones are left out. */
  readonly written: Written;
}

/**
 * The enriched messages of a slice as batches, in the order of the raw ones. Each has the event's id as its key and the
 * time stamp of the raw one.
 */
export async function* enrichedBatches(
  { events }: EnrichedSlice,
  made: MadeFrom,
  compression: Compression,
): AsyncGenerator<RecordBatch> {
  const builder = createBatchBuilder({ compression, header: RAW_OFFSET });
  const { lines, written } = made;
  for (let line = 0; line < events.lines; line += 1) {
    const event = events.at(line);
    if (event === null) continue;
    const offset = lines.offsetOf(line);
    if (offset < written.enriched) continue;
    const record = {
      key: event.key,
      keyFrom: event.keyFrom,
      keyTo: event.keyTo,
      value: event.value,
      valueFrom: event.valueFrom,
      valueTo: event.valueTo,
      timestamp: lines.timestampOf(line),
      number: Number(offset),
    };
    if (builder.add(record)) continue;
    const batch = await builder.take();
    if (batch !== null) yield batch;
    builder.add(record);
  }
  const last = await builder.take();
  if (last !== null) yield last;
}

/** The rejected messages of a slice, in the order of the raw ones: each is as it came, cut behind 64 KiB. */
export function rejectedMessages(
  { rejected }: EnrichedSlice,
  made: MadeFrom,
  to: { topic: string; partition: number },
): OutgoingMessage[] {
  const { records, lines, written } = made;
  const wanted = new Map<bigint, RejectedLine>();
  for (const one of rejected) {
    const offset = one.line === undefined ? one.offset : lines.offsetOf(one.line);
    if (offset >= written.rejected) wanted.set(offset, one);
  }
  if (wanted.size === 0) return [];
  const messages: OutgoingMessage[] = [];
  for (const record of records) {
    const one = wanted.get(record.offset);
    if (one !== undefined) messages.push({ ...to, ...rejectedMessage(one, record) });
  }
  if (messages.length < wanted.size) throw new Error('a message that was rejected is none of the slice');
  return messages;
}

function rejectedMessage(
  { reason, raw, bytes }: RejectedLine,
  { offset, key, timestamp, headers }: KafkaRecord,
): Omit<OutgoingMessage, 'topic'> {
  const source = headers.get(SOURCE);
  return {
    ...(key === null ? {} : { key }),
    value: raw,
    headers: {
      [REASON]: reason,
      [RAW_OFFSET]: String(offset),
      [RAW_BYTES]: String(bytes),
      ...(source === undefined ? {} : { [SOURCE]: source }),
    },
    timestamp,
  };
}
